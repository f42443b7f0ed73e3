"""Coverage: which payer stands behind a person, in which place, from when to when."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from remindful.core.words.kinds import PayerKind
from remindful.edges.formats import synthea_care
from remindful.edges.formats.fhir import agents, keys, people
from remindful.edges.formats.fhir.collected import Collected, Payer, Rows
from remindful.edges.formats.fhir.elements import Json, Resource, codings, day, part, parts, text, whole
from remindful.edges.formats.fhir.known import Found, dangling
from remindful.edges.formats.fhir.native_columns import restore
from remindful.edges.formats.fhir.people import Person
from remindful.edges.formats.fhir.systems import (
    DUAL_PAYERS,
    NAMED_PAYERS,
    NATIVE_PAYER_KIND,
    NO_PAYERS,
    PAYMENT_SOURCE,
    PAYMENT_SOURCES,
    POLICY_KINDS,
    RELATIONSHIPS,
)  # fmt: skip

ALWAYS = date(1900, 1, 1)  # from_on where nobody said
EXTRA_COLUMNS = (
    "level_no", "from_on", "payer_name", "payer_kind", "relationship_code", "subscriber_key", "subscriber_last_name",
    "subscriber_first_name", "subscriber_birth_on", "subscriber_sex",
)  # fmt: skip
#: Stands before the patient like any payer, until somebody knows which it is.
UNKNOWN_PAYER = "UNKNOWN"
SELF_PAY = "pay"  # HL7 coverage-selfpay

NOBODY = Person()
SPANS = {
    "party_key": pl.String, "level_no": pl.Int64, "from_on": pl.Date, "to_on": pl.Date, "payer_id": pl.String, "payer_name": pl.String,
    "payer_kind": pl.String, "number": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """A coverage as a claim needs it. is_none: no insurance at all."""

    payer_key: str | None = None
    payer_name: str | None = None
    payer_kind: str = PayerKind.UNKNOWN.value
    member_id: str | None = None
    group_number: str | None = None
    relationship_code: str | None = None
    subscriber: Person = NOBODY
    is_none: bool = False
    is_there: bool = False  # a Coverage of its own, not only named by a claim


def read_coverage(resource: Resource, collected: Collected) -> Rows:
    """Coverages. Of coverages whose place nobody tells, the first of the person's is primary, as they stand in the file."""
    body = resource.body
    status = text(body, "status")
    if status != "active":
        message = f"A Coverage that is {status} covers no one and was left out."
        collected.leave_out(resource, "fhir.coverage_status", message, "Have the sender set it active, if it does.")
        return {}
    party_key = collected.known.party_key(part(body, "beneficiary"), resource, what="beneficiary")
    plan = plan_of(body, resource, collected)
    if plan.is_none:
        message = "A self-pay Coverage names no payer: a patient without other coverage is self-pay."
        collected.leave_out(resource, "fhir.self_pay", message, "Nothing.")
        return {}
    if plan.payer_key == UNKNOWN_PAYER or plan.payer_name is None:
        message = "This Coverage names no payer that is known by name; what it covers waits for that payer, not for the patient."
        collected.note(
            resource, "fhir.no_payer", message, "Have the sender fill Coverage.payor, and bring the Organization along."
        )
    from_on = day(body, "period", "start") or ALWAYS
    row: dict[str, Any] = {
        "party_key": party_key,
        "level_no": whole(body, "order") or collected.count("coverage", f"{party_key} {from_on}"),
        "from_on": from_on,
        "to_on": day(body, "period", "end"),
        "payer_key": plan.payer_key,
        "payer_name": plan.payer_name,
        "payer_kind": plan.payer_kind,
        "member_id": plan.member_id,
        "group_number": plan.group_number,
        "relationship_code": plan.relationship_code,
        **subscriber_columns(plan),
        "subscriber_key": plan.subscriber.key,
    }
    row = restore(row, body, EXTRA_COLUMNS)
    is_dual = plan.payer_name in DUAL_PAYERS
    return {"coverages": [row] if not is_dual else [row, row | {"level_no": 2, "payer_kind": PayerKind.MEDICAID.value}]}


def subscriber_address(plan: Plan) -> dict[str, Any]:
    """Where the subscriber lives, as claims name it."""
    person = plan.subscriber
    return {
        "subscriber_line1": person.line1,
        "subscriber_city": person.city,
        "subscriber_state": person.state,
        "subscriber_zip": person.zip,
    }


def subscriber_columns(plan: Plan) -> dict[str, Any]:
    """The subscriber as claims and coverages name them."""
    person = plan.subscriber
    return {
        "subscriber_last_name": person.last_name,
        "subscriber_first_name": person.first_name,
        "subscriber_birth_on": person.birth_on,
        "subscriber_sex": person.sex,
    }


def plan_of(body: Json, owner: Resource, collected: Collected) -> Plan:
    """The plan that a Coverage tells. owner: the resource that contains it, or the Coverage itself."""
    payor = part(body, "payor")
    payer = agents.find_agent(payor, owner, collected, what="payor")
    name = payer.last_name or text(body, "type", "text")
    words = {code for _, code, _ in codings(part(body, "type"))}
    return Plan(
        payer_key=payer.key or name or text(payor, "reference") or UNKNOWN_PAYER,
        payer_name=name,
        payer_kind=_kind(body, name),
        member_id=text(body, "subscriberId") or _member_number(body),
        group_number=_group(body),
        relationship_code=_relationship(body),
        subscriber=_subscriber(body, owner, collected),
        is_none=name in NO_PAYERS or SELF_PAY in words,
        is_there=owner.kind == "Coverage",
    )


def find_plan(reference: Json, owner: Resource, collected: Collected) -> Plan:
    """The plan that a claim's insurance refers to; by its display alone where there is no more. Unreadable where it is not there."""
    found = collected.known.find(reference, owner)
    if found.body:
        return replace(plan_of(found.body, owner, collected), is_there=found.ref is not None)
    if found.is_dangling or (found.display is None and not found.identifier):
        raise dangling(found, what="coverage", kind="Coverage")
    name = found.display or text(found.identifier, "value")
    return Plan(name, name, kind_of_name(name), is_none=name in NO_PAYERS)


def kind_of_name(name: str | None) -> str:
    """The kind of a payer that has only a name: the programs that everybody calls by one."""
    if name in DUAL_PAYERS:
        return PayerKind.MEDICARE.value
    return NAMED_PAYERS.get((name or "").lower(), PayerKind.UNKNOWN).value


def _kind(body: Json, name: str | None) -> str:
    for system, code, _ in codings(part(body, "type")):
        if system == NATIVE_PAYER_KIND and code in set(PayerKind):
            return code
        if system == PAYMENT_SOURCE:
            firsts = (PAYMENT_SOURCES.get(code[:size]) for size in (2, 1))
            return next((kind.value for kind in firsts if kind), PayerKind.OTHER.value)
    by_name = kind_of_name(name)
    if by_name != PayerKind.UNKNOWN.value:
        return by_name
    kinds = [POLICY_KINDS[code] for _, code, _ in codings(part(body, "type")) if code in POLICY_KINDS]
    return kinds[0].value if kinds else PayerKind.UNKNOWN.value


def _member_number(body: Json) -> str | None:
    typed = [one for one in parts(body, "identifier") if "MB" in {code for _, code, _ in codings(one.get("type"))}]
    return text(typed[0], "value") if typed else None


def _group(body: Json) -> str | None:
    for one in parts(body, "class"):
        if keys.first_code(one.get("type")) == "group":
            return text(one, "value")
    return None


def _relationship(body: Json) -> str | None:
    code = keys.first_code(body.get("relationship"))
    return RELATIONSHIPS.get(code or "")


def _subscriber(body: Json, owner: Resource, collected: Collected) -> Person:
    reference = part(body, "subscriber")
    if not reference:
        return NOBODY
    found: Found = collected.known.find(reference, owner)
    if found.body:
        return people.person_of(found.body)
    if found.is_dangling:
        message = (
            f"The subscriber of this Coverage is {found.written}, who is missing; the row was imported without them."
        )
        collected.note(owner, "fhir.dangling_subscriber", message, "Bring the Patient or RelatedPerson along.")
    return Person(key=keys.record_number([found.identifier]))


def follow_plans(
    plans: list[Plan], *, party_key: str, on: date, collected: Collected, synthetic_number: str | None
) -> None:
    """Remember the payers that a claim of a day names, or that it names none: of people without a Coverage, coverages are told from them."""
    named = [plan for plan in plans if not plan.is_none]
    if not named:
        collected.payers_named.setdefault((party_key, 1), {}).setdefault(on, None)
    level_no = 0
    for plan in named:
        level_no += 1
        if plan.is_there or not plan.payer_key:
            continue
        payer = Payer(plan.payer_key, plan.payer_name, plan.payer_kind, synthetic_number)
        collected.payers_named.setdefault((party_key, level_no), {})[on] = payer
        if plan.payer_name in DUAL_PAYERS and not synthetic_number:  # of the made up tell_coverages does it
            second = replace(payer, kind=PayerKind.MEDICAID.value)
            collected.payers_named.setdefault((party_key, 2), {})[on] = second
        level_no += plan.payer_name in DUAL_PAYERS


def covered_by_claims(collected: Collected) -> list[dict[str, Any]]:
    """Coverages of those whom only claims cover: each payer from its first claim to the day before the next payer's, or before one without."""
    rows: list[dict[str, Any]] = []
    for (party_key, level_no), by_day in collected.payers_named.items():
        without = (on for on, payer in collected.payers_named.get((party_key, 1), {}).items() if payer is None)
        days = dict.fromkeys(without) | by_day
        span: dict[str, Any] = {}
        held: Payer | None = None
        for on, payer in sorted(days.items(), key=lambda one: one[0]):
            if payer == held:
                continue
            if held is not None:
                span["to_on"] = date.fromordinal(on.toordinal() - 1)
            held = payer
            if payer is not None:
                span = {"party_key": party_key, "level_no": level_no, "from_on": on, "to_on": None, "payer": payer}
                rows.append(span)
    synthetic = [_span_of(row) for row in rows if row["payer"].synthetic_number]
    others = [_coverage_of(row) for row in rows if not row["payer"].synthetic_number]
    return others + synthea_care.tell_coverages(pl.DataFrame(synthetic, schema=SPANS)).to_dicts()


def _span_of(row: dict[str, Any]) -> dict[str, Any]:
    payer: Payer = row["payer"]
    kind = PayerKind.COMMERCIAL.value if payer.kind == PayerKind.UNKNOWN.value else payer.kind
    return row | {"payer_id": payer.key, "payer_name": payer.name, "payer_kind": kind, "number": payer.synthetic_number}


def _coverage_of(row: dict[str, Any]) -> dict[str, Any]:
    payer: Payer = row["payer"]
    return row | {"payer_key": payer.key, "payer_name": payer.name, "payer_kind": payer.kind}
