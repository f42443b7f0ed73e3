-- Returns the message that brought each charge without a number of its own.
SELECT organization_id, encounter_key, line_no, message_key FROM charge WHERE message_key IS NOT NULL
