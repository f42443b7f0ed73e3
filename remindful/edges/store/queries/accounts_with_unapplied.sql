-- Returns account_id, unapplied_cents of the accounts with patient money that is on no item.
SELECT account_id, -sum(amount_cents)::bigint AS unapplied_cents FROM posting
WHERE ledger_account = 'unapplied' AND recorded_at <= :known_at
GROUP BY account_id HAVING sum(amount_cents) <> 0 ORDER BY account_id
