-- Returns the remittances and claims of the file :source_file_id, by their numbers in it and in the store; claim_no null: of no claim.
SELECT r.remit_id, r.remit_no, c.remit_claim_id, c.claim_no, c.control_number, c.charge_cents, c.paid_cents
FROM remit r
LEFT JOIN remit_claim c ON c.organization_id = r.organization_id AND c.remit_id = r.remit_id
WHERE r.source_file_id = :source_file_id
ORDER BY r.remit_id, c.remit_claim_id
