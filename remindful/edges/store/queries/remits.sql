-- Returns remittances, newest first, with the file they came in, and how many of their claims are posted or wait, with their money.
SELECT r.organization_id, r.remit_id, r.remit_no, r.trace_number, r.payer_key, r.payer_name, r.paid_cents, r.paid_on, r.method,
       f.name, f.source_file_id, f.has_remit_lines AS has_lines, f.received_on, count(c.remit_claim_id)::bigint AS claims,
       count(c.visit_id)::bigint AS posted,
       coalesce(sum(c.paid_cents) FILTER (
           WHERE c.visit_id IS NULL AND c.takes_back_id IS NULL
             AND NOT EXISTS (SELECT FROM remit_claim b WHERE b.organization_id = c.organization_id AND b.takes_back_id = c.remit_claim_id)
       ), 0)::bigint AS waiting_cents
FROM remit r
JOIN source_file f ON f.source_file_id = r.source_file_id
LEFT JOIN remit_claim c ON c.organization_id = r.organization_id AND c.remit_id = r.remit_id
GROUP BY r.remit_id, f.source_file_id
ORDER BY r.paid_on DESC NULLS LAST, r.remit_id DESC
