-- Returns patients' money on no item: account_id, visit_id (directed to it, else null), unapplied_cents, returned_cents.
SELECT p.account_id, e.visit_id, -sum(p.amount_cents)::bigint AS unapplied_cents,
       coalesce(sum(p.amount_cents) FILTER (WHERE e.kind = 'patient_payment' AND p.amount_cents > 0), 0)::bigint AS returned_cents
FROM posting p JOIN entry e USING (organization_id, entry_id)
WHERE p.ledger_account = 'unapplied' AND e.effective_on <= :day AND e.recorded_at <= :known_at
GROUP BY p.account_id, e.visit_id
