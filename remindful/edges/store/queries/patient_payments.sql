-- Returns patients' payments known at :known_at: entry_key, account_id, visit_id (directed to it, else null), paid_on, amount_cents.
SELECT e.entry_key, e.account_id, e.visit_id, e.effective_on AS paid_on, sum(p.amount_cents)::bigint AS amount_cents
FROM entry e JOIN posting p USING (organization_id, entry_id)
WHERE e.kind = 'patient_payment' AND p.ledger_account = 'patient_cash' AND e.recorded_at <= :known_at
GROUP BY e.entry_id ORDER BY e.effective_on, e.entry_key
