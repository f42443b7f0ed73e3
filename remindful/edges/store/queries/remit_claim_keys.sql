-- Returns by what each remittance is known again: its trace number and originator, its amount, and its claims (one row a claim; null where it has none).
SELECT r.remit_id, r.trace_number, r.payer_originator, r.paid_cents, c.control_number, c.status_code, c.charge_cents, c.paid_cents AS claim_paid_cents
FROM remit r LEFT JOIN remit_claim c USING (organization_id, remit_id)
WHERE r.trace_number IS NOT NULL
