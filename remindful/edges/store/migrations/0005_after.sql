-- What 0001_after.sql did for the first tables, for audit events: tenants apart, rows that are only added, rights.
ALTER TABLE audit_event ADD CONSTRAINT audit_event_of_organization FOREIGN KEY (organization_id) REFERENCES organization (organization_id);
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
CREATE POLICY of_own_organizations ON audit_event
    USING (organization_id = ANY ((SELECT remindful_organizations())::bigint[]))
    WITH CHECK (organization_id = ANY ((SELECT remindful_organizations())::bigint[]));
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER never_removed;
CREATE TRIGGER never_changed BEFORE UPDATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER never_changed;
GRANT SELECT, INSERT ON audit_event TO remindful_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO remindful_app;
