"""The audit log at the command line: what was imported is there with who did it, in words and as JSON."""

import pytest

from tests.faces.files import GROUP

pytestmark = pytest.mark.xdist_group("faces-audit")


@pytest.fixture(scope="module")
def acted(desk):
    """The office of the desk, where Ann Rivera keeps what a payer asks for."""
    done = desk.run("referrals", "needs", "AETNA", "--referral", "--org", GROUP, REMINDFUL_ACTOR="Ann Rivera")
    assert 0 == done.code, done
    return desk


def test_an_event_has_its_moment_place_person_and_numbers(acted):
    [event] = acted.run("audit", "--actor", "Ann Rivera", "--json").json

    assert ["recorded_at", "organization", "actor", "origin", "act", "subject", "details"] == [*event]
    assert {"needs_referral": True} == event.pop("details")
    assert {
        "recorded_at": "2026-05-04T12:00:00-04:00", "organization": GROUP, "actor": "Ann Rivera", "origin": "command line",
        "act": "keep payer needs", "subject": "payer AETNA",
    } == event  # fmt: skip


def test_the_log_is_shown_newest_first_with_the_organization(acted):
    told = acted.run("audit")

    assert 0 == told.code
    assert told.out.index("keep payer needs") < told.out.index("import office")
    assert "2026-05-04 12:00" in told.out
    assert "organization" in told.out
    assert 1 == len(acted.run("audit", "--limit", "1", "--json").json)


def test_what_nobody_did_is_said(acted):
    assert "No audit events match." in acted.run("audit", "--act", "dance").out
    assert [] == acted.run("audit", "--since", "2026-05-05", "--json").json


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "Ann\nRivera"])
def test_a_name_that_cannot_be_shown_is_refused_before_anything_is_changed(acted, name):
    told = acted.run("referrals", "needs", "CIGNA", "--referral", "--org", GROUP, REMINDFUL_ACTOR=name)

    assert (2, "") == (told.code, told.out)
    assert "REMINDFUL_ACTOR" in told.err
    assert "payer CIGNA" not in acted.run("audit").out
