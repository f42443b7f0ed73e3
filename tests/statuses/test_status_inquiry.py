"""A claim goes silent, its payer is asked, the answer comes home: told through the files that go out and come in."""

import os
import signal
import subprocess
import sys
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
from remindful.flow.claims import acts as claim_acts
from remindful.flow.claims import sent_claims as claims
from remindful.flow.claims import status_requests
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.actors import CLERK
from tests.formats.x12 import validators
from tests.statuses import written
from tests.stories.care_practice import CarePractice
from tests.stories.practice import OFFICE

SILENT, AGAIN = "2026-04-05", "2026-04-12"  # 31 days after the 277CA of March 5; seven days after that


def at(day: str) -> Clock:
    return Clock(datetime.combine(date.fromisoformat(day), time(16, 30), tzinfo=UTC))


def ask(day: str, *named: str, dry_run: bool = False) -> status_requests.InquiryReport:
    return claim_acts.inquire_status(
        home=read_home(), clock=at(day), actor=CLERK, on=date.fromisoformat(day), claims=named, dry_run=dry_run
    )


def controls(report: status_requests.InquiryReport) -> list[str]:
    return [one.control_number for one in report.inquiries]


def takes_in(house: CarePractice, *numbers: str, day: str = "2026-03-05") -> None:
    words = [(number, "A2:20", "EXAMPLE", "ANA", "M1ANA") for number in numbers]
    house.x12(written.whole(written.receives(*words, day=date.fromisoformat(day), payer="AETNA")), ".277", day=day)


def state_of(number: str, day: str) -> tuple[str, date | None]:
    view = claims.view_claims(on=date.fromisoformat(day), clock=at(day))
    row = view.claims.filter(pl.col("control_number") == number).row(-1, named=True)
    return row["state"], row["requested_on"]


def files() -> list[str]:
    return sorted(path.name for path in read_home().claims.iterdir())


def sent_requests() -> pl.DataFrame:
    with open_store(organizations="all", now=datetime(2030, 1, 1, tzinfo=UTC), read_only=True) as store:
        return reads.sent_requests(store)


def open_findings(code: str) -> list[str]:
    with open_store(organizations="all", now=datetime(2030, 1, 1, tzinfo=UTC), read_only=True) as store:
        return reads.open_findings(store).filter(pl.col("code") == code)["message"].to_list()


def test_a_silent_claim_is_asked_about_and_its_answer_comes_home(house: CarePractice):
    takes_in(house, "V1")
    assert ask("2026-04-04").inquiries == ()

    asked = ask(SILENT)
    assert [("V1", "AETNA", 15_000, "accepted", 31)] == [
        (one.control_number, one.payer_key, one.charge_cents, one.state, one.wait_days) for one in asked.inquiries
    ]
    segments = [line.removesuffix("~") for line in Path(asked.files[0]).read_text().splitlines()]
    [trace] = [line.split("*")[2] for line in segments if line.startswith("TRN*1*")]
    assert ["NM1*PR*2*Aetna*****PI*AETNA", "NM1*41*2*Lakeshore Physicians*****46*LAKESHORE"] == [
        line for line in segments if line.startswith(("NM1*PR", "NM1*41"))
    ]

    answer = written.answers(trace=trace, status="F1:65", day=date(2026, 4, 6), payer="AETNA")
    house.x12(written.whole(answer), ".277", day="2026-04-06")
    assert ("finalized", date(2026, 4, 5)) == state_of("V1", "2026-04-07")
    assert ask("2026-06-30").inquiries == ()


def test_strangers_take_the_file_for_a_276(house: CarePractice):
    takes_in(house, "V1")
    house.person("bob").covered("bob", "CIGNA")
    house.person("kit", day="2026-03-02", birth_on="2026-02-01", guarantor_key="ana", sex="M")
    house.covered("kit", "AETNA", relationship_code="19", subscriber_key="ana", member_id="M1ANA")
    for key, patient in (("V2", "bob"), ("V3", "kit")):
        house.seen(key, patient, ("99213", 150), on="2026-03-02")
    house.bills("2026-03-04")
    assert [] == house.held("V3")
    [name] = ask(SILENT, "V1", "V2", "V3").files
    with X12Reader(name) as reader:
        wrong = [error for _ in reader for error in reader.pop_errors()]

    assert [] == wrong
    assert [] == validators.by_x12sdk(Path(name).read_text())
    assert ["0001", "0001", "0002"] == sent_requests()["set_number"].to_list()


def test_that_stranger_sees_a_planted_fault_in_such_a_file(house: CarePractice):
    takes_in(house, "V1")
    [name] = ask(SILENT).files

    assert validators.by_x12sdk(Path(name).read_text().replace("HL*2*1*21*1~\n", ""))


def test_it_is_asked_again_only_after_seven_days_or_by_its_name(house: CarePractice):
    takes_in(house, "V1")
    ask(SILENT)
    soon = ask("2026-04-11")
    by_name = ask("2026-04-11", "lakeshore/V1", "V1")

    assert ([], 1, ()) == (controls(soon), soon.recently_inquired, soon.files)
    assert ["V1"] == controls(by_name)
    assert [] == controls(ask("2026-04-17"))
    assert ["V1"] == controls(ask("2026-04-18"))


def test_on_the_seventh_day_it_is_asked_again(house: CarePractice):
    takes_in(house, "V1")
    ask(SILENT)

    assert ["V1"] == controls(ask(AGAIN))


def test_the_desk_sees_that_the_payer_was_asked(house: CarePractice):
    takes_in(house, "V1")
    ask(SILENT)
    [work] = claims.view_claims(on=date(2026, 4, 6), clock=at("2026-04-06")).work.iter_rows(named=True)

    assert ("silent", False) == (work["kind"], work["asks_status"])
    assert "A status inquiry was sent on 2026-04-05: get the response (277), or call." == work["remedy"]


def test_a_dry_run_tells_and_writes_nothing(house: CarePractice):
    takes_in(house, "V1")
    before = files()
    told = ask(SILENT, dry_run=True)

    assert (["V1"], (), True) == (controls(told), told.files, told.is_dry)
    assert before == files()
    assert sent_requests().is_empty()


def test_a_claim_whose_file_is_gone_is_told_and_the_others_are_asked_about(house: CarePractice):
    house.seen("V2", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-04")
    takes_in(house, "V1", "V2")
    [first] = read_home().claims.glob("lakeshore-2026-03-03-*")
    first.unlink()
    told = ask(SILENT)

    assert ["V2"] == controls(told)
    assert [("status.cannot_ask", "V1")] == [(one.code, one.at.key) for one in told.findings]
    assert ["V2"] == controls(ask("2026-05-01")), "what was not asked is not noted as asked"


@pytest.mark.parametrize(("verdict", "asked", "told"), [("R", ["V1"], 1), ("A", [], 0), ("E", [], 0)])
def test_what_the_receiver_refused_was_never_asked(house: CarePractice, verdict, asked, told):
    takes_in(house, "V1")
    ask(SILENT)
    group = sent_requests()["group_number"][0]
    word = written.acknowledges(verdict=verdict, group=group, function="HR", day=date(2026, 4, 6))
    house.x12(written.whole(word), ".999", day="2026-04-06")

    assert asked == controls(ask("2026-04-07", dry_run=True))
    assert told == len(open_findings("status.request_refused"))
    assert [] == open_findings("status.other_kind") + open_findings("status.no_file")


def test_a_ta1_on_the_file_is_about_it_too(house: CarePractice):
    takes_in(house, "V1")
    ask(SILENT)
    number = sent_requests()["interchange_number"][0]
    house.x12(written.whole([f"TA1*{number}*260405*1230*R*006"]), ".ta1", day="2026-04-06")

    [said] = open_findings("status.request_refused")
    assert said.startswith("The request for the status of V1 was refused (lakeshore-2026-04-05-status-")
    assert ["V1"] == controls(ask("2026-04-07", dry_run=True))


@pytest.mark.parametrize(
    ("named", "day", "message"),
    [(("V9",), SILENT, "There is no sent claim V9"), ((), "2026-04-30", "has not come yet")],
)
def test_what_cannot_be_meant_says_so_and_nothing_is_asked(house: CarePractice, named, day, message):
    takes_in(house, "V1")

    with pytest.raises(Refusal, match=message):
        claim_acts.inquire_status(
            home=read_home(),
            clock=at("2026-04-06"),
            actor=CLERK,
            on=date.fromisoformat(day),
            claims=("V1", *named),
            dry_run=False,
        )
    assert sent_requests().is_empty()


def test_without_terms_no_payer_can_be_asked(house: CarePractice):
    takes_in(house, "V1")
    office = house.folder / "office.yaml"
    office.write_text(office.read_text().partition("    billing:")[0])
    house._import(office, day=date(2026, 4, 1), org=None)

    with pytest.raises(Refusal, match="can ask no payer") as fault:
        ask(SILENT)
    assert fault.value.remedy.startswith("Add `billing:`")


def test_claims_of_an_organization_that_has_no_terms_any_more_are_told(house: CarePractice):
    takes_in(house, "V1")
    office = house.folder / "office.yaml"
    ours, _, terms = office.read_text().partition("    billing:")
    office.write_text(f"{ours}  - key: capital{OFFICE.partition('  - key: capital')[2]}    billing:{terms}")
    house._import(office, day=date(2026, 4, 1), org=None)
    told = ask(SILENT)

    assert ([], [("status.no_terms", "lakeshore")]) == (
        controls(told),
        [(one.code, one.at.key) for one in told.findings],
    )
    with pytest.raises(Refusal, match="no files for lakeshore any more"):
        ask(SILENT, "V1")


# --- killed ---------------------------------------------------------------------------------------------------------------

#: A process that asks, and is killed on its way: as the rows are kept, or once they are and the file has no name yet.
ASKS_AND_DIES = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from remindful.edges.store.store import Store
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from remindful.flow.claims.acts import inquire_status
from remindful.flow.office.actors import Actor

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

keep = Store.append
if sys.argv[1] == "before":
    Store.append = lambda self, table, frame: die() if table == "request_sent" else keep(self, table, frame)
else:
    Path.replace = die
clock = Clock(datetime(2026, 4, 5, 16, 30, tzinfo=UTC))
inquire_status(home=read_home(), clock=clock, actor=Actor("clerk", "a test"), on=None, claims=(), dry_run=False)
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_killed_run_is_finished_or_undone_by_the_next(house: CarePractice, moment: str):
    takes_in(house, "V1")
    died = subprocess.run([sys.executable, "-c", ASKS_AND_DIES, moment], env=os.environ, check=False)
    [part] = read_home().claims.glob("*.276.part")
    again = ask(SILENT)

    assert -signal.SIGKILL == died.returncode
    assert not list(read_home().claims.glob("*.part"))
    assert (["V1"] if moment == "before" else []) == controls(again), "asked once, and only once"
    assert 1 == sent_requests().height
    [kept] = read_home().claims.glob("*.276")
    assert (kept.name == part.name.removesuffix(".part")) == (moment == "after")


def test_billing_gives_the_file_of_a_killed_run_its_name_too(house: CarePractice):
    takes_in(house, "V1")
    subprocess.run([sys.executable, "-c", ASKS_AND_DIES, "after"], env=os.environ, check=False)
    claim_acts.bill_now(home=read_home(), clock=at("2026-04-06"), actor=CLERK, on=date(2026, 4, 6), dry_run=False)

    assert 1 == len(list(read_home().claims.glob("*.276")))


# --- the command ----------------------------------------------------------------------------------------------------------


def run(*words: str, day: str = SILENT):
    return CliRunner().invoke(app, list(words), env={"REMINDFUL_NOW": f"{day}T16:30+00:00", "COLUMNS": "200"})


def test_the_command_shows_what_it_asks_and_ends_with_three_where_something_could_not_be(house: CarePractice):
    takes_in(house, "V1")
    dry, done, soon = run("status-inquiry", "--dry-run"), run("status-inquiry"), run("status-inquiry", day="2026-04-06")
    [name] = read_home().claims.glob("lakeshore-2026-03-03-*")
    name.unlink()
    lost = run("status-inquiry", "--claim", "V1", "--json", day="2026-04-06")

    assert [0, 0, 0, 3] == [one.exit_code for one in (dry, done, soon, lost)]
    assert "Would be asked about: 1" in dry.output
    assert "$150.00" in done.output
    assert ".276" in done.output
    assert "in the last seven days, no response yet: 1" in soon.output
    assert '"code": "status.cannot_ask"' in lost.output
