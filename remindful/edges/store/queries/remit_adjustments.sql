-- Returns RemitAdjustments as payers sent them, in their order, claim_no being remit_claim_id.
SELECT remit_claim_id AS claim_no, line_no, segment_no, group_code, carc, amount_cents, units
FROM remit_adjustment
ORDER BY remit_claim_id, adjustment_no
