-- Returns the findings that were open at :known_at.
SELECT finding_id, organization_id, source_file_id, run_id, station, code, at_file, at_line, at_key, message, remedy, raw, recorded_at
FROM finding
WHERE recorded_at <= :known_at AND (resolved_at IS NULL OR resolved_at > :known_at)
ORDER BY finding_id
