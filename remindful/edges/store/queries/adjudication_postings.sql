-- Returns the postings of payers' adjudications by the claim of the remittance that they came from.
SELECT e.remit_claim_id, p.ledger_account, p.item_id, p.account_id, p.amount_cents, p.level_no, p.group_code, p.carc
FROM posting p JOIN entry e USING (organization_id, entry_id)
WHERE e.kind IN ('adjudication', 'payer_reversal')
ORDER BY p.posting_id
