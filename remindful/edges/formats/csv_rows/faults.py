"""What can be wrong with a row, as columns: when, what to say, how to mend it, and whether the row is kept back."""

import polars as pl

from remindful.core.words.kinds import EventKind
from remindful.edges.formats.csv_rows.care_faults import SHAPE_FAULTS, care_faults
from remindful.edges.formats.csv_rows.fault import MAP_IT, TEXT, Fault
from remindful.edges.formats.csv_rows.kinds import Column, RowKind, Shape
from remindful.edges.formats.csv_rows.mapping import Mapping

_SHAPE_FAULTS: dict[Shape, tuple[str, str, str]] = {
    Shape.KEY: (
        "row.key",
        "is no key, since it has a line end in it",
        "Most often a quote is not closed: close it, and import all lines of this row again.",
    ),
    Shape.DAY: (
        "row.day",
        "is not a date",
        "Correct the date, or enter the file's date format under `dates:` in the mapping file.",
    ),
    Shape.CENTS: (
        "row.amount",
        "is not an amount",
        "Correct the amount: a number with at most two decimals, and `money:` in the mapping must be dollars or cents.",
    ),
    Shape.EVENT: ("contact.kind", "is no kind of event", MAP_IT),
    Shape.INSTANT: (
        "contact.instant",
        "is not a time of day in a known zone",
        "Write it as 2025-03-04T15:30:00-05:00, or name the zone under `zone:` in the mapping file.",
    ),
    Shape.MEDIUM: ("contact.medium", "is not one of mail, email, text, call, portal", MAP_IT),
    Shape.PHONE: (
        "contact.phone",
        "is not a telephone number that can be dialled",
        "Correct the number in the office's system.",
    ),
    Shape.EMAIL: (
        "contact.email",
        "is not an email address",
        "Correct the address in the office's system; one address only.",
    ),
    Shape.ZIP: (
        "contact.zip",
        "is not a ZIP of the United States",
        "Correct the ZIP; a foreign address is stored without it.",
    ),
    Shape.STATE: (
        "contact.state",
        "is no state or territory of the United States",
        "Write its two letters or its full name.",
    ),
    Shape.LANGUAGE: ("contact.language", "is no language that we know by that name", MAP_IT),
    Shape.PHONE_KIND: ("contact.phone_kind", "is not one of mobile, landline, voip, work", MAP_IT),
    Shape.YES_NO: ("person.yes_no", "is neither yes nor no", MAP_IT),
    Shape.SEX: ("person.sex", "is not one of M, F, X, U", MAP_IT),
    Shape.REASON: ("balance.reason", "is not one of self_pay, deductible, coinsurance, copay, not_covered", MAP_IT),
    Shape.METHOD: ("payment.method", "is not one of cash, check, card, ach", MAP_IT),
    **SHAPE_FAULTS,
}


def faults_of(mapping: Mapping) -> list[Fault]:
    """Every fault that a row of this mapping can have, but for a repeated key."""
    mapped = [column for column in mapping.kind.columns if column.name in mapping.sources]
    missing = [_missing(column, mapping) for column in mapped if column.is_required]
    unread = [_unread(column, mapping) for column in mapped if column.shape in _SHAPE_FAULTS]
    match mapping.kind.name:
        case RowKind.DEMOGRAPHICS:
            return missing + unread + _person_faults()
        case RowKind.OPEN_BALANCES:
            return missing + unread + _balance_faults()
        case RowKind.PAYMENTS:
            return missing + unread + _payment_faults()
        case RowKind.CONTACTS:
            return missing + unread + _contact_faults()
        case _:
            return missing + unread + care_faults(mapping.kind.name)


def _missing(column: Column, mapping: Mapping) -> Fault:
    source, kind = mapping.sources[column.name], mapping.kind.name
    message = f"{column.name} is empty (column {source}), and a row of {kind} is nothing without it."
    remedy = "Fill it in and import the row again; a line of totals may stay where it is."
    return Fault("row.missing", pl.col(TEXT + column.name).is_null(), pl.lit(message), remedy)


def _unread(column: Column, mapping: Mapping) -> Fault:
    code, fault, remedy = _SHAPE_FAULTS[column.shape]
    if column.shape is Shape.DAY:
        fault += f" written as {' or '.join(mapping.dates)}"
        fault += ", with all four digits of the year" if column.name == "birth_on" else ""
    if column.shape is Shape.CENTS:
        fault += f" in {mapping.money}"
    after = "The row was not imported." if column.is_exception else "It is read as not known; the row was imported."
    source = f"{mapping.sources[column.name]}".replace("{", "{{").replace("}", "}}")
    message = pl.format(f'{column.name}: "{{}}" (column {source}) {fault}. {after}', pl.col(TEXT + column.name))
    when = pl.col(TEXT + column.name).is_not_null() & pl.col(column.name).is_null()
    return Fault(code, when, message, remedy, is_exception=column.is_exception)


def _person_faults() -> list[Fault]:
    born_later = pl.col("birth_on") > pl.col("as_of_on")
    message = pl.format(
        "Born on {}, after the day of the file, {}: so it is not known whether this person is a minor.",
        "birth_on",
        "as_of_on",
    )
    return [Fault("person.birth", born_later, message, "Correct the birth date in the office's system.")]


def _balance_faults() -> list[Fault]:
    first, last, service = pl.col("first_statement_on"), pl.col("last_statement_on"), pl.col("service_on")
    opened, charge = pl.col("open_cents"), pl.col("charge_cents")
    return [
        Fault(
            "balance.negative",
            opened < 0,
            pl.format("The open balance is {}: a credit is the patient's money.", _dollars("open_cents")),
            "Leave credits out of the export and refund them where they are.",
        ),
        Fault(
            "balance.zero",
            opened == 0,
            pl.lit("The open balance is 0.00: nothing is left to bring in."),
            "Nothing needs to be done.",
        ),
        Fault(
            "balance.over_charge",
            (opened > 0) & (opened > charge),
            pl.format(
                "{} is open of a charge of {}, more than was charged.", _dollars("open_cents"), _dollars("charge_cents")
            ),
            "Export the original charge; fees and interest are not brought in.",
        ),
        Fault(
            "balance.days",
            (first < service) | (last < service) | (last < first),
            pl.format(
                "Service on {}, first statement on {}, last statement on {}: these days cannot come in that order.",
                _day("service_on"), _day("first_statement_on"), _day("last_statement_on"),
            ),
            "Correct the days: notice periods are counted from them.",
        ),
    ]  # fmt: skip


def _payment_faults() -> list[Fault]:
    message = pl.lit("The payment is 0.00: there is nothing to post.")
    return [Fault("payment.zero", pl.col("amount_cents") == 0, message, "Leave it out, or correct the amount.")]


def _contact_faults() -> list[Fault]:
    without_medium = (pl.col("kind") == EventKind.CONSENT_GIVEN.value) & pl.col("medium").is_null()
    message = pl.lit("Consent without a contact method: it is not known what the person agreed to.")
    return [
        Fault(
            "contact.consent",
            without_medium & pl.col(TEXT + "medium").is_null(),
            message,
            "Enter the contact method: call, text or email.",
        )
    ]


def _day(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).fill_null("(not known)")


def _dollars(name: str) -> pl.Expr:
    cents = pl.col(name)
    sign = pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.format("{}{}.{}", sign, cents.abs() // 100, (cents.abs() % 100).cast(pl.String).str.zfill(2))
