"""The nightly line: each key that comes in leaves by one door, and an office of two counts what the two count alone."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
import yaml

from remindful.core.words.findings import At, Finding, Out, Refusal
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.night import nights
from remindful.flow.night.line import OfEach, OfOffice, Work, line, run_line, station
from remindful.flow.night.night import NIGHT
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from remindful.flow.office.runs import begin_run
from tests.stories.care_practice import BILLING, DOCTOR
from tests.stories.conftest import copy_database
from tests.stories.practice import GROUP, HOSPITAL, NPI, OFFICE, Practice, claim_answer, claim_text

NOON = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)
DAY = "2026-03-16"
SHARE = ("99213", 150, 60, "CO45:40 PR1:50")


def accounts(*ids: int) -> pl.DataFrame:
    return pl.DataFrame({"account_id": ids}, schema={"account_id": pl.Int64})


def run_planted(work: Work, *, whole_office: bool = False):
    """A line of one station that returns this work; its count, and the stations noted as done after it."""
    does = OfOffice(lambda _tonight, _run: work) if whole_office else OfEach(lambda _one, _tonight: work)
    planted = line(station("planted", does, key=("account_id",), description="accounts", note="{into} of {came_in}"))
    clock = Clock(NOON)
    tonight = nights.begin_tonight(home=read_home(), clock=clock, on=None)
    run = begin_run(kind="night", day=tonight.day, rulebook_version="1", clock=clock)
    try:
        [count] = run_line(planted, tonight=tonight, run=run, tell=lambda _: None)
    except AssertionError as fault:
        count = str(fault)
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        return count, reads.station_runs(store, run_id=run.run_id).height


WRONG = [
    (Out(accounts(1, 2), accounts(4)), "1 account_id were lost: they came in and left by neither door: [(3,)]"),
    (Out(accounts(1, 2, 3), accounts(3, 4)), "1 account_id left by both doors: [(3,)]"),
    (Out(accounts(1, 2, 3, 9), accounts(4)), "1 account_id left and never came in: [(9,)]"),
    (Out(accounts(1, 2, 3), accounts(4, 8)), "1 account_id left and never came in: [(8,)]"),
    (Out(accounts(1, 2, 3, 3), accounts(4)), "2 account_id left twice by one door: [(3,), (3,)]"),
]


@pytest.mark.parametrize("whole_office", [False, True])
def test_a_station_that_loses_doubles_or_makes_up_a_key_stops_the_line_and_nothing_of_it_is_kept(
    practice: Practice, whole_office: bool
):
    for out, fault in WRONG:
        said, noted = run_planted(Work(accounts(1, 2, 3, 4), out), whole_office=whole_office)

        assert (f"station planted: {fault}", 0) == (said.partition("\n")[0], noted)


def test_a_station_whose_keys_leave_once_is_noted_and_its_counts_are_summed(practice: Practice):
    count, noted = run_planted(Work(accounts(1, 2, 3), Out(accounts(1, 3), accounts(2))))

    assert (6, 4, 2, "4 of 6", 1) == (count.came_in, count.into, count.exceptions, count.message, noted)


def test_what_a_station_read_twice_stops_the_line(practice: Practice):
    said, noted = run_planted(Work(accounts(1, 1), Out(accounts(1), accounts())))

    assert ("station planted: 2 account_id came in twice: [(1,), (1,)]", 0) == (said.partition("\n")[0], noted)


def test_the_page_of_words_names_the_stations_of_the_table():
    [row] = [one for one in Path("docs/words.md").read_text().splitlines() if one.startswith("| night |")]

    assert ", ".join(one.name for one in NIGHT) in row


# --- an office of two ---------------------------------------------------------------------------------------------------------


def open_office(folder: Path, *keys: str) -> Practice:
    """An office of these organizations only, for which Remindful bills."""
    folder.mkdir()
    organizations = [row for row in yaml.safe_load(OFFICE)["organizations"] if row["key"] in keys]
    billing = yaml.safe_load(BILLING)["billing"]
    office = folder / "office.yaml"
    office.write_text(yaml.safe_dump({"organizations": [row | {"billing": billing} for row in organizations]}))
    practice = Practice(folder)
    practice._import(office, day=date(2026, 1, 1), org=None)
    return practice


def fill(practice: Practice, org: str, *, people: int) -> None:
    """Something for both doors of every station. All keys are the same at both organizations; the numbers of people are not."""
    names = [f"p{number}" for number in range(people)]
    for name in ["leo", *names]:
        born = "2018-03-03" if name == "leo" else "1980-05-05"  # no message goes to a minor guarantor
        practice.person(name, org=org, birth_on=born, line1=f"1 {org.title()} Street")
        practice.opens_with(name, visit=f"O-{name}", charge=100 + people, open=60, on="2026-01-05", org=org)
    practice.answer(claim_answer("V1", SHARE), claim_answer("V7", SHARE, number="ICN2"), day="2026-01-20", org=org)
    practice.visit("V1", "p0", ("99213", 150), on="2026-01-05", day="2026-01-22", org=org)
    practice.visit("V2", "p0", ("99213", 150), on="2026-03-05", org=org)
    practice.pays("p0", 20, on="2026-03-01", org=org)
    practice.person("ina", org=org, line1=f"2 {org.title()} Street").pays("ina", 10, on="2026-03-06", org=org)
    fill_care(practice, org, seen_on=f"2026-03-1{people}")
    inbox = read_home().inbox
    inbox.mkdir(parents=True, exist_ok=True)
    person, lines = practice.people["p0"], [("99213", 150)]
    claim = claim_text(
        "V5", person, lines, on="2026-03-14", payers=["AETNA"], npi=NPI[org], frequency="1", discharged_on=None
    )
    (inbox / f"{org}.837").write_text(claim)
    (inbox / f"{org}.txt").write_text(f"a letter to {org}, and no data\n")


def fill_care(practice: Practice, org: str, *, seen_on: str) -> None:
    """A referral that is overdue and one of today; an encounter that can be billed and one without a price."""
    referral = {"party_key": "p0", "state": "active", "priority": "routine", "referred_name": f"Therapy of {org}"}
    days = {"R1": "2026-01-05", "R2": DAY}
    encounter = {
        "party_key": "p0", "form": "P", "started_on": seen_on, "place_of_service": "11", "rendering_npi": DOCTOR, "is_finished": "yes",
    }  # fmt: skip
    charge = {
        "line_no": 1, "system": "cpt", "procedure_code": "99213", "modifiers": "", "units": 1, "diagnosis_pointers": "1",
        "service_on": seen_on, "captured_on": seen_on,
    }  # fmt: skip
    cents = {"E1": 15_000, "E2": ""}
    code = {"rank": 1, "system": "icd10cm", "code": "J02.9" if org == GROUP else "J06.9"}
    rows: dict[str, list[dict[str, object]]] = {
        "referrals": [referral | {"referral_key": key, "ordered_on": day} for key, day in days.items()],
        "encounters": [encounter | {"encounter_key": key} for key in cents],
        "diagnoses": [code | {"encounter_key": key} for key in cents],
        "charges": [charge | {"encounter_key": key, "charge_cents": price} for key, price in cents.items()],
    }
    for kind, of_kind in rows.items():
        practice._csv(kind, of_kind, day=DAY, org=org)


def counts_of(server_url: str, monkeypatch: pytest.MonkeyPatch, folder: Path, people: dict[str, int]):
    """(came in, into, exceptions) of each station in an office of these organizations."""
    monkeypatch.setenv("DATABASE_URL", copy_database(server_url))
    monkeypatch.setenv("REMINDFUL_HOME", str(folder / "home"))
    folder.mkdir()
    practice = open_office(folder / "files", *people)
    for org, number in people.items():
        fill(practice, org, people=number)
    report = nights.run_night(home=read_home(), clock=Clock(NOON), on=None, dry_run=False)
    return {one.station: (one.came_in, one.into, one.exceptions) for one in report.stations}, report


def test_an_office_of_two_counts_what_the_two_count_alone_added_up(server_url, monkeypatch, tmp_path):
    group, of_group = counts_of(server_url, monkeypatch, tmp_path / "group", {GROUP: 1})
    hospital, of_hospital = counts_of(server_url, monkeypatch, tmp_path / "hospital", {HOSPITAL: 2})
    both, of_both = counts_of(server_url, monkeypatch, tmp_path / "both", {GROUP: 1, HOSPITAL: 2})

    assert {name: tuple(map(sum, zip(group[name], hospital[name], strict=True))) for name in group} == both
    assert [] == [
        name for name, (came_in, into, exceptions) in both.items() if name != "reach" and not (into and exceptions)
    ]
    assert [one.name for one in NIGHT] == [*both]
    for name in ("owed_cents", "sent", "no_step"):
        alone = [getattr(report, name) for report in (of_group, of_hospital)]
        summed = {key: sum(counts.get(key, 0) for counts in alone) for counts in alone for key in counts}
        assert summed == getattr(of_both, name), name


def test_a_finding_of_the_hospitals_items_is_the_hospitals(practice: Practice):
    fault = Finding("planted.fault", At("items"), "It is wrong.", "Correct it.")

    def work(one, _tonight):
        findings = (fault,) if one.key == HOSPITAL else ()
        return Work(accounts(), Out(accounts(), accounts(), findings=findings))

    tonight = nights.begin_tonight(home=read_home(), clock=Clock(NOON), on=None)
    run = begin_run(kind="night", day=tonight.day, rulebook_version="1", clock=Clock(NOON))
    planted = line(station("planted", OfEach(work), key=("account_id",), description="", note=""))
    run_line(planted, tonight=tonight, run=run, tell=lambda _: None)
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        found = reads.open_findings(store, code=["planted.fault"]).select("organization_id", "station", "run_id").rows()
        hospital = reads.organizations(store, key=[HOSPITAL])["organization_id"][0]

    assert [(hospital, "planted", run.run_id)] == found


# --- the night's day -----------------------------------------------------------------------------------------------------------


def test_the_night_is_of_a_day_that_has_begun_at_every_organization(practice: Practice):
    office = practice.folder / "office.yaml"
    group, key, hospital = OFFICE.partition(f"- key: {HOSPITAL}")
    office.write_text(group + key + hospital.replace("America/New_York", "Pacific/Honolulu"))
    practice._import(office, day=date(2026, 1, 2), org=None)
    clock = Clock(
        datetime(2026, 3, 16, 8, tzinfo=UTC)
    )  # four in the morning in Tallahassee, ten in the evening before in Honolulu

    def run(on: date | None, *, dry_run: bool = False):
        return nights.run_night(home=read_home(), clock=clock, on=on, dry_run=dry_run)

    assert date(2026, 3, 15) == run(None).day
    with pytest.raises(Refusal, match=f"has not come yet at {HOSPITAL}: today is 2026-03-15 there"):
        run(date(2026, 3, 16))
    assert date(2026, 3, 16) == run(date(2026, 3, 16), dry_run=True).day
