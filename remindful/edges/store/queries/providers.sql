-- Returns Providers: providers of care, those known at :known_at, as they are now.
SELECT organization_id, npi, is_person, last_name, first_name, taxonomy, tax_id, line1, city, state, zip, phone
FROM provider WHERE recorded_at <= :known_at ORDER BY organization_id, npi
