"""HL7 messages of later files: what they tell amends, what they do not tell stays, two quotes delete."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.office.home import Home
from remindful.flow.office.report import ImportReport
from tests.formats.hl7v2.messages import charge, message
from tests.stories.care_practice import DOCTOR, CarePractice
from tests.stories.offices import copy_office
from tests.stories.practice import GROUP

LATER = datetime(2026, 6, 1, tzinfo=UTC)
SURGEON = "1234567802"
ANA = "PID|1||ana||Lee^Ana||19800101|F|||1 Gulf Rd^Apt 3^Town^FL^32456||(850)555-0100^PRN^CP~^NET^Internet^a@b.example||es"
KIT = "PID|1||kit||Lee^Kit||20200202"
BARE = "PID|1||ana||Lee^Ana"
BY_ANA = "GT1|1|ana|Lee^Ana||||||||PAR"
OF_ANA = "GT1|1|ana|Lee^Ana||||||||SEL"


class Clinic(CarePractice):
    """A practice whose people and visits come as messages, a file at a time."""

    def hears(self, *messages: str, day: str = "2026-03-02") -> ImportReport:
        self.number += 1
        path = self.folder / f"messages-{self.number}.hl7"
        path.write_text("".join(messages))
        return self._import(path, day=date.fromisoformat(day), org=GROUP, hour=12 + self.number % 8)

    def knows(self, key: str) -> dict[str, object]:
        """What is told of a person, without what is not known."""
        with _books() as store:
            row = reads.people(store, party_key=[key]).row(0, named=True)
        return {name: value for name, value in row.items() if value is not None}

    def accounts(self) -> list[str]:
        with _books() as store:
            return sorted(reads.accounts(store)["account_key"])

    def stay(self, key: str) -> dict[str, object]:
        """What is told of a visit, without what is not known."""
        with _books() as store:
            row = reads.encounters(store).filter(pl.col("encounter_key") == key).row(0, named=True)
        return {name: value for name, value in row.items() if value is not None}

    def paid(self) -> list[tuple[str, int]]:
        """Patients' payments: on whose account, how much."""
        with _books() as store:
            accounts = reads.accounts(store).select("account_id", "account_key")
            return (
                reads.patient_payments(store)
                .join(accounts, on="account_id")
                .select("account_key", "amount_cents")
                .rows()
            )


def _books():
    return open_store(organizations="all", now=LATER, read_only=True)


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    return copy_office(open_clinic, folder=tmp_path, monkeypatch=monkeypatch)


def open_clinic(folder: Path) -> Clinic:
    clinic = Clinic(folder)
    clinic.open()
    return clinic


def pv1(key: str = "V1", **said: str) -> str:
    """PV1 of a visit; said: f7="..." and the like."""
    fields = {19: key} | {int(name[1:]): value for name, value in said.items()}
    return "PV1|1|" + "|".join(fields.get(number, "") for number in range(2, 46)).rstrip("|")


def test_a_message_that_tells_less_of_a_person_keeps_what_is_known(clinic):
    clinic.hears(message("ADT^A31", pid=ANA, gt1=OF_ANA))
    before = clinic.knows("ana")
    clinic.hears(message("ADT^A31", pid=BARE, gt1=None))

    assert ("ana", "mobile", "a@b.example", "es") == tuple(
        before[name] for name in ("guarantor_key", "phone_kind", "email", "language")
    )
    assert before == clinic.knows("ana")


def test_what_it_tells_is_amended_and_the_rest_stays(clinic):
    clinic.hears(message("ADT^A31", pid=ANA, gt1=OF_ANA))
    clinic.hears(message("ADT^A31", pid=f"{BARE}||||||9 Bay St^^Ocala^FL^34470", gt1=None))
    ana = clinic.knows("ana")

    assert ("9 Bay St", "34470", "America/New_York") == (ana["line1"], ana["zip"], ana["zone"])
    assert "line2" not in ana, "an address is told whole"
    assert ("+18505550100", date(1980, 1, 1)) == (ana["phone"], ana["birth_on"])


def test_two_quotes_delete_what_is_known_and_nothing_else(clinic):
    clinic.hears(message("ADT^A31", pid=ANA, gt1=OF_ANA))
    before = clinic.knows("ana")
    clinic.hears(message("ADT^A31", pid=f'{BARE}||""||||||""', gt1=None))
    gone = {"birth_on", "phone", "phone_kind", "phone_zones"}
    own = {"recorded_at", "source_file_id"}

    assert {name: value for name, value in before.items() if name not in gone | own} == {
        name: value for name, value in clinic.knows("ana").items() if name not in own
    }


def test_a_child_whose_guarantor_is_not_told_again_stays_on_the_guarantors_account(clinic):
    clinic.hears(message("ADT^A31", pid=KIT, gt1=BY_ANA))
    clinic.hears(message("ADT^A31", pid=KIT.replace("Kit", "Kitty"), gt1=None))

    assert ("Kitty", "ana") == (clinic.knows("kit")["first_name"], clinic.knows("kit")["guarantor_key"])
    assert ["ana"] == clinic.accounts()


def test_a_guarantor_whom_a_childs_message_names_keeps_all_that_is_known(clinic):
    clinic.hears(message("ADT^A31", pid=ANA, gt1="GT1|1|bob|Lee^Bo||||||||SPO"))
    before = clinic.knows("ana")
    clinic.hears(message("ADT^A31", pid=KIT, gt1=BY_ANA))

    assert "bob" == before["guarantor_key"]
    assert before == clinic.knows("ana")


def test_a_number_told_again_keeps_its_kind_and_another_number_does_not(clinic):
    clinic.hears(message("ADT^A31", pid=ANA))
    clinic.hears(message("ADT^A31", pid=f"{BARE}||||||||(850)555-0100"))
    same = clinic.knows("ana")
    clinic.hears(message("ADT^A31", pid=f"{BARE}||||||||(850)555-0111"))
    other = clinic.knows("ana")

    assert ("+18505550100", "mobile") == (same["phone"], same["phone_kind"])
    assert ("+18505550111", None) == (other["phone"], other.get("phone_kind"))


def test_a_message_is_a_part_of_what_is_known_and_a_csv_row_is_the_whole(clinic):
    clinic.person("ana", language="es")
    clinic.hears(message("ADT^A31", pid=BARE))
    told = clinic.knows("ana")
    clinic.person("ana", language="", last_name="Lee", day="2026-03-03")

    assert ("Lee", "es", "ana@example.org") == (told["last_name"], told["language"], told["email"])
    assert "language" not in clinic.knows("ana")


def test_a_visit_of_which_less_is_told_stays_finished_as_it_was(clinic):
    stay = {"f2": "I", "f4": "U", "f7": DOCTOR, "f44": "20260301"}
    clinic.hears(message("ADT^A03", pv1(**stay, f45="20260304", f36="01"), pid=ANA))
    before = clinic.stay("V1")
    clinic.hears(message("ADT^A08", pv1(f44="20260301"), pid=ANA))

    assert ("I", True, date(2026, 3, 4), "01") == tuple(
        before[name] for name in ("form", "is_finished", "ended_on", "discharge_status")
    )
    assert before == clinic.stay("V1")


def test_a_first_charge_does_not_move_the_day_on_which_a_visit_began(clinic):
    clinic.hears(message("ADT^A04", pv1(f2="O", f44="20260301"), pid=ANA))
    clinic.hears(message("DFT^P03", pv1(f2="O"), charge("1", day="20260305"), pid=ANA))

    assert (date(2026, 3, 1), True) == (clinic.stay("V1")["started_on"], clinic.stay("V1")["is_finished"])


def test_a_cancelled_discharge_of_an_earlier_file_takes_the_end_away(clinic):
    stay = {"f2": "I", "f44": "20260301"}
    clinic.hears(message("ADT^A03", pv1(**stay, f45="20260304", f36="01"), pid=ANA))
    clinic.hears(message("ADT^A13", pv1(**stay), pid=ANA))
    opened = clinic.stay("V1")

    assert (False, None, None) == (opened["is_finished"], opened.get("ended_on"), opened.get("discharge_status"))
    assert "inpatient" == opened["setting"]


def test_two_quotes_delete_what_is_known_of_a_visit(clinic):
    said = {"f4": "1", "f7": DOCTOR, "f8": SURGEON, "f14": "7", "f36": "01", "f45": "20260304"}
    told = message("ADT^A01", pv1(**said, f2="I", f44="20260301"), "PV2|||^Pain", "ACC|20260228|AA||FL", pid=ANA)
    clinic.hears(told)
    before = clinic.stay("V1")
    quotes = dict.fromkeys(said, '""')
    clinic.hears(
        message("ADT^A08", pv1(**quotes, f2='""', f44="20260301"), 'PV2|||""', 'ACC|""|""||""', pid=ANA),
    )
    gone = {
        "setting", "admission_type", "rendering_npi", "referring_npi", "admission_source", "discharge_status", "ended_on", "reason",
        "accident_kind", "accident_state", "accident_on",
    }  # fmt: skip

    assert gone == before.keys() - clinic.stay("V1").keys()


def test_a_payment_by_the_guarantor_on_a_childs_visit_is_taken(clinic):
    seen = message("DFT^P03", pv1(f2="O", f44="20260302"), charge("1"), pid=KIT, gt1=BY_ANA)
    pays = message("DFT^P03", pv1(), charge("P1", kind="PY", cents="25.00"), pid=BARE, gt1=OF_ANA)
    report = clinic.hears(seen, pays)

    assert [("ana", 2_500)] == clinic.paid()
    assert () == report.exceptions
    assert "kit" == clinic.stay("V1")["party_key"]


def test_a_payment_in_a_later_file_leaves_the_visit_its_patient_and_its_state(clinic):
    clinic.hears(message("ADT^A04", pv1(f2="O", f44="20260302"), pid=KIT, gt1=BY_ANA))
    before = clinic.stay("V1")
    clinic.hears(message("DFT^P03", pv1(f44="20260302"), charge("P1", kind="PY", cents="25.00"), pid=BARE, gt1=OF_ANA))

    assert [("ana", 2_500)] == clinic.paid()
    assert ("kit", False) == (before["party_key"], before["is_finished"])
    assert before == clinic.stay("V1")


def test_asking_where_a_file_is_kept_makes_no_folder(tmp_path):
    home = Home(tmp_path / "home")

    assert not home.received("ab" * 32).exists()
    assert not home.path.exists()
