"""What stands on each page: the index, one page a jurisdiction, the page of changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from remindful.core.law.rule import LawCoverage, Rule, Rulebook, Topic
from remindful.core.words.kinds import CONTACT_ACTS, EXTRAORDINARY_ACTS, Act, OrganizationKind
from remindful.faces.lawsite import wording
from remindful.faces.lawsite.rule_view import Link, RuleView, link_rule, page_of, view_rule
from remindful.faces.lawsite.tiles import count_topics
from remindful.faces.lawsite.wording import Badge

FEDERAL_ONLY = "federal_only:"


@dataclass(frozen=True, slots=True)
class TopicRow:
    """What was read of a topic here. scope: of which acts and parties, where not of all."""

    topic: str
    asks: str
    scope: str
    badge: Badge
    rules: int
    href: str
    read_on: str
    reader: str
    note: str


@dataclass(frozen=True, slots=True)
class TopicSection:
    """The rules of a topic on a page."""

    topic: str
    name: str
    asks: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A topic across the 51 jurisdictions."""

    name: str
    asks: str
    modelled: int
    federal_only: int
    none_found: int
    unread: int
    federal: Link | None


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A jurisdiction in a list."""

    name: str
    href: str
    rules: int
    modelled: int
    unread: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is another thing from a day on. is_coming: after the site's day."""

    day: date
    says: str
    place: str
    rule: Link
    what: str
    is_coming: bool

    @property
    def day_text(self) -> str:
        """The day in words."""
        return wording.say_day(self.day)


def view_index(rulebook: Rulebook) -> dict[str, object]:
    """The values of index.html, without its map."""
    rules = rulebook.rules.values()
    reads = Counter(citation.read for rule in rules for citation in rule.law)
    return {
        "rules": len(rules),
        "cases": sum(len(rule.cases) for rule in rules),
        "terms": sum(len(rule.terms) for rule in rules),
        "citations": sum(reads.values()),
        "reads": [(badge, reads[name]) for name, badge in wording.READ_BADGES.items()],
        "verdicts": list(wording.VERDICT_BADGES.values()),
        "statuses": wording.STATUS_BADGES,
        "contact_acts": wording.say_list([wording.ACT_NAMES[act] for act in Act if act in CONTACT_ACTS]),
        "extraordinary_acts": wording.say_list([wording.ACT_NAMES[act] for act in Act if act in EXTRAORDINARY_ACTS]),
        "topics": [_count_topic(topic, rulebook) for topic in rulebook.topics.values()],
        "wide": [_link_place(code, rulebook) for code in ("us", "program", "house")],
        "states": [_link_place(code, rulebook) for code in sort_places(wording.STATE_NAMES)],
        "territories": [_link_place(code, rulebook) for code in sort_places(wording.TERRITORY_NAMES)],
    }


def sort_places(codes: Iterable[str]) -> list[str]:
    """Jurisdictions by their names."""
    return sorted(codes, key=lambda code: wording.PLACE_NAMES[code])


def _link_place(code: str, rulebook: Rulebook) -> PlaceLink:
    modelled, unread = count_topics(rulebook, code)
    rules = sum(rule.jurisdiction == code for rule in rulebook.rules.values())
    return PlaceLink(wording.PLACE_NAMES[code], page_of(code), rules, modelled, unread)


def _count_topic(topic: Topic, rulebook: Rulebook) -> CountRow:
    """Each jurisdiction once: by its own rules, else unread if any part of it is, else what was found."""
    statuses_by_code: dict[str, set[str]] = {code: set() for code in wording.STATE_NAMES}
    for line in rulebook.coverage:
        if line.topic == topic.topic and line.jurisdiction in statuses_by_code:
            statuses_by_code[line.jurisdiction].add(_status(line))
    counts: Counter[str] = Counter()
    for statuses in statuses_by_code.values():
        found = statuses or {"unread"}
        counts[next(status for status in ("modelled", "unread", "federal_only", "none_found") if status in found)] += 1
    return CountRow(
        name=wording.say_name(topic.topic).capitalize(),
        asks=topic.asks,
        modelled=counts["modelled"],
        federal_only=counts["federal_only"],
        none_found=counts["none_found"],
        unread=counts["unread"],
        federal=_link_federal(topic.topic, rulebook),
    )


def _link_federal(topic: str, rulebook: Rulebook) -> Link | None:
    rules = sum((rule.jurisdiction, rule.topic) == ("us", topic) for rule in rulebook.rules.values())
    return Link(f"{rules} rule{'s' if rules != 1 else ''}", f"us.html#topic-{topic}") if rules else None


def _status(line: LawCoverage) -> str:
    is_federal = line.status == "none_found" and (line.note or "").startswith(FEDERAL_ONLY)
    return "federal_only" if is_federal else line.status


def view_jurisdiction(jurisdiction: str, rulebook: Rulebook, *, on: date) -> dict[str, object]:
    """The values of a jurisdiction's page."""
    rules = [rule for rule in rulebook.rules.values() if rule.jurisdiction == jurisdiction]
    is_state = jurisdiction in wording.STATE_NAMES or jurisdiction in wording.TERRITORY_NAMES
    lines = [line for line in rulebook.coverage if line.jurisdiction == jurisdiction]
    modelled, unread = count_topics(rulebook, jurisdiction)
    has_coverage = is_state or jurisdiction == "us"
    return {
        "jurisdiction": jurisdiction,
        "is_state": is_state,
        "has_coverage": has_coverage,
        "rule_count": len(rules),
        "case_count": sum(len(rule.cases) for rule in rules),
        "modelled": modelled,
        "unread": unread,
        "topic_count": len(rulebook.topics),
        "rows": [row for topic in rulebook.topics.values() for row in _topic_rows(topic, lines, rules)]
        if has_coverage
        else [_row_without_coverage(topic, rules) for topic in rulebook.topics.values() if _of_topic(rules, topic)],
        "sections": [_section(topic, rules, rulebook, on=on) for topic in _topics_of(rules, rulebook)],
        "federal": _federal_topics(rulebook) if is_state else [],
    }


def _topics_of(rules: Sequence[Rule], rulebook: Rulebook) -> list[Topic]:
    return [topic for topic in rulebook.topics.values() if _of_topic(rules, topic)]


def _of_topic(rules: Sequence[Rule], topic: Topic) -> list[Rule]:
    return sorted((rule for rule in rules if rule.topic == topic.topic), key=lambda rule: rule.id)


def _section(topic: Topic, rules: Sequence[Rule], rulebook: Rulebook, *, on: date) -> TopicSection:
    views = tuple(view_rule(rule, rulebook, on=on) for rule in _of_topic(rules, topic))
    return TopicSection(topic.topic, wording.say_name(topic.topic).capitalize(), topic.asks, views)


def _topic_rows(topic: Topic, coverage: Sequence[LawCoverage], rules: Sequence[Rule]) -> list[TopicRow]:
    lines = [line for line in coverage if line.topic == topic.topic]
    number = len(_of_topic(rules, topic))
    href = f"#topic-{topic.topic}" if number else ""
    name = wording.say_name(topic.topic).capitalize()
    if not lines:
        badge, note = wording.STATUS_BADGES["unread"], "Stands nowhere in the rulebook."
        return [TopicRow(name, topic.asks, "", badge, number, href, "", "", note)]
    return [
        TopicRow(
            topic=name,
            asks=topic.asks,
            scope=_say_scope(line, topic),
            badge=wording.STATUS_BADGES[_status(line)],
            rules=number,
            href=href,
            read_on=wording.say_day(line.read_on) if line.read_on else "",
            reader=line.reader or "",
            note=(line.note or "").removeprefix(FEDERAL_ONLY).strip(),
        )
        for line in lines
    ]


def _say_scope(line: LawCoverage, topic: Topic) -> str:
    acts = wording.say_acts(line.acts) if set(line.acts) != set(topic.acts) else ""
    parties = wording.say_parties(line.parties) if set(line.parties) != set(OrganizationKind) else ""
    return "; ".join(part for part in (acts, parties) if part)


def _row_without_coverage(topic: Topic, rules: Sequence[Rule]) -> TopicRow:
    found = _of_topic(rules, topic)
    last = max(citation.read_on for rule in found for citation in rule.law)
    readers = sorted({citation.reader for rule in found for citation in rule.law if citation.reader})
    return TopicRow(
        topic=wording.say_name(topic.topic).capitalize(),
        asks=topic.asks,
        scope="",
        badge=wording.STATUS_BADGES["modelled"],
        rules=len(found),
        href=f"#topic-{topic.topic}",
        read_on=wording.say_day(last),
        reader=wording.say_list(readers),
        note="",
    )


def _federal_topics(rulebook: Rulebook) -> list[tuple[str, str, Link]]:
    return [
        (wording.say_name(topic.topic).capitalize(), topic.asks, link)
        for topic in rulebook.topics.values()
        if (link := _link_federal(topic.topic, rulebook)) is not None
    ]


def view_changes(rulebook: Rulebook, *, on: date) -> dict[str, object]:
    """The values of terms.html: numbers that change and rules that begin or end, from two years before `on`."""
    since = date(on.year - 2, on.month, min(on.day, 28))
    numbers = [change for rule in rulebook.rules.values() for change in _number_changes(rule, on=on)]
    rules = [change for rule in rulebook.rules.values() for change in _rule_changes(rule, on=on)]
    return {
        "since": wording.say_day(since),
        "tables": [
            ("Numbers that will change", _coming(numbers)),
            ("Rules that will begin or end", _coming(rules)),
            ("Numbers that changed", _past(numbers, since)),
            ("Rules that began or ended", _past(rules, since)),
        ],
    }


def _coming(changes: Iterable[Change]) -> list[Change]:
    return sorted((change for change in changes if change.is_coming), key=_order)


def _past(changes: Iterable[Change], since: date) -> list[Change]:
    return sorted((change for change in changes if since <= change.day and not change.is_coming), key=_order)[::-1]


def _order(change: Change) -> tuple[date, str, str]:
    return (change.day, change.rule.text, change.what)


def _number_changes(rule: Rule, *, on: date) -> list[Change]:
    return [
        _change(rule, day, _say_change(wording.say_name(term.name), term.unit, before, after), on=on)
        for term in rule.terms.values()
        for (_, before), (day, after) in zip(term.values, term.values[1:], strict=False)
    ]


def _say_change(name: str, unit: str, before: int | None, after: int | None) -> str:
    return f"{name}: from {wording.say_amount(before, unit)} to {wording.say_amount(after, unit)}"


def _rule_changes(rule: Rule, *, on: date) -> list[Change]:
    begins = (
        [_change(rule, rule.starts_on, "begins" if rule.starts_on > on else "began", on=on)] if rule.starts_on else []
    )
    ends = [_change(rule, rule.ends_on, "ends" if rule.ends_on > on else "ended", on=on)] if rule.ends_on else []
    return begins + ends


def _change(rule: Rule, day: date, what: str, *, on: date) -> Change:
    place = wording.PLACE_NAMES[rule.jurisdiction]
    return Change(day, rule.says, place, link_rule(rule), what, is_coming=day > on)
