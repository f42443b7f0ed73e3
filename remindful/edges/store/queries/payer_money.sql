-- Returns one row: payers' cents on items, and in suspense. What payers paid is on items, in suspense, or settled with the provider.
SELECT coalesce(sum(amount_cents), 0)::bigint AS on_items_cents,
       coalesce(-sum(amount_cents) FILTER (WHERE ledger_account = 'payer_suspense'), 0)::bigint AS suspense_cents
FROM posting WHERE ledger_account IN ('payer_cash', 'payer_suspense', 'provider_level') AND recorded_at <= :known_at
