-- What 0001_after.sql did for the first tables, for other numbers of claims: tenants apart, rows that are only added, rights.
ALTER TABLE claim_number ADD CONSTRAINT claim_number_visit_same_organization
    FOREIGN KEY (organization_id, visit_id) REFERENCES visit (organization_id, visit_id);
CREATE INDEX visit_reported_payment ON visit (account_id) WHERE patient_paid_cents > 0;
ALTER TABLE claim_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE claim_number FORCE ROW LEVEL SECURITY;
CREATE POLICY of_own_organizations ON claim_number
    USING (organization_id = ANY ((SELECT remindful_organizations())::bigint[]))
    WITH CHECK (organization_id = ANY ((SELECT remindful_organizations())::bigint[]));
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON claim_number FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse();
ALTER TABLE claim_number ENABLE ALWAYS TRIGGER never_removed;
CREATE TRIGGER never_changed BEFORE UPDATE ON claim_number FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse();
ALTER TABLE claim_number ENABLE ALWAYS TRIGGER never_changed;
GRANT SELECT, INSERT ON claim_number TO remindful_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO remindful_app;
