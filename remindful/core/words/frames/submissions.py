"""Claims and requests as sent, and what their receivers said of them."""

import dataframely as dy

from remindful.core.words.frames.columns import key


class SentClaims(dy.Schema):
    """One row a claim that was written to a file for a payer."""

    claim_sent_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    visit_id = dy.Int64(nullable=True)
    control_number = key()  # CLM01
    level_no = dy.Int64(nullable=False)  # the payer level that it asks
    form = dy.String(nullable=False)
    frequency_code = key()  # 1 original, 7 replacement, 8 void
    payer_key = dy.String(nullable=True)
    charge_cents = dy.Int64(nullable=False)
    service_from_on = dy.Date(nullable=False)
    sent_on = dy.Date(nullable=False)
    file_name = key()
    interchange_number = key()  # ISA13
    group_number = key()  # GS06
    set_number = key()  # ST02
    is_resubmission = dy.Bool(nullable=False)


class SentRequests(dy.Schema):
    """One row a request that was written to a file for a payer: what became of a claim (276), or to authorize (278). One of the two."""

    request_sent_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    claim_sent_id = dy.Int64(nullable=True)
    authorization_key = dy.String(nullable=True)
    sent_on = dy.Date(nullable=False)
    file_name = key()
    interchange_number = key()  # ISA13
    group_number = key()  # GS06
    set_number = key()  # ST02


class ClaimStatuses(dy.Schema):
    """One row a status of a claim, or of a file of claims, as a receiver told it: 999, 277CA, 277."""

    status_no = dy.Int64(nullable=False, primary_key=True)  # ordinal in the file
    segment_no = dy.Int64(nullable=False)
    kind = dy.String(nullable=False)  # 999 277CA 277 TA1
    interchange_number = dy.String(nullable=True)  # of ours, where told (TA1)
    group_number = dy.String(nullable=True)  # AK102
    set_number = dy.String(nullable=True)  # AK202, or TRN02 of the batch
    control_number = dy.String(nullable=True)  # CLM01 (TRN02 of the claim, or REF*EJ)
    payer_control_number = dy.String(nullable=True)  # REF*1K
    patient_last_name = dy.String(nullable=True)
    patient_first_name = dy.String(nullable=True)
    member_id = dy.String(nullable=True)
    payer_key = dy.String(nullable=True)
    payer_name = dy.String(nullable=True)
    service_from_on = dy.Date(nullable=True)
    charge_cents = dy.Int64(nullable=True)
    paid_cents = dy.Int64(nullable=True)
    is_accepted = dy.Bool(nullable=True)  # null: neither, it is pending
    category_code = dy.String(nullable=True)  # STC01-1 (A1 A3 F1 ...), or IK501 / AK901
    status_code = dy.String(nullable=True)  # STC01-2, or IK502
    entity_code = dy.String(nullable=True)  # STC01-3
    line_control_number = dy.String(nullable=True)  # where it is about a line
    at_segment = dy.String(nullable=True)  # 999 IK3: CLM, NM1 ...
    at_segment_no = dy.Int64(nullable=True)  # IK302, counted in its set
    message = dy.String(nullable=True)  # STC12, or our words for the code
    effective_on = dy.Date(nullable=True)
