-- Returns Responsibilities known at :known_at.
SELECT item_id, visit_id, level_no, remit_claim_id, group_code, carc, amount_cents, adjudicated_on, recorded_at
FROM responsibility
WHERE recorded_at <= :known_at
  AND (:account_ids::bigint[] IS NULL
       OR visit_id IN (SELECT visit_id FROM visit WHERE account_id = ANY (:account_ids::bigint[])))
ORDER BY responsibility_id
