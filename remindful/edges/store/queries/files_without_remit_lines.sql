-- Returns the files whose remittances were posted by a version that did not store their lines, oldest first.
SELECT f.source_file_id, f.organization_id, f.sha256, f.name
FROM source_file f
WHERE NOT f.has_remit_lines
  AND EXISTS (SELECT FROM remit r WHERE r.organization_id = f.organization_id AND r.source_file_id = f.source_file_id)
ORDER BY f.source_file_id
