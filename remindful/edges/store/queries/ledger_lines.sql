-- Returns LedgerLines: postings known at :known_at, with their entry's kind and days; of accounts: whole entries, all their legs.
SELECT p.entry_id, e.kind, e.effective_on, e.recorded_at, p.organization_id, p.ledger_account, p.item_id, p.account_id,
       p.amount_cents, p.level_no, p.group_code, p.carc
FROM posting p JOIN entry e USING (organization_id, entry_id)
WHERE e.recorded_at <= :known_at
  AND (:account_ids::bigint[] IS NULL OR p.entry_id = ANY (ARRAY(
      SELECT entry_id FROM posting WHERE account_id = ANY (:account_ids::bigint[])
      UNION
      SELECT entry_id FROM posting JOIN item USING (item_id) JOIN visit USING (visit_id)
      WHERE visit.account_id = ANY (:account_ids::bigint[]))))
