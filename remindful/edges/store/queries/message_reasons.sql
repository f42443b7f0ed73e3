-- Returns state, why, count of the messages of :day that were not sent.
SELECT state, coalesce(why, 'not known') AS why, count(*) AS count FROM message
WHERE day = :day AND state <> 'sent' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
