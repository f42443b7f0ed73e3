-- Returns the stations of a run that are through, in the order in which they ended.
SELECT station_run_id, run_id, station, state, counts::text AS counts, started_at, ended_at
FROM station_run WHERE run_id = :run_id ORDER BY station_run_id
