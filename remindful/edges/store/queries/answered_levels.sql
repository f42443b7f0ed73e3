-- Returns the answers that are matched, oldest first: visit_id, level_no, payer_control_number.
SELECT visit_id, level_no, payer_control_number FROM remit_claim
WHERE visit_id IS NOT NULL AND status_code <> '22' ORDER BY adjudicated_on, remit_claim_id
