-- Returns organization_id, party_key, party_id, account_id: each person and the account that bills them (their guarantor's).
SELECT p.organization_id, p.party_key, p.party_id, a.account_id
FROM party p
LEFT JOIN LATERAL (
    SELECT guarantor_key FROM party_version v WHERE v.party_id = p.party_id AND v.recorded_at <= :known_at
    ORDER BY effective_on DESC, recorded_at DESC, party_version_id DESC LIMIT 1
) v ON true
LEFT JOIN account a ON a.organization_id = p.organization_id AND a.account_key = coalesce(v.guarantor_key, p.party_key)
ORDER BY p.party_id
