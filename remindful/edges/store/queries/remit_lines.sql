-- Returns RemitLines as payers sent them, claim_no being remit_claim_id.
SELECT remit_claim_id AS claim_no, line_no, segment_no, line_control_number, code_qualifier, procedure_code, modifiers, revenue_code,
       billed_code, charge_cents, paid_cents, units, service_on, allowed_cents, remark_codes
FROM remit_line
ORDER BY remit_claim_id, line_no
