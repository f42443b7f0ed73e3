"""What a person can name: one typed row of the store each, found by the office's own key."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Self

import polars as pl

from remindful.edges.store import reads
from remindful.edges.store.store import Store

LONGEST_NUMBER = 19  # of digits, in a number of the store


@dataclass(frozen=True, slots=True)
class Record(ABC):
    """A kind of thing that `desk.find` finds, by the key in `key_column`."""

    noun: ClassVar[str]
    key_column: ClassVar[str]
    remedy: ClassVar[str]  # what to do where there is none

    organization_id: int

    @staticmethod
    @abstractmethod
    def read(store: Store, keys: Sequence[str]) -> pl.DataFrame:
        """The rows of these keys, one a key and organization, with a column for each field."""

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """The record of one such row."""
        return cls(**{spot.name: row[spot.name] for spot in fields(cls)})


@dataclass(frozen=True, slots=True)
class Account(Record):
    """A guarantor's account at an organization."""

    noun: ClassVar[str] = "account"
    key_column: ClassVar[str] = "account_key"
    remedy: ClassVar[str] = "An account's key is its guarantor's number at the office."

    account_id: int
    account_key: str
    guarantor_id: int | None

    @staticmethod
    def read(store: Store, keys: Sequence[str]) -> pl.DataFrame:
        """Accounts of these keys."""
        return reads.account_ids(store, account_key=keys)


@dataclass(frozen=True, slots=True)
class Patient(Record):
    """A person, as the latest version says. All but the keys may be unknown."""

    noun: ClassVar[str] = "patient"
    key_column: ClassVar[str] = "party_key"
    remedy: ClassVar[str] = "A patient's key is the record number at the office. Import the demographics first."

    party_id: int
    party_key: str
    first_name: str | None
    last_name: str | None
    birth_on: date | None
    language: str | None
    line1: str | None
    line2: str | None
    city: str | None
    state: str | None
    zip: str | None

    @staticmethod
    def read(store: Store, keys: Sequence[str]) -> pl.DataFrame:
        """People of these keys of whom more than the number is known."""
        return reads.people(store, party_key=keys)


@dataclass(frozen=True, slots=True)
class Party(Record):
    """A person, those of whom only the number is known too."""

    noun: ClassVar[str] = "patient"
    key_column: ClassVar[str] = "party_key"
    remedy: ClassVar[str] = "A patient's key is the record number at the office."

    party_id: int
    party_key: str

    @staticmethod
    def read(store: Store, keys: Sequence[str]) -> pl.DataFrame:
        """People of these keys."""
        return reads.party_ids(store, party_key=keys)


@dataclass(frozen=True, slots=True)
class Encounter(Record):
    """An encounter, as the contract Encounters has it, with how far it has come."""

    noun: ClassVar[str] = "encounter"
    key_column: ClassVar[str] = "encounter_key"
    remedy: ClassVar[str] = "`remindful encounters list --all` shows all of them."

    encounter_id: int
    encounter_key: str
    party_key: str
    form: str
    setting: str | None
    started_on: date
    ended_on: date | None
    place_of_service: str | None
    bill_type: str | None
    admission_type: str | None
    admission_source: str | None
    discharge_status: str | None
    billing_npi: str | None
    rendering_npi: str | None
    referring_npi: str | None
    facility_npi: str | None
    referral_key: str | None
    authorization_number: str | None
    accident_kind: str | None
    accident_state: str | None
    accident_on: date | None
    reason: str | None
    patient_paid_cents: int | None
    is_finished: bool
    state: str  # EncounterState
    visit_id: int | None
    billed_on: date | None

    @staticmethod
    def read(store: Store, keys: Sequence[str]) -> pl.DataFrame:
        """Encounters of these keys."""
        return reads.encounters(store, encounter_key=keys)


@dataclass(frozen=True, slots=True)
class Referral(Record):
    """A referral, as the contract Referrals has it."""

    noun: ClassVar[str] = "referral"
    key_column: ClassVar[str] = "referral_key"
    remedy: ClassVar[str] = "`remindful referrals list` shows them."

    referral_key: str
    party_key: str
    ordered_on: date
    state: str  # ReferralState
    priority: str | None
    reason: str | None
    reason_code: str | None
    service_codes: str | None
    referring_npi: str | None
    referred_npi: str | None
    referred_name: str | None
    referred_taxonomy: str | None
    payer_key: str | None
    payer_number: str | None
    expires_on: date | None
    visits_allowed: int | None
    needs_authorization: bool | None
    sent_on: date | None
    reported_on: date | None

    @staticmethod
    def read(store: Store, keys: Sequence[str]) -> pl.DataFrame:
        """Referrals of these keys."""
        return reads.referrals(store, referral_key=keys)


@dataclass(frozen=True, slots=True)
class Claim(Record):
    """A claim as it was sent last."""

    noun: ClassVar[str] = "sent claim"
    key_column: ClassVar[str] = "control_number"
    remedy: ClassVar[str] = "`remindful claims --all` shows them."

    claim_sent_id: int
    control_number: str
    visit_id: int | None
    level_no: int
    payer_key: str | None
    charge_cents: int
    sent_on: date
    file_name: str

    @staticmethod
    def read(store: Store, keys: Sequence[str]) -> pl.DataFrame:
        """The last sent claim of each number."""
        sent = reads.sent_claims(store, control_number=keys).sort("claim_sent_id")
        return sent.unique(["organization_id", "control_number"], keep="last", maintain_order=True)


@dataclass(frozen=True, slots=True)
class Visit(Record):
    """A visit on the books: the bill of an episode."""

    noun: ClassVar[str] = "visit"
    key_column: ClassVar[str] = "visit_key"
    remedy: ClassVar[str] = "A visit's key is the claim's number (CLM01)."

    visit_id: int
    visit_key: str
    account_id: int
    patient_id: int

    @staticmethod
    def read(store: Store, keys: Sequence[str]) -> pl.DataFrame:
        """Visits of these keys."""
        return reads.visit_ids(store, visit_key=keys)


@dataclass(frozen=True, slots=True)
class Remit(Record):
    """A remittance with the file that it came in. Its number here is the store's own, so no two organizations share one."""

    noun: ClassVar[str] = "remittance"
    key_column: ClassVar[str] = "remit_id"
    remedy: ClassVar[str] = "`remindful remits list` shows their numbers here."

    remit_id: int
    trace_number: str | None
    payer_name: str | None
    paid_on: date | None
    paid_cents: int | None
    source_file_id: int
    name: str  # of the file
    has_lines: bool

    @staticmethod
    def read(store: Store, keys: Sequence[str]) -> pl.DataFrame:
        """Remittances of these numbers, or of these trace numbers."""
        numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < LONGEST_NUMBER]
        by_trace = reads.remits(store, trace_number=list(keys))
        return pl.concat([by_trace, reads.remits(store, remit_id=numbers)]).unique("remit_id", maintain_order=True)
