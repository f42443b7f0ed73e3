-- Returns visits with what was brought in of them and what is open now: visit_key, visit_id, account_id, is_opening, party_key, account_key, service_on, charge_cents, opened_cents, open_cents.
SELECT v.organization_id, v.visit_key, v.visit_id, v.account_id, v.patient_id, v.is_opening, p.party_key, a.account_key,
       v.service_from_on AS service_on, m.charge_cents, m.opened_cents, m.open_cents
FROM visit v
JOIN party p ON p.party_id = v.patient_id
JOIN account a ON a.account_id = v.account_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(g.amount_cents) FILTER (WHERE e.kind = 'opening_balance' AND g.group_code IS NULL), 0)::bigint AS charge_cents,
           coalesce(sum(g.amount_cents) FILTER (WHERE e.kind = 'opening_balance'), 0)::bigint AS opened_cents,
           coalesce(sum(g.amount_cents), 0)::bigint AS open_cents
    FROM item i
    JOIN posting g ON g.item_id = i.item_id AND g.ledger_account = 'receivable'
    JOIN entry e ON e.entry_id = g.entry_id
    WHERE i.visit_id = v.visit_id
) m
ORDER BY v.visit_id
