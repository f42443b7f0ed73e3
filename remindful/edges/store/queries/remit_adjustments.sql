-- Returns RemitAdjustments as payers sent them, in their order, claim_no being remit_claim_id; with :remit_claim_ids those of these claims.
SELECT remit_claim_id AS claim_no, line_no, segment_no, group_code, carc, amount_cents, units
FROM remit_adjustment
WHERE :remit_claim_ids::bigint[] IS NULL OR remit_claim_id = ANY (:remit_claim_ids::bigint[])
ORDER BY remit_claim_id, adjustment_no
