-- Returns ClaimStatuses: what receivers told of claims by :known_at, with the claim it is about once matched.
SELECT organization_id, claim_status_id, claim_sent_id, source_file_id, status_no, segment_no, kind, interchange_number,
       group_number, set_number, control_number, payer_control_number, patient_last_name, patient_first_name, member_id,
       payer_key, payer_name, service_from_on, charge_cents, paid_cents, is_accepted, category_code, status_code,
       entity_code, line_control_number, at_segment, at_segment_no, message, effective_on, recorded_at
FROM claim_status WHERE recorded_at <= :known_at ORDER BY claim_status_id
