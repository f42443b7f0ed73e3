-- Returns Visits: those known at :known_at, as they were known then.
WITH later AS (
    SELECT DISTINCT ON (row_id) row_id, before FROM row_change
    WHERE table_name = 'visit' AND recorded_at > :known_at ORDER BY row_id, recorded_at, row_change_id
), then_known AS (
    SELECT visit_id, organization_id, account_id, patient_id, visit_key, service_from_on, service_to_on, discharged_on,
           billed_on, is_opening, opening_reason, first_statement_on, recorded_at
    FROM visit WHERE visit_id NOT IN (SELECT row_id FROM later)
    UNION ALL
    SELECT v.visit_id, v.organization_id, v.account_id, v.patient_id, v.visit_key, v.service_from_on, v.service_to_on,
           v.discharged_on, v.billed_on, v.is_opening, v.opening_reason, v.first_statement_on, v.recorded_at
    FROM later, jsonb_populate_record(NULL::visit, before) v
)
SELECT visit_id, organization_id, account_id, patient_id, visit_key, service_from_on, service_to_on, discharged_on, billed_on,
       is_opening, opening_reason, CASE WHEN is_opening THEN (t.recorded_at AT TIME ZONE o.zone)::date END AS opened_on, first_statement_on
FROM then_known t JOIN organization o USING (organization_id)
WHERE t.recorded_at <= :known_at AND (:account_ids::bigint[] IS NULL OR account_id = ANY (:account_ids::bigint[]))
ORDER BY visit_id
