-- Returns the ids and keys of every visit, as it is now.
SELECT organization_id, visit_key, visit_id, account_id, patient_id, service_from_on, billed_on, is_opening, first_statement_on
FROM visit ORDER BY visit_id
