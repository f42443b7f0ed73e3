-- Returns organization_id, account_key, account_id, guarantor_id of every account, as it is now.
SELECT organization_id, account_key, account_id, guarantor_id FROM account ORDER BY account_id
