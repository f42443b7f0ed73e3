-- Returns RemitProviderAdjustments as payers sent them, in their order, remit_no being remit_id; with :remit_ids those of these remittances.
SELECT remit_id AS remit_no, segment_no, provider_key, fiscal_end_on, reason_code, reference, amount_cents
FROM remit_provider_adjustment
WHERE :remit_ids::bigint[] IS NULL OR remit_id = ANY (:remit_ids::bigint[])
ORDER BY remit_id, adjustment_no
