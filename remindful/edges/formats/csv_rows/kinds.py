"""The four kinds of CSV and the columns of each: what is read, as what shape, and what a row cannot do without."""

from dataclasses import dataclass
from enum import StrEnum

import dataframely as dy

from remindful.core.words import frames


class RowKind(StrEnum):
    """What a row of the file is. The value is the name of the frame that it becomes."""

    DEMOGRAPHICS = "demographics"
    OPEN_BALANCES = "open_balances"
    PAYMENTS = "payments"
    CONTACTS = "contacts"


class Shape(StrEnum):
    """What a column's text is read as."""

    KEY = "key"
    TEXT = "text"
    DAY = "day"
    INSTANT = "instant"
    CENTS = "cents"
    YES_NO = "yes_no"
    SEX = "sex"
    LANGUAGE = "language"
    STATE = "state"
    ZIP = "zip"
    PHONE = "phone"
    PHONE_KIND = "phone_kind"
    EMAIL = "email"
    MEDIUM = "medium"
    EVENT = "event"
    REASON = "reason"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a contract. `sets_aside`: a value that cannot be read keeps the row back; else it is not known."""

    name: str
    shape: Shape
    is_required: bool = False
    sets_aside: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: the contract that its rows keep, its columns, and the column whose value may come but once."""

    name: RowKind
    contract: type[dy.Schema]
    columns: tuple[Column, ...]
    unique: str | None

    @property
    def required(self) -> list[str]:
        """The columns that no row can do without."""
        return [column.name for column in self.columns if column.is_required]

    @property
    def names(self) -> list[str]:
        """All columns, in the contract's order."""
        return [column.name for column in self.columns]

    @property
    def has_money(self) -> bool:
        """Whether a row holds an amount that it cannot do without."""
        return any(column.shape is Shape.CENTS and column.is_required for column in self.columns)


def _must(name: str, shape: Shape) -> Column:
    return Column(name, shape, is_required=True, sets_aside=True)


def _strict(name: str, shape: Shape) -> Column:
    return Column(name, shape, sets_aside=True)


_DEMOGRAPHICS = (
    _must("party_key", Shape.KEY),
    _strict("guarantor_key", Shape.KEY),
    Column("first_name", Shape.TEXT),
    Column("last_name", Shape.TEXT),
    _strict("birth_on", Shape.DAY),
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
    _strict("as_of_on", Shape.DAY),
)
_OPEN_BALANCES = (
    _must("visit_key", Shape.KEY),
    _must("party_key", Shape.KEY),
    _strict("guarantor_key", Shape.KEY),
    _must("service_on", Shape.DAY),
    _must("charge_cents", Shape.CENTS),
    _must("open_cents", Shape.CENTS),
    Column("reason", Shape.REASON),
    _strict("first_statement_on", Shape.DAY),
    _strict("last_statement_on", Shape.DAY),
    Column("description", Shape.TEXT),
    Column("procedure_code", Shape.TEXT),
)
_PAYMENTS = (
    _must("payment_key", Shape.KEY),
    _must("party_key", Shape.KEY),
    _strict("visit_key", Shape.KEY),
    _must("paid_on", Shape.DAY),
    _must("amount_cents", Shape.CENTS),
    Column("method", Shape.METHOD),
)
_CONTACTS = (
    _must("party_key", Shape.KEY),
    _strict("visit_key", Shape.KEY),
    _must("kind", Shape.EVENT),
    _must("happened_on", Shape.DAY),
    Column("happened_at", Shape.INSTANT),
    # An opt-out whose medium cannot be read must not turn into one of another medium: a person mends it.
    _strict("medium", Shape.MEDIUM),
    Column("value", Shape.TEXT),
    _strict("amount_cents", Shape.CENTS),
)
KINDS: dict[RowKind, Kind] = {
    RowKind.DEMOGRAPHICS: Kind(RowKind.DEMOGRAPHICS, frames.Demographics, _DEMOGRAPHICS, "party_key"),
    RowKind.OPEN_BALANCES: Kind(RowKind.OPEN_BALANCES, frames.OpenBalances, _OPEN_BALANCES, "visit_key"),
    RowKind.PAYMENTS: Kind(RowKind.PAYMENTS, frames.Payments, _PAYMENTS, "payment_key"),
    RowKind.CONTACTS: Kind(RowKind.CONTACTS, frames.ContactRows, _CONTACTS, None),
}


def kind_of_header(header: list[str]) -> Kind | None:
    """The kind whose own names the header uses; None where it uses none's, or not all that the kind needs."""
    names = {name.casefold() for name in header}
    fits = [
        kind for kind in KINDS.values() if names.issuperset(kind.required) and len(names.intersection(kind.names)) > 1
    ]
    # What a payment or a balance needs includes what a person needs: the most demanding kind that fits is meant.
    return max(fits, key=lambda kind: (len(kind.required), len(names.intersection(kind.names))), default=None)
