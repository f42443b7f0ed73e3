-- Returns the organizations that are open here, as they are now.
SELECT organization_id, key, name, kind, npi, tax_id, line1, city, state, zip, zone, phone, hours, email_from, website, pay_url,
       assistance_phone, assistance_url, is_practice, activated_on, recorded_at
FROM organization ORDER BY organization_id
