-- Returns payers' answers whose money waits in suspense, or that moved none, and no visit explains yet: RemitClaims as sent (remit_no
-- being remit_id and claim_no remit_claim_id), their payer and file; has_lines: their lines are in the store.
-- A reversal of an answer that waits settles both.
SELECT c.organization_id, c.remit_claim_id, c.remit_id AS remit_no, c.remit_claim_id AS claim_no, c.segment_no, c.control_number,
       c.status_code, c.charge_cents, c.paid_cents, c.patient_cents, c.filing_code, c.payer_control_number, c.facility_code,
       c.frequency_code, c.patient_last_name, c.patient_first_name, c.member_id, c.crossover_payer, c.service_from_on, c.service_to_on,
       c.received_on, coalesce(c.own_remark_codes, c.remark_codes) AS remark_codes, c.adjudicated_on, r.payer_key, r.payer_name,
       r.source_file_id,
       f.name AS file, f.has_remit_lines AS has_lines
FROM remit_claim c
JOIN remit r USING (organization_id, remit_id)
JOIN source_file f ON f.source_file_id = r.source_file_id
WHERE c.visit_id IS NULL AND c.takes_back_id IS NULL
  AND NOT EXISTS (SELECT FROM remit_claim b WHERE b.organization_id = c.organization_id AND b.takes_back_id = c.remit_claim_id)
  AND c.status_code IS DISTINCT FROM '25'
ORDER BY c.remit_claim_id
