-- Returns by what each remittance is known again.
SELECT organization_id, payer_key, trace_number, paid_cents, paid_on FROM remit WHERE trace_number IS NOT NULL
