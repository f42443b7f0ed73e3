-- Returns payers' answers whose money waits in suspense, or that moved none, and no visit explains yet, with the file they came in.
SELECT c.organization_id, c.remit_claim_id, c.claim_no, c.control_number, c.answered_on, r.payer_key, f.sha256, f.name
FROM remit_claim c
JOIN remit r USING (organization_id, remit_id)
JOIN source_file f ON f.source_file_id = r.source_file_id
WHERE c.visit_id IS NULL AND c.status_code IS DISTINCT FROM '25'
ORDER BY c.remit_claim_id
