-- Returns every number that a claim of a visit had: its own, and those of replacements that were sent under another.
SELECT organization_id, visit_id, visit_key FROM visit
UNION ALL
SELECT organization_id, visit_id, control_number FROM claim_number
