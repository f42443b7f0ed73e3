-- Returns runs and how many of their stations are through; :kind null = all kinds.
SELECT r.run_id, r.organization_ids, r.kind, r.day, r.run_key, r.state, r.rulebook_version, r.started_at, r.ended_at,
       r.counts::text AS counts, count(s.station_run_id) AS stations
FROM run r LEFT JOIN station_run s ON s.run_id = r.run_id
WHERE r.started_at <= :known_at AND (:kind::text IS NULL OR r.kind = :kind::text)
GROUP BY r.run_id ORDER BY r.run_id
