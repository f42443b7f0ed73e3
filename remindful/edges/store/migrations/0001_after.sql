-- What Django cannot say of the tables: tenants apart, rows that stay, entries that balance, clocks that no event resets.

-- 1. No row points across organizations: every reference takes the organization along.
DO $$
DECLARE
    link text[];
BEGIN
    FOREACH link SLICE 1 IN ARRAY ARRAY[
        -- table, column, table referred to
        ['office_setting', 'organization_id', 'organization'], ['row_change', 'organization_id', 'organization'],
        ['source_file', 'organization_id', 'organization'], ['party', 'organization_id', 'organization'],
        ['account', 'organization_id', 'organization'],
        ['source_file', 'corrects_id', 'source_file'],
        ['finding', 'source_file_id', 'source_file'],
        ['party_version', 'party_id', 'party'], ['party_version', 'source_file_id', 'source_file'],
        ['account', 'guarantor_id', 'party'],
        ['visit', 'account_id', 'account'], ['visit', 'patient_id', 'party'],
        ['visit_payer', 'visit_id', 'visit'], ['item', 'visit_id', 'visit'],
        ['remit', 'source_file_id', 'source_file'],
        ['remit_claim', 'remit_id', 'remit'], ['remit_claim', 'visit_id', 'visit'],
        ['responsibility', 'item_id', 'item'], ['responsibility', 'visit_id', 'visit'],
        ['responsibility', 'remit_claim_id', 'remit_claim'],
        ['entry', 'visit_id', 'visit'], ['entry', 'account_id', 'account'], ['entry', 'remit_claim_id', 'remit_claim'],
        ['posting', 'account_id', 'account'],  -- its entry and its item: see 5
        ['event', 'organization_id', 'organization'], ['event', 'account_id', 'account'], ['event', 'party_id', 'party'],
        ['event', 'visit_id', 'visit'],
        ['message', 'account_id', 'account'], ['message_attempt', 'message_id', 'message']
    ] LOOP
        IF link[2] = 'organization_id' THEN
            EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (organization_id) REFERENCES organization (organization_id)',
                           link[1], link[1] || '_of_organization');
            CONTINUE;
        END IF;
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = link[3] || '_in_organization') THEN
            EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I UNIQUE (organization_id, %I)',
                           link[3], link[3] || '_in_organization', link[3] || '_id');
        END IF;
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (organization_id, %I) REFERENCES %I (organization_id, %I)',
                       link[1], link[1] || '_' || link[2] || '_same_organization', link[2], link[3], link[3] || '_id');
    END LOOP;
END
$$;

ALTER TABLE entry ADD CONSTRAINT entry_reverses_same_organization
    FOREIGN KEY (organization_id, reverses_key) REFERENCES entry (organization_id, entry_key);
ALTER TABLE finding ADD CONSTRAINT finding_of_organization FOREIGN KEY (organization_id) REFERENCES organization (organization_id);
ALTER TABLE finding ADD CONSTRAINT finding_of_run FOREIGN KEY (run_id) REFERENCES run (run_id);
ALTER TABLE run ADD CONSTRAINT run_names_organizations CHECK (cardinality(organization_ids) > 0);
ALTER TABLE run ADD CONSTRAINT run_with_organizations UNIQUE (run_id, organization_ids);
ALTER TABLE station_run ADD CONSTRAINT station_run_same_organizations
    FOREIGN KEY (run_id, organization_ids) REFERENCES run (run_id, organization_ids);

-- 2. Row-level security, forced: it binds the owner too. The inner SELECT is worked out once a statement, not once a row.
DO $$
DECLARE
    name text;
    sees text;
BEGIN
    FOR name, sees IN
        SELECT relname,
               CASE WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'organization_ids')
                    THEN 'organization_ids <@ (SELECT remindful_organizations())'
                    ELSE 'organization_id = ANY ((SELECT remindful_organizations())::bigint[])' END
        FROM pg_class c
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
          AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname IN ('organization_id', 'organization_ids'))
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_own_organizations ON %I USING (%s) WITH CHECK (%s)', name, sees, sees);
    END LOOP;
END
$$;

-- Work for all organizations first lists them, and then names them.
CREATE POLICY listed ON organization FOR SELECT USING (current_setting('remindful.organizations', true) = '*');

-- 3. Rows that stay as they are.
CREATE FUNCTION remindful_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: its rows are never changed or removed. Correct them by new rows.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'RM001';
END
$$;

-- Only the named columns may change.
CREATE FUNCTION remindful_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - TG_ARGV IS DISTINCT FROM to_jsonb(NEW) - TG_ARGV THEN
        RAISE EXCEPTION 'UPDATE of % is refused: only % may change.', TG_TABLE_NAME, array_to_string(TG_ARGV, ', ')
            USING ERRCODE = 'RM001';
    END IF;
    RETURN NEW;
END
$$;

-- The named columns go from unknown to known, once.
CREATE FUNCTION remindful_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name AND to_jsonb(OLD) ->> name IS NOT NULL THEN
            RAISE EXCEPTION 'UPDATE of %.% is refused: once set it is never reset.', TG_TABLE_NAME, name USING ERRCODE = 'RM001';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;

-- What the rows were before.
CREATE FUNCTION remindful_keep_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO row_change (organization_id, table_name, row_id, recorded_at, before)
    SELECT (before ->> 'organization_id')::bigint, TG_TABLE_NAME, (before ->> (TG_TABLE_NAME || '_id'))::bigint,
           remindful_now(), before
    FROM (SELECT to_jsonb(b) AS before FROM before_rows b EXCEPT SELECT to_jsonb(a) FROM after_rows a) changed;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    -- Every table keeps its rows.
    FOR name IN SELECT relname FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relforcerowsecurity LOOP
        EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse()', name);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_removed', name);
    END LOOP;
    -- These never change a row.
    FOREACH name IN ARRAY ARRAY['party', 'party_version', 'item', 'remit', 'responsibility', 'entry', 'posting', 'event',
                                'message_attempt', 'station_run', 'row_change'] LOOP
        EXECUTE format('CREATE TRIGGER never_changed BEFORE UPDATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION remindful_refuse()', name);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_changed', name);
    END LOOP;
    -- These may change, and what they were is kept.
    FOREACH name IN ARRAY ARRAY['organization', 'office_setting', 'account', 'visit', 'visit_payer'] LOOP
        EXECUTE format('CREATE TRIGGER before_is_kept AFTER UPDATE ON %I REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows '
                       'FOR EACH STATEMENT EXECUTE FUNCTION remindful_keep_before()', name);
    END LOOP;
END
$$;

CREATE TRIGGER only_the_match BEFORE UPDATE ON remit_claim FOR EACH ROW EXECUTE FUNCTION remindful_only('visit_id', 'level_no');
CREATE TRIGGER matched_once BEFORE UPDATE ON remit_claim FOR EACH ROW EXECUTE FUNCTION remindful_once('visit_id', 'level_no');
CREATE TRIGGER only_resolved BEFORE UPDATE ON finding FOR EACH ROW EXECUTE FUNCTION remindful_only('resolved_at');
CREATE TRIGGER resolved_once BEFORE UPDATE ON finding FOR EACH ROW EXECUTE FUNCTION remindful_once('resolved_at');
CREATE TRIGGER first_statement_once BEFORE UPDATE OF first_statement_on ON visit
    FOR EACH ROW EXECUTE FUNCTION remindful_once('first_statement_on');
CREATE TRIGGER identity_stays BEFORE UPDATE OF visit_id, organization_id, visit_key, recorded_at ON visit
    FOR EACH ROW EXECUTE FUNCTION remindful_once('visit_id', 'organization_id', 'visit_key', 'recorded_at');

-- 4. A message moves forward only; one that may have been sent is settled by a person.
CREATE FUNCTION remindful_message_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.organization_id, OLD.account_id, OLD.day, OLD.cycle_on, OLD.step_no, OLD.act)
       IS DISTINCT FROM (NEW.organization_id, NEW.account_id, NEW.day, NEW.cycle_on, NEW.step_no, NEW.act) THEN
        RAISE EXCEPTION 'A message keeps its account, day, step and act.' USING ERRCODE = 'RM001';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('queued', 'intent'), ('queued', 'suppressed'), ('queued', 'failed'),
        ('intent', 'sent'), ('intent', 'failed'), ('intent', 'unsure'), ('intent', 'suppressed'),
        ('intent', 'queued'),  -- certainly not sent: the server was not reached, or sending twice is sending once
        ('unsure', 'sent'), ('unsure', 'failed'), ('unsure', 'suppressed'),
        ('unsure', 'queued')  -- a person found out that it was not sent
    ) THEN
        RAISE EXCEPTION 'A message never goes from % to %.', OLD.state, NEW.state USING ERRCODE = 'RM001';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER moves_forward BEFORE UPDATE ON message FOR EACH ROW EXECUTE FUNCTION remindful_message_moves();

-- 5. Entries balance. Whole statements are checked, not single rows. Each statement's postings of an entry sum to 0, so the
-- entry does; and an entry takes postings only in the transaction that made it, so it is closed for ever once that has ended.
-- The same check stands for the foreign keys to entry and item, which row by row cost 8 s of the 13 s of a million postings:
-- neither table ever gives up a row, so what is there at the insert stays there.
-- (Rows of one's own transaction have no statistics yet, and PostgreSQL would loop over them, for hours: hence enable_nestloop,
-- which ends with the function. A few postings are looked up by index.
-- EXECUTE: planned anew each time, since the first statement may bring 2 rows and the next a million.)
CREATE FUNCTION remindful_postings_balance() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = on AS $$
DECLARE
    wrong record;
    stray bigint;
BEGIN
    IF (SELECT count(*) FROM new_rows) > 1000 THEN
        PERFORM set_config('enable_nestloop', 'off', true);
    END IF;
    EXECUTE '
        SELECT n.entry_id, n.total, n.legs, e.entry_id IS NULL AS is_closed
        FROM (SELECT organization_id, entry_id, sum(amount_cents) AS total, count(*) AS legs FROM new_rows GROUP BY 1, 2) n
        LEFT JOIN entry e ON e.organization_id = n.organization_id AND e.entry_id = n.entry_id
                         AND e.transaction_no = (SELECT remindful_transaction())
        WHERE n.total <> 0 OR n.legs < 2 OR e.entry_id IS NULL LIMIT 1' INTO wrong;
    IF wrong.is_closed THEN
        RAISE EXCEPTION 'Entry % takes no postings: it is not of this organization, or an earlier transaction made it.', wrong.entry_id
            USING ERRCODE = 'RM002';
    ELSIF wrong.entry_id IS NOT NULL THEN
        RAISE EXCEPTION 'Entry % does not balance: its % postings sum to % cents.', wrong.entry_id, wrong.legs, wrong.total
            USING ERRCODE = 'RM002';
    END IF;
    EXECUTE '
        SELECT n.item_id FROM new_rows n
        LEFT JOIN item i ON i.organization_id = n.organization_id AND i.item_id = n.item_id
        WHERE n.item_id IS NOT NULL AND i.item_id IS NULL LIMIT 1' INTO stray;
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION 'A posting names item %, which is not there or not of its organization.', stray USING ERRCODE = 'RM002';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER postings_balance AFTER INSERT ON posting REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION remindful_postings_balance();
ALTER TABLE posting ENABLE ALWAYS TRIGGER postings_balance;

-- An entry has postings when its transaction ends. PostgreSQL defers row triggers only, so each statement that brings entries
-- leaves one row for the check at commit.
CREATE FUNCTION remindful_note_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows WHERE transaction_no <> remindful_transaction()) THEN
        RAISE EXCEPTION 'An entry names a transaction that is not its own.' USING ERRCODE = 'RM002';
    END IF;
    INSERT INTO entry_check (first_entry_id, last_entry_id, entries)
    SELECT min(entry_id), max(entry_id), count(*) FROM new_rows HAVING count(*) > 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER entries_are_noted AFTER INSERT ON entry REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION remindful_note_entries();
ALTER TABLE entry ENABLE ALWAYS TRIGGER entries_are_noted;

CREATE FUNCTION remindful_entries_have_postings() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = on AS $$
DECLARE
    seen bigint;
    bare bigint;
    example bigint;
BEGIN
    IF NEW.entries > 1000 THEN
        PERFORM set_config('enable_nestloop', 'off', true);
    END IF;
    EXECUTE '
        SELECT count(*), count(*) FILTER (WHERE p.entry_id IS NULL), min(e.entry_id) FILTER (WHERE p.entry_id IS NULL)
        FROM entry e
        LEFT JOIN (SELECT DISTINCT entry_id FROM posting WHERE entry_id BETWEEN $1 AND $2) p ON p.entry_id = e.entry_id
        WHERE e.entry_id BETWEEN $1 AND $2 AND e.transaction_no = (SELECT remindful_transaction())'
        INTO seen, bare, example USING NEW.first_entry_id, NEW.last_entry_id;
    IF seen < NEW.entries THEN
        RAISE EXCEPTION 'Entries cannot be checked: the transaction no longer sees the organization that it wrote for.'
            USING ERRCODE = 'RM002';
    ELSIF bare > 0 THEN
        RAISE EXCEPTION '% entries have no postings (the first is %).', bare, example USING ERRCODE = 'RM002';
    END IF;
    DELETE FROM entry_check WHERE entry_check_id = NEW.entry_check_id;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER entries_have_postings AFTER INSERT ON entry_check DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION remindful_entries_have_postings();
ALTER TABLE entry_check ENABLE ALWAYS TRIGGER entries_have_postings;

-- 6. Rights: to read and add everywhere, to change where rows may change, to remove nowhere.
GRANT USAGE ON SCHEMA public TO remindful_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO remindful_app;
REVOKE INSERT ON django_migrations FROM remindful_app;
GRANT UPDATE ON organization, office_setting, account, visit, visit_payer, remit_claim, finding, source_file, run, message
    TO remindful_app;
GRANT DELETE ON entry_check TO remindful_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO remindful_app;
