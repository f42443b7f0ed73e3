-- Functions that the tables' defaults and policies use. Every name begins with remindful_.

-- The run's clock where the work has one, else the moment of the statement.
CREATE FUNCTION remindful_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('remindful.now', true), '')::timestamptz, statement_timestamp())
$$;

-- The number of this transaction.
CREATE FUNCTION remindful_transaction() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_current_xact_id()::text::bigint
$$;

-- The organizations that this piece of work may see; null (which no row matches) where it names none or writes nonsense.
CREATE FUNCTION remindful_organizations() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN current_setting('remindful.organizations', true) ~ '^[0-9]{1,18}(,[0-9]{1,18})*$'
                THEN string_to_array(current_setting('remindful.organizations', true), ',')::bigint[] END
$$;

-- The role that the work is done under: it owns nothing and cannot look past a policy.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'remindful_app') THEN
        BEGIN
            CREATE ROLE remindful_app NOLOGIN NOINHERIT;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- roles are of the whole server: another database's migration was quicker
        END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'remindful_app' AND (rolsuper OR rolbypassrls)) THEN
        RAISE EXCEPTION 'The role remindful_app may bypass row-level security. Run: ALTER ROLE remindful_app NOSUPERUSER NOBYPASSRLS;';
    END IF;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
       AND NOT pg_has_role(current_user, 'remindful_app', 'MEMBER') THEN
        EXECUTE format('GRANT remindful_app TO %I', current_user);
    ELSIF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
       AND current_setting('server_version_num')::int >= 160000 THEN
        EXECUTE format('GRANT remindful_app TO %I WITH SET TRUE', current_user);  -- who makes a role may not yet set it
    END IF;
END
$$;
