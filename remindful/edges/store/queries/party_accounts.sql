-- Returns organization_id, party_key, party_id, account_id: each person and the account that bills them (their guarantor's).
WITH person AS (
    SELECT organization_id, party_key, party_id FROM party WHERE :party_keys::text[] IS NULL OR party_key = ANY (:party_keys::text[])
), latest AS (
    SELECT DISTINCT ON (v.party_id) v.party_id, v.guarantor_key
    FROM party_version v JOIN person USING (party_id)
    WHERE v.recorded_at <= :known_at
    ORDER BY v.party_id, v.effective_on DESC, v.recorded_at DESC, v.party_version_id DESC
)
SELECT p.organization_id, p.party_key, p.party_id, a.account_id
FROM person p
LEFT JOIN latest v USING (party_id)
LEFT JOIN account a ON a.organization_id = p.organization_id AND a.account_key = coalesce(v.guarantor_key, p.party_key)
ORDER BY p.party_id
