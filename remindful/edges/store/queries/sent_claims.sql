-- Returns SentClaims: claims as written for payers, those known at :known_at, as they are now.
SELECT claim_sent_id, organization_id, visit_id, control_number, level_no, form, frequency_code, payer_key, charge_cents,
       service_from_on, sent_on, file_name, interchange_number, group_number, set_number, is_resubmission
FROM claim_sent WHERE recorded_at <= :known_at ORDER BY claim_sent_id
