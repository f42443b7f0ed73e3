-- Returns what people did, those known at :known_at and recorded since :since (null: all), newest first.
SELECT audit_event_id, organization_id, recorded_at, actor, origin, act, subject, details::text AS details
FROM audit_event
WHERE recorded_at <= :known_at AND (:since::timestamptz IS NULL OR recorded_at >= :since::timestamptz)
ORDER BY audit_event_id DESC
