"""Frames as HL7 v2.5.1 messages: people and visits as ADT, charges and payments as DFT. What HL7 has no field for stands in ZRP and ZRV."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from remindful.core.words.care import CodeSystem
from remindful.core.words.kinds import EventKind
from remindful.edges.formats.hl7v2 import tables
from remindful.edges.formats.hl7v2.insurance import ALWAYS
from remindful.edges.formats.hl7v2.outgoing import (
    Sender,
    coded,
    composite,
    dollars,
    header,
    person_number,
    provider,
    segment,
    text_of,
)  # fmt: skip

type Frames = Mapping[str, pl.DataFrame]
type Row = dict[str, Any]

USES = {"mobile": ("PRN", "CP"), "work": ("WPN", "PH")}
METHODS = {"cash": "CASH", "check": "CHECK", "card": "CARD", "ach": "ACH"}


@dataclass(slots=True)
class Writer:
    """The frames by what they are looked up by, and the number of the next message."""

    now: datetime
    sender: Sender
    people: dict[str, Row]
    deaths: dict[str, Row]
    coverages: dict[str, list[Row]]
    names: dict[str, tuple[str | None, str | None]]
    diagnoses: dict[str, list[Row]]
    charges: dict[str, list[Row]]
    payments: dict[str | None, list[Row]]
    encounters: list[Row]
    first_no: int = 1
    written: list[str] = field(default_factory=list[str])

    def begin(self, kind: str, event: str, person: Row) -> str:
        """MSH and EVN. EVN-2 is the day on which what is told of the person holds."""
        control_id = f"R{self.now:%y%m%d%H%M%S}{len(self.written) + self.first_no:07d}"
        evn = segment("EVN", {1: event, 2: text_of(person.get("as_of_on") or self.now.date())})
        return header(kind, now=self.now, control_id=control_id, sender=self.sender) + evn


def write_adt(frames: Frames, *, now: datetime, sender: Sender | None = None) -> str:
    """People as ADT^A31 (with their guarantor, coverages and death), visits as ADT^A08 (with their diagnoses).

    frames: demographics, contacts (deaths only), coverages, encounters, diagnoses, providers (names only), each keeping its
    contract. Only people who are in demographics have their coverages written. Reading it again gives the same rows.
    """
    writer = _writer(frames, now, sender)
    for person in writer.people.values():
        person_message = (
            writer.begin("ADT^A31^ADT_A05", "A31", person) + _pid(writer, person) + segment("PV1", {1: "1", 2: "N"})
        )
        insured = "".join(_in1(one) for one in writer.coverages[person["party_key"]])
        writer.written.append(person_message + _gt1(writer, person) + insured + _zrp(person))
    for visit in writer.encounters:
        person = writer.people.get(visit["party_key"], {"party_key": visit["party_key"]})
        opening = writer.begin("ADT^A08^ADT_A01", "A08", person) + _pid(writer, person)
        writer.written.append(
            opening + _visit(writer, visit) + _diagnoses(writer, visit) + _acc(visit) + _zrp(person) + _zrv(visit)
        )
    return "".join(writer.written)


def write_dft(frames: Frames, *, now: datetime, sender: Sender | None = None, first_no: int = 1) -> str:
    """Visits that have charges or payments as one DFT^P03 each; payments of no visit as one each. A charge of 0 units is a credit.

    frames: demographics (for names), encounters, diagnoses, charges, payments, providers (names only). Raises ValueError for a
    payment below zero, which HL7 cannot tell from a sender's habit, and for a charge that points at a diagnosis that is not there.
    first_no: of the first message's control id; one more than the messages that the receiver gets beside, of the same moment.
    """
    writer = _writer(frames, now, sender, first_no=first_no)
    visits: list[tuple[str | None, Row | None]] = [(visit["encounter_key"], visit) for visit in writer.encounters]
    visits += [(key, None) for key in writer.payments if key not in {one for one, _ in visits}]
    for key, visit in visits:
        charges, payments = writer.charges[key] if key is not None else [], writer.payments.get(key, [])
        by_party: dict[str, list[Row]] = defaultdict(list)
        for payment in payments:
            by_party[payment["party_key"]].append(payment)
        if visit is not None and (charges or visit["party_key"] in by_party):
            _write_transactions(writer, visit, charges, by_party.pop(visit["party_key"], []))
        for party_key, rest in by_party.items():
            _write_payments(writer, party_key, key, rest)
    return "".join(writer.written)


def _write_transactions(writer: Writer, visit: Row, charges: list[Row], payments: list[Row]) -> None:
    person = writer.people.get(visit["party_key"], {"party_key": visit["party_key"]})
    opening = writer.begin("DFT^P03^DFT_P03", "P03", person) + _pid(writer, person) + _visit(writer, visit)
    lines = [_ft1(writer, visit, one, number) for number, one in enumerate(charges, 1)]
    lines += [_payment(one, number) for number, one in enumerate(payments, len(lines) + 1)]
    closing = _diagnoses(writer, visit) + _gt1(writer, person) + _acc(visit) + _zrp(person) + _zrv(visit)
    writer.written.append(opening + "".join(lines) + closing)


def _write_payments(writer: Writer, party_key: str, key: str | None, payments: list[Row]) -> None:
    person = writer.people.get(party_key, {"party_key": party_key})
    opening = writer.begin("DFT^P03^DFT_P03", "P03", person) + _pid(writer, person)
    visit = segment("PV1", {1: "1", 2: "N", 19: text_of(key)}) if key else ""
    lines = "".join(_payment(one, number) for number, one in enumerate(payments, 1))
    writer.written.append(opening + visit + lines + _gt1(writer, person) + _zrp(person))


def _writer(frames: Frames, now: datetime, sender: Sender | None, *, first_no: int = 1) -> Writer:
    people, providers = _rows(frames, "demographics"), _rows(frames, "providers")
    deaths = [one for one in _rows(frames, "contacts") if one["kind"] == EventKind.DIED.value]
    return Writer(
        now=now,
        sender=sender or Sender(),
        people={one["party_key"]: one for one in people},
        deaths={one["party_key"]: one for one in deaths},
        coverages=_by(_rows(frames, "coverages"), "party_key"),
        names={one["npi"]: (one["last_name"], one["first_name"]) for one in providers},
        diagnoses=_by(_rows(frames, "diagnoses"), "encounter_key"),
        charges=_by(_rows(frames, "charges"), "encounter_key"),
        payments=_by(_rows(frames, "payments"), "visit_key"),
        encounters=list(_rows(frames, "encounters")),
        first_no=first_no,
    )


def _rows(frames: Frames, name: str) -> Iterator[Row]:
    yield from frames[name].iter_rows(named=True) if name in frames else ()


def _by(rows: Iterator[Row], column: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _pid(writer: Writer, person: Row) -> str:
    death = writer.deaths.get(person["party_key"])
    fields = {
        1: "1", 3: person_number(person["party_key"]), 5: _name(person), 7: text_of(person.get("birth_on")), 8: text_of(person.get("sex")),
        11: _address(person), 13: _telecom(person), 15: text_of(person.get("language")),
        29: text_of(death["happened_on"]) if death else "", 30: "Y" if death else "",
    }  # fmt: skip
    return segment("PID", fields)


def _name(person: Row) -> str:
    return (
        composite(person.get("last_name"), person.get("first_name"), None, None, None, None, "L")
        if _has(person, "last_name", "first_name")
        else ""
    )


def _address(person: Row) -> str:
    names = ("line1", "line2", "city", "state", "zip")
    return composite(*(person.get(name) for name in names), None, "H") if _has(person, *names) else ""


def _telecom(person: Row) -> str:
    use, equipment = USES.get(person.get("phone_kind") or "", ("PRN", "PH"))
    phone = composite(person["phone"], use, equipment) if person.get("phone") else ""
    mail = composite(None, "NET", "Internet", person["email"]) if person.get("email") else ""
    return "~".join(one for one in (phone, mail) if one)


def _has(row: Row, *names: str) -> bool:
    return any(row.get(name) is not None for name in names)


def _gt1(writer: Writer, person: Row) -> str:
    key = person.get("guarantor_key")
    if key is None:
        return ""
    is_self = key == person["party_key"]
    guarantor = writer.people.get(key, {})
    fields = {1: "1", 2: person_number(key), 11: "SEL" if is_self else "OTH"}
    fields |= {
        3: _name(guarantor),
        5: _address(guarantor),
        6: _telecom(guarantor),
        8: text_of(guarantor.get("birth_on")),
        9: text_of(guarantor.get("sex")),
    }
    return segment("GT1", fields)


def _in1(row: Row) -> str:
    relation = row["relationship_code"]
    fields = {
        1: text_of(row["level_no"]), 2: text_of(row["payer_key"]), 3: text_of(row["payer_key"]), 4: text_of(row["payer_name"]),
        8: text_of(row["group_number"]), 12: "" if row["from_on"] == ALWAYS else text_of(row["from_on"]), 13: text_of(row["to_on"]),
        15: text_of(row["payer_kind"]), 16: composite(row["subscriber_last_name"], row["subscriber_first_name"]),
        17: tables.RELATIONSHIP_CODES.get(relation or "", relation or ""), 18: text_of(row["subscriber_birth_on"]),
        22: text_of(row["level_no"]), 36: text_of(row["member_id"]), 43: text_of(row["subscriber_sex"]),
        49: person_number(row["subscriber_key"]),
    }  # fmt: skip
    return segment("IN1", fields)


def _zrp(person: Row) -> str:
    if not _has(person, "phone_kind", "preferred_medium", "is_qmb"):
        return ""
    is_qmb = person.get("is_qmb")
    return segment(
        "ZRP",
        {
            1: text_of(person["phone_kind"]),
            2: text_of(person["preferred_medium"]),
            3: "" if is_qmb is None else "Y" if is_qmb else "N",
        },
    )


def _visit(writer: Writer, visit: Row) -> str:
    fields = {
        1: "1", 2: tables.CLASSES.get(visit["setting"] or "", "U"), 4: text_of(visit["admission_type"]),
        7: provider(visit["rendering_npi"], writer.names.get(visit["rendering_npi"], (None, None))),
        8: provider(visit["referring_npi"], writer.names.get(visit["referring_npi"], (None, None))),
        14: text_of(visit["admission_source"]), 19: text_of(visit["encounter_key"]), 36: text_of(visit["discharge_status"]),
        44: text_of(visit["started_on"]), 45: text_of(visit["ended_on"]),
    }  # fmt: skip
    reason = segment("PV2", {3: composite(None, visit["reason"])}) if visit["reason"] else ""
    return segment("PV1", fields) + reason


def _diagnoses(writer: Writer, visit: Row) -> str:
    return "".join(
        segment("DG1", {
            1: str(number), 2: tables.SYSTEM_CODES[CodeSystem(row["system"])],
            3: coded(row["code"], row["description"], tables.SYSTEM_CODES[CodeSystem(row["system"])]), 6: "F",
            15: text_of(row["rank"]), 26: text_of(row["present_on_admission"]),
        })
        for number, row in enumerate(writer.diagnoses[visit["encounter_key"]], 1)
    )  # fmt: skip


def _acc(visit: Row) -> str:
    if not _has(visit, "accident_kind", "accident_state", "accident_on"):
        return ""
    kind = tables.ACCIDENT_CODES.get(visit["accident_kind"] or "", "")
    return segment("ACC", {1: text_of(visit["accident_on"]), 2: kind, 4: text_of(visit["accident_state"])})


def _zrv(visit: Row) -> str:
    names = (
        "form",
        "place_of_service",
        "bill_type",
        "billing_npi",
        "facility_npi",
        "referral_key",
        "authorization_number",
        "accident_kind",
    )
    fields = {number: text_of(visit[name]) for number, name in enumerate(names, 1)}
    return segment("ZRV", fields | {9: dollars(visit["patient_paid_cents"]), 10: "Y" if visit["is_finished"] else "N"})


def _ft1(writer: Writer, visit: Row, row: Row, number: int) -> str:
    system = tables.SYSTEM_CODES[CodeSystem(row["system"])]
    code, revenue, description = row["procedure_code"], row["revenue_code"], row["description"]
    item = coded(code, description, system) if code else coded(revenue, description, "NUBC")
    if code and revenue:
        item = composite(code, description, system, revenue, None, "NUBC")
    is_credit = row["units"] == 0
    fields = {
        1: str(number), 2: text_of(row["line_no"]), 4: text_of(row["service_on"]), 5: text_of(row["captured_on"]),
        6: "CR" if is_credit else tables.CHARGE, 7: item, 10: "" if is_credit else text_of(row["units"]),
        11: dollars(row["charge_cents"]), 19: _pointed(writer, visit, row),
        20: provider(row["rendering_npi"], writer.names.get(row["rendering_npi"], (None, None))), 25: coded(code, description, system),
        26: "~".join(text_of(one) for one in (row["modifiers"] or "").split(":")), 29: coded(row["ndc"], None, "NDC"),
    }  # fmt: skip
    return segment("FT1", fields)


def _pointed(writer: Writer, visit: Row, row: Row) -> str:
    by_rank = {one["rank"]: one for one in writer.diagnoses[visit["encounter_key"]]}
    ranks = [int(rank) for rank in (row["diagnosis_pointers"] or "").split(":") if rank]
    missing = [rank for rank in ranks if rank not in by_rank]
    if missing:
        raise ValueError(
            f"charge {row['line_no']} of {visit['encounter_key']} points at diagnosis {missing[0]}, which is not there"
        )
    found = [by_rank[rank] for rank in ranks]
    return "~".join(
        coded(one["code"], one["description"], tables.SYSTEM_CODES[CodeSystem(one["system"])]) for one in found
    )


def _payment(row: Row, number: int) -> str:
    if row["amount_cents"] <= 0:
        raise ValueError(f"payment {row['payment_key']} is not above zero: HL7 has no form for a reversal")
    method = METHODS.get(row["method"] or "", "PAYMENT")
    fields = {
        1: str(number), 2: text_of(row["payment_key"]), 4: text_of(row["paid_on"]), 6: "PY", 7: composite(method, None, "L"),
        10: "1", 11: dollars(row["amount_cents"]),
    }  # fmt: skip
    return segment("FT1", fields)
