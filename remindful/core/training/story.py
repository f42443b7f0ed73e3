"""A story: one account told in YAML, read into the frames that facts are derived from, and judged by the real engine.

The format is documented in docs/how-to/stories.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from remindful.core.facts.derive import derive_facts
from remindful.core.guard.content import RenderedMessage, judge_content
from remindful.core.guard.explain import Explanation, explain
from remindful.core.guard.judge import judge
from remindful.core.law.fields import Fields
from remindful.core.law.lined import Table, plain, read_lined
from remindful.core.law.rule import Rulebook
from remindful.core.training.story_events import StoryEvent, read_events, read_money
from remindful.core.training.story_frames import ACCOUNT_ID, StoryRows, build_frames, date_first_statements
from remindful.core.words.findings import Finding
from remindful.core.words.frames import FactFrames
from remindful.core.words.kinds import Act, BalanceOwner, EventKind, OrganizationKind, PayerKind, Verdict

WORDS = (
    *(
        "story",
        "house",
        "message",
        "organization",
        "guarantor",
        "patients",
        "visits",
        "balances",
        "payments",
        "events",
        "contacts",
    ),
    *("calls", "conversations", "statements", "letters", "emails", "texts", "holds", "applications", "notices"),
)
PERSON_TEXTS = ("line1", "line2", "city", "state", "zip", "phone", "phone_kind", "email", "language")
GUARANTOR_WORDS = ("name", "born", *PERSON_TEXTS, "zone", "phone_zones", "is_qmb")
VISIT_DAYS = ("service_on", "service_to_on", "discharged_on", "billed_on", "first_statement_on")
VISIT_WORDS = ("visit", "patient", *VISIT_DAYS, "payers", "is_qmb", "estimate")
BALANCE_WORDS = ("visit", "dollars", "cents", "charge", "balance_owner", "became_patients_on", "reason")

ZoneOfZip = Callable[[str], str | None]
ZonesOfPhone = Callable[[str], Sequence[str]]


class StoryError(Exception):
    """The story cannot be read. Says every fault, each with its line."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Story:
    """One account as frames. zone: where the guarantor's address is; None = not known. message: the rendered text that
    would go out, judged by the content rules too. has_house: False judges by the law alone.
    """

    frames: FactFrames
    account_id: int
    zone: ZoneInfo | None
    message: RenderedMessage | None = None
    has_house: bool = True


@dataclass(slots=True)
class _Rows:
    """Rows of each frame while a story is read."""

    fields: Fields
    parties: list[dict[str, object]]
    visits: list[dict[str, object]]
    payers: list[dict[str, object]]
    items: list[dict[str, object]]
    events: list[StoryEvent]

    def visit_id(self, key: str | None, line: int) -> int | None:
        """The id of a visit by its key; the only one where no key is given."""
        if key is None and len(self.visits) == 1:
            return 1
        keys = [str(visit["visit_key"]) for visit in self.visits]
        if key in keys:
            return keys.index(key) + 1
        message = "It does not say which visit it is about." if key is None else f"There is no visit {key!r}."
        self.fields.fault("visit", line, message, f"Visits: {', '.join(keys) or 'none; add one under `visits`'}.")
        return None


def read_story(
    text: str,
    name: str,
    *,
    zone_of_zip: ZoneOfZip = lambda _: None,
    zones_of_phone: ZonesOfPhone = lambda _: (),
) -> Story:
    """The account of a story. Zones that it does not tell are asked for. Raises StoryError with every fault."""
    node, findings = read_lined(text, name=name)
    fields = Fields(name, findings, noun="story")
    story = None if node is None else fields.table(node, 1, "A story", WORDS)
    if story is None:
        raise StoryError(findings)
    rows = _Rows(fields, [], [], [], [], [])
    organization = _read_organization(story, rows, fields)
    _read_persons(story, rows, zone_of_zip, zones_of_phone)
    _read_visits(story, rows)
    _read_balances(story, rows)
    message, has_house = _read_message(story, fields), plain(story.get("house")) is not False
    zone = _zone_of(rows.parties[0].get("zone") if rows.parties else None)
    rows.events += read_events(story, fields, zone)
    for event in rows.events:
        if event.visit_key is not None:
            rows.visit_id(event.visit_key, event.line)
    last_payment_on = _read_payments(story, fields)
    if findings:
        raise StoryError(sorted(findings, key=lambda finding: finding.at.line or 0))
    date_first_statements(rows.visits, rows.events)
    tables = StoryRows(organization, rows.parties, rows.visits, rows.payers, rows.items, rows.events, last_payment_on)
    return Story(build_frames(tables, name=name), ACCOUNT_ID, zone, message, has_house)


def judge_story(
    text: str,
    *,
    act: Act | str,
    at: datetime,
    rulebook: Rulebook,
    name: str = "story",
    zone_of_zip: ZoneOfZip = lambda _: None,
    zones_of_phone: ZonesOfPhone = lambda _: (),
) -> dict[str, object]:
    """The verdict of one act at a moment: verdict, until, and each rule that holds or forbids, as plain JSON values.

    at: an instant; without an offset it is the hour where the guarantor's address is. Later events are not seen.
    """
    story = read_story(text, name, zone_of_zip=zone_of_zip, zones_of_phone=zones_of_phone)
    explanation = explain_story(story, act=Act(act), at=at, rulebook=rulebook)
    return {
        "verdict": str(explanation.verdict),
        "until": _say(explanation.until),
        "coverage": dict(explanation.coverage),
        "rules": [
            {
                "rule": answer.rule,
                "verdict": str(answer.verdict),
                "until": _say(answer.until),
                "cite": answer.cite,
                "says": answer.says,
                "facts": {fact: _say(value) for fact, value in answer.facts.items()},
            }
            for answer in explanation.rules
        ],
    }


def explain_story(story: Story, *, act: Act, at: datetime, rulebook: Rulebook) -> Explanation:
    """The same, as the engine says it."""
    frames = story.frames
    if at.tzinfo is not None:
        known = pl.col("happened_at").is_null() | (pl.col("happened_at") <= at.astimezone(UTC))
        frames = FactFrames(
            frames.accounts, frames.parties, frames.visits, frames.visit_payers, frames.item_balances, frames.balances,
            frames.events.filter(known),
        )  # fmt: skip
        day, moment = at.astimezone(story.zone or at.tzinfo).date(), at
    elif story.zone is not None:
        return explain_story(story, act=act, at=at.replace(tzinfo=story.zone), rulebook=rulebook)
    else:
        day, moment = at.date(), at.time()
    if not story.has_house:
        lawful = {name: rule for name, rule in rulebook.rules.items() if rule.is_law}
        rulebook = replace(rulebook, rules=lawful)
    facts = derive_facts(frames, day=day, at=moment).collect()
    verdicts = judge(facts, rulebook=rulebook, day=day, acts=[act])
    explanation = explain(verdicts, facts, story.account_id, act, rulebook)
    return explanation if story.message is None else _with_content(explanation, story.message, facts, rulebook)


def _with_content(
    explanation: Explanation, message: RenderedMessage, facts: pl.DataFrame, rulebook: Rulebook
) -> Explanation:
    """The explanation with what the content rules say of the message. Content never lets go by waiting."""
    act, row = explanation.act, facts.row(0, named=True)
    answers = judge_content(
        message,
        act=act,
        party=OrganizationKind(str(row["organization_kind"])),
        state=row["patient_state"],
        facility_state=row["facility_state"],
        day=explanation.day,
        rulebook=rulebook,
        facts={name: row.get(fact.column(act)) for name, fact in rulebook.facts.items()},
    )
    if not answers:
        return explanation
    order = (Verdict.FORBID, Verdict.HOLD, Verdict.FREE)
    rules = sorted([*explanation.rules, *answers], key=lambda answer: order.index(answer.verdict))
    return replace(explanation, verdict=rules[0].verdict, until=None, rules=tuple(rules))


def _say(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return [_say(item) for item in value] if isinstance(value, list) else value


def _read_message(story: Table, fields: Fields) -> RenderedMessage | None:
    if story.get("message") is None:
        return None
    table = fields.table(story.get("message"), story.line, "`message`", ("text", "notices", "language"))
    if table is None:
        return None
    text = fields.text(table, "text", "`message`") or ""
    notices = plain(table.get("notices")) or {}
    if not isinstance(notices, dict):
        fields.fault(
            "shape", table.line, "`notices` of `message` must be a table.", "notices: {opt_out_line: Reply STOP to end}"
        )
        notices = {}
    language = fields.text(table, "language", "`message`", needed=False) or "en"
    return RenderedMessage(text, {str(name): str(wording) for name, wording in notices.items()}, language)


def _read_organization(story: Table, rows: _Rows, fields: Fields) -> dict[str, object]:
    table = fields.table(story.get("organization"), story.line, "`organization`", ("kind", "state", "name", "creditor"))
    if table is None:
        return {}
    if "creditor" in table.items:
        creditor = fields.one_of(table.get("creditor"), table.line, "`creditor`", tuple(OrganizationKind))
        rows.events.append(
            StoryEvent(EventKind.CREDITOR_IS, date(1900, 1, 1), None, None, creditor, None, None, table.line)
        )
    kind = fields.one_of(table.get("kind"), table.line, "`kind` of the organization", tuple(OrganizationKind))
    return {"organization_kind": kind, "facility_state": fields.text(table, "state", "`organization`", needed=False)}


def _read_persons(story: Table, rows: _Rows, zone_of_zip: ZoneOfZip, zones_of_phone: ZonesOfPhone) -> None:
    guarantor = story.get("guarantor")
    if guarantor is not None:
        table = rows.fields.table(guarantor, story.line, "`guarantor`", GUARANTOR_WORDS)
        if table is not None:
            person = _read_person(table, rows.fields) | _read_zones(table, rows.fields, zone_of_zip, zones_of_phone)
            rows.parties.append(person)
    for node in rows.fields.rows(story.get("patients"), story.line, "`patients`"):
        if (table := rows.fields.table(node, node.line, "A patient", ("name", "born", "is_qmb"))) is not None:
            rows.parties.append(_read_person(table, rows.fields))


def _read_person(table: Table, fields: Fields) -> dict[str, object]:
    name = fields.text(table, "name", "A person")
    first_name, _, last_name = (name or "").rpartition(" ")
    texts = {word: fields.text(table, word, "A person", needed=False) for word in PERSON_TEXTS}
    born = fields.day(table, "born", "A person", needed=False)
    is_qmb = _read_bool(table, "is_qmb", fields)
    known: dict[str, object] = {
        "party_key": name,
        "first_name": first_name,
        "last_name": last_name,
        "birth_on": born,
        "is_qmb": is_qmb,
    }
    return known | texts


def _read_zones(
    table: Table, fields: Fields, zone_of_zip: ZoneOfZip, zones_of_phone: ZonesOfPhone
) -> dict[str, object]:
    """The zones that the story names, else those of the ZIP and of the number."""
    zip_code, phone = (fields.text(table, word, "A person", needed=False) for word in ("zip", "phone"))
    zone = fields.text(table, "zone", "A person", needed=False) or (zone_of_zip(zip_code) if zip_code else None)
    named_zones = [str(plain(item)) for item in fields.rows(table.get("phone_zones"), table.line, "`phone_zones`")]
    zones = named_zones or (list(zones_of_phone(phone)) if phone else [])
    for one in (*([zone] if zone else []), *zones):
        if _zone_of(one) is None:
            fields.fault("zone", table.line, f"{one!r} is no IANA time zone.", "Write it as America/New_York.")
    return {"zone": zone, "phone_zones": zones or None}


def _read_bool(table: Table, word: str, fields: Fields) -> bool | None:
    value = plain(table.get(word))
    if value is not None and not isinstance(value, bool):
        fields.fault(
            "shape", table.items[word].line, f"`{word}` is {value!r}.", "Write true or false, or leave it out."
        )
        return None
    return value


def _read_visits(story: Table, rows: _Rows) -> None:
    fields = rows.fields
    for number, node in enumerate(fields.rows(story.get("visits"), story.line, "`visits`"), start=1):
        if (table := fields.table(node, node.line, "A visit", VISIT_WORDS)) is None:
            continue
        days = {word: fields.day(table, word, "A visit", needed=word == "service_on") for word in VISIT_DAYS}
        key = fields.text(table, "visit", "A visit", needed=False) or f"visit {number}"
        if any(visit["visit_key"] == key for visit in rows.visits):
            fields.fault("visit", table.line, f"Two visits are named {key!r}.", "Rename one.")
        patient_id = _patient_id(fields.text(table, "patient", "A visit", needed=False), table.line, rows)
        if (is_qmb := _read_bool(table, "is_qmb", fields)) is not None and rows.parties:
            rows.parties[patient_id - 1]["is_qmb"] = is_qmb
        rows.visits.append(
            {"visit_id": number, "visit_key": key, "patient_id": patient_id, **days, "is_opening": False}
        )
        if (estimate := table.get("estimate")) is not None and days["service_on"] is not None:
            cents = read_money(Table(estimate.line, {"dollars": estimate}), "`estimate`", fields)
            estimate_event = StoryEvent(
                EventKind.ESTIMATE_GIVEN, days["service_on"], None, None, None, key, cents, estimate.line
            )
            rows.events.append(estimate_event)
        _read_payers(table, number, rows)


def _patient_id(name: str | None, line: int, rows: _Rows) -> int:
    names = [person["party_key"] for person in rows.parties]
    if name is not None and name not in names:
        known = ", ".join(str(one) for one in names)
        rows.fields.fault("patient", line, f"There is no person named {name!r}.", f"Persons of the story: {known}.")
    return names.index(name) + 1 if name in names else 1


def _read_payers(visit: Table, visit_id: int, rows: _Rows) -> None:
    fields = rows.fields
    for number, node in enumerate(fields.rows(visit.get("payers"), visit.line, "`payers`"), start=1):
        if (table := fields.table(node, node.line, "A payer", ("kind", "level", "name"))) is None:
            continue
        kind = fields.one_of(table.get("kind"), table.line, "`kind` of a payer", tuple(PayerKind))
        level = plain(table.get("level")) or number
        name = fields.text(table, "name", "A payer", needed=False)
        rows.payers.append({"visit_id": visit_id, "level_no": level, "payer_name": name, "payer_kind": kind})


def _read_balances(story: Table, rows: _Rows) -> None:
    fields = rows.fields
    for number, node in enumerate(fields.rows(story.get("balances"), story.line, "`balances`"), start=1):
        if (table := fields.table(node, node.line, "A balance", BALANCE_WORDS)) is None:
            continue
        cents = read_money(table, "A balance", fields) or 0
        visit_id = rows.visit_id(fields.text(table, "visit", "A balance", needed=False), table.line)
        balance_owner = BalanceOwner.PATIENT
        if "balance_owner" in table.items:
            found = fields.one_of(
                table.get("balance_owner"), table.line, "`balance_owner` of a balance", tuple(BalanceOwner)
            )
            balance_owner = BalanceOwner(found) if found else balance_owner
        charge = table.get("charge")
        charge_cents = (
            cents if charge is None else read_money(Table(charge.line, {"dollars": charge}), "`charge`", fields)
        )
        if visit_id is None:
            continue
        visit = rows.visits[visit_id - 1]
        became_on = fields.day(table, "became_patients_on", "A balance", needed=False)
        rows.items.append(
            {
                "item_id": number,
                "visit_id": visit_id,
                "account_id": ACCOUNT_ID,
                "patient_id": visit["patient_id"],
                "service_on": visit["service_on"],
                "charge_cents": charge_cents,
                "open_cents": cents,
                "balance_owner": str(balance_owner),
                "patient_due_cents": cents if balance_owner is BalanceOwner.PATIENT else 0,
                "became_patients_on": became_on
                or (visit["service_on"] if balance_owner is BalanceOwner.PATIENT else None),
                "reason": fields.text(table, "reason", "A balance", needed=False) or "self_pay",
            }
        )


def _read_payments(story: Table, fields: Fields) -> date | None:
    days: list[date] = []
    for node in fields.rows(story.get("payments"), story.line, "`payments`"):
        if (table := fields.table(node, node.line, "A payment", ("on", "dollars", "cents"))) is not None:
            day, cents = fields.day(table, "on", "A payment"), read_money(table, "A payment", fields)
            days += [day] if day is not None and cents else []
    return max(days, default=None)


def _zone_of(name: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(str(name)) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
