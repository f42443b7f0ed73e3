-- Returns StoredRemitClaims known at :known_at; with :only_unmatched those that no visit explains yet.
SELECT remit_claim_id, organization_id, remit_id, visit_id, level_no, control_number, status_code, charge_cents, paid_cents,
       patient_cents, payer_control_number, takes_back_id, adjudicated_on, recorded_at, remark_codes
FROM remit_claim
WHERE recorded_at <= :known_at AND (NOT :only_unmatched OR visit_id IS NULL)
  AND (:account_ids::bigint[] IS NULL
       OR visit_id IN (SELECT visit_id FROM visit WHERE account_id = ANY (:account_ids::bigint[])))
ORDER BY remit_claim_id
