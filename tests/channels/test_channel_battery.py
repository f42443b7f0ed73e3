"""What every channel holds, found by folder: slots, needs, the plain-language check, and no sibling."""

import ast
import hashlib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from remindful.core.words.kinds import ACT_MEDIUM, Act
from remindful.core.words.messages import Addressee
from remindful.edges import channels
from remindful.edges.channels import channel_for, checking, find_channels, missing_needs, wording

FOLDER = Path(channels.__file__).parent


def test_the_channels_are_those_with_a_folder():
    assert [channel.name for channel in find_channels()] == ["email", "letter"]


@pytest.mark.parametrize("channel", find_channels(), ids=lambda channel: channel.name)
def test_a_channel_serves_acts_of_its_medium_and_needs_fields_that_exist(channel):
    assert channel.acts
    assert {channel.medium} == {ACT_MEDIUM[act] for act in channel.acts}
    assert set(channel.needs) <= {field.name for field in fields(Addressee)}
    assert (FOLDER / channel.name / "templates").is_dir()


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
    assert missing == missing_needs(channel_for(act), replace(ana, **changes))


def test_an_act_that_no_channel_serves_waits_for_a_person():
    assert channel_for(Act.CALL) is None
