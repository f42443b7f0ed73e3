-- Returns Messages as they stand, and what became of them; :states null = all, :since null = all days.
SELECT message_id, organization_id, account_id, day, cycle_on, step_no, step, act, template, language, state, due_cents,
       segment, tone, template_version, rendered_sha256, intent_at, sent_at, receipt, why, recorded_at
FROM message
WHERE recorded_at <= :known_at AND (:states::text[] IS NULL OR state = ANY (:states::text[]))
  AND (:since::date IS NULL OR day >= :since::date)
  AND (:account_ids::bigint[] IS NULL OR account_id = ANY (:account_ids::bigint[]))
ORDER BY message_id
