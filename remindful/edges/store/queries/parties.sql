-- Returns Parties: the latest version of each person that was known at :known_at.
SELECT DISTINCT ON (v.party_id)
       v.party_id, v.organization_id, p.party_key, v.first_name, v.last_name, v.birth_on, v.language, v.line1, v.line2, v.city,
       v.state, v.zip, v.zone, v.phone, v.phone_kind, v.phone_zones, v.email, v.preferred_medium, v.is_qmb
FROM party_version v JOIN party p USING (organization_id, party_id)
WHERE v.recorded_at <= :known_at
  AND (:account_ids::bigint[] IS NULL OR v.party_id IN (
      SELECT guarantor_id FROM account WHERE account_id = ANY (:account_ids::bigint[])
      UNION SELECT patient_id FROM visit WHERE account_id = ANY (:account_ids::bigint[])))
ORDER BY v.party_id, v.effective_on DESC, v.recorded_at DESC, v.party_version_id DESC
