"""Columns of people, open balances, payments and contacts, in their contracts' order."""

from remindful.edges.formats.csv_rows.kinds import Column, Shape, must, strict

DEMOGRAPHICS = (
    must("party_key", Shape.KEY),
    strict("guarantor_key", Shape.KEY),
    Column("first_name", Shape.TEXT),
    Column("last_name", Shape.TEXT),
    strict("birth_on", Shape.DAY),
    Column("sex", Shape.SEX),
    Column("language", Shape.LANGUAGE),
    Column("line1", Shape.TEXT),
    Column("line2", Shape.TEXT),
    Column("city", Shape.TEXT),
    Column("state", Shape.STATE),
    Column("zip", Shape.ZIP),
    Column("phone", Shape.PHONE),
    Column("phone_kind", Shape.PHONE_KIND),
    Column("email", Shape.EMAIL),
    Column("preferred_medium", Shape.MEDIUM),
    Column("is_qmb", Shape.YES_NO),
    strict("as_of_on", Shape.DAY),
)
OPEN_BALANCES = (
    must("visit_key", Shape.KEY),
    must("party_key", Shape.KEY),
    strict("guarantor_key", Shape.KEY),
    must("service_on", Shape.DAY),
    must("charge_cents", Shape.CENTS),
    must("open_cents", Shape.CENTS),
    Column("reason", Shape.REASON),
    strict("first_statement_on", Shape.DAY),
    strict("last_statement_on", Shape.DAY),
    Column("description", Shape.TEXT),
    Column("procedure_code", Shape.TEXT),
)
PAYMENTS = (
    must("payment_key", Shape.KEY),
    must("party_key", Shape.KEY),
    strict("visit_key", Shape.KEY),
    must("paid_on", Shape.DAY),
    must("amount_cents", Shape.CENTS),
    Column("method", Shape.METHOD),
)
CONTACTS = (
    must("party_key", Shape.KEY),
    strict("visit_key", Shape.KEY),
    must("kind", Shape.EVENT),
    must("happened_on", Shape.DAY),
    Column("happened_at", Shape.INSTANT),
    # An opt-out whose medium cannot be read must not turn into one of another medium: a person mends it.
    strict("medium", Shape.MEDIUM),
    Column("value", Shape.TEXT),
    strict("amount_cents", Shape.CENTS),
)
