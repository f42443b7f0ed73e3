"""People and their accounts, and what happened to them."""

import dataframely as dy

from remindful.core.words.frames.columns import key, one_of
from remindful.core.words.kinds import EventKind, Medium, OrganizationKind


class Demographics(dy.Schema):
    """One row a person, as an office knows them on `as_of_on`."""

    line_no = dy.Int64(nullable=False)
    party_key = key(primary_key=True)  # the office's patient number
    guarantor_key = key(nullable=True)  # who owes; own key when it is the patient; null = not known
    first_name = dy.String(nullable=True)
    last_name = dy.String(nullable=True)
    birth_on = dy.Date(nullable=True)
    sex = dy.String(nullable=True)
    language = dy.String(nullable=True)  # ISO 639-1: en, es, ...
    line1 = dy.String(nullable=True)
    line2 = dy.String(nullable=True)
    city = dy.String(nullable=True)
    state = dy.String(nullable=True)
    zip = dy.String(nullable=True)
    phone = dy.String(nullable=True)  # E.164
    phone_kind = dy.String(nullable=True)  # mobile | landline | voip | work
    email = dy.String(nullable=True)
    preferred_medium = one_of(Medium, nullable=True)
    is_qmb = dy.Bool(nullable=True)  # Qualified Medicare Beneficiary
    as_of_on = dy.Date(nullable=True)


class Accounts(dy.Schema):
    """One row a guarantor at an organization: the unit that is judged and written to."""

    account_id = dy.Int64(nullable=False, primary_key=True)
    account_key = key()
    organization_id = dy.Int64(nullable=False)
    organization_kind = one_of(OrganizationKind)
    facility_state = dy.String(nullable=True)
    guarantor_id = dy.Int64(nullable=True)  # party_id; null = nobody known


class Parties(dy.Schema):
    """One row a person, as known at the moment asked for."""

    party_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    party_key = key()
    first_name = dy.String(nullable=True)
    last_name = dy.String(nullable=True)
    birth_on = dy.Date(nullable=True)
    language = dy.String(nullable=True)
    line1 = dy.String(nullable=True)
    line2 = dy.String(nullable=True)
    city = dy.String(nullable=True)
    state = dy.String(nullable=True)
    zip = dy.String(nullable=True)
    zone = dy.String(nullable=True)  # IANA, of the ZIP; null = not known
    phone = dy.String(nullable=True)
    phone_kind = dy.String(nullable=True)
    phone_zones = dy.List(dy.String(), nullable=True)  # every zone that the number's prefix allows
    email = dy.String(nullable=True)
    preferred_medium = one_of(Medium, nullable=True)
    is_qmb = dy.Bool(nullable=True)


class Events(dy.Schema):
    """Dated events about a person or an account. From contacts CSV, the desk, a story, or our own sending."""

    organization_id = dy.Int64(nullable=True)
    account_id = dy.Int64(nullable=True)
    party_id = dy.Int64(nullable=True)
    visit_id = dy.Int64(nullable=True)
    kind = one_of(EventKind)
    happened_on = dy.Date(nullable=False)
    happened_at = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")
    medium = one_of(Medium, nullable=True)
    value = dy.String(nullable=True)
    amount_cents = dy.Int64(nullable=True)
    source = dy.String(nullable=False)  # file:line, story:line, desk:user, night:day
    known_at = dy.Datetime(nullable=False, time_unit="us", time_zone="UTC")


class ContactRows(dy.Schema):
    """One row of a contacts CSV: an event keyed by the office's own numbers."""

    line_no = dy.Int64(nullable=False)
    party_key = key()
    visit_key = key(nullable=True)
    kind = one_of(EventKind)
    happened_on = dy.Date(nullable=False)
    happened_at = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")
    medium = one_of(Medium, nullable=True)
    value = dy.String(nullable=True)
    amount_cents = dy.Int64(nullable=True)
