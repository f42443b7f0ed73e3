"""An office of two organizations with the same keys, on both sides of the date line: each has its own rows, prices and day."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from remindful.core.words.findings import Refusal
from remindful.core.words.frames import Charges, Encounters, Referrals
from remindful.faces.cli.show import name_keys
from remindful.flow.ask import account_inquiry, statement_pdf, tracing
from remindful.flow.books.care import store_care
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.referrals import loops
from remindful.flow.remits import denials
from tests.actors import CLERK
from tests.billing.rows import charge, encounter, frame
from tests.referrals.rows import referral
from tests.stories.practice import GROUP, HOSPITAL, OFFICE, Practice, claim_answer

BOTH_DAYS = Clock(datetime(2026, 3, 10, 2, tzinfo=UTC))  # March 9 in Tallahassee, March 10 on Guam
ON_GUAM = date(2026, 3, 10)


def keep_care(organization: str, **frames: pl.DataFrame) -> None:
    """Keep care of an organization for which Remindful bills."""
    with open_desk(BOTH_DAYS, organization=organization, actor=CLERK) as desk:
        store_care(desk.only().store, frames, source_file_id=None, bills_here=True)


def keep_encounter(organization: str, *, cents: int | None) -> None:
    """The encounter E1 of Ana, with one line."""
    keep_care(
        organization,
        encounters=frame(Encounters, encounter("E1", party_key="ana")),
        charges=frame(Charges, charge("E1", cents=cents)),
    )


def keep_fee(organization: str, *, cents: int) -> None:
    """What the organization charges for a 99213."""
    row = pl.DataFrame({"schedule": ["charges"], "procedure_code": ["99213"], "modifiers": [""], "unit_cents": [cents],
                        "from_on": [date(2026, 1, 1)]})  # fmt: skip
    with open_desk(BOTH_DAYS, organization=organization, actor=CLERK) as desk:
        desk.only().store.append("fee", row)


@pytest.fixture
def office(practice: Practice) -> Practice:
    """Ana is known to both organizations; the hospital is on Guam."""
    group, _, hospital = OFFICE.partition(f"  - key: {HOSPITAL}")
    text = f"{group}  - key: {HOSPITAL}{hospital.replace('America/New_York', 'Pacific/Guam')}"
    path = practice.folder / "office.yaml"
    path.write_text(text)
    practice._import(path, day=date(2026, 1, 1), org=None)
    return practice.person("ana").person("ana", line2="Apt 2", org=HOSPITAL)


def test_open_amounts_of_the_office_are_those_of_each_organization_added_up(office: Practice):
    for organization, cents in ((GROUP, 10_000), (HOSPITAL, 30_000)):
        keep_encounter(organization, cents=cents)
    summed = tracing.trace_office(on=None, clock=BOTH_DAYS, by=None)

    assert (2, 40_000) == (summed["rows"].sum(), summed["open_cents"].sum())


def test_what_has_no_price_costs_what_its_own_organization_charges(office: Practice):
    for organization, cents in ((GROUP, 10_000), (HOSPITAL, 50_000)):
        keep_encounter(organization, cents=None)
        keep_fee(organization, cents=cents)
    summed = tracing.trace_office(on=None, clock=BOTH_DAYS, by=None)

    assert (2, 60_000) == (summed["rows"].sum(), summed["open_cents"].sum())


def test_an_account_is_traced_by_its_own_organizations_encounters_alone(office: Practice):
    for organization, cents in ((GROUP, 10_000), (HOSPITAL, 30_000)):
        keep_encounter(organization, cents=cents)
    told = {
        organization: tracing.trace_account(f"{organization}/ana", on=None, clock=BOTH_DAYS)[0]["open_cents"].to_list()
        for organization in (GROUP, HOSPITAL)
    }

    assert {GROUP: [10_000], HOSPITAL: [30_000]} == told


def test_money_grows_old_by_the_day_of_its_organization(office: Practice, monkeypatch):
    monkeypatch.chdir(office.folder)
    office.opens_with("ana", visit="H1", charge=100, open=100, on="2026-02-07", org=HOSPITAL)
    aged = account_inquiry.age_balances(on=None, start="service", known_at=None, clock=BOTH_DAYS)
    [open_days] = tracing.trace_account(f"{HOSPITAL}/ana", on=None, clock=BOTH_DAYS)[0]["open_days"]
    written = statement_pdf.write_statement(f"{HOSPITAL}/ana", out=None, language=None, clock=BOTH_DAYS)

    assert (0, 10_000) == aged.select("0-30", "31-60").row(-1)
    assert 31 == open_days
    assert f"statement-ana-{ON_GUAM}.pdf" == written.file


def test_a_referral_is_overdue_by_the_day_of_its_organization(office: Practice):
    for organization in (GROUP, HOSPITAL):  # to be sent within two days
        keep_care(organization, referrals=frame(Referrals, referral(party_key="ana", ordered_on=date(2026, 3, 7))))
    rows = loops.list_loops(on=None, clock=BOTH_DAYS)

    assert {GROUP: 0, HOSPITAL: 1} == dict(rows.select("organization", "overdue_days").iter_rows())
    assert [f"{HOSPITAL}/R1", f"{GROUP}/R1"] == name_keys(rows, "referral_key")["referral_key"].to_list()
    assert ["R1"] == name_keys(rows.head(1), "referral_key")["referral_key"].to_list()


def test_days_left_for_a_denial_are_counted_from_the_day_of_its_organization(office: Practice):
    for organization in (GROUP, HOSPITAL):
        office.visit("V1", "ana", ("97110", 90), on="2026-01-05", org=organization)
        office.answer(claim_answer("V1", ("97110", 90, 0, "CO197:90")), day="2026-01-20", org=organization)
    work = denials.list_denials(on=None, clock=BOTH_DAYS)
    left = work.select("organization", (pl.col("deadline_on") - pl.col("days_left") * pl.duration(days=1)))

    assert {GROUP: date(2026, 3, 9), HOSPITAL: ON_GUAM} == dict(left.iter_rows())
    [of_hospital] = denials.show_denials(f"{HOSPITAL}/V1", on=None, clock=BOTH_DAYS)["organization"]
    assert HOSPITAL == of_hospital
    with pytest.raises(Refusal, match=f"Say which: {GROUP}/V1, {HOSPITAL}/V1"):
        denials.show_denials("V1", on=None, clock=BOTH_DAYS)
