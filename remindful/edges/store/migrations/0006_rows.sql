-- The kinds of the rows that are there, by their new names. Rows that may only be added are changed here, once, in nothing else.
ALTER TABLE entry NO FORCE ROW LEVEL SECURITY;
ALTER TABLE entry DISABLE TRIGGER never_changed;
UPDATE entry SET kind = 'adjudication' WHERE kind = 'payer_answer';
ALTER TABLE entry ENABLE ALWAYS TRIGGER never_changed;
ALTER TABLE entry FORCE ROW LEVEL SECURITY;

ALTER TABLE event NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event DISABLE TRIGGER never_changed;
UPDATE event SET kind = renamed.new
FROM (VALUES
    ('hours_asked', 'hours_requested'),
    ('work_address_told', 'work_address_reported'),
    ('other_means_asked', 'other_means_requested'),
    ('creditor_asked', 'creditor_requested'),
    ('creditor_told', 'creditor_named'),
    ('itemization_asked', 'itemization_requested'),
    ('income_told', 'income_reported'),
    ('interest_asked', 'interest_charged')
) AS renamed (old, new)
WHERE kind = renamed.old;
ALTER TABLE event ENABLE ALWAYS TRIGGER never_changed;
ALTER TABLE event FORCE ROW LEVEL SECURITY;

ALTER TABLE "authorization" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "authorization" DISABLE TRIGGER before_is_kept;
UPDATE "authorization" SET state = 'requested' WHERE state = 'asked';
ALTER TABLE "authorization" ENABLE TRIGGER before_is_kept;
ALTER TABLE "authorization" FORCE ROW LEVEL SECURITY;

ALTER TABLE office_setting NO FORCE ROW LEVEL SECURITY;
ALTER TABLE office_setting DISABLE TRIGGER before_is_kept;
UPDATE office_setting SET value = replace(value::text, '"says":', '"message":')::jsonb WHERE name = 'denials.limits';
ALTER TABLE office_setting ENABLE TRIGGER before_is_kept;
ALTER TABLE office_setting FORCE ROW LEVEL SECURITY;

-- A night that was begun before is finished after: its stations' counts are read again.
ALTER TABLE station_run NO FORCE ROW LEVEL SECURITY;
ALTER TABLE station_run DISABLE TRIGGER never_changed;
UPDATE station_run SET counts = replace(counts::text, '"says":', '"message":')::jsonb;
ALTER TABLE station_run ENABLE ALWAYS TRIGGER never_changed;
ALTER TABLE station_run FORCE ROW LEVEL SECURITY;
