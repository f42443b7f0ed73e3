"""A payer is asked to authorize what a referral orders, and its answer finds the request."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl
import pytest
from pyx12.x12file import X12Reader
from typer.testing import CliRunner

from remindful.core.words.findings import Refusal
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.faces.cli.app import app
from remindful.flow.claims import acts
from remindful.flow.claims.authorization_requests import RequestReport
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from remindful.flow.referrals import loops as referrals
from remindful.flow.referrals.acts import Granted, Noted, note_referral
from tests.actors import CLERK
from tests.referrals.conftest import THERAPY
from tests.statuses import written
from tests.stories.care_practice import CarePractice
from tests.stories.dying import die_while_sending

DAY, EVER = "2026-03-10", datetime(2030, 1, 1, tzinfo=UTC)


def at(day: str) -> Clock:
    return Clock(datetime.combine(date.fromisoformat(day), time(16, 30), tzinfo=UTC))


def ask(day: str = DAY, *, name: str = "R1", dry_run: bool = False, anyway: bool = False) -> RequestReport:
    return acts.request_authorization(
        name, home=read_home(), clock=at(day), actor=CLERK, on=None, dry_run=dry_run, anyway=anyway
    )


def note(day: str = DAY, **said: object) -> None:
    note_referral("R1", noted=Noted(**said), on=date.fromisoformat(day), clock=at(day), actor=CLERK)


def stage(day: str) -> str:
    return referrals.show_referral("R1", on=date.fromisoformat(day), clock=at(day))[1].stage


def held(*columns: str) -> list[tuple[object, ...]]:
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        return reads.authorizations(store).select(columns).rows()


def requests() -> pl.DataFrame:
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        return reads.sent_requests(store)


def segments(report: RequestReport, *starts: str) -> list[str]:
    lines = [line.removesuffix("~") for line in Path(report.file or "").read_text().splitlines()]
    return [line for line in lines if line.startswith(starts)]


def answers(
    house: CarePractice, *event: str, trace: str = "R1-A1", patient: str = "REF*EJ*ana", day: str = "2026-03-12"
):
    """A payer's 278. event: the segments of the event after its trace number."""
    told = date.fromisoformat(day)
    body = [
        f"BHT*0007*11*{trace}*{told:%Y%m%d}*0900*18", "HL*1**20*1", "NM1*X3*2*AETNA HEALTH*****PI*60054", "HL*2*1*21*1",
        "NM1*1P*2*LAKESHORE*****XX*1999999984", "HL*3*2*22*1", "NM1*IL*1*EXAMPLE*ANA****MI*M1ANA", patient, "HL*4*3*EV*1",
        f"TRN*2*{trace}*9990000001", "UM*SC*I*3", *event,
    ]  # fmt: skip
    house.x12(
        written.whole(written.set_of("HI", "005010X217", "278", [one for one in body if one], told)), ".278", day=day
    )


APPROVED = ("HCR*A1*PA-100", "DTP*007*RD8*20260312-20260612", "HSD*VS*12")


def test_a_referral_that_needs_it_is_asked_for_and_its_answer_is_its_authorization(house: CarePractice):
    assert "sent" == stage(DAY)
    asked = ask()

    assert ("R1", "R1-A1", "AETNA") == (asked.referral_key, asked.authorization_key, asked.payer_key)
    assert "authorization_waited" == stage(DAY)
    answers(house, *APPROVED, trace=segments(asked, "TRN")[0].split("*")[2])
    assert [("R1-A1", "ana", "R1", "AETNA", "PA-100", "approved", date(2026, 3, 10), date(2026, 6, 12), 12)] == held(
        "authorization_key", "party_key", "referral_key", "payer_key", "number", "state", "requested_on", "to_on", "visits_allowed"
    )  # fmt: skip
    assert "to_be_booked" == stage("2026-03-12")


def test_the_request_names_who_refers_whom_to_whom_for_what(house: CarePractice):
    house.rows(
        "appointments",
        {
            "appointment_key": "P1",
            "party_key": "ana",
            "referral_key": "R1",
            "happens_on": "2026-03-20",
            "state": "booked",
        },
        day="2026-03-05",
    )
    asked = ask()
    with X12Reader(asked.file) as reader:
        wrong = [error for _ in reader for error in reader.pop_errors()]

    assert [] == wrong
    assert [
        "NM1*X3*2*Aetna*****PI*AETNA", "NM1*1P*1*Doe*Jo****XX*1234567893", "PER*IC*Ann Rivera*TE*8505550100",
        "NM1*IL*1*Example*Ana****MI*M1ANA", "TRN*1*R1-A1*9990000001", "UM*SC*I*3", "DTP*AAH*D8*20260320", "HI*ABK:M5450", "HSD*VS*12",
        "NM1*SJ*2*Bay Therapy*****XX*1999999976", "SV1*HC:97110", "SV1*HC:97112",
    ] == segments(asked, "NM1", "PER", "TRN", "UM", "DTP", "HI", "HSD", "SV1")  # fmt: skip
    assert [(None,)] == held("from_on"), "a day that was booked is not yet a day that was authorized"


def test_who_asked_stands_in_the_audit_log_once_a_file_was_written(house: CarePractice):
    ask(dry_run=True)
    report = ask()
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        events = reads.audit_events(store).filter(~pl.col("act").str.starts_with("import"))

    assert [("clerk", "request authorization", "referral R1")] == events.select("actor", "act", "subject").rows()
    assert Path(report.file or "").name in events["details"][0]


@pytest.mark.parametrize(
    ("last_day", "payer", "member"),
    [("2026-03-10", "AETNA", "M1ANA"), ("2026-03-09", "CIGNA", "M2ANA")],
)
def test_the_payer_in_force_on_the_day_is_asked_though_another_was_first_before(house, last_day, payer, member):
    house.covered("ana", "AETNA", until=last_day)
    asked = ask()

    assert payer == asked.payer_key
    assert [f"NM1*IL*1*Example*Ana****MI*{member}"] == segments(asked, "NM1*IL")
    assert [(payer,)] == held("payer_key")


@pytest.mark.parametrize(
    ("booked", "payer", "member"),
    [("2026-03-15", "AETNA", "M1ANA"), ("2026-03-16", "MOLINA", "M9ANA")],
)
def test_the_payer_of_the_day_that_is_booked_is_asked(house: CarePractice, booked, payer, member):
    visits = [
        {
            "appointment_key": key,
            "party_key": "ana",
            "referral_key": "R1",
            "happens_on": happens_on,
            "state": "booked",
        }
        for key, happens_on in (("P0", "2026-03-09"), ("P2", "2026-04-20"), ("P1", booked))
    ]
    house.covered("ana", "AETNA", until="2026-03-15").covered("ana", "MOLINA", since="2026-03-16", member_id="M9ANA")
    house.rows("appointments", *visits, day="2026-03-05")
    asked = ask()

    assert payer == asked.payer_key
    assert [f"NM1*IL*1*Example*Ana****MI*{member}"] == segments(asked, "NM1*IL")
    assert [f"DTP*AAH*D8*{booked.replace('-', '')}"] == segments(asked, "DTP")


def test_a_day_after_every_coverage_ended_is_not_asked_for(house: CarePractice):
    house.covered("ana", "AETNA", "CIGNA", until="2026-03-09")

    with pytest.raises(Refusal, match="No payer is known for the patient of R1 on 2026-03-10"):
        ask()


def test_a_dry_run_says_whether_it_can_be_asked_and_writes_nothing(house: CarePractice):
    told = ask(dry_run=True)

    assert ("R1-A1", True, None) == (told.authorization_key, told.is_dry, told.file)
    assert ([], True, []) == (held("state"), requests().is_empty(), list(read_home().claims.iterdir()))


@pytest.mark.parametrize(
    ("noted", "message"),
    [
        ({"is_requested": True}, "It was requested on 2026-03-04 and the payer has not decided."),
        ({"is_denied": True}, "The payer denied it."),
        ({"granted": Granted("PA-7", to_on=date(2026, 3, 10))}, "It is authorized by PA-7 until 2026-03-10."),
    ],
)
def test_what_was_asked_or_decided_is_asked_again_only_on_a_persons_word(house: CarePractice, noted, message):
    note("2026-03-04", **noted)

    with pytest.raises(Refusal, match=message.replace(".", r"\.")):
        ask()
    assert (["R1-A1"] if "is_requested" in noted else ["R1-A2"]) == [ask(anyway=True).authorization_key]
    assert date(2026, 3, 10) in {requested_on for (requested_on,) in held("requested_on")}


@pytest.mark.parametrize("granted", [Granted("PA-7", to_on=date(2026, 3, 9)), Granted("PA-7", visits_allowed=0)])
def test_what_has_ended_or_is_used_up_is_asked_for_anew(house: CarePractice, granted: Granted):
    note("2026-03-04", granted=granted)

    assert "R1-A2" == ask().authorization_key


@pytest.mark.parametrize(
    ("told", "day", "message"),
    [
        ({"needs_authorization": "no"}, DAY, "The order says that no authorization is needed"),
        ({"state": "revoked"}, DAY, "is revoked"),
        ({"state": "completed"}, DAY, "is completed"),
        ({"ordered_on": "2026-03-11"}, DAY, "ordered only on 2026-03-11"),
        ({"party_key": "zoe", "referral_key": "R2"}, DAY, "No payer is known for"),
        ({"payer_key": "MOLINA"}, DAY, "the member ID is missing"),
        ({"referral_key": "R2"}, DAY, "There is no referral R9"),
    ],
)
def test_what_cannot_be_asked_says_why_and_nothing_is_noted(house: CarePractice, told, day, message):
    house.rows("referrals", THERAPY | told, day="2026-03-04")

    with pytest.raises(Refusal, match=message):
        ask(day, name="R9" if "R9" in message else told.get("referral_key", "R1"))
    assert ([], True) == (held("state"), requests().is_empty())


def test_without_terms_nobody_is_asked(house: CarePractice):
    office = house.folder / "office.yaml"
    office.write_text(office.read_text().partition("    billing:")[0])
    house._import(office, day=date(2026, 3, 4), org=None)

    with pytest.raises(Refusal, match="writes no files for lakeshore") as fault:
        ask()
    assert fault.value.remedy.startswith("Add `billing:`")


def test_a_request_that_the_receiver_refused_was_never_asked(house: CarePractice):
    ask()
    [group] = requests()["group_number"]
    word = written.acknowledges(verdict="R", group=group, function="HI", day=date(2026, 3, 11))
    house.x12(written.whole(word), ".999", day="2026-03-11")
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        told = reads.open_findings(store).select("code", "at_key").rows()

    assert [("authorization.request_refused", "R1-A1")] == told
    assert "R1-A1" == ask("2026-03-11").authorization_key
    assert [(date(2026, 3, 11),)] == held("requested_on")
    assert 2 == requests().height


# --- answers --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("patient", ["", "REF*EJ*somebody"])
@pytest.mark.parametrize("trace", ["R1-A1", "r1-a1"])
def test_an_answer_keeps_the_patient_of_its_request_whatever_the_payer_calls_her(house: CarePractice, patient, trace):
    ask()
    answers(house, *APPROVED, trace=trace, patient=patient)

    assert [("R1-A1", "ana", "AETNA", "PA-100")] == held("authorization_key", "party_key", "payer_key", "number")


def test_services_decided_apart_are_the_request_and_what_stands_beside_it(house: CarePractice):
    ask()
    apart = ("HL*5*4*SS*0", "HCR*A3**82", "SV1*HC:97110", "HL*6*4*SS*0", "HCR*A1*PA-100", "SV1*HC:97112")
    answers(house, *apart)

    assert [("R1-A1", "R1", "approved", "PA-100", "97112"), ("R1-A1/1", "R1", "denied", None, "97110")] == held(
        "authorization_key", "referral_key", "state", "number", "service_codes"
    )
    assert "to_be_booked" == stage("2026-03-12")
    known = held("authorization_key", "state", "number")
    answers(house, *apart, "HSD*VS*12", day="2026-03-13")
    assert known == held("authorization_key", "state", "number"), "told again, it is the same"


def test_a_service_decided_otherwise_than_its_event_stands_beside_it_with_its_referral(house: CarePractice):
    ask()
    answers(house, *APPROVED, "HL*5*4*SS*0", "HCR*A3**82", "SV1*HC:97110", "HL*6*4*SS*0", "SV1*HC:97112")

    assert [("R1-A1", "R1", "approved", "97112"), ("R1-A1/1", "R1", "denied", "97110")] == held(
        "authorization_key", "referral_key", "state", "service_codes"
    )
    assert {("ana", "AETNA")} == set(held("party_key", "payer_key"))


def test_when_every_service_is_refused_the_referral_no_longer_waits_for_the_payer(house: CarePractice):
    ask()
    answers(house, "HL*5*4*SS*0", "HCR*A3**82", "SV1*HC:97110", "HL*6*4*SS*0", "HCR*A3**88", "SV1*HC:97112")

    assert "authorization_denied" == stage("2026-03-12")


def test_a_word_that_decides_nothing_takes_no_decision_back(house: CarePractice):
    report = ask()
    answers(house, *APPROVED)
    house.x12(Path(report.file or "").read_text(), ".278", day="2026-03-13")

    assert [("approved", "PA-100")] == held("state", "number")


def test_an_answer_to_no_request_is_its_members_or_is_told(house: CarePractice):
    answers(house, *APPROVED, trace="THEIRS-1", patient="")
    house.person("kit", guarantor_key="ana").covered("kit", "AETNA", member_id="M1ANA")
    answers(house, "HCR*A1*PA-200", trace="THEIRS-2", patient="")
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        told = reads.open_findings(store).filter(pl.col("code") == "authorization.no_patient")["at_key"].to_list()

    assert [("THEIRS-1", "ana"), ("THEIRS-2", "M1ANA")] == held("authorization_key", "party_key")
    assert ["THEIRS-2"] == told


# --- killed, and by command ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_killed_run_is_finished_or_undone_by_the_next(house: CarePractice, moment: str):
    is_killed = die_while_sending(
        'acts.request_authorization("R1", anyway=False, **common)', moment=moment, at="2026-03-10T16:30+00:00"
    )
    parts = list(read_home().claims.glob("*.278.part"))
    assert (True, 1) == (is_killed, len(parts))

    if moment == "before":
        ask()
    else:
        with pytest.raises(Refusal, match="was requested on 2026-03-10"):
            ask()

    assert [".278"] == [path.suffix for path in read_home().claims.iterdir()]
    assert 1 == requests().height
    assert [("R1-A1", "requested")] == held("authorization_key", "state")


def run(*words: str):
    return CliRunner().invoke(
        app, ["referrals", "request", *words], env={"REMINDFUL_NOW": f"{DAY}T16:30+00:00", "COLUMNS": "200"}
    )


def test_the_command_asks_once_and_says_what_it_wrote(house: CarePractice):
    dry, done, again, anyway = run("R1", "--dry-run"), run("R1"), run("lakeshore/R1"), run("R1", "--anyway", "--json")

    assert [0, 0, 2, 0] == [one.exit_code for one in (dry, done, again, anyway)]
    assert "R1: authorization R1-A1 can be requested from AETNA." in dry.output
    assert "R1: authorization R1-A1 is requested from AETNA." in done.output
    assert "lakeshore-2026-03-10-authorization-" in done.output
    assert "--anyway requests it again." in again.output
    assert '"authorization_key": "R1-A1"' in anyway.output
