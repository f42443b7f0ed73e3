-- Returns SentRequests: requests as written for payers, those known at :known_at, as they are now.
SELECT request_sent_id, organization_id, claim_sent_id, authorization_key, sent_on, file_name, interchange_number, group_number,
       set_number
FROM request_sent WHERE recorded_at <= :known_at ORDER BY request_sent_id
