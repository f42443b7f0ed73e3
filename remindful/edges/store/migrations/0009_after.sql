-- Who closed an exception, and how, becomes known when it is closed, once.
DROP TRIGGER only_resolved ON finding;
DROP TRIGGER resolved_once ON finding;
CREATE TRIGGER only_resolved BEFORE UPDATE ON finding
    FOR EACH ROW EXECUTE FUNCTION remindful_only('resolved_at', 'closed_by', 'closed_how');
CREATE TRIGGER resolved_once BEFORE UPDATE ON finding
    FOR EACH ROW EXECUTE FUNCTION remindful_once('resolved_at', 'closed_by', 'closed_how');
