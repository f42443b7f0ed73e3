"""Rehearsal: every template that the ladder uses, in each language and for each organization, held against the law."""

from collections.abc import Sequence
from datetime import date

from remindful.core.law import Rulebook
from remindful.core.strategy import Ladder
from remindful.core.words.findings import Finding
from remindful.core.words.kinds import Act
from remindful.edges import channels
from remindful.edges.channels.sample import sample_message
from remindful.flow.messages.reach import Reader, check_text
from remindful.flow.office.organizations import Organization, build_sender


def rehearse(ladder: Ladder, *, rulebook: Rulebook, organizations: Sequence[Organization], day: date) -> list[Finding]:
    """What would keep a template's message back, before anybody should get one.

    Asked for a reader in the organization's own state, of whom nothing else is known.
    """
    uses = {(act, step.template) for segment in ladder.segments for step in segment.steps for act in step.acts}
    return [
        fault
        for organization in organizations
        for act, template in sorted(uses)
        for fault in _rehearse_one(organization, act, template, rulebook=rulebook, day=day)
    ]


def _rehearse_one(
    organization: Organization, act: Act, template: str, *, rulebook: Rulebook, day: date
) -> list[Finding]:
    """Faults in each language of the act's channel."""
    channel = channels.channel_for(act)
    assert channel is not None, f"no channel for {act}"
    sender = build_sender(organization)
    reader = Reader(organization.kind, facility_state=organization.state, state=organization.state)
    found: list[Finding] = []
    for language in channel.languages:
        content = sample_message(sender, act=act, template=template, language=language, day=day)
        [rendered] = channel.render([content])
        faults = check_text(content, rendered, channel=channel, reader=reader, rulebook=rulebook, day=day)
        where = f"{template} ({language}, {act}) of {organization.key}"
        found += [Finding(fault.code, fault.at, f"{where}: {fault.message}", fault.remedy) for fault in faults]
    return found
