-- Returns VisitPayers: those known at :known_at, as they were known then.
WITH later AS (
    SELECT DISTINCT ON (row_id) row_id, before FROM row_change
    WHERE table_name = 'visit_payer' AND recorded_at > :known_at ORDER BY row_id, recorded_at, row_change_id
), then_known AS (
    SELECT visit_id, level_no, payer_name, payer_key, payer_kind, member_id, recorded_at
    FROM visit_payer WHERE visit_payer_id NOT IN (SELECT row_id FROM later)
    UNION ALL
    SELECT p.visit_id, p.level_no, p.payer_name, p.payer_key, p.payer_kind, p.member_id, p.recorded_at
    FROM later, jsonb_populate_record(NULL::visit_payer, before) p
)
SELECT visit_id, level_no, payer_name, payer_key, payer_kind, member_id
FROM then_known
WHERE recorded_at <= :known_at
  AND (:account_ids::bigint[] IS NULL
       OR visit_id IN (SELECT visit_id FROM visit WHERE account_id = ANY (:account_ids::bigint[])))
ORDER BY visit_id, level_no
