"""topics.yaml, coverage.yaml, signoff.yaml: the questions that law answers, what was read of them, who vouches."""

from collections.abc import Mapping
from typing import cast

from remindful.core.law.fields import Fields
from remindful.core.law.formula import did_you_mean
from remindful.core.law.lined import Row, Table, read_lined
from remindful.core.law.rule import STATUSES, LawCoverage, SignOff, Status, Topic
from remindful.core.words.kinds import OrganizationKind

TOPIC_WORDS = ("topic", "asks", "acts")
COVERAGE_WORDS = ("jurisdiction", "topic", "status", "read_on", "reader", "source", "acts", "party", "note")


def read_topics(text: str, fields: Fields) -> dict[str, Topic]:
    """The closed list of questions."""
    found: dict[str, Topic] = {}
    for table in _rows(text, fields, "A topic", TOPIC_WORDS):
        topic, asks = fields.text(table, "topic", "A topic"), fields.text(table, "asks", "A topic")
        acts = fields.acts(table.get("acts"), "The act")
        if topic in found:
            fields.fault("topic", table.line, f"Topic `{topic}` is listed twice.", "Keep one.")
        if not acts:
            fields.fault("topic", table.line, f"Topic `{topic}` concerns no act.", "Add acts: [...].")
        if topic and asks and acts:
            found[topic] = Topic(topic, asks, acts)
    return found


def read_coverage(
    text: str, fields: Fields, topics: Mapping[str, Topic], jurisdictions: tuple[str, ...]
) -> list[LawCoverage]:
    """What was read of each topic in each jurisdiction. What stands nowhere is unread."""
    found: list[LawCoverage] = []
    for table in _rows(text, fields, "A line of coverage", COVERAGE_WORDS):
        what = "of a line of coverage"
        jurisdiction = fields.one_of(table.get("jurisdiction"), table.line, f"The jurisdiction {what}", jurisdictions)
        topic = fields.one_of(table.get("topic"), table.line, f"The topic {what}", tuple(topics))
        status = fields.one_of(table.get("status"), table.line, f"The status {what}", STATUSES)
        is_read = status not in (None, "unread")
        read_on = fields.day(table, "read_on", "A line of coverage", needed=is_read)
        reader = fields.text(table, "reader", "A line of coverage", needed=is_read)
        source, note = (fields.text(table, word, "A line of coverage", needed=False) for word in ("source", "note"))
        if jurisdiction is None or topic is None or status is None:
            continue
        acts = fields.acts(table.get("acts"), "The act") or topics[topic].acts
        for act in acts:
            if act not in topics[topic].acts:
                remedy = f"Add it to the topic, or leave it out here. {did_you_mean(act, topics[topic].acts)}"
                fields.fault("coverage", table.line, f"Topic `{topic}` does not concern `{act}`.", remedy)
        parties = fields.parties(table.get("party"), "The party") or tuple(OrganizationKind)
        at = fields.at(table.line)
        found.append(
            LawCoverage(jurisdiction, topic, cast("Status", status), read_on, reader, source, acts, parties, note, at)
        )
    return found


def read_signoffs(text: str, fields: Fields) -> dict[str, SignOff]:
    """Who of the house vouches for which rule."""
    found: dict[str, SignOff] = {}
    for table in _rows(text, fields, "A sign-off", ("rule", "by", "on")):
        rule, by = fields.text(table, "rule", "A sign-off"), fields.text(table, "by", "A sign-off")
        on = fields.day(table, "on", "A sign-off")
        if rule and by and on:
            found[rule] = SignOff(rule, by, on, fields.at(table.line))
    return found


def _rows(text: str, fields: Fields, what: str, known: tuple[str, ...]) -> list[Table]:
    node, findings = read_lined(text, name=fields.file)
    # An empty file of lines is a list of none.
    fields.findings += [finding for finding in findings if finding.code != "yaml.empty"]
    if node is None:
        return []
    if not isinstance(node, Row):
        fields.fault("shape", node.line, "The file must be a list.", "Begin each line with `- `.")
        return []
    return [table for row in node.items if (table := fields.table(row, row.line, what, known)) is not None]
