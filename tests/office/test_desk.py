"""The desk: each organization's own day, books and settings; one thing found by its name; who may write, and who acted."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from remindful.core.words.findings import Refusal, WorldFault
from remindful.core.words.kinds import OrganizationKind
from remindful.edges.store import reads
from remindful.flow.intake import split_by_organization
from remindful.flow.office import settings
from remindful.flow.office.actors import Actor, read_actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.records import Account, Encounter, Patient
from tests.actors import CLERK

EVENING = Clock(datetime(2026, 3, 3, 4, 30, tzinfo=UTC))  # 3 March in New York, 23:30 on 2 March; 18:30 in Honolulu
MORNING = Clock(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))  # 03:00 on 3 March in New York; 22:00 on 2 March in Honolulu

pytestmark = pytest.mark.usefixtures("fresh_database")


def open_offices(*keys: str, zones: tuple[str, ...] = ("America/New_York", "Pacific/Honolulu")) -> None:
    rows = [
        {
            "key": key, "name": key.title(), "kind": str(OrganizationKind.PROVIDER), "line1": "1 Way", "city": "Town", "state": "FL",
            "zip": "32301", "zone": zone, "phone": "8505550100", "hours": "", "email_from": "a@example.org", "website": "",
            "pay_url": "https://example.org/pay",
        }
        for key, zone in zip(keys, zones, strict=False)
    ]  # fmt: skip
    with open_desk(MORNING, actor=CLERK, requires_office=False) as desk:
        desk.store.append_new("organization", pl.DataFrame(rows), on=("key",))


def add_encounter(organization: str, key: str, patient: str = "p1") -> None:
    with open_desk(MORNING, organization=organization, actor=CLERK) as desk:
        encounter = {
            "encounter_key": [key],
            "party_key": [patient],
            "form": ["P"],
            "started_on": [date(2026, 3, 1)],
            "is_finished": [True],
        }
        desk.only().store.append("encounter", pl.DataFrame(encounter))


def refused(work) -> Refusal:
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value


def find(name: str, kind=Encounter):
    with open_desk(MORNING) as desk:
        one, record = desk.find(kind, name)
        return one.key, record


def test_each_organization_has_the_day_where_it_is():
    open_offices("east", "west")
    with open_desk(MORNING) as desk:
        assert [date(2026, 3, 3), date(2026, 3, 2)] == [one.day for one in desk]
        assert [date(2026, 3, 3), date(2026, 3, 2)] == [one.today for one in desk]
    with open_desk(EVENING) as desk:
        assert [date(2026, 3, 2), date(2026, 3, 2)] == [one.day for one in desk]


def test_a_day_that_has_not_come_where_an_organization_is_is_refused_by_name():
    open_offices("east", "west")
    with open_desk(MORNING, on=date(2026, 3, 3)) as desk:
        east, west = desk
        east.check_day()

        assert "today is 2026-03-02 at west" in refused(west.check_day).message


def test_without_an_office_the_desk_says_what_to_do():
    refusal = refused(lambda: open_desk(MORNING).__enter__())

    assert "no office yet" in refusal.message
    assert "office.yaml" in refusal.remedy


def test_an_organization_that_is_not_there_is_refused_with_those_that_are():
    open_offices("east", "west")
    refusal = refused(lambda: open_desk(MORNING, organization="north").__enter__())

    assert "'north'" in refusal.message
    assert "east, west" in refusal.remedy


def test_a_desk_of_one_organization_shows_no_other():
    open_offices("east", "west")
    add_encounter("east", "E1")
    add_encounter("west", "E1")
    with open_desk(MORNING, organization="west") as desk:
        assert ["west"] == [one.key for one in desk]
        assert 1 == reads.encounters(desk.store).height


def test_a_key_that_one_organization_has_is_found_by_itself_and_by_its_full_name():
    open_offices("east", "west")
    add_encounter("west", "E1")

    assert ("west", "E1") == (find("E1")[0], find("E1")[1].encounter_key)
    assert "west" == find("west/E1")[0]
    assert "There is no encounter east/E1." == refused(lambda: find("east/E1")).message


def test_a_key_that_two_organizations_have_is_refused_until_it_says_whose():
    open_offices("east", "west")
    add_encounter("east", "E1")
    add_encounter("west", "E1", patient="p2")
    refusal = refused(lambda: find("E1"))

    assert "2 organizations have encounter E1." in refusal.message
    assert "east/E1, west/E1" in refusal.remedy
    assert "p2" == find("west/E1")[1].party_key


def test_a_key_with_a_slash_is_a_key():
    open_offices("east", "west")
    add_encounter("east", "west/E1")

    assert "east" == find("west/E1")[0]
    assert "west/E1" == find("east/west/E1")[1].encounter_key
    add_encounter("west", "E1")
    assert "west/E1" in refused(lambda: find("west/E1")).message


@pytest.mark.parametrize("name", ["", "/", "east/", "/E1", "E1/east", "ÉTÉ", "' OR 1=1 --", "a" * 5_000])
@pytest.mark.parametrize("kind", [Account, Encounter, Patient])
def test_what_names_nothing_is_refused_with_a_remedy(kind, name):
    open_offices("east", "west")
    refusal = refused(lambda: find(name, kind))

    assert refusal.message.startswith(f"There is no {kind.noun}")
    assert refusal.remedy


def test_nothing_is_written_without_somebody_who_acts_nor_in_a_dry_run():
    open_offices("east")

    def write(**how: Any) -> None:
        with open_desk(MORNING, **how) as desk:
            settings.keep(desk.only().store, "x", 1)

    for how in ({}, {"actor": CLERK, "is_dry": True}):
        with pytest.raises(WorldFault, match="takes no changes"):
            write(**how)


def test_settings_are_one_organizations_and_the_last_one_counts():
    open_offices("east", "west")
    with open_desk(MORNING, actor=CLERK) as desk:
        east, west = desk
        settings.keep(east.store, "limits", {"AETNA": [1, None, "x"]})
        settings.keep(east.store, "limits", {"AETNA": [2, None, "x"]})
        settings.keep(west.store, "limits", None)
    with open_desk(MORNING) as desk:
        east, west = desk
        assert {"AETNA": [2, None, "x"]} == settings.read(east.store, "limits")
        assert settings.read(west.store, "limits") is None
        assert settings.read(west.store, "never") is None


def test_an_audit_event_says_who_did_what_when_and_from_where():
    open_offices("east", "west")
    with open_desk(MORNING, actor=Actor("ann", "front desk")) as desk:
        desk.organizations[1].audit("mark not billed", "encounter E1", claims=2, note=None)
    with open_desk(MORNING) as desk:
        assert reads.audit_events(desk.organizations[0].store).is_empty()
        event = reads.audit_events(desk.organizations[1].store).row(0, named=True)
    assert ("ann", "front desk", "mark not billed", "encounter E1") == tuple(
        event[name] for name in ("actor", "origin", "act", "subject")
    )
    assert '{"claims": 2}' == event["details"]
    assert MORNING.now() == event["recorded_at"]


@pytest.mark.parametrize(
    "statement",
    [
        "WITH done AS (UPDATE audit_event SET actor = 'x' RETURNING 1) SELECT count(*) FROM done",
        "WITH done AS (DELETE FROM audit_event RETURNING 1) SELECT count(*) FROM done",
    ],
)
def test_audit_events_are_never_changed_nor_removed(statement):
    open_offices("east")
    with open_desk(MORNING, actor=CLERK) as desk:
        desk.only().audit("mark not billed", "encounter E1")

    def change() -> None:
        with open_desk(MORNING, actor=CLERK) as desk:
            desk.store.fetch(statement)

    with pytest.raises(WorldFault, match="lacks a right"):
        change()


def test_an_audit_event_is_undone_with_its_change():
    open_offices("east")

    def break_off() -> None:
        with open_desk(MORNING, actor=CLERK) as desk:
            desk.only().audit("bill", "encounter E2")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    with open_desk(MORNING) as desk:
        assert reads.audit_events(desk.store).is_empty()


def test_the_actor_is_named_by_the_setting_else_by_the_system(monkeypatch):
    monkeypatch.setenv("REMINDFUL_ACTOR", "  Ann Rivera ")
    assert Actor("Ann Rivera", "command line") == read_actor()
    monkeypatch.delenv("REMINDFUL_ACTOR")
    assert read_actor().name


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "\x1b[31m", "x" * 101])
def test_a_name_that_an_audit_log_cannot_show_is_refused(monkeypatch, name):
    monkeypatch.setenv("REMINDFUL_ACTOR", name)

    assert "REMINDFUL_ACTOR" in refused(read_actor).message


def test_a_number_that_two_organizations_share_names_neither():
    open_offices("alpha", "beta", "gamma", zones=("America/New_York",) * 3)
    shared = {"key": ["alpha", "beta", "gamma"], "npi": ["1234567893", "1234567893", "1234567802"]}
    claims = pl.DataFrame(
        {"claim_no": [1, 2], "billing_npi": ["1234567893", "1234567802"], "billing_tax_id": [None, None]},
        schema_overrides={"billing_tax_id": pl.String},
    )
    of_claim = pl.DataFrame(schema={"claim_no": pl.Int64})
    with open_desk(MORNING, actor=CLERK) as desk:
        desk.store.amend("organization", pl.DataFrame(shared), on=("key",))
        frames = {"claims": claims, "claim_payers": of_claim, "claim_lines": of_claim}
        split, why = split_by_organization.split_file(desk, "837", frames)
        gamma = desk.named("gamma").organization_id

    assert {gamma: [2]} == {one: own["claims"]["claim_no"].to_list() for one, own in split.items()}
    assert why is not None
    assert why.startswith("1 of its claims")
