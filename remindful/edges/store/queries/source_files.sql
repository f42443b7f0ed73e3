-- Returns the files received by :known_at.
SELECT source_file_id, organization_id, sha256, name, format, bytes, received_on, state, corrects_id, counts::text AS counts, recorded_at
FROM source_file WHERE recorded_at <= :known_at ORDER BY source_file_id
