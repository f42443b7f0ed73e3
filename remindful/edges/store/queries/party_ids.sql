-- Returns organization_id, party_key, party_id of every person.
SELECT organization_id, party_key, party_id FROM party ORDER BY party_id
