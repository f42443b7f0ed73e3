"""An office of two organizations that have the same keys: what is done for one is done for it alone, on its own day, under its name."""

import json
from datetime import UTC, date, datetime

import pytest

from remindful.core.words.findings import Refusal
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.claims import acts, charge_lag, encounters, estimates, sent_claims
from remindful.flow.claims.encounters import Decided
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.actors import CLERK
from tests.statuses.test_status_inquiry import at, run
from tests.statuses.two_offices import EVER, TwoOffices
from tests.stories.practice import GROUP, HOSPITAL

BOTH = ((GROUP, 100, "J02.9"), (HOSPITAL, 300, "J03.90"))
NEXT_DAY, ELSEWHERE = "2026-03-03", "Pacific/Honolulu"
#: Past midnight in Tallahassee, and the evening before in Honolulu.
BETWEEN_DAYS = Clock(datetime(2026, 3, 3, 6, tzinfo=UTC))


@pytest.fixture
def alike(folder) -> TwoOffices:
    """Both have a patient ana, whom Aetna covers, and her encounter E1: $100 at Lakeshore, $300 at Capital. Nothing is billed."""
    both = TwoOffices(folder).open()
    for org, dollars, dx in BOTH:  # the same file again would change nothing
        both.at(org).person("ana", email=f"ana@{org}.example.org").covered("ana", "AETNA", group_number=org)
        both.seen("E1", "ana", ("99213", dollars), on="2026-03-02", dx=(dx,), reason=f"seen at {org}")
    return both


def move_hospital(office: TwoOffices) -> None:
    """The hospital lies in Honolulu from now on."""
    place = office.folder / "office.yaml"
    first, name, second = place.read_text().partition(f"  - key: {HOSPITAL}")
    place.write_text(first + name + second.replace("America/New_York", ELSEWHERE))
    office._import(place, day=date(2026, 3, 1), org=None)


def states() -> list[tuple[object, ...]]:
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        return reads.encounters(store).select("organization_id", "encounter_key", "state").rows()


def audited(*columns: str) -> list[tuple[object, ...]]:
    """Audit events of what was done with claims, oldest first."""
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        events = reads.audit_events(store).sort("audit_event_id")
    return [row for row in events.select("act", *columns).rows() if not str(row[0]).startswith("import")]


# --- keys -----------------------------------------------------------------------------------------------------------------


def test_charges_of_two_encounters_with_one_key_are_counted_once_each(alike: TwoOffices):
    watched = charge_lag.watch_charge_lag(clock=at(NEXT_DAY), on=None)

    assert [(GROUP, 1), (HOSPITAL, 1)] == watched.select("organization", "lines").rows()
    assert [GROUP, HOSPITAL] == [
        one["organization"] for one in json.loads(run("charge-lag", "--json", day=NEXT_DAY).output)
    ]
    assert f"{HOSPITAL}:" in run("charge-lag", day=NEXT_DAY).output


def test_an_encounter_that_both_have_is_left_unbilled_only_where_its_organization_is_named(alike: TwoOffices):
    before = states()
    with pytest.raises(Refusal, match="2 organizations have") as refusal:
        acts.leave_unbilled("E1", clock=at(NEXT_DAY), actor=CLERK)
    assert (before, []) == (states(), audited())
    assert f"Say which: {GROUP}/E1, {HOSPITAL}/E1." == refusal.value.remedy

    acts.leave_unbilled(f"{HOSPITAL}/E1", clock=at(NEXT_DAY), actor=CLERK)

    assert [(1, "E1", "open"), (2, "E1", "not_billed")] == states()
    assert [("leave unbilled", 2, "clerk", "encounter E1")] == audited("organization_id", "actor", "subject")


@pytest.mark.parametrize(("org", "dollars"), [(GROUP, 100), (HOSPITAL, 300)])
def test_an_encounter_is_shown_and_coded_where_its_organization_is_named(alike: TwoOffices, org, dollars):
    with pytest.raises(Refusal, match="2 organizations have"):
        encounters.show_encounter("E1", home=read_home(), clock=at(NEXT_DAY))
    shown = encounters.show_encounter(f"{org}/E1", home=read_home(), clock=at(NEXT_DAY))
    decided = Decided(lines=["99214=200"])
    coded = acts.code_encounter(f"{org}/E1", decided, home=read_home(), clock=at(NEXT_DAY), actor=CLERK)
    other = next(key for key, *_ in BOTH if key != org)
    unchanged = encounters.show_encounter(f"{other}/E1", home=read_home(), clock=at(NEXT_DAY))

    assert [dollars * 100] == shown.charges["charge_cents"].to_list()
    assert (org, ["99214"]) == (coded.organization, coded.charges["procedure_code"].to_list())
    assert ["99213"] == unchanged.charges["procedure_code"].to_list()
    assert [("code encounter", "encounter E1", '{"lines": 1}')] == audited("subject", "details")


def test_encounters_are_listed_under_names_that_can_be_typed(alike: TwoOffices):
    listed = encounters.list_encounters(clock=at(NEXT_DAY))
    told = json.loads(run("encounters", "list", "--json", day=NEXT_DAY).output)

    assert [("E1", GROUP, f"{GROUP}/E1"), ("E1", HOSPITAL, f"{HOSPITAL}/E1")] == listed.select(
        "encounter_key", "organization", "name"
    ).rows()
    assert [("E1", GROUP), ("E1", HOSPITAL)] == [(one["encounter_key"], one["organization"]) for one in told]
    assert f"{HOSPITAL}/E1" in run("encounters", "list", day=NEXT_DAY).output


def test_an_estimate_is_for_the_patient_of_the_organization_that_is_named(alike: TwoOffices):
    for org, dollars, _ in BOTH:
        fee = {"schedule": "charges", "procedure_code": "99213", "modifiers": "", "from_on": "2026-01-01"}
        alike.at(org).rows("fees", fee | {"unit_cents": dollars * 100}, day="2026-03-01")

    def asked(patient: str) -> estimates.EstimateRequest:
        return estimates.EstimateRequest(patient, ("99213",), date(2026, 4, 1), None, False, (), f"{HOSPITAL}/E2", None)

    with pytest.raises(Refusal, match="2 organizations have patient ana"):
        acts.give_estimate(asked("ana"), home=read_home(), clock=at(NEXT_DAY), actor=CLERK)
    given = acts.give_estimate(asked(f"{HOSPITAL}/ana"), home=read_home(), clock=at(NEXT_DAY), actor=CLERK)
    listed = estimates.list_estimates(clock=at(NEXT_DAY))
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        kept = reads.estimates(store).select("organization_id", "party_key", "encounter_key").rows()

    assert 24_000 == given.expected_cents  # $300 less 20 percent
    assert [("ana", HOSPITAL, f"{HOSPITAL}/ana")] == listed.select("party_key", "organization", "name").rows()
    assert [(2, "ana", "E2")] == kept
    assert [("give estimate", f"estimate {given.number}")] == audited("subject")


# --- days -----------------------------------------------------------------------------------------------------------------


def test_each_organization_bills_on_its_own_day(alike: TwoOffices):
    move_hospital(alike)
    for org, dollars, dx in BOTH:
        alike.at(org).seen("E2", "ana", ("99213", dollars), on=NEXT_DAY, day="2026-03-02", dx=(dx,), reason=org)
    report = acts.bill_now(home=read_home(), clock=BETWEEN_DAYS, actor=CLERK, on=None, dry_run=False)

    assert (3, (GROUP, HOSPITAL)) == (report.billed, report.organizations)
    assert [(1, "E1", "billed"), (1, "E2", "billed"), (2, "E1", "billed"), (2, "E2", "open")] == states()
    assert [("bill encounters", 1, "clerk"), ("bill encounters", 2, "clerk")] == audited("organization_id", "actor")


def test_a_day_that_has_not_come_at_one_of_them_is_refused(alike: TwoOffices):
    move_hospital(alike)

    with pytest.raises(Refusal, match=f"today is 2026-03-02 at {HOSPITAL}"):
        acts.bill_now(home=read_home(), clock=BETWEEN_DAYS, actor=CLERK, on=date(2026, 3, 3), dry_run=False)
    assert {"open"} == {state for *_, state in states()}


def test_the_days_left_to_file_count_from_each_organizations_own_day(alike: TwoOffices):
    move_hospital(alike)
    clocks = sent_claims.view_claims(on=None, clock=BETWEEN_DAYS).clocks

    assert [(f"{GROUP}/E1", 10_000, 89), (f"{HOSPITAL}/E1", 30_000, 90)] == clocks.select(
        "due_key", "amount_cents", "left_days"
    ).rows()


def test_an_encounter_shows_what_it_waits_for_on_its_organizations_day(alike: TwoOffices):
    move_hospital(alike)
    coded = [
        acts.code_encounter(
            f"{org}/E1", Decided(lines=["99213=90", "99214=90"]), home=read_home(), clock=BETWEEN_DAYS, actor=CLERK
        )
        for org in (GROUP, HOSPITAL)
    ]

    assert [date(2026, 3, 3), date(2026, 3, 2)] == [view.charges["captured_on"][1] for view in coded]


# --- who did it -----------------------------------------------------------------------------------------------------------


def test_what_a_night_bills_leaves_no_audit_event_of_a_person(alike: TwoOffices):
    alike.night("2026-03-03")

    assert [(1, "E1", "billed"), (2, "E1", "billed")] == states()
    assert [] == audited()


def test_a_dry_run_leaves_no_audit_event(alike: TwoOffices):
    acts.bill_now(home=read_home(), clock=at(NEXT_DAY), actor=CLERK, on=None, dry_run=True)

    assert [] == audited()


def test_asking_payers_leaves_an_audit_event_where_a_file_was_written(pair: TwoOffices):
    asked = acts.inquire_status(
        home=read_home(), clock=at(NEXT_DAY), actor=CLERK, on=None, claims=(f"{HOSPITAL}/W1",), dry_run=False
    )

    assert [("W1", HOSPITAL, f"{HOSPITAL}/W1")] == [
        (one.control_number, one.organization, one.name) for one in asked.inquiries
    ]
    assert [("ask claim status", 2)] == [row for row in audited("organization_id") if row[0] != "bill encounters"]
