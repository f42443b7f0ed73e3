-- Returns Coverages: who covers whom, those known at :known_at, as they are now.
SELECT organization_id, party_key, level_no, from_on, to_on, payer_key, payer_name, payer_kind, member_id, group_number,
       relationship_code, subscriber_key, subscriber_last_name, subscriber_first_name, subscriber_birth_on,
       subscriber_sex
FROM coverage WHERE recorded_at <= :known_at ORDER BY organization_id, party_key, level_no, from_on
