"""A person's, visit's or charge's number that a later file tells of another: nothing changes hands, and it is told."""

from datetime import UTC, datetime

import pytest

from remindful.core.words.findings import Refusal
from remindful.flow.office.clock import Clock
from remindful.flow.work.acts import close_exception
from remindful.flow.work.exception_list import list_exceptions
from tests.actors import CLERK
from tests.formats.hl7v2.messages import charge, message, visit
from tests.intake.office import RealGroup, codes, read_books

ANA = "PID|1||ana||Example^Ana||19800505|F"
BO = "PID|1||bo||Bay^Bo||19510709|M"
PEOPLE = "party_key,guarantor_key,first_name,last_name,birth_on\n"


def tells(group: RealGroup, *rows: str, name: str = "people.csv", day: str = "2026-03-02"):
    return group.brings(PEOPLE + "".join(f"{row}\n" for row in rows), name, day=day)


def of_ana() -> tuple[object, ...]:
    row = read_books("people", party_key=["ana"]).row(0, named=True)
    return row["first_name"], row["last_name"], str(row["birth_on"])


def charges_on_file() -> list[tuple[object, ...]]:
    rows = read_books("charges").sort("encounter_key", "line_no")
    return rows.select("encounter_key", "procedure_code", "charge_cents").rows()


# --- people


def test_a_number_told_of_somebody_else_leaves_the_person_and_holds_the_account(group):
    report = tells(group, "ana,ana,Robert,Smithson,1951-07-09")
    held = read_books("events").filter(kind="held")

    assert (["person.number_used_again"], ("Ana", "Example", "1980-05-05")) == (codes(report), of_ana())
    assert 1 == held.height


def test_nothing_is_sent_while_it_is_so(rehearsal):
    rehearsal.visit("V1", "ana", ("99213", 100), on="2026-01-05", payers=())
    before = rehearsal.why("ana", "statement", at="2026-03-03T17:00:00+00:00").verdict
    tells(rehearsal, "ana,ana,Robert,Smithson,1951-07-09")
    after = rehearsal.why("ana", "statement", at="2026-03-03T17:00:00+00:00").verdict
    rehearsal.happens("released", "ana", on="2026-03-04")
    released = rehearsal.why("ana", "statement", at="2026-03-05T17:00:00+00:00").verdict

    assert ("free", "forbid", "free") == (before, after, released)


@pytest.mark.parametrize(
    "row",
    [
        "ana,ana,Ana,Newname,1980-05-05",
        "ana,ana,Ana,Example,1980-05-06",
        "ana,ana,A,EXAMPLE,1980-05-06",
        "ana,ana,Robert,Smithson,",
    ],
)
def test_a_new_name_or_a_corrected_day_of_birth_alone_is_the_same_person(group, row):
    report = tells(group, row)

    assert [] == codes(report)


def test_the_same_file_of_somebody_else_under_two_names_holds_once(group):
    tells(group, "ana,ana,Robert,Smithson,1951-07-09")
    tells(group, "ana,ana,Robert,Smithson,1951-07-09", "cy,cy,Cy,Sea,1970-01-01", name="more.csv")

    assert 1 == read_books("events").filter(kind="held").height
    assert "cy" in read_books("people")["party_key"]


def test_what_a_message_tells_of_somebody_else_is_not_the_first_ones_care(group):
    other = "PID|1||ana||Smithson^Robert||19510709|M"
    report = group.brings(message("DFT^P03", visit("V7"), charge("1"), pid=other, gt1=None), "a.hl7")

    assert "person.number_used_again" in codes(report)
    assert ([], 0) == (charges_on_file(), read_books("encounters").height)


def test_two_people_with_one_number_in_one_file_are_told_and_the_first_stays(group):
    first = message("DFT^P03", visit("V7"), charge("1"), pid=BO, gt1=None)
    second = message("DFT^P03", visit("V8"), charge("1"), pid="PID|1||bo||Lake^Lou||19990101|F", gt1=None)
    report = group.brings(first + second, "a.hl7")

    assert "hl7v2.person_of_two" in codes(report)
    assert [("V7", "99213", 10_000)] == charges_on_file()


# --- visits


def test_a_visit_stays_its_patients(group):
    group.brings(message("DFT^P03", visit("V7"), charge("1"), pid=ANA, gt1=None), "a.hl7")
    report = group.brings(message("DFT^P03", visit("V7"), charge("2", "85025"), pid=BO, gt1=None), "b.hl7")
    parties = read_books("encounters")["party_key"].to_list()

    assert "visit.other_patient" in codes(report)
    assert (["ana"], [("V7", "99213", 10_000)]) == (parties, charges_on_file())


def test_a_visit_of_a_csv_stays_its_patients(group):
    group.person("bo")
    rows = "encounter_key,party_key,form,started_on,is_finished\nV9,{},P,2026-01-05,yes\n"
    group.brings(rows.format("ana"), "a.csv")
    report = group.brings(rows.format("bo"), "b.csv")

    assert (["visit.other_patient"], ["ana"]) == (codes(report), read_books("encounters")["party_key"].to_list())


def test_a_referral_stays_its_patients(group):
    group.person("bo")
    rows = "referral_key,party_key,ordered_on,state\nR1,{},2026-01-05,active\n"
    first = group.brings(rows.format("ana"), "a.csv")
    report = group.brings(rows.format("bo"), "b.csv")

    assert ([], ["referral.other_patient"]) == (codes(first), codes(report))
    assert ["ana"] == read_books("referrals")["party_key"].to_list()


# --- charges


def hears(group: RealGroup, name: str, *lines: str, control: str = "C1", kind: str = "DFT^P03", key: str = "V7"):
    text = message(kind, visit(key), *lines, pid=ANA, gt1=None).replace("|C1|P|", f"|{control}|P|")
    return group.brings(text, name)


@pytest.mark.parametrize("together", [True, False])
def test_another_code_under_a_charges_number_is_told_and_the_first_stays(group, together):
    if together:
        texts = [message("DFT^P03", visit("V7"), charge("1", code), pid=ANA, gt1=None) for code in ("99213", "85025")]
        report = group.brings("".join(texts), "a.hl7")
    else:
        hears(group, "a.hl7", charge("1"))
        report = hears(group, "b.hl7", charge("1", "85025"))

    assert {"charge.number_used_again", "hl7v2.charge_changed"} & set(codes(report))
    assert [("V7", "99213", 10_000)] == charges_on_file()


def test_a_charge_that_was_credited_may_be_told_with_another_code(group):
    hears(group, "a.hl7", charge("1"))
    hears(group, "b.hl7", charge("1", kind="CR"))
    report = hears(group, "c.hl7", charge("1", "85025"))

    assert "charge.number_used_again" not in codes(report)
    assert [("V7", "85025", 10_000)] == charges_on_file()


@pytest.mark.parametrize("is_credit_first", [True, False])
def test_a_correction_with_its_credit_in_one_message_holds(group, is_credit_first):
    hears(group, "a.hl7", charge("1"))
    pair = [charge("1", kind="CR"), charge("1", "99214")]
    report = hears(group, "b.hl7", *(pair if is_credit_first else reversed(pair)))

    assert "charge.number_used_again" not in codes(report)
    assert [("V7", "99214", 10_000)] == charges_on_file()


def test_a_corrected_amount_under_a_charges_number_amends(group):
    hears(group, "a.hl7", charge("1"))
    report = hears(group, "b.hl7", charge("1", cents="120.00"))

    assert "charge.number_used_again" not in codes(report)
    assert [("V7", "99213", 12_000)] == charges_on_file()


def test_a_row_of_a_csv_that_corrects_a_code_is_taken_and_told(group):
    group.brings("encounter_key,party_key,form,started_on,is_finished\nV9,ana,P,2026-01-05,yes\n", "v.csv")
    rows = "encounter_key,line_no,procedure_code,units,charge_cents,service_on\nV9,1,{},1,2500,2026-01-05\n"
    group.brings(rows.format("99213"), "a.csv")
    report = group.brings(rows.format("99214"), "b.csv")

    assert (["charge.number_used_again"], [("V9", "99214", 2_500)]) == (codes(report), charges_on_file())


def test_a_charge_without_a_number_in_another_message_is_counted_once_and_told(group):
    hears(group, "a.hl7", charge(), control="W1")
    report = hears(group, "b.hl7", charge(), control="W2")

    assert "charge.repeated" in codes(report)
    assert [("V7", "99213", 10_000)] == charges_on_file()


def test_a_message_that_is_sent_again_is_not_told_as_a_second_charge(group):
    hears(group, "a.hl7", charge(), control="W1")
    report = hears(group, "b.hl7", charge(), charge("9", "85025"), control="W1")

    assert "charge.repeated" not in codes(report)


# --- cancelled visits


@pytest.mark.parametrize("event", ["A11", "A23", "A27", "A38"])
def test_a_visit_cancelled_in_a_later_file_has_no_charges_any_more(group, event):
    hears(group, "a.hl7", charge("1"), charge("2", "85025"))
    report = hears(group, "b.hl7", kind=f"ADT^{event}")

    assert ["hl7v2.visit_cancelled"] == [one for one in codes(report) if "cancel" in one]
    assert [] == charges_on_file()


def test_a_charge_after_the_cancellation_is_the_only_one(group):
    hears(group, "a.hl7", charge("1"))
    hears(group, "b.hl7", kind="ADT^A11")
    hears(group, "c.hl7", charge("2", "85025", cents="40.00"))

    assert [("V7", "85025", 4_000)] == charges_on_file()


def test_a_cancellation_leaves_other_visits_alone(group):
    hears(group, "a.hl7", charge("1"))
    hears(group, "b.hl7", charge("1"), key="V8")
    hears(group, "c.hl7", kind="ADT^A11")

    assert [("V8", "99213", 10_000)] == charges_on_file()


def test_a_cancelled_discharge_takes_no_charge_back(group):
    hears(group, "a.hl7", charge("1"))
    hears(group, "b.hl7", kind="ADT^A13")

    assert [("V7", "99213", 10_000)] == charges_on_file()


def test_closing_the_exception_of_a_person_releases_the_account(rehearsal):
    rehearsal.visit("V1", "ana", ("99213", 100), on="2026-01-05", payers=())
    tells(rehearsal, "ana,ana,Robert,Smithson,1951-07-09")
    later = Clock(datetime(2026, 3, 4, 15, tzinfo=UTC))
    [row] = list_exceptions(clock=later, code="person")
    with pytest.raises(Refusal, match="holds an account"):
        close_exception(row.number, accept=None, clock=later, actor=CLERK)
    close_exception(row.number, accept=False, clock=later, actor=CLERK)

    assert "free" == rehearsal.why("ana", "statement", at="2026-03-05T17:00:00+00:00").verdict
    assert ("Ana", "Example", "1980-05-05") == of_ana()
