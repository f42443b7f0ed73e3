-- Returns the latest version of each person that was known at :known_at, with all its columns and the person's key.
SELECT DISTINCT ON (v.party_id)
       v.party_id, v.organization_id, p.party_key, v.effective_on, v.guarantor_key, v.first_name, v.last_name, v.birth_on, v.sex,
       v.language, v.line1, v.line2, v.city, v.state, v.zip, v.zone, v.phone, v.phone_kind, v.phone_zones, v.email,
       v.preferred_medium, v.is_qmb, v.source_file_id, v.recorded_at
FROM party_version v JOIN party p USING (organization_id, party_id)
WHERE v.recorded_at <= :known_at
ORDER BY v.party_id, v.effective_on DESC, v.recorded_at DESC, v.party_version_id DESC
