-- Returns where each payer's answer known at :known_at stands in its file as it came; claim_no null: of a payment for no claim.
SELECT f.source_file_id, f.sha256, f.name, r.remit_no, r.trace_number, c.claim_no, c.visit_id
FROM remit r
JOIN source_file f ON f.source_file_id = r.source_file_id
LEFT JOIN remit_claim c ON c.organization_id = r.organization_id AND c.remit_id = r.remit_id
WHERE r.recorded_at <= :known_at
ORDER BY f.source_file_id, r.remit_no, c.claim_no
