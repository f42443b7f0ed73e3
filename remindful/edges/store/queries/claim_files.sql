-- Returns the files that were written for payers.
SELECT claim_file_id, organization_id, file_name, sha256, claims, charge_cents, sent_on FROM claim_file ORDER BY claim_file_id
