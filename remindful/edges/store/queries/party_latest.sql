-- Returns the latest version of each person that was known at :known_at, with all its columns.
SELECT DISTINCT ON (party_id)
       party_id, organization_id, effective_on, guarantor_key, first_name, last_name, birth_on, sex, language, line1, line2, city,
       state, zip, zone, phone, phone_kind, phone_zones, email, preferred_medium, is_qmb, source_file_id, recorded_at
FROM party_version WHERE recorded_at <= :known_at
ORDER BY party_id, effective_on DESC, recorded_at DESC, party_version_id DESC
