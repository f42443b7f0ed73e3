"""Open amounts traced back along the chain."""

import dataframely as dy

from remindful.core.words.frames.columns import key, one_of
from remindful.core.words.kinds import Cause


class Traces(dy.Schema):
    """One row an open item, and one an encounter that is not billed. Days are those of the stages; null: not reached or not known."""

    account_id = dy.Int64(nullable=True)  # null where nothing is on the books yet
    visit_id = dy.Int64(nullable=True)
    item_id = dy.Int64(nullable=True)
    chart_key = key()  # the visit's, or the encounter's
    procedure_code = dy.String(nullable=True)
    payer_key = dy.String(nullable=True)  # of the level that answered last, or is asked
    payer_name = dy.String(nullable=True)
    provider_npi = dy.String(nullable=True)
    site = dy.String(nullable=True)  # facility, else place of service
    open_cents = dy.Int64(nullable=False)  # what it costs; for an encounter not billed: its priced charges
    cause = one_of(Cause)
    detail = dy.String(nullable=True)  # the edit's name, the CARC, the receiver's status
    ordered_on = dy.Date(nullable=True)
    authorized_on = dy.Date(nullable=True)
    service_on = dy.Date(nullable=False)
    captured_on = dy.Date(nullable=True)
    billed_on = dy.Date(nullable=True)
    accepted_on = dy.Date(nullable=True)
    adjudicated_on = dy.Date(nullable=True)
    became_patients_on = dy.Date(nullable=True)
    open_days = dy.Int64(nullable=False)  # since the day of service
