-- Returns the settings of the organizations that are open here, as they are now; values are JSON text.
SELECT office_setting_id, organization_id, name, value::text AS value, recorded_at FROM office_setting ORDER BY organization_id, name
