"""Every question and every report, of an office whose two organizations have the same keys for everything: what the two say alone, added up."""

import inspect
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

import remindful.flow
from remindful.core.words.kinds import Act
from remindful.flow.ask import account_inquiry, audit, exporting, law_desk, patient_credits, statement_pdf, tracing
from remindful.flow.claims import acts as claim_acts
from remindful.flow.claims import charge_lag, encounters, estimates, sent_claims
from remindful.flow.claims.estimates import EstimateRequest
from remindful.flow.night import nights
from remindful.flow.office.home import Home
from remindful.flow.office.rule_files import RULEBOOK
from remindful.flow.referrals import letters, loops
from remindful.flow.remits import denials, remittances
from remindful.flow.work import exception_list
from tests.actors import CLERK
from tests.store.fixtures import copies_dropped, copy_database, settings
from tests.stories.two_alike import EAST, LOOKED, WEST, at, build_office

type Rows = Counter[tuple[tuple[str, str], ...]]
#: Columns that only say whose a row is, or what the store calls it.
pytestmark = pytest.mark.xdist_group("battery_of_two")  # the office is built once

OWNERS = {
    "organization", "organization_id", "name", "recorded_at", "details", "subject", "example", "file", "files", "findings", "file_name",
    "interchange_number", "group_number", "set_number", "estimate_key",
}  # fmt: skip


@dataclass(frozen=True)
class Office:
    """One office: its home and database."""

    home: Home
    url: str

    def ask[T](self, question: Callable[[Home], T]) -> T:
        with settings(DATABASE_URL=self.url, REMINDFUL_HOME=str(self.home.path)):
            return question(self.home)


@pytest.fixture(scope="module")
def offices(server_url, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    """The two organizations alone, and both in one office, after the same months and the same night."""
    with copies_dropped():
        made: dict[str, Office] = {}
        for name, organizations in {"east": [EAST], "west": [WEST], "both": [EAST, WEST]}.items():
            folder = tmp_path_factory.mktemp(name)
            office = Office(Home(folder / "home"), copy_database(server_url))
            office.home.path.mkdir()
            office.ask(lambda home, folder=folder, of=organizations: build_office(home, folder / "files", of))
            made[name] = office
        yield made


def is_own(column: str) -> bool:
    return column in OWNERS or column.endswith("_id")


def rows(frame: pl.DataFrame) -> Rows:
    """Rows of a frame, each as its columns and values, whatever their order."""
    kept = frame.select(sorted(name for name in frame.columns if not is_own(name)))
    return Counter(tuple((name, str(value)) for name, value in row.items()) for row in kept.iter_rows(named=True))


def things(found: list[object]) -> Rows:
    """Dataclasses as rows are."""
    return Counter(
        tuple(sorted((name, str(value)) for name, value in asdict(one).items() if not is_own(name))) for one in found
    )  # fmt: skip


def amounts(frame: pl.DataFrame, *by: str, of: tuple[str, ...]) -> Rows:
    """Amounts of a summed frame, a count each, so that what is added up adds up."""
    counted: Rows = Counter()
    for row in frame.iter_rows(named=True):
        for name in of:
            counted[(*((key, str(row[key])) for key in by), ("amount", name))] += int(row[name] or 0)
    return +counted


def numbers(report: object, *names: str) -> Rows:
    return +Counter({(("number", name),): int(getattr(report, name) or 0) for name in names})


def count_stations(home: Home) -> Rows:
    report = nights.run_night(home=home, clock=at(LOOKED), on=LOOKED, dry_run=True)
    counted: Rows = Counter()
    for one in report.stations:
        for name in ("came_in", "into", "exceptions"):
            counted[(("station", one.station), ("count", name))] += getattr(one, name)
    for table in ("owed_cents", "not_sent", "no_step"):
        for key, value in getattr(report, table).items():
            counted[(("table", table), ("key", str(key)))] += value
    return +counted


def sum_aging(_: Home) -> Rows:
    table = account_inquiry.age_balances(on=LOOKED, start="service", known_at=None, clock=at(LOOKED))
    return amounts(
        table, table.columns[0], of=tuple(name for name in table.columns[1:] if table[name].dtype == pl.Int64)
    )


def sum_traces(by: str | None) -> Callable[[Home], Rows]:
    def ask(_: Home) -> Rows:
        summed = tracing.trace_office(on=LOOKED, clock=at(LOOKED), by=by)
        keys = [name for name in summed.columns if summed[name].dtype == pl.String]
        return amounts(summed, *keys, of=("rows", "open_cents"))

    return ask


def inquire_status(home: Home) -> Rows:
    claims = sent_claims.view_claims(on=LOOKED, clock=at(LOOKED)).claims
    names = claims.filter(pl.col("control_number") == "E7")["name"].to_list()
    report = claim_acts.inquire_status(home=home, clock=at(LOOKED), actor=CLERK, on=LOOKED, claims=names, dry_run=True)
    return things(list(report.inquiries)) + numbers(report, "recently_inquired")


def bill_again(home: Home) -> Rows:
    report = claim_acts.bill_now(home=home, clock=at(LOOKED), actor=CLERK, on=LOOKED, dry_run=True)
    edits = Counter({(("edit", one.edit),): one.count for one in report.edits})
    return edits + numbers(report, "came_in", "billed", "held", "charge_cents", "next_payer_claims", "part_of_others")


QUESTIONS: dict[str, Callable[[Home], Rows]] = {
    "aging": sum_aging,
    "bill --dry-run": bill_again,
    "charge lag": lambda _: rows(charge_lag.watch_charge_lag(clock=at(LOOKED), on=LOOKED)),
    "claims": lambda _: rows(sent_claims.view_claims(on=LOOKED, clock=at(LOOKED)).claims),
    "claims to work": lambda _: rows(sent_claims.view_claims(on=LOOKED, clock=at(LOOKED)).work),
    "filing clocks": lambda _: rows(sent_claims.view_claims(on=LOOKED, clock=at(LOOKED)).clocks.drop("due_key")),
    "denials": lambda _: rows(denials.list_denials(on=LOOKED, clock=at(LOOKED))),
    "underpaid": lambda _: rows(
        denials.compare_payments(on=LOOKED, tolerance_cents=0, reduced_percent=None, clock=at(LOOKED))
    ),
    "encounters": lambda _: rows(encounters.list_encounters(clock=at(LOOKED), every=True)),
    "estimates": lambda _: rows(estimates.list_estimates(clock=at(LOOKED))),
    "referrals": lambda _: rows(loops.list_loops(on=LOOKED, clock=at(LOOKED))),
    "authorizations": lambda _: rows(loops.list_authorizations(on=LOOKED, clock=at(LOOKED))),
    "remits": lambda _: rows(remittances.list_remits(clock=at(LOOKED))),
    "remits that wait": lambda home: things(list(remittances.list_waiting(home=home, clock=at(LOOKED)))),
    "credits": lambda _: things(list(patient_credits.list_credits(clock=at(LOOKED), on=LOOKED))),
    "exceptions": lambda _: Counter((("exception", one.code), ("key", one.key)) for one in exception_list.list_exceptions(clock=at(LOOKED))),
    "status inquiry": inquire_status,
    "trace": sum_traces(None),
    "trace by payer": sum_traces("payer"),
    "trace by provider": sum_traces("provider"),
    "a night": count_stations,
    "audit log": lambda _: Counter(
        (("act", one.act), ("actor", one.actor)) for one in audit.list_events(audit.AuditFilter(), limit=1_000, clock=at(LOOKED)).events
    ),
    "law diff": lambda home: Counter(
        {(("law", "accounts"),): law_desk.diff(RULEBOOK, RULEBOOK, home=home, clock=at(LOOKED), on=LOOKED).accounts}
    ),
}  # fmt: skip
#: What asks about one thing that a person names. Of both, it is asked for by organization/key, and says what it says alone.
NAMED = {
    "show_encounter",
    "show_denials",
    "show_referral",
    "show_remit",
    "write_appeal",
    "trace_account",
    "ask_account",
    "write_statement",
    "export",
    "write_letter",
}
#: Questions that read no rows of an organization, and pieces of those above.
ELSEWHERE = {
    "ask_story", "examine", "begin_tonight", "fill_missing_lines", "finish", "find_procedures", "run_night", "owed_by_account",
    "walk_chain", "walk_folder", "import_office_paths", "import_paths", "import_file", "keep_offices", "begin_run", "end_run",
    "open_desk", "list_events", "show_exception",
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_two_organizations_with_the_same_keys_say_what_they_say_alone_added_up(offices, question):
    ask = QUESTIONS[question]
    east, west, both = (offices[name].ask(ask) for name in ("east", "west", "both"))

    assert east, "nothing was compared"
    assert east + west == both


def test_every_question_of_flow_is_asked():
    modules = [
        import_module(found.name)
        for found in pkgutil.walk_packages(remindful.flow.__path__, "remindful.flow.")
        if not found.ispkg
    ]
    asked = {
        name
        for module in modules
        if not module.__name__.endswith(".acts")
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and "clock" in inspect.signature(function).parameters
    }
    listed = {
        "age_balances", "watch_charge_lag", "view_claims", "list_denials", "compare_payments", "list_encounters", "list_estimates", "list_loops",
        "list_authorizations", "list_remits", "list_waiting", "trace_office", "diff", "list_credits", "list_exceptions",
    }  # fmt: skip

    assert 20 < len(asked)
    assert set() == asked - listed - NAMED - ELSEWHERE


def test_a_thing_that_is_named_is_its_organizations_alone(offices, tmp_path):
    clock = at(LOOKED)
    named: dict[str, Callable[[Home, str], object]] = {
        "encounter": lambda home, key: encounters.show_encounter(f"{key}E5", home=home, clock=clock).edits["edit"].to_list(),
        "denials": lambda _, key: denials.show_denials(f"{key}E2", on=LOOKED, clock=clock)["denied_cents"].to_list(),
        "referral": lambda _, key: loops.show_referral(f"{key}R1", on=LOOKED, clock=clock)[1].stage,
        "trace": lambda _, key: tracing.trace_account(f"{key}p1", on=LOOKED, clock=clock)[0]["open_cents"].to_list(),
        "letter": lambda home, key: letters.write_letter(
            f"{key}R1", reader=letters.Recipient.PATIENT, language=None, out=tmp_path / "l.pdf", home=home, clock=clock
        ).language,
        "why": lambda home, key: account_inquiry.ask_account(f"{key}p1", act=Act.STATEMENT, at=None, home=home, clock=clock)[0].owed,
        "statement": lambda _, key: statement_pdf.write_statement(f"{key}p3", out=tmp_path / "s.pdf", language="en", clock=clock).due_cents,
        "appeal": lambda _, key: denials.write_appeal(f"{key}E2", to=(), out=tmp_path / "a.pdf", on=LOOKED, clock=clock).denied_cents,
    }  # fmt: skip
    for what, ask in named.items():
        for name in ("east", "west"):
            alone = offices[name].ask(lambda home, ask=ask: ask(home, ""))
            among = offices["both"].ask(lambda home, ask=ask, name=name: ask(home, f"{name}/"))

            assert alone == among, f"{what} of {name}"
        assert offices["east"].ask(lambda home, ask=ask: ask(home, "")) != offices["west"].ask(lambda home, ask=ask: ask(home, "")) or what in {
            "encounter", "referral", "letter",
        }, f"{what}: the two do not differ, so nothing was compared"  # fmt: skip


@pytest.mark.parametrize("shape", list(exporting.ExportFormat))
def test_an_export_is_of_one_organization(offices, tmp_path: Path, shape: exporting.ExportFormat):
    def write(office: str, key: str | None) -> dict[str, int]:
        out = tmp_path / f"{office}-{key}"
        wanted = exporting.ExportScope(organization=key)
        done = offices[office].ask(
            lambda home: exporting.export(wanted, shape=shape, out=out, home=home, clock=at(LOOKED))
        )
        return dict(done.counts)

    for name in ("east", "west"):
        assert write(name, None) == write("both", name)


def test_acts_on_a_shared_key_touch_the_organization_that_is_named(offices):
    both = offices["both"]
    with copies_dropped():
        office = Office(both.home, copy_database(both.url))
        office.ask(lambda _: claim_acts.leave_unbilled("west/E5", clock=at(LOOKED), actor=CLERK))
        listed = office.ask(lambda _: encounters.list_encounters(clock=at(LOOKED), every=True))
        events = office.ask(lambda _: audit.list_events(audit.AuditFilter(), limit=1, clock=at(LOOKED)).events)
        asked = EstimateRequest(
            patient="west/p3", services=("99213",), service_on=date(2026, 5, 4), scheduled_on=None, is_on_request=True, diagnosis_codes=(),
            encounter=None, language=None,
        )  # fmt: skip
        given = office.ask(lambda home: claim_acts.give_estimate(asked, home=home, clock=at(LOOKED), actor=CLERK))

    states = dict(listed.filter(pl.col("encounter_key") == "E5").select("organization", "state").rows())
    assert {"east": "held", "west": "not_billed"} == states
    assert ("west", "E5" in events[0].subject) == (events[0].organization, True)
    assert 24_000 == given.expected_cents, "the west's price, less its discount"
