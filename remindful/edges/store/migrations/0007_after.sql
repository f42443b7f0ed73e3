-- What a reversal takes back becomes known when it is matched, once, and nothing is taken back twice.
DROP TRIGGER only_the_match ON remit_claim;
DROP TRIGGER matched_once ON remit_claim;
CREATE TRIGGER only_the_match BEFORE UPDATE ON remit_claim
    FOR EACH ROW EXECUTE FUNCTION remindful_only('visit_id', 'level_no', 'takes_back_id', 'own_remark_codes');
CREATE TRIGGER matched_once BEFORE UPDATE ON remit_claim
    FOR EACH ROW EXECUTE FUNCTION remindful_once('visit_id', 'level_no', 'takes_back_id', 'own_remark_codes');
ALTER TABLE remit_claim ADD CONSTRAINT remit_claim_takes_back_same_organization
    FOREIGN KEY (organization_id, takes_back_id) REFERENCES remit_claim (organization_id, remit_claim_id);
CREATE UNIQUE INDEX remit_claim_taken_back_once ON remit_claim (takes_back_id);
