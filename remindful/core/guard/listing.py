"""A rulebook shown: which rules there are, and what was read where. Frames for tables on a screen or in a terminal."""

from datetime import date

import polars as pl

from remindful.core.law.rule import Rule, Rulebook
from remindful.core.words.kinds import Act, OrganizationKind


def list_rules(
    rulebook: Rulebook,
    *,
    jurisdiction: str | None = None,
    topic: str | None = None,
    act: Act | None = None,
    party: OrganizationKind | None = None,
    day: date | None = None,
) -> pl.DataFrame:
    """One row a rule that fits every filter given, with RULE_COLUMNS.

    frees: whether it may free anything: not while its law is doubtful, nor from knowledge alone without a sign-off.
    """
    fitting = [
        rule
        for rule in rulebook.rules.values()
        if (jurisdiction is None or rule.jurisdiction == jurisdiction)
        and (topic is None or rule.topic == topic)
        and (act is None or act in rule.acts)
        and (party is None or party in rule.parties)
        and (day is None or rule.is_in_force(day))
    ]
    return pl.DataFrame([_rule_row(rule, rulebook) for rule in fitting], schema=RULE_COLUMNS, orient="row")


RULE_COLUMNS = {
    **dict.fromkeys(("rule", "says", "jurisdiction", "topic", "form", "acts", "parties", "cite", "read"), pl.String()),
    "read_on": pl.Date(),
    "frees": pl.Boolean(),
    "signed_by": pl.String(),
    "starts_on": pl.Date(),
    "ends_on": pl.Date(),
    "cases": pl.Int64(),
    "file": pl.String(),
}


def _rule_row(rule: Rule, rulebook: Rulebook) -> dict[str, object]:
    signoff = rulebook.signoffs.get(rule.id)
    return {
        "rule": rule.id,
        "says": rule.says,
        "jurisdiction": rule.jurisdiction,
        "topic": rule.topic,
        "form": type(rule.form).__name__.lower().replace("forbidwhen", "forbid_when"),
        "acts": ", ".join(rule.acts) if len(rule.acts) < len(Act) else "any",
        "parties": ", ".join(rule.parties) if len(rule.parties) < len(OrganizationKind) else "any",
        "cite": "; ".join(citation.cite for citation in rule.law),
        "read": "uncertain" if rule.is_uncertain else rule.best_read,
        "read_on": max(citation.read_on for citation in rule.law),
        "frees": rulebook.frees(rule),
        "signed_by": signoff.by if signoff else None,
        "starts_on": rule.starts_on,
        "ends_on": rule.ends_on,
        "cases": len(rule.cases),
        "file": rule.at.file,
    }


COVERAGE_COLUMNS = {
    **dict.fromkeys(("jurisdiction", "topic", "status"), pl.String()),
    "rules": pl.Int64(),
    "read_on": pl.Date(),
    **dict.fromkeys(("reader", "source", "acts", "parties", "note"), pl.String()),
}


def coverage_table(rulebook: Rulebook, *, state: str | None = None, today: date | None = None) -> pl.DataFrame:
    """One row a line of coverage, and one for each jurisdiction and topic that stands nowhere, as unread.

    state: only federal law and this state's. today: adds read_days_ago, so that old readings are seen.
    """
    jurisdictions = ("us", *(state.lower() for state in rulebook.facts["patient_state"].values or ()))
    counts: dict[tuple[str, str], int] = {}
    for rule in rulebook.rules.values():
        counts[rule.jurisdiction, rule.topic] = counts.get((rule.jurisdiction, rule.topic), 0) + 1
    rows: list[dict[str, object]] = [
        {
            "jurisdiction": line.jurisdiction,
            "topic": line.topic,
            "status": line.status,
            "rules": counts.get((line.jurisdiction, line.topic), 0),
            "read_on": line.read_on,
            "reader": line.reader,
            "source": line.source,
            "acts": ", ".join(line.acts) if line.acts != rulebook.topics[line.topic].acts else "all of the topic",
            "parties": ", ".join(line.parties) if len(line.parties) < len(OrganizationKind) else "any",
            "note": line.note,
        }
        for line in rulebook.coverage
    ]
    listed = {(line.jurisdiction, line.topic) for line in rulebook.coverage}
    unread: list[dict[str, object]] = [
        {"jurisdiction": code, "topic": topic, "status": "unread", "rules": 0, "note": "is not listed"}
        for code in jurisdictions
        for topic in rulebook.topics
        if (code, topic) not in listed
    ]
    full = [{name: row.get(name) for name in COVERAGE_COLUMNS} for row in rows + unread]
    table = pl.DataFrame(full, schema=COVERAGE_COLUMNS, orient="row")
    if state is not None:
        table = table.filter(pl.col("jurisdiction").is_in(["us", state.lower()]))
    if today is not None:
        table = table.with_columns(read_days_ago=(pl.lit(today) - pl.col("read_on")).dt.total_days())
    return table
