-- Returns RemitClaims known at :known_at as payers sent them, remit_no being remit_id and claim_no remit_claim_id, in the order of their
-- files; visit_id null: it waits; all_remark_codes: its lines' too.
SELECT c.remit_id AS remit_no, c.remit_claim_id AS claim_no, c.segment_no, c.control_number, c.status_code, c.charge_cents, c.paid_cents,
       c.patient_cents, c.filing_code, c.payer_control_number, c.facility_code, c.frequency_code, c.patient_last_name,
       c.patient_first_name, c.member_id, c.crossover_payer, c.service_from_on, c.service_to_on, c.received_on,
       coalesce(c.own_remark_codes, c.remark_codes) AS remark_codes, c.remark_codes AS all_remark_codes, c.visit_id
FROM remit_claim c
JOIN remit r ON r.organization_id = c.organization_id AND r.remit_id = c.remit_id
WHERE c.recorded_at <= :known_at
ORDER BY r.source_file_id, c.claim_no
