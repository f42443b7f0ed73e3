"""One rule out of its YAML file: schema, citations, terms, predicates. Cases are read in read_case."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import cast

from remindful.core.law.check_rule import check_whole
from remindful.core.law.fields import Fields
from remindful.core.law.formula import Vocabulary
from remindful.core.law.lined import Table, plain, read_lined
from remindful.core.law.read_case import read_cases
from remindful.core.law.read_form import FORMS, read_expression, read_form
from remindful.core.law.read_terms import mark_business, read_terms
from remindful.core.law.rule import READS, Citation, Read, Rule, Where
from remindful.core.words.facts import Fact, FactType
from remindful.core.words.findings import Finding

WORDS = (
    *("rule", "says", "law", "topic", "binds", "where", "in_force", "when", "unless"),
    *(*FORMS, "until", "overrides", "terms", "cases"),
)
CITATION_WORDS = ("cite", "read_on", "read", "reader", "source", "says")


def read_rule(text: str, *, file: str, facts: Mapping[str, Fact]) -> tuple[Rule | None, list[Finding]]:
    """The rule of a file, or None, and everything that is wrong with it. file: its path within the rulebook."""
    node, findings = read_lined(text, name=file)
    fields = Fields(file, findings)
    if node is None:
        return None, findings
    if isinstance(node, Table):
        fields.key = fields.text(node, "rule", "A rule")
    table = fields.table(node, 1, "A rule", WORDS)
    rule = None if table is None else _read_parts(table, fields, facts)
    return (rule if not findings else None), findings


def _read_parts(table: Table, fields: Fields, facts: Mapping[str, Fact]) -> Rule | None:
    jurisdiction = _check_id(fields, table)
    says = fields.text(table, "says", "A rule")
    starts_on, ends_on = _read_in_force(table, fields)
    terms = read_terms(table.get("terms"), fields)
    if isinstance(wait := table.get("wait"), Table):
        terms = mark_business(wait, terms, fields)
    words = Vocabulary(facts, terms)
    form = read_form(table, fields, words)
    binds = fields.table(table.get("binds"), table.line, "`binds`", ("act", "party"))
    acts = fields.acts(binds.get("act"), "The act") if binds else ()
    parties = fields.parties(binds.get("party"), "The party") if binds else ()
    if binds and not (acts and parties):
        fields.fault("binds", binds.line, "The rule binds nothing.", "Write binds: {act: [...], party: [...]}.")
    where = _read_where(table, fields, jurisdiction)
    topic, law = fields.text(table, "topic", "A rule"), _read_law(table, fields)
    overrides = tuple(str(plain(item)) for item in fields.rows(table.get("overrides"), table.line, "`overrides`"))
    when, unless = (read_expression(table.get(word), FactType.BOOL, fields, words) for word in ("when", "unless"))
    until = read_expression(table.get("until"), FactType.DATE, fields, words)
    if form is None or not (acts and parties) or fields.key is None or says is None or topic is None:
        return None
    rule = Rule(
        id=fields.key,
        says=says,
        law=law,
        topic=topic,
        jurisdiction=jurisdiction,
        acts=acts,
        parties=parties,
        where=where,
        starts_on=starts_on,
        ends_on=ends_on,
        when=when,
        unless=unless,
        form=form,
        until=until,
        overrides=overrides,
        terms=terms,
        cases=(),
        at=fields.at(table.line),
    )
    check_whole(rule, fields, facts)
    return replace(rule, cases=read_cases(table.get("cases"), table.line, rule, fields, facts))


def _check_id(fields: Fields, table: Table) -> str:
    """The jurisdiction. A rule's id tells its folder and file, so that it can be found by its name."""
    parts = PurePosixPath(fields.file).parts
    folder = parts[-3:-1] if len(parts) > 2 else parts[:-1]
    stem = PurePosixPath(fields.file).stem
    match folder:
        case ("federal", act):
            jurisdiction, prefix = "us", f"us.{act}."
        case ("states", state) if re.fullmatch("[a-z]{2}", state):
            jurisdiction, prefix = state, f"{state}."
        case ("programs", _):
            jurisdiction, prefix = "program", "program."
        case _:
            jurisdiction, prefix = "house", "house."
    if fields.key is not None and not (fields.key.startswith(prefix) and fields.key.endswith(f".{stem}")):
        message = f"A rule in {fields.file} must be named `{prefix}...{stem}`, so that it can be found by its name."
        fields.fault("id", table.key_lines.get("rule"), message, "Rename the rule or move the file.")
    return jurisdiction


def _read_law(table: Table, fields: Fields) -> tuple[Citation, ...]:
    rows = fields.rows(table.get("law"), table.line, "`law`")
    if not rows:
        fields.fault(
            "uncited", table.line, "The rule cites no law.", "Add law: [{cite: ..., read_on: ..., read: ...}]."
        )
    found: list[Citation] = []
    for row in rows:
        if (cited := fields.table(row, row.line, "A citation", CITATION_WORDS)) is None:
            continue
        cite, read_on = fields.text(cited, "cite", "A citation"), fields.day(cited, "read_on", "A citation")
        read = fields.one_of(cited.get("read"), cited.line, "`read` of a citation", READS)
        more = [fields.text(cited, word, "A citation", needed=False) for word in ("reader", "source", "says")]
        if cite and read_on and read:
            found.append(Citation(cite, read_on, cast("Read", read), *more))
    return tuple(found)


def _read_in_force(table: Table, fields: Fields) -> tuple[date | None, date | None]:
    force = fields.table(table.get("in_force"), table.line, "`in_force`", ("from", "to"))
    if force is None:
        return None, None
    starts_on, ends_on = (fields.day(force, word, "`in_force`", needed=False) for word in ("from", "to"))
    if starts_on and ends_on and ends_on <= starts_on:
        fields.fault(
            "in_force",
            force.line,
            "It ends before it begins.",
            "`to` is the first day on which it is no longer law.",
        )
    return starts_on, ends_on


def _read_where(table: Table, fields: Fields, jurisdiction: str) -> Where | None:
    node = table.get("where")
    if len(jurisdiction) == 2 and jurisdiction != "us":
        found = (
            "either" if node is None else fields.one_of(node, table.line, "`where`", ("either", "patient", "facility"))
        )
        return cast("Where | None", found)
    if node is not None:
        message = "`where` asks for a state, but this rule is no state's."
        fields.fault("where", node.line, message, "Remove it, or read patient_state in `when`.")
    return None
