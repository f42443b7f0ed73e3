-- Returns Events known at :known_at; of accounts: their own, their people's and their visits'.
SELECT organization_id, account_id, party_id, visit_id, kind, happened_on, happened_at, medium, value, amount_cents, source, known_at
FROM event
WHERE known_at <= :known_at
  AND (:account_ids::bigint[] IS NULL OR event_id = ANY (ARRAY(
      SELECT event_id FROM event WHERE account_id = ANY (:account_ids::bigint[])
      UNION
      SELECT event_id FROM event JOIN visit USING (visit_id) WHERE visit.account_id = ANY (:account_ids::bigint[])
      UNION
      SELECT event_id FROM event WHERE party_id IN (
          SELECT guarantor_id FROM account WHERE account_id = ANY (:account_ids::bigint[])
          UNION SELECT patient_id FROM visit WHERE account_id = ANY (:account_ids::bigint[])))))
ORDER BY event_id
