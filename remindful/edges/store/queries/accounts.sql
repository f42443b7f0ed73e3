-- Returns Accounts: those known at :known_at, as they were known then.
WITH later AS (
    SELECT DISTINCT ON (row_id) row_id, before FROM row_change
    WHERE table_name = 'account' AND recorded_at > :known_at ORDER BY row_id, recorded_at, row_change_id
), then_known AS (
    SELECT account_id, account_key, organization_id, facility_state, guarantor_id, recorded_at
    FROM account WHERE account_id NOT IN (SELECT row_id FROM later)
    UNION ALL
    SELECT a.account_id, a.account_key, a.organization_id, a.facility_state, a.guarantor_id, a.recorded_at
    FROM later, jsonb_populate_record(NULL::account, before) a
)
SELECT a.account_id, a.account_key, a.organization_id, o.kind AS organization_kind,
       coalesce(a.facility_state, o.state) AS facility_state, a.guarantor_id
FROM then_known a JOIN organization o USING (organization_id)
WHERE a.recorded_at <= :known_at AND (:account_ids::bigint[] IS NULL OR a.account_id = ANY (:account_ids::bigint[]))
ORDER BY a.account_id
