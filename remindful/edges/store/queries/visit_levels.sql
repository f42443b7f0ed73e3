-- Returns VisitPayers of the open organizations, whenever known.
SELECT visit_id, level_no, payer_name, payer_key, payer_kind, member_id FROM visit_payer
