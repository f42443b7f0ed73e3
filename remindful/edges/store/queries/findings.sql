-- Returns every finding, newest first, with its account (of its own, or of the visit or person that its key names) and when it was closed.
SELECT f.finding_id, f.organization_id, f.station, f.code, f.at_file, f.at_line, f.at_key, f.message, f.remedy, f.raw,
       coalesce(f.account_key, a.account_key, k.account_key) AS account_key, f.amount_cents, f.recorded_at, f.resolved_at, f.closed_by,
       f.closed_how
FROM finding f
LEFT JOIN visit v ON v.organization_id = f.organization_id AND v.visit_key = f.at_key
LEFT JOIN account a ON a.account_id = v.account_id
LEFT JOIN account k ON k.organization_id = f.organization_id AND k.account_key = f.at_key
ORDER BY f.finding_id DESC
