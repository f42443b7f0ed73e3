"""Good-faith estimates: given before the care, kept as they were given, and compared with the bill."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import date

import polars as pl

from remindful.core import billing
from remindful.core.billing.estimate import compare_bills, estimate_due, expect_charges
from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import EventKind
from remindful.core.words.messages import say_zip
from remindful.edges.channels.letter.estimate import Estimate, EstimateLine, typeset_estimate
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.position import take_position
from remindful.flow.claims.names import name_column
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.organizations import build_sender
from remindful.flow.office.records import Patient

_SERVICE = re.compile(
    r"^(?P<code>[A-Z0-9]{4,5})(?:-(?P<modifiers>[A-Z0-9:]{2,11}))?(?:\*(?P<units>\d+(?:\.\d+)?))?(?:=(?P<description>.+))?$"
)


@dataclass(frozen=True, slots=True)
class EstimateRequest:
    """What somebody wants an estimate of. patient: the number, or organization/number. services: CODE[-MODIFIERS][*UNITS][=WORDS], the
    main one first."""

    patient: str
    services: tuple[str, ...]
    service_on: date
    scheduled_on: date | None
    is_on_request: bool
    diagnosis_codes: tuple[str, ...]
    encounter: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class GivenEstimate:
    """What was given. due_on null: no day is set."""

    number: str
    file: str
    expected_cents: int
    due_on: date | None
    cite: str
    is_late: bool


def write_estimate(one: OrganizationDesk, patient: Patient, request: EstimateRequest, *, home: Home) -> GivenEstimate:
    """Price the services, keep the estimate, and write it as PDF. Raises Refusal where something is no service, or has no price."""
    terms = one.organization.billing
    percent = 0 if terms is None else terms.self_pay_discount_percent
    priced = _price(one.store, request, percent=percent)
    scheduled_on = request.scheduled_on or one.day
    due = estimate_due(scheduled_on=scheduled_on, service_on=request.service_on, is_on_request=request.is_on_request)
    number = f"E{one.store.reserve_ids('estimate', 1)}"
    expected_cents = int(priced["expected_cents"].sum())
    lines = tuple(
        EstimateLine(
            row["procedure_code"], row["description"], row["units"], row["charge_cents"], row["expected_cents"]
        )
        for row in priced.iter_rows(named=True)
    )
    encounter_key = None if request.encounter is None else request.encounter.removeprefix(f"{one.key}/")
    one.store.append(
        "estimate",
        pl.DataFrame(
            {
                "estimate_key": [number], "party_key": [patient.party_key], "encounter_key": [encounter_key],
                "scheduled_on": [scheduled_on], "service_on": [request.service_on], "given_on": [one.day], "due_on": [due.due_on],
                "expected_cents": [expected_cents], "lines": [json.dumps([asdict(line) for line in lines])],
            },
            schema_overrides={"due_on": pl.Date, "encounter_key": pl.String},
        ),
    )  # fmt: skip
    place = home.estimates / f"{number}.pdf"
    place.write_bytes(typeset_estimate(_fill_page(one, patient, request, lines, number=number, percent=percent)))
    is_late = due.due_on is not None and one.day > due.due_on
    return GivenEstimate(number, str(place), expected_cents, due.due_on, due.cite, is_late)


def _fill_page(
    one: OrganizationDesk,
    patient: Patient,
    request: EstimateRequest,
    lines: tuple[EstimateLine, ...],
    *,
    number: str,
    percent: int,
) -> Estimate:
    """An estimate as the patient reads it."""
    office = one.organization
    language = request.language or (patient.language if patient.language in ("en", "es") else "en")
    return Estimate(
        number=number, given_on=one.day, service_on=request.service_on, patient_name=f"{patient.first_name} {patient.last_name}",
        patient_birth_on=patient.birth_on, address=_address(patient), language=language, service=lines[0].description, lines=lines,
        diagnosis_codes=request.diagnosis_codes, discount_percent=percent, sender=build_sender(office), npi=office.npi or "-",
        tax_id=office.tax_id or "-",
    )  # fmt: skip


def _address(patient: Patient) -> tuple[str, ...]:
    if not patient.line1:
        return ()
    name = f"{patient.first_name} {patient.last_name}"
    lines = [patient.line1, *([patient.line2] if patient.line2 else [])]
    return (name, *lines, f"{patient.city}, {patient.state} {say_zip(str(patient.zip))}")


def _price(store: Store, request: EstimateRequest, *, percent: int) -> pl.DataFrame:
    """The services as priced lines: procedure_code, modifiers, units, description, charge_cents, expected_cents."""
    matches = [(text, _SERVICE.match(text)) for text in request.services]
    odd = [text for text, match in matches if match is None]
    if odd or not matches:
        raise Refusal(
            f"{odd[0]!r} is not a service." if odd else "No service is named.",
            "Write CODE, CODE*UNITS or CODE-MODIFIER, and say what it is after `=`: 99213='Office visit'.",
        )
    rows = [match.groupdict() for _, match in matches if match is not None]
    lines = pl.DataFrame(
        {
            "procedure_code": [row["code"] for row in rows],
            "modifiers": [row["modifiers"] for row in rows],
            "revenue_code": [None for _ in rows],
            "units": [float(row["units"] or 1) for row in rows],
            "description": [row["description"] or row["code"] for row in rows],
            "service_on": [request.service_on for _ in rows],
            "charge_cents": [None for _ in rows],
        },
        schema_overrides={"modifiers": pl.String, "revenue_code": pl.String, "charge_cents": pl.Int64},
    )
    fees = reads.fees(store, procedure_code=lines["procedure_code"].unique().to_list())
    priced = billing.price_charges(lines, fees)
    bare = priced.filter(pl.col("charge_cents").is_null())["procedure_code"].to_list()
    if bare:
        raise Refusal(
            f"The office's fee schedule has no price for {', '.join(bare)} on {request.service_on}.",
            "Add it to the schedule `charges` (a CSV of fees) and import that; what has no price is not estimated.",
        )
    return expect_charges(priced, discount_percent=percent)


def link_bills(store: Store, billed: pl.DataFrame) -> int:
    """Tie estimates to the visits that bill them, and tell the law so. Returns how many were tied.

    billed: encounter_key, party_key, started_on, visit_id, of the one open organization. By the encounter that the estimate names, else by patient and day.
    """
    open_ones = reads.estimates(store).filter(pl.col("visit_id").is_null())
    named = open_ones.drop("visit_id").join(billed.select("encounter_key", "visit_id"), on="encounter_key")
    by_day = (
        open_ones.filter(pl.col("encounter_key").is_null())
        .drop("visit_id", "encounter_key")
        .join(billed.select("party_key", "visit_id", service_on="started_on"), on=["party_key", "service_on"])
    )
    tied = pl.concat([named, by_day], how="diagonal").unique("estimate_id", keep="first", maintain_order=True)
    if tied.is_empty():
        return 0
    store.amend("estimate", tied.select("estimate_id", "visit_id"), on=("estimate_id",))
    visits = reads.visit_ids(store, visit_id=tied["visit_id"].to_list()).select("visit_id", "account_id", "patient_id")
    events = tied.join(visits, on="visit_id").select(
        "organization_id", "account_id", "visit_id", party_id="patient_id", kind=pl.lit(str(EventKind.ESTIMATE_GIVEN)),
        happened_on="given_on", amount_cents="expected_cents", source=pl.format("estimate:{}", "estimate_key"),
    )  # fmt: skip
    store.append("event", events)
    return tied.height


def list_estimates(*, clock: Clock) -> pl.DataFrame:
    """Every estimate with what was billed: organization (its key), estimate_key, party_key, name (the patient, as `desk.find` finds them),
    service_on, given_on, due_on, expected_cents, billed_cents, over_cents, is_substantial (null: not billed yet)."""
    with open_desk(clock) as desk:
        listed = [_list_one(one, is_shared=desk.is_shared) for one in desk]
    return pl.concat(listed)


def _list_one(one: OrganizationDesk, *, is_shared: bool) -> pl.DataFrame:
    estimates = reads.estimates(one.store)
    billed = reads.visit_ids(one.store, visit_id=estimates["visit_id"].drop_nulls().to_list())
    accounts = billed["account_id"].unique().to_list()
    items = take_position(one.store, account_ids=accounts, day=one.day).item_balances
    return compare_bills(estimates, items).select(
        "estimate_key", "party_key", "service_on", "given_on", "due_on", "expected_cents", "billed_cents", "over_cents",
        "is_substantial", organization=pl.lit(one.key), name=name_column(one, "party_key", is_shared=is_shared),
    )  # fmt: skip
