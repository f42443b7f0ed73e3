-- What 0001_after.sql did for the first tables, for the lines and adjustments of remittances: tenants apart, rows that stay, rights.

-- Each row's claim or remittance is there, and of its organization. Whole statements are checked, not single rows: foreign keys would
-- add 1.5 s to the 6 s of an 835 of 70,000 claims, and neither table referred to ever gives up a row, so what is there at the insert stays.
-- (Plans as in remindful_postings_balance; the span of ids keeps the check to what a file brings.)
CREATE FUNCTION remindful_names_its_parent() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = on AS $$
DECLARE
    parent text := TG_ARGV[0];
    span record;
    stray bigint;
BEGIN
    EXECUTE format('SELECT min(%1$I) AS first, max(%1$I) AS last, count(*) AS rows FROM new_rows', parent || '_id') INTO span;
    IF span.rows > 1000 THEN
        PERFORM set_config('enable_nestloop', 'off', true);
    END IF;
    EXECUTE format('
        SELECT n.%2$I FROM (SELECT DISTINCT organization_id, %2$I FROM new_rows) n
        WHERE NOT EXISTS (SELECT FROM %1$I p WHERE p.organization_id = n.organization_id AND p.%2$I = n.%2$I
                          AND p.%2$I BETWEEN $1 AND $2) LIMIT 1', parent, parent || '_id')
        INTO stray USING span.first, span.last;
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION 'A row of % names % %, which is not there or not of its organization.', TG_TABLE_NAME, parent, stray
            USING ERRCODE = 'RM002';
    END IF;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    link text[];
    own text := 'organization_id = ANY ((SELECT remindful_organizations())::bigint[])';
BEGIN
    FOREACH link SLICE 1 IN ARRAY ARRAY[
        -- table, table referred to
        ['remit_line', 'remit_claim'], ['remit_adjustment', 'remit_claim'], ['remit_provider_adjustment', 'remit']
    ] LOOP
        EXECUTE format('CREATE TRIGGER names_its_parent AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows '
                       'FOR EACH STATEMENT EXECUTE FUNCTION remindful_names_its_parent(%L)', link[1], link[2]);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER names_its_parent', link[1]);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', link[1]);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', link[1]);
        EXECUTE format('CREATE POLICY of_own_organizations ON %I USING (%s) WITH CHECK (%s)', link[1], own, own);
        EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse()',
                       link[1]);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_removed', link[1]);
        EXECUTE format('CREATE TRIGGER never_changed BEFORE UPDATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse()', link[1]);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_changed', link[1]);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO remindful_app', link[1]);
    END LOOP;
END
$$;

-- Of a claim that an earlier version posted, its own remarks become known later, once.
DROP TRIGGER only_the_match ON remit_claim;
DROP TRIGGER matched_once ON remit_claim;
CREATE TRIGGER only_the_match BEFORE UPDATE ON remit_claim
    FOR EACH ROW EXECUTE FUNCTION remindful_only('visit_id', 'level_no', 'own_remark_codes');
CREATE TRIGGER matched_once BEFORE UPDATE ON remit_claim
    FOR EACH ROW EXECUTE FUNCTION remindful_once('visit_id', 'level_no', 'own_remark_codes');
