"""What is known of a source before its rows are read: who and what its references mean. Small facts, never whole claims."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import unquote

import orjson

from remindful.edges.formats.fhir import keys, prices
from remindful.edges.formats.fhir.elements import (
    NOTHING,
    Json,
    Resource,
    Unreadable,
    code_in,
    day,
    part,
    parts,
    text,
    texts,
    whole,
)
from remindful.edges.formats.fhir.systems import PLACE

DIRECTORY = {
    "Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Location", "Coverage", "Account",
}  # fmt: skip
KEYED = {"Encounter", "Claim", "ServiceRequest"}
CODED = {"Condition", "Procedure"}
REFERRED = DIRECTORY | KEYED | CODED | {"ExplanationOfBenefit"}
NEVER_TOOK_PLACE = {"cancelled", "entered-in-error"}  # of an Encounter
#: Of claims for what was dispensed: they go by NCPDP (45 CFR 162.1102), and charge no encounter.
PHARMACY = "pharmacy"
#: What is marked by being referred to: its mark, and where the reference stands.
MARKED = {
    "ChargeItem": ("item", ("context",)),
    "ExplanationOfBenefit": ("explained", ("claim",)),
    "Invoice": ("invoice", ("account",)),
}
DAYS = (
    ("period", "start"), ("billablePeriod", "start"), ("occurrenceDateTime",), ("performedPeriod", "start"),
    ("performedDateTime",), ("start",),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference leads to. ref: `Kind/id` within the source. written: the reference itself, where it leads nowhere."""

    ref: str | None = None
    body: Json = NOTHING
    written: str | None = None
    identifier: Json = NOTHING
    display: str | None = None

    @property
    def is_dangling(self) -> bool:
        """Whether it names a resource that is not there, and says nothing else by which to know it."""
        return self.written is not None and self.ref is None and not self.body and not self.identifier


@dataclass(slots=True)
class Known:
    """The index of a source, by `Kind/id`."""

    bodies: dict[str, bytes] = field(default_factory=dict[str, bytes])  # of DIRECTORY, without narrative
    business_keys: dict[str, str] = field(default_factory=dict[str, str])  # of KEYED
    codes: dict[str, tuple[str, str, str | None]] = field(default_factory=dict[str, tuple[str, str, str | None]])
    ranks: dict[str, int] = field(default_factory=dict[str, int])  # of a Condition, in its Encounter
    ranked: dict[str, int] = field(default_factory=dict[str, int])  # of an Encounter: the last rank that it gives
    has_items: set[str] = field(default_factory=set[str])  # Encounters that have ChargeItems
    has_claims: set[str] = field(default_factory=set[str])  # Encounters that a Claim bills
    institutional: set[str] = field(default_factory=set[str])  # Encounters that an institutional Claim bills
    professional: set[str] = field(default_factory=set[str])  # Encounters that a professional Claim bills
    places: dict[str, str] = field(default_factory=dict[str, str])  # of an Encounter: where its Claim says it was
    done_on: dict[str, date] = field(default_factory=dict[str, date])  # of a Procedure
    synthetic: set[str] = field(default_factory=set[str])  # Patients whom Synthea made up
    visit_prices: prices.Prices = field(default_factory=prices.Prices)  # of Synthea's visits
    tasks: dict[str, dict[str, date | None]] = field(default_factory=dict[str, dict[str, date | None]])
    guarantors: dict[str, Json] = field(default_factory=dict[str, Json])  # of a Patient: the reference
    remit_nos: dict[str, int] = field(default_factory=dict[str, int])  # of an ExplanationOfBenefit
    invoiced: set[str] = field(default_factory=set[str])  # Accounts that an Invoice is of
    answered: set[str] = field(default_factory=set[str])  # Claims that a ClaimResponse pays or denies
    explained: set[str] = field(default_factory=set[str])  # Claims that an ExplanationOfBenefit answers
    claims: dict[str, bytes] = field(default_factory=dict[str, bytes])  # the bodies of those answered
    requested: set[str] = field(default_factory=set[str])  # preauthorization Claims that a ClaimResponse answers
    taxonomies: dict[str, str] | None = None  # of a Practitioner, by its role; worked out when first asked
    last_on: date | None = None
    twice: set[tuple[str, int]] = field(
        default_factory=set[tuple[str, int]]
    )  # where a resource stands that came before
    reconciliations: int = 0
    _aliases: dict[str, str] = field(default_factory=dict[str, str])
    _seen: set[str] = field(default_factory=set[str])
    _absolute: set[str] = field(default_factory=set[str])
    _later: list[tuple[str, str, Any]] = field(default_factory=list[tuple[str, str, Any]])

    def add(self, resource: Resource) -> None:
        """Take what others will refer to."""
        ref, body, kind = resource.name, resource.body, resource.kind
        if resource.id:
            if (same := resource.url or ref) in self._seen:
                self.twice.add((resource.file, resource.no))
                return
            self._seen.add(same)
        if kind in REFERRED:
            self._alias(resource)
        if kind in DIRECTORY:
            self.bodies[ref] = orjson.dumps({name: value for name, value in body.items() if name != "text"})
        is_void = kind == "Encounter" and text(body, "status") in NEVER_TOOK_PLACE
        if kind in KEYED and not is_void and (key := keys.business_key(body)):
            self.business_keys[ref] = key
        if kind in CODED and (coded := keys.coded(body.get("code"))):
            self.codes[ref] = coded
        if kind == "Patient" and keys.is_synthetic(body):
            self.synthetic.add(ref)
        if kind == "Procedure" and (done_on := _done_on(body)):
            self.done_on[ref] = done_on
        for path in DAYS:
            self._see(body, path)
        self._later.extend(_links(resource, self))

    def _alias(self, resource: Resource) -> None:
        ref = resource.name
        if resource.url:
            self._aliases.setdefault(resource.url, ref)
            if resource.url.startswith("http"):
                self._absolute.add(ref)
        self._aliases.setdefault(ref, ref)
        if resource.id:
            self._aliases.setdefault(f"urn:uuid:{resource.id}", ref)
        for identifier in parts(resource.body, "identifier"):
            name = f"{text(identifier, 'system') or ''}|{text(identifier, 'value')}"
            self._aliases.setdefault(f"{resource.kind}?{name}", ref)
            self._aliases.setdefault(f"?{name}", ref)

    def _see(self, body: Json, path: tuple[str, ...]) -> None:
        try:
            seen = day(body, *path)
        except Unreadable:
            return
        if seen and (self.last_on is None or seen > self.last_on):
            self.last_on = seen

    def settle(self) -> None:
        """Resolve what was read before its target was: to be called once all is added."""
        marks = {
            "item": self.has_items,
            "claim": self.has_claims,
            "professional": self.professional,
            "invoice": self.invoiced,
            "requested": self.requested,
            "answered": self.answered,
            "explained": self.explained,
        }
        firsts: dict[str, dict[str, Any]] = {
            "rank": self.ranks,
            "place": self.places,
            "guarantor": self.guarantors,
            "remit": self.remit_nos,
        }
        for what, reference, value in self._later:
            ref = self.ref_of(reference)
            if ref is None:
                continue
            if what in marks:
                marks[what].add(ref)
            elif what in firsts:
                firsts[what].setdefault(ref, value)
            else:
                self._settle_one(what, ref, value)
        self._later.clear()
        self._seen.clear()

    def _settle_one(self, what: str, ref: str, value: Any) -> None:  # noqa: ANN401 - whatever its kind asks for
        match what:
            case "task":
                self.tasks.setdefault(ref, {}).update(value)
            case "price":
                if ref in self.synthetic:
                    self.visit_prices.hear(*value)
            case _:
                assert what == "institutional", what
                # Synthea's institutional claims lack all that ours would have to bear; with revenue codes they would not.
                if value["has_revenue"] or not self.is_synthetic(value["patient"]):
                    self.institutional.add(ref)

    def is_synthetic(self, reference: Json) -> bool:
        """Whether a reference leads to a Patient whom Synthea made up."""
        return bool(self.synthetic) and self.ref_of(text(reference, "reference") or "") in self.synthetic

    def remember(self, resources: Iterable[Resource]) -> None:
        """Keep the Claims that a ClaimResponse answers: it tells only the numbers of their items."""
        for resource in resources:
            if resource.kind == "Claim" and resource.name in self.answered:
                self.claims[resource.name] = orjson.dumps(resource.body)

    def ref_of(self, reference: str) -> str | None:
        """`Kind/id` of a literal or conditional reference; null where nothing here is meant."""
        reference = reference.split("/_history/", 1)[0]
        if "?identifier=" in reference:
            kind, name = unquote(reference).split("?identifier=", 1)
            return self._aliases.get(f"{kind.rsplit('/', 1)[-1]}?{name if '|' in name else f'|{name}'}")
        if reference in self._aliases:
            return self._aliases[reference]
        # NDJSON has no fullUrl, so there an absolute reference is known by its end.
        ref = self._aliases.get("/".join(reference.split("/")[-2:])) if reference.startswith("http") else None
        return None if ref in self._absolute else ref

    def find(self, reference: Json, owner: Resource) -> Found:
        """What a Reference leads to: contained, literal, conditional, by identifier, or by its display alone."""
        written, display = text(reference, "reference"), text(reference, "display")
        identifier = part(reference, "identifier")
        if written and written.startswith("#"):
            body = next((one for one in parts(owner.body, "contained") if text(one, "id") == written[1:]), NOTHING)
            return Found(body=body, written=written, identifier=identifier, display=display)
        ref = self.ref_of(written) if written else None
        if ref is None and identifier:
            name = f"{text(identifier, 'system') or ''}|{text(identifier, 'value')}"
            ref = self._aliases.get(f"{text(reference, 'type') or ''}?{name}")
        if ref is None and written and "?identifier=" in written and "|" in written:
            system, value = unquote(written).split("?identifier=", 1)[1].split("|", 1)
            identifier = {"system": system, "value": value}
        return Found(ref, self.body(ref), written, identifier, display)

    def body(self, ref: str | None) -> Json:
        """The body of a resource of the directory; an empty one of any other."""
        raw = self.bodies.get(ref or "")
        return NOTHING if raw is None else orjson.loads(raw)

    def party_key(self, reference: Json, owner: Resource, *, what: str) -> str:
        """The party_key of a Patient or RelatedPerson. Unreadable where nobody here is meant."""
        found = self.find(reference, owner)
        key = keys.party_key(found.body) if found.body else keys.record_number([found.identifier])
        if key is None:
            raise dangling(found, what=what, kind="Patient")
        return key

    def key_of(self, reference: Json, owner: Resource, *, what: str, kind: str) -> str:
        """The business key of an Encounter, Claim, ServiceRequest or Account. Unreadable where nothing here is meant."""
        found = self.find(reference, owner)
        key = keys.business_key(found.body) if found.body else self.business_keys.get(found.ref or "")
        key = key or (text(found.identifier, "value") if found.identifier else None)
        if key is None:
            raise dangling(found, what=what, kind=kind)
        return key


def dangling(found: Found, *, what: str, kind: str) -> Unreadable:
    """The fault of a reference that leads nowhere."""
    remedy = f"Bring the {kind} along in the same file or folder, or have the sender give its identifier."
    if found.written is None and not found.identifier:
        return Unreadable("fhir.no_reference", f"it names no {what}", remedy)
    named = found.written or text(found.identifier, "value") or found.display
    return Unreadable("fhir.dangling", f"its {what} is {named}, and no such {kind} is there", remedy)


def _links(resource: Resource, known: Known) -> Iterator[tuple[str, str, Any]]:
    """What a resource says of others: what, the reference as written, and the value."""
    body = resource.body
    match resource.kind:
        case "Encounter":
            yield from _encounter_links(resource, known)
        case "Claim":
            yield from _claim_links(body)
        case "Task":
            yield from _task_links(body)
        case "RelatedPerson" | "Account":
            yield from _guarantor_links(resource)
        case "ClaimResponse":
            what = "requested" if text(body, "use") == "preauthorization" else "answered"
            yield from ((what, reference, None) for reference in texts(body, "request", "reference"))
        case "PaymentReconciliation":
            yield from _payment_links(body, known)
        case kind:
            what, path = MARKED.get(kind, ("", ()))
            yield from ((what, reference, None) for reference in (texts(body, *path, "reference") if path else ()))


def _encounter_links(resource: Resource, known: Known) -> Iterator[tuple[str, str, Any]]:
    for position, entry in enumerate(parts(resource.body, "diagnosis"), 1):
        rank = whole(entry, "rank") or position
        known.ranked[resource.name] = max(rank, known.ranked.get(resource.name, 0))
        if reference := text(entry, "condition", "reference"):
            yield "rank", reference, rank


def _guarantor_links(resource: Resource) -> Iterator[tuple[str, str, Any]]:
    body = resource.body
    if resource.kind == "RelatedPerson":
        if (reference := text(body, "patient", "reference")) and keys.is_guarantor(body):
            yield "guarantor", reference, {"reference": resource.url or resource.name}
    elif party := part(body, "guarantor", "party"):
        yield from (("guarantor", reference, party) for reference in texts(body, "subject", "reference"))


def _claim_links(body: Json) -> Iterator[tuple[str, str, Any]]:
    kind = keys.first_code(body.get("type"))
    if text(body, "use") != "claim" or text(body, "status") != "active" or kind == PHARMACY:
        return
    patient = part(body, "patient")
    has_revenue = any(True for _ in parts(body, "item", "revenue"))
    for item in parts(body, "item"):
        place = code_in(item.get("locationCodeableConcept"), PLACE)
        for reference in texts(item, "encounter", "reference"):
            yield "claim", reference, None
            if place:
                yield "place", reference, place
            if kind == "institutional":
                yield kind, reference, {"has_revenue": has_revenue, "patient": patient}
            elif kind == "professional":
                yield kind, reference, None
    if (visit := prices.kind_of(body)) and (reference := text(patient, "reference")):
        yield "price", reference, (visit, prices.possible_prices(body))


def _task_links(body: Json) -> Iterator[tuple[str, str, Any]]:
    reference, status = text(body, "focus", "reference") or text(body, "basedOn", "reference"), text(body, "status")
    if reference is None or status in ("entered-in-error", "cancelled", "rejected", "draft", None):
        return
    try:
        sent_on = day(body, "executionPeriod", "start") or day(body, "authoredOn")
        ended_on = day(body, "executionPeriod", "end") or day(body, "lastModified")
    except Unreadable:
        return  # told where the Task itself is read
    yield "task", reference, {"sent_on": sent_on} | ({"reported_on": ended_on} if status == "completed" else {})


def _payment_links(body: Json, known: Known) -> Iterator[tuple[str, str, Any]]:
    if not keys.is_remit(body):
        return
    known.reconciliations += 1
    for detail in parts(body, "detail"):
        if reference := text(detail, "response", "reference"):
            yield "remit", reference, known.reconciliations


def _done_on(body: Json) -> date | None:
    try:
        return day(body, "performedDateTime") or day(body, "performedPeriod", "start")
    except Unreadable:
        return None  # told where the Procedure itself is read


def index(resources: Iterable[Resource]) -> Known:
    """Read a source once for what its references mean."""
    known = Known()
    for resource in resources:
        known.add(resource)
    known.settle()
    return known
