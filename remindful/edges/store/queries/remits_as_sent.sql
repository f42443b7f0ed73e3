-- Returns Remits known at :known_at as payers sent them, remit_no being remit_id, in the order of their files; has_lines: their lines
-- and adjustments are in the store.
SELECT r.remit_id AS remit_no, r.segment_no, r.control_number, r.is_production, r.trace_number, r.payer_originator, r.handling_code,
       r.method, NULL::text AS currency, r.paid_cents, NULL::boolean AS is_debit, r.paid_on, r.payer_name, r.payer_key, r.payee_name, r.payee_npi, r.payee_tax_id, r.is_complete,
       f.has_remit_lines AS has_lines
FROM remit r
JOIN source_file f ON f.organization_id = r.organization_id AND f.source_file_id = r.source_file_id
WHERE r.recorded_at <= :known_at
ORDER BY r.source_file_id, r.remit_no
