"""The kinds of CSV and the columns of each: what is read, as what shape, and what a row cannot do without."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import dataframely as dy


class RowKind(StrEnum):
    """What a row of the file is. The value is the name of the frame that it becomes, but for charge_capture."""

    DEMOGRAPHICS = "demographics"
    OPEN_BALANCES = "open_balances"
    PAYMENTS = "payments"
    CONTACTS = "contacts"
    COVERAGES = "coverages"
    PROVIDERS = "providers"
    REFERRALS = "referrals"
    AUTHORIZATIONS = "authorizations"
    APPOINTMENTS = "appointments"
    ENCOUNTERS = "encounters"
    DIAGNOSES = "diagnoses"
    CHARGES = "charges"
    FEES = "fees"
    CHARGE_CAPTURE = "charge_capture"  # becomes encounters, diagnoses and charges


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
    WHOLE = "whole"
    NUMBER = "number"
    NPI = "npi"
    DIAGNOSIS = "diagnosis"
    PROCEDURE = "procedure"
    CODES = "codes"
    MODIFIERS = "modifiers"
    POINTERS = "pointers"
    REVENUE = "revenue"
    TWO_DIGITS = "two_digits"
    TAXONOMY = "taxonomy"
    CODE_SYSTEM = "code_system"
    PAYER_KIND = "payer_kind"
    RELATIONSHIP = "relationship"
    FORM = "form"
    SETTING = "setting"
    PRIORITY = "priority"
    ACCIDENT = "accident"
    PRESENT_ON_ADMISSION = "present_on_admission"
    REFERRAL_STATE = "referral_state"
    AUTHORIZATION_STATE = "authorization_state"
    APPOINTMENT_STATE = "appointment_state"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a contract. `sets_aside`: a value that cannot be read keeps the row back; else it is not known.

    default: what stands where the file tells nothing, for columns that are never null.
    """

    name: str
    shape: Shape
    is_required: bool = False
    is_exception: bool = False
    default: str | float | date | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: the contract that its rows keep, its columns, and those whose values together may come but once."""

    name: RowKind
    contract: type[dy.Schema] | None  # None: rows become several frames
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()

    @property
    def required(self) -> list[str]:
        """The columns that no row can do without."""
        return [column.name for column in self.columns if column.is_required]

    @property
    def names(self) -> list[str]:
        """All columns, in the contract's order."""
        return [column.name for column in self.columns]

    def is_money_required(self, mapped: Collection[str]) -> bool:
        """Whether the mapping must say in what amounts are: a row cannot do without one, or a charge is mapped."""
        cents = [column for column in self.columns if column.shape is Shape.CENTS]
        return any(column.is_required or column.name in CHARGED.intersection(mapped) for column in cents)


#: Amounts that a row can do without, but that are never to be taken for cents unsaid.
CHARGED = frozenset({"charge_cents", "patient_paid_cents"})


def must(name: str, shape: Shape) -> Column:
    """A column that no row can do without."""
    return Column(name, shape, is_required=True, is_exception=True)


def strict(name: str, shape: Shape, default: str | float | date | None = None) -> Column:
    """A column whose value keeps the row back where it cannot be read."""
    return Column(name, shape, is_exception=True, default=default)
