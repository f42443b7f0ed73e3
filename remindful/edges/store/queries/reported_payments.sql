-- Returns visits of which a claim says that the patient paid at the visit (837 AMT*F5): the amount as it is told now.
SELECT organization_id, visit_id, account_id, service_from_on, service_to_on, patient_paid_cents
FROM visit
WHERE patient_paid_cents > 0 AND recorded_at <= :known_at
  AND (:account_ids::bigint[] IS NULL OR account_id = ANY (:account_ids::bigint[]))
ORDER BY visit_id
