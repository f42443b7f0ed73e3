-- Returns items whose charge stands (not taken back by a replacement or void).
SELECT i.organization_id, i.item_id, i.visit_id, i.line_no, i.line_control_number, i.procedure_code, i.modifiers, i.revenue_code,
       i.description, i.units, i.service_on, i.charge_cents
FROM item i
JOIN posting p ON p.item_id = i.item_id AND p.ledger_account = 'receivable'
JOIN entry e ON e.entry_id = p.entry_id AND e.kind IN ('charge', 'opening_balance', 'void')
GROUP BY i.organization_id, i.item_id
HAVING sum(p.amount_cents) FILTER (WHERE p.group_code IS NULL) <> 0
