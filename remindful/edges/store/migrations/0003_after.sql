-- What 0001_after.sql did for the first tables, for those of care and claims: tenants apart, rows that stay, rights.

DO $$
DECLARE
    link text[];
    name text;
BEGIN
    FOREACH link SLICE 1 IN ARRAY ARRAY[
        ['encounter', 'visit_id', 'visit'], ['encounter', 'source_file_id', 'source_file'],
        ['estimate', 'visit_id', 'visit'], ['claim_sent', 'claim_file_id', 'claim_file'], ['claim_sent', 'visit_id', 'visit'],
        ['claim_status', 'source_file_id', 'source_file'], ['claim_status', 'claim_sent_id', 'claim_sent'],
        ['request_sent', 'claim_file_id', 'claim_file'], ['request_sent', 'claim_sent_id', 'claim_sent']
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = link[3] || '_in_organization') THEN
            EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I UNIQUE (organization_id, %I)',
                           link[3], link[3] || '_in_organization', link[3] || '_id');
        END IF;
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (organization_id, %I) REFERENCES %I (organization_id, %I)',
                       link[1], link[1] || '_' || link[2] || '_same_organization', link[2], link[3], link[3] || '_id');
    END LOOP;
    FOREACH name IN ARRAY ARRAY['coverage', 'provider', 'encounter', 'diagnosis', 'charge', 'fee', 'referral', 'authorization',
                                'appointment', 'estimate', 'claim_file', 'claim_sent', 'claim_status', 'request_sent'] LOOP
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (organization_id) REFERENCES organization (organization_id)',
                       name, name || '_of_organization');
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_own_organizations ON %I USING (%s) WITH CHECK (%s)', name,
                       'organization_id = ANY ((SELECT remindful_organizations())::bigint[])',
                       'organization_id = ANY ((SELECT remindful_organizations())::bigint[])');
        EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse()', name);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_removed', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO remindful_app', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['claim_file', 'claim_sent', 'request_sent'] LOOP
        EXECUTE format('CREATE TRIGGER never_changed BEFORE UPDATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse()', name);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_changed', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['coverage', 'provider', 'encounter', 'diagnosis', 'charge', 'fee', 'referral', 'authorization',
                                'appointment'] LOOP
        EXECUTE format('CREATE TRIGGER before_is_kept AFTER UPDATE ON %I REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows '
                       'FOR EACH STATEMENT EXECUTE FUNCTION remindful_keep_before()', name);
        EXECUTE format('GRANT UPDATE ON %I TO remindful_app', name);
    END LOOP;
END
$$;

ALTER TABLE request_sent ADD CONSTRAINT request_sent_authorization_key_same_organization
    FOREIGN KEY (organization_id, authorization_key) REFERENCES "authorization" (organization_id, authorization_key);
CREATE TRIGGER only_the_visit BEFORE UPDATE ON estimate FOR EACH ROW EXECUTE FUNCTION remindful_only('visit_id');
CREATE TRIGGER billed_once BEFORE UPDATE ON estimate FOR EACH ROW EXECUTE FUNCTION remindful_once('visit_id');
GRANT UPDATE ON estimate TO remindful_app;
CREATE TRIGGER only_the_match BEFORE UPDATE ON claim_status FOR EACH ROW EXECUTE FUNCTION remindful_only('claim_sent_id');
CREATE TRIGGER matched_once BEFORE UPDATE ON claim_status FOR EACH ROW EXECUTE FUNCTION remindful_once('claim_sent_id');
GRANT UPDATE ON claim_status TO remindful_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO remindful_app;
