-- Returns Items of the claims that stand: those still charged, and lines of no charge that were booked with the visit's last.
SELECT i.item_id, i.organization_id, i.visit_id, i.line_no, i.line_control_number, i.procedure_code, i.modifiers, i.revenue_code,
       i.description, i.units, i.service_on, i.charge_cents
FROM item i
WHERE i.recorded_at <= :known_at
  AND CASE WHEN i.charge_cents <> 0
      THEN (SELECT coalesce(sum(p.amount_cents), 0) <> 0 FROM posting p JOIN entry e ON e.entry_id = p.entry_id
            WHERE p.item_id = i.item_id AND p.ledger_account = 'receivable' AND p.group_code IS NULL
              AND e.kind IN ('charge', 'opening_balance', 'void') AND e.recorded_at <= :known_at)
      ELSE NOT EXISTS (SELECT FROM item later WHERE later.visit_id = i.visit_id AND later.recorded_at > i.recorded_at
                         AND later.recorded_at <= :known_at)
       AND NOT EXISTS (SELECT FROM item beside WHERE beside.visit_id = i.visit_id AND beside.recorded_at = i.recorded_at
                         AND beside.charge_cents <> 0
                         AND (SELECT coalesce(sum(p.amount_cents), 0) = 0 FROM posting p JOIN entry e ON e.entry_id = p.entry_id
                              WHERE p.item_id = beside.item_id AND p.ledger_account = 'receivable' AND p.group_code IS NULL
                                AND e.kind IN ('charge', 'opening_balance', 'void') AND e.recorded_at <= :known_at))
      END
ORDER BY i.item_id
