-- Returns Items known at :known_at.
SELECT item_id, organization_id, visit_id, line_no, line_control_number, procedure_code, modifiers, revenue_code, description,
       units, service_on, charge_cents
FROM item
WHERE recorded_at <= :known_at
  AND (:account_ids::bigint[] IS NULL
       OR visit_id IN (SELECT visit_id FROM visit WHERE account_id = ANY (:account_ids::bigint[])))
ORDER BY item_id
