-- Returns Items of the claims that stand: those still charged, and lines of no charge that were booked with the visit's last.
WITH charged AS (
    SELECT i.item_id FROM item i
    JOIN posting p ON p.item_id = i.item_id AND p.ledger_account = 'receivable'
    JOIN entry e ON e.entry_id = p.entry_id AND e.kind IN ('charge', 'opening_balance', 'void')
    WHERE e.recorded_at <= :known_at
    GROUP BY i.item_id
    HAVING sum(p.amount_cents) FILTER (WHERE p.group_code IS NULL) <> 0
), last_booked AS (
    SELECT visit_id, max(recorded_at) AS recorded_at FROM item WHERE recorded_at <= :known_at GROUP BY visit_id
), gone AS (
    SELECT DISTINCT visit_id, recorded_at FROM item
    WHERE charge_cents <> 0 AND item_id NOT IN (SELECT item_id FROM charged)
)
SELECT i.item_id, i.organization_id, i.visit_id, i.line_no, i.line_control_number, i.procedure_code, i.modifiers, i.revenue_code,
       i.description, i.units, i.service_on, i.charge_cents
FROM item i JOIN last_booked l USING (visit_id)
LEFT JOIN gone g ON g.visit_id = i.visit_id AND g.recorded_at = i.recorded_at
WHERE i.item_id IN (SELECT item_id FROM charged)
   OR (i.charge_cents = 0 AND i.recorded_at = l.recorded_at AND g.visit_id IS NULL)
ORDER BY i.item_id
