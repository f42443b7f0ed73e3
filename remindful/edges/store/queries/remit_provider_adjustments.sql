-- Returns RemitProviderAdjustments as payers sent them, in their order, remit_no being remit_id.
SELECT remit_id AS remit_no, segment_no, provider_key, fiscal_end_on, reason_code, reference, amount_cents
FROM remit_provider_adjustment
ORDER BY remit_id, adjustment_no
