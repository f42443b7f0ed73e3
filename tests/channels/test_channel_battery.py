"""What every channel holds, found by folder: slots, needs, the plain-language check, and no sibling."""

import ast
import hashlib
import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from remindful.core.words.kinds import ACT_MEDIUM, Act, EventKind
from remindful.core.words.messages import Addressee
from remindful.edges import channels
from remindful.edges.channels import (
    SendSettings,
    channel_for,
    checking,
    find_acts,
    find_channels,
    missing_fields,
    wording,
)
from tests.channels.added_channel import text_channel_added

FOLDER = Path(channels.__file__).parent
PRODUCT = FOLDER.parents[1]
#: A statement has a meaning of its own in law and on the ladder; the other acts are known to their channel only.
NAMES_AN_ACT = re.compile(
    r"Act\.(LETTER|EMAIL|TEXT)\b|EventKind\.\w+_SENT|channels\.(letter|email)\b|Medium\.(EMAIL|TEXT)"
)
SENDING = ("core/strategy", "flow/messages", "flow/night", "flow/office")


def test_the_channels_are_those_with_a_folder():
    assert [channel.name for channel in find_channels()] == ["email", "letter"]


@pytest.mark.parametrize("channel", find_channels(), ids=lambda channel: channel.name)
def test_a_channel_serves_acts_of_its_medium_and_needs_fields_that_exist(channel):
    assert channel.acts
    assert {channel.medium} == {ACT_MEDIUM[act] for act in channel.acts}
    assert set(channel.required_fields) <= {field.name for field in fields(Addressee)}
    assert (FOLDER / channel.name / "templates").is_dir()


def empty_slots(channel) -> list[str]:
    """The slots of a channel that say nothing: no words, no items, nothing to call, or a batch of none."""
    values = {field.name: getattr(channel, field.name) for field in fields(channel)}
    return [name for name, value in values.items() if not callable(value) and not value]


def misfits(channel) -> list[str]:
    """What a channel says that cannot be true."""
    faults = empty_slots(channel)
    faults += [f"{act} is not by {channel.medium}" for act in channel.acts if ACT_MEDIUM[act] is not channel.medium]
    faults += [f"{kind} says nothing was sent" for kind in channel.sent_events.values() if not kind.endswith("_sent")]
    faults += [] if "en" in channel.languages else ["English, for whoever reads none of its languages, is missing"]
    faults += [
        f"nobody has a {need}"
        for need in channel.required_fields
        if need not in {each.name for each in fields(Addressee)}
    ]
    return faults


@pytest.mark.parametrize("channel", find_channels(), ids=lambda channel: channel.name)
def test_a_channel_fills_every_slot(channel, tmp_path):
    settings = SendSettings(tmp_path, date(2025, 3, 3), of_channel={channel.name: channel.read_settings({})})

    assert [] == misfits(channel)
    assert channel.name == channel.render.__module__.rpartition(".")[2]
    assert str(tmp_path) in channel.describe_outlet(settings)
    assert channel.may_resend(settings)
    assert channel.close_day(settings) is None
    assert channel.withdraw(settings, settings.day, 1) is None
    assert [] == list(tmp_path.iterdir())


def test_an_added_folder_fills_every_slot_too():
    with text_channel_added() as added:
        assert ["email", "letter", "text"] == [channel.name for channel in find_channels()]
        assert [Act.STATEMENT, Act.LETTER, Act.EMAIL, Act.TEXT] == [*find_acts()]
        assert [] == misfits(added)
    assert channel_for(Act.TEXT) is None


@pytest.mark.parametrize(
    ("slot", "value", "fault"),
    [
        ("languages", (), "languages"),
        ("batch_size", 0, "batch_size"),
        ("description", "", "description"),
        ("sent_events", {Act.CALL: EventKind.CALL_PLACED}, "call is not by email"),
        ("sent_events", {Act.EMAIL: EventKind.EMAIL_BOUNCED}, "email_bounced says nothing was sent"),
        ("languages", ("es",), "English, for whoever reads none of its languages, is missing"),
        ("required_fields", ("fax",), "nobody has a fax"),
    ],
)
def test_a_channel_that_leaves_a_slot_empty_or_wrong_is_found(slot, value, fault):
    assert fault in misfits(replace(channel_for(Act.EMAIL), **{slot: value}))


def test_two_channels_for_one_act_are_refused(monkeypatch):
    email = channel_for(Act.EMAIL)
    monkeypatch.setattr(channels, "find_channels", lambda: (email, replace(email, name="second")))

    with pytest.raises(AssertionError, match="email is served by"):
        channel_for(Act.EMAIL)


def acts_named(texts: dict[str, str]) -> list[str]:
    return sorted(name for name, text in texts.items() if NAMES_AN_ACT.search(text))


def test_what_sends_names_no_act_of_a_channel():
    files = [file for room in SENDING for file in sorted((PRODUCT / room).rglob("*.py"))]

    assert len(files) > 20
    assert [] == acts_named({file.name: file.read_text("utf-8") for file in files})


@pytest.mark.parametrize(
    "planted",
    ["if batch.act is Act.EMAIL:", "kind = EventKind.LETTER_SENT", "from remindful.edges.channels.letter import x"],
)
def test_an_act_that_is_named_there_is_found(planted):
    assert ["reach.py"] == acts_named({"reach.py": planted, "line.py": "if batch.act is Act.STATEMENT:"})


@pytest.mark.parametrize("channel", find_channels(), ids=lambda channel: channel.name)
def test_a_channel_never_imports_its_sibling(channel):
    siblings = {f"remindful.edges.channels.{other.name}" for other in find_channels()} - {
        f"remindful.edges.channels.{channel.name}"
    }
    files = sorted((FOLDER / channel.name).glob("*.py"))
    imported = {
        name
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }

    assert files
    assert not {name for name in imported if any(name.startswith(sibling) for sibling in siblings)}


@pytest.mark.parametrize(("template", "language"), wording.find_templates())
@pytest.mark.parametrize("act", [Act.STATEMENT, Act.LETTER, Act.EMAIL])
def test_every_template_passes_the_check_in_every_act(make_content, a_visit, hospital, act, template, language):
    visits = (a_visit(0, lines=3), a_visit(9, patient="Mateo Lopez", paid_cents=1_000))
    content = make_content(
        act=act, template=template, language=language, visits=visits, unapplied_cents=500, sender=hospital
    )
    channel = channel_for(act)
    (rendered,) = channel.render([content])

    assert checking.check_message(content, rendered) == []
    assert hashlib.sha256(rendered.body).hexdigest() == rendered.sha256
    assert rendered.template_version.startswith(f"{template}.{language} ")


@pytest.mark.parametrize("act", [Act.STATEMENT, Act.LETTER, Act.EMAIL])
@pytest.mark.parametrize(("unapplied_cents", "said"), [(4_000, "nothing"), (5_000, "credit")])
def test_a_paid_account_passes_the_check_too(make_content, act, unapplied_cents, said):
    content = make_content(act=act, unapplied_cents=unapplied_cents)
    (rendered,) = channel_for(act).render([content])

    assert checking.check_message(content, rendered) == [], said


def test_names_are_not_ours_to_judge(make_content, office, a_visit):
    visit = a_visit(0)
    line = replace(visit.lines[0], description="Blood collection, urgent, at once")
    content = make_content(sender=replace(office, name="Bay Urgent Care"), visits=(replace(visit, lines=(line,)),))
    (rendered,) = channel_for(Act.STATEMENT).render([content])

    assert checking.check_message(content, rendered) == []


def test_a_threat_in_a_rendered_message_is_found(make_content):
    content = make_content()
    (rendered,) = channel_for(Act.STATEMENT).render([content])
    spoiled = replace(rendered, text=f"{rendered.text}\nThis is your final notice.")

    assert [finding.code for finding in checking.check_message(content, spoiled)] == ["text.threat"]


def test_a_message_without_the_hospitals_help_is_found(make_content, hospital):
    content = make_content(sender=hospital)
    (rendered,) = channel_for(Act.STATEMENT).render([content])
    spoiled = replace(rendered, text=rendered.text.replace(hospital.assistance_url, "our web site"))

    assert [finding.code for finding in checking.check_message(content, spoiled)] == ["text.notice_missing"]


@pytest.mark.parametrize(
    ("act", "changes", "missing"),
    [
        (Act.STATEMENT, {}, ()),
        (Act.STATEMENT, {"line1": None}, ("line1",)),
        (Act.STATEMENT, {"line1": "  "}, ("line1",)),
        (Act.STATEMENT, {"zip": "3250"}, ("zip",)),
        (Act.STATEMENT, {"zip": "32507-0001"}, ()),
        (Act.STATEMENT, {"state": "Florida"}, ("state",)),
        (Act.STATEMENT, {"email": None}, ()),
        (Act.EMAIL, {"line1": None}, ()),
        (Act.EMAIL, {"email": None}, ("email",)),
        (Act.EMAIL, {"email": "ana at mail"}, ("email",)),
        (Act.EMAIL, {"email": "ana@mail.example\r\nBcc: all@mail.example"}, ("email",)),
        (Act.EMAIL, {"name": ""}, ("name",)),
    ],
)
def test_a_message_without_its_needs_is_told(ana, act, changes, missing):
    assert missing == missing_fields(channel_for(act), replace(ana, **changes))


def test_an_act_that_no_channel_serves_waits_for_a_person():
    assert channel_for(Act.CALL) is None
