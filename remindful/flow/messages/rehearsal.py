"""Rehearsal: every template that the ladder uses, in each language and for each organization, held against the law."""

from datetime import date
from typing import Any

import polars as pl

from remindful.core.law import Rulebook
from remindful.core.strategy import Ladder
from remindful.core.words.findings import Finding
from remindful.core.words.kinds import Act
from remindful.edges import channels
from remindful.edges.channels.sample import sample_message
from remindful.edges.channels.wording import LANGUAGES
from remindful.flow.messages.reach import check_text
from remindful.flow.office.organizations import build_sender, of_row


def rehearse(ladder: Ladder, *, rulebook: Rulebook, offices: pl.DataFrame, day: date) -> list[Finding]:
    """What would keep a template's message back, before anybody should get one. offices: reads.organizations.

    Asked for a reader in the organization's own state, of whom nothing else is known.
    """
    uses = {(act, step.template) for segment in ladder.segments for step in segment.steps for act in step.acts}
    return [
        fault
        for office in offices.iter_rows(named=True)
        for act, template in sorted(uses)
        for language in LANGUAGES
        for fault in _rehearse_one(office, act, template, language, rulebook=rulebook, day=day)
    ]


def _rehearse_one(
    office: dict[str, Any], act: Act, template: str, language: str, *, rulebook: Rulebook, day: date
) -> list[Finding]:
    channel = channels.channel_for(act)
    assert channel is not None, f"no channel for {act}"
    content = sample_message(
        build_sender(of_row(office, billing=None)), act=act, template=template, language=language, day=day
    )
    [rendered] = channel.render([content])
    owner = {"organization_kind": office["kind"], "state": office["state"], "facility_state": office["state"]}
    faults = check_text(content, rendered, channel=channel, owner=owner, rulebook=rulebook, day=day)
    where = f"{template} ({language}, {act}) of {office['key']}"
    return [Finding(fault.code, fault.at, f"{where}: {fault.says}", fault.mend) for fault in faults]
