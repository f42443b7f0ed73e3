"""What goes out by `export` comes back by `import`: people, care, claims, answers and payments, and nothing that was not there."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
import polars as pl
import pytest
import yaml

from remindful.core.words.contracts import frame_of
from remindful.core.words.findings import Refusal
from remindful.core.words.frames import Charges, Diagnoses, Payments
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.ask import account_inquiry, exporting
from remindful.flow.ask.export_frames import ExportFrames
from remindful.flow.ask.exporting import Exported, ExportFormat, ExportScope, export, fit_hl7
from remindful.flow.example import examples
from remindful.flow.intake import intake
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from remindful.flow.office.report import ImportReport
from tests.actors import CLERK
from tests.formats.fhir.test_fhir_is_valid import faults_of
from tests.formats.hl7v2.test_hl7_oracle import is_valid
from tests.store.fixtures import settings
from tests.stories.care_practice import BILLING, DOCTOR, CarePractice
from tests.stories.conftest import copy_database

pytestmark = pytest.mark.xdist_group("stories-export")

LATER = datetime(2026, 6, 1, 16, tzinfo=UTC)
CARE = (
    "coverages", "providers", "referrals", "authorizations", "appointments", "encounters", "diagnoses", "charges",
)  # fmt: skip
OWN = ("organization_id", "encounter_id", "visit_id", "state", "billed_on")  # the store's own, in none of the frames
REFERRAL = {
    "referral_key": "R1", "party_key": "ana", "ordered_on": "2026-02-01", "state": "active", "priority": "urgent",
    "reason": "Murmur", "reason_code": "R01.1", "service_codes": "93306:93000", "referring_npi": DOCTOR, "referred_name": "Dr Heart",
    "payer_key": "AETNA", "needs_authorization": "no", "sent_on": "2026-02-03",
}  # fmt: skip
AUTHORIZATION = {
    "authorization_key": "A1", "party_key": "ana", "payer_key": "AETNA", "referral_key": "R1", "number": "N1", "state": "approved",
    "from_on": "2026-02-02", "to_on": "2026-08-01", "visits_allowed": 3, "service_codes": "93306",
}  # fmt: skip
APPOINTMENT = {
    "appointment_key": "P1", "party_key": "ana", "referral_key": "R1", "provider_npi": DOCTOR, "happens_on": "2026-06-20", "state": "booked",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """A practice with a family and a neighbour, and the doors out of it and into an empty one."""

    server_url: str
    folder: Path

    def goes_out(self, shape: ExportFormat, name: str, **asked: str) -> tuple[Path, Exported]:
        place = self.folder / "out" / name
        return place, export(ExportScope(**asked), shape=shape, out=place, home=read_home(), clock=Clock(LATER))

    def told(self) -> dict[str, list[dict[str, object]]]:
        """Every row of people and of care, without what only this store calls it."""
        with open_store(organizations="all", now=LATER, read_only=True) as store:
            rows = {name: getattr(reads, name)(store) for name in CARE}
            people = reads.people(store)
            died = (
                reads.events(store)
                .filter(pl.col("kind") == "died")
                .join(people.select("party_id", "party_key"), on="party_id")
            )
        rows["people"] = people.drop("party_id", "source_file_id", "recorded_at")
        rows["died"] = died.select("party_key", "happened_on")
        return {name: plain(frame) for name, frame in rows.items()}

    def booked(self) -> dict[str, list[dict[str, object]]]:
        """What is on the books: claims with their lines and payers, answers, and payments."""
        with open_store(organizations="all", now=LATER, read_only=True) as store:
            visits = reads.visits(store).filter(~pl.col("is_opening"))
            named = visits.select("visit_id", "visit_key", "service_from_on", "service_to_on", "billed_on")
            items = reads.current_items(store).drop("item_id", "organization_id").join(named, on="visit_id")
            payers = reads.visit_payers(store).join(named.select("visit_id", "visit_key"), on="visit_id")
            answers = reads.remit_claims(store).select(
                "control_number", "status_code", "charge_cents", "paid_cents", "level_no", "adjudicated_on"
            )
            paid = reads.patient_payments(store).select("entry_key", "paid_on", "amount_cents")
        return {
            "items": plain(items.drop("visit_id")), "payers": plain(payers.drop("visit_id")), "answers": plain(answers), "paid": plain(paid),
        }  # fmt: skip


def plain(frame: pl.DataFrame) -> list[dict[str, object]]:
    rows = frame.drop(*OWN, strict=False).to_dicts()
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])


@pytest.fixture(scope="module")
def scene(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Ana, insured twice, with her child Kit; Bob next door, who died, with a balance of the former system."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "files").mkdir()
    with settings(DATABASE_URL=copy_database(server_url), REMINDFUL_HOME=str(folder / "home")):
        house = CarePractice(folder / "files").open()
        house.person("ana", line2="Apt 3", is_qmb="true", preferred_medium="mail").person("bob", language="es")
        house.person("kit", guarantor_key="ana", birth_on="2020-02-02", phone="", email="")
        house.covered("ana", "AETNA", "CIGNA", group_number="G7").covered(
            "kit", "AETNA", relationship_code="19", subscriber_key="ana"
        )
        house.rows("referrals", REFERRAL, day="2026-02-02").rows("authorizations", AUTHORIZATION, day="2026-02-02")
        house.rows("appointments", APPOINTMENT, day="2026-02-02")
        house.seen(
            "V1",
            "ana",
            ("99213", 150, "25"),
            ("85025", 40),
            on="2026-03-02",
            dx=("J02.9", "R50.9"),
            referral_key="R1",
            reason="Throat",
        )
        house.seen("V2", "kit", ("99213", 100), on="2026-03-03").seen("V3", "bob", ("99213", 80), on="2026-03-04")
        house.bills("2026-03-05")
        house.payer_status_text(
            "V1", ("99213", 150, 90, "CO45:40 PR1:20"), ("85025", 40, 30, "CO45:10"), day="2026-03-20"
        )
        house.seen("V4", "ana", ("99212", 70), on="2026-05-20", is_finished="no")
        house.pays("ana", 20, on="2026-04-01", visit="V1")
        house.pays("ana", 7, on="2026-04-02", visit="V2")
        house.pays("bob", 9, on="2026-04-03")
        house.opens_with("bob", visit="OB1", charge=100, open=60, on="2025-12-01")
        house.pays("bob", -4, on="2026-04-04")
        house.happens("died", "bob", on="2026-05-01")
        yield Scene(server_url, folder)


@pytest.fixture
def elsewhere(scene: Scene, tmp_path: Path):
    """Import into an empty home and an empty database, and be there for the rest of the test."""
    stack = ExitStack()

    def bring_in(place: Path, *, bills_here: bool = True) -> ImportReport:
        office = tmp_path / "office.yaml"
        text = (scene.folder / "files" / "office.yaml").read_text()
        office.write_text(text if bills_here else text.replace(BILLING, ""))
        empty = {"DATABASE_URL": copy_database(scene.server_url), "REMINDFUL_HOME": str(tmp_path / "home")}
        stack.enter_context(settings(**empty))
        bring = {"home": read_home(), "clock": Clock(LATER), "actor": CLERK, "organization": None, "mapping": None}
        intake.import_office_paths([office], **bring)
        return intake.import_office_paths([place], **bring)

    with stack:
        yield bring_in


@pytest.mark.parametrize("shape", [ExportFormat.FHIR, ExportFormat.FHIR_NDJSON])
def test_people_and_their_care_come_back_from_fhir_the_same(scene: Scene, elsewhere, shape):
    there = scene.told()
    place, report = scene.goes_out(shape, f"all.{shape.value}")
    back = elsewhere(place)

    assert ((), ()) == (report.left_out, back.exceptions)
    assert there == scene.told()
    assert all(there.values()), "a kind of row is not in the scene"


def test_people_and_visits_come_back_from_hl7_the_same(scene: Scene, elsewhere):
    there = scene.told()
    place, report = scene.goes_out(ExportFormat.HL7V2, "all.hl7")
    back = elsewhere(place)
    unsaid = {"referrals", "authorizations", "appointments", "providers"}

    assert {"ADT^A08": 4, "ADT^A31": 3, "DFT^P03": 5} == report.counts
    assert ["reversed payments"] == [one.what for one in report.left_out]
    assert () == back.exceptions
    assert {name: rows for name, rows in there.items() if name not in unsaid} == {
        name: rows for name, rows in scene.told().items() if name not in unsaid
    }


def test_an_office_that_does_not_bill_here_gets_the_same_claims_answers_and_payments(scene: Scene, elsewhere):
    there, owed = scene.booked(), CarePractice(scene.folder).owed("ana", day="2026-06-01")
    place, _ = scene.goes_out(ExportFormat.FHIR, "books.json")
    back = elsewhere(place, bills_here=False)

    assert () == back.exceptions
    assert there == scene.booked()
    assert owed == CarePractice(scene.folder).owed("ana", day="2026-06-01") == {"payer": 12_000, "due": 0}


def test_every_resource_is_r4_and_every_kind_is_counted(scene: Scene):
    place, report = scene.goes_out(ExportFormat.FHIR, "valid.json")
    made = [entry["resource"] for entry in orjson.loads(place.read_bytes())["entry"]]

    assert [] == [fault for one in made if (fault := faults_of(one))]
    assert report.counts == {
        kind: sum(one["resourceType"] == kind for one in made) for kind in {one["resourceType"] for one in made}
    }
    assert {
        "Patient", "RelatedPerson", "Coverage", "Encounter", "Condition", "ChargeItem", "ServiceRequest", "ClaimResponse", "Claim",
        "ExplanationOfBenefit", "Account", "Invoice", "PaymentReconciliation", "Appointment",
    } <= report.counts.keys()  # fmt: skip


def test_every_message_is_valid_and_has_a_number_of_its_own(scene: Scene):
    place, _ = scene.goes_out(ExportFormat.HL7V2, "valid.hl7")
    messages = re.split(r"(?=MSH\|)", place.read_bytes().decode())[1:]
    numbers = [one.split("|")[9] for one in messages]

    assert all(is_valid(one) for one in messages)
    assert len(messages) == len(set(numbers)) > 0


def test_the_same_export_twice_is_the_same_bytes(scene: Scene):
    first, second = (scene.goes_out(ExportFormat.FHIR, name)[0] for name in ("once.json", "twice.json"))

    assert first.read_bytes() == second.read_bytes()


def test_an_account_goes_out_without_anybody_elses_and_comes_back(scene: Scene, elsewhere):
    place, report = scene.goes_out(ExportFormat.FHIR, "ana.json", account="ana")
    back = elsewhere(place, bills_here=False)

    assert b"bob" not in place.read_bytes().lower()
    assert (2, 1, 2) == tuple(
        report.counts[kind] for kind in ("Patient", "ExplanationOfBenefit", "PaymentReconciliation")
    )
    assert () == back.exceptions
    assert {"payer": 12_000, "due": 0} == CarePractice(scene.folder).owed("ana", day="2026-06-01")


def test_a_self_pay_patient_goes_out_and_comes_back_though_nobody_covers_them(scene: Scene, elsewhere):
    place, _ = scene.goes_out(ExportFormat.FHIR, "bob.json", patient="bob")
    back = elsewhere(place, bills_here=False)

    assert () == back.exceptions
    assert "1 opening balances, 1 claims, 2 payments" in back.files[0].message


def test_of_a_patient_who_answers_for_them_is_named_and_no_more(scene: Scene):
    place, report = scene.goes_out(ExportFormat.FHIR, "kit.json", patient="kit")
    body = place.read_bytes()

    assert {"Patient": 2, "Coverage": 1, "Encounter": 1, "Claim": 1, "PaymentReconciliation": 1} == {
        kind: report.counts[kind] for kind in ("Patient", "Coverage", "Encounter", "Claim", "PaymentReconciliation")
    }
    assert not any(said in body for said in (b"J02.9 R50.9", b'"V1"', b"CIGNA", b"Murmur"))


def test_a_remittance_goes_out_the_same_though_its_file_is_gone(scene: Scene, monkeypatch, tmp_path):
    there, _ = scene.goes_out(ExportFormat.FHIR, "there_still.json")
    monkeypatch.setenv("REMINDFUL_HOME", str(tmp_path / "another_home"))
    place, report = scene.goes_out(ExportFormat.FHIR, "gone.json")

    assert ((), 1) == (report.left_out, report.counts["ExplanationOfBenefit"])
    assert there.read_bytes() == place.read_bytes()


@pytest.mark.parametrize("shape", ExportFormat)
def test_what_breaks_off_leaves_nothing_behind(scene: Scene, monkeypatch, shape):
    def break_off(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    name = "write_ndjson" if shape is ExportFormat.FHIR_NDJSON else "write_bundle"
    monkeypatch.setattr(exporting.fhir, name, break_off)
    monkeypatch.setattr(exporting, "_write_text", break_off)
    with pytest.raises(OSError, match="No space"):
        scene.goes_out(shape, f"broken/{shape.value}")

    assert [] == [*(scene.folder / "out" / "broken").iterdir()]


def test_what_is_there_is_not_written_over(scene: Scene):
    place, _ = scene.goes_out(ExportFormat.FHIR, "there.json")
    before = place.read_bytes()
    with pytest.raises(Refusal, match="nothing is written over"):
        scene.goes_out(ExportFormat.FHIR, "there.json", patient="kit")

    assert before == place.read_bytes()


def test_a_corrected_claim_goes_out_as_it_stands_and_a_voided_one_not_at_all(server_url, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", copy_database(server_url))
    monkeypatch.setenv("REMINDFUL_HOME", str(tmp_path / "home"))
    (tmp_path / "files").mkdir()
    house = CarePractice(tmp_path / "files").open()
    house.person("ana").covered("ana", "AETNA")
    house.seen("V1", "ana", ("99213", 150), ("2000F", 0), on="2026-03-02").seen(
        "V2", "ana", ("99213", 90), on="2026-03-02"
    )
    house.bills("2026-03-03")
    for key in ("V1", "V2"):
        cents = {"V1": 150, "V2": 90}[key]
        house.payer_status_text(
            key, ("99213", cents, 0, f"CO4:{cents}"), day="2026-03-20", status="4", number=f"ICN{key}"
        )
    house.charged("V1", ("99214", 200), ("2000F", 0), on="2026-03-02", day="2026-03-22")
    house.charged("V2", ("99213", 90, "", 0), on="2026-03-02", day="2026-03-22").bills("2026-03-23")
    out = tmp_path / "all.json"
    export(ExportScope(), shape=ExportFormat.FHIR, out=out, home=read_home(), clock=Clock(LATER))
    made = [entry["resource"] for entry in orjson.loads(out.read_bytes())["entry"]]
    claims = [one for one in made if one["resourceType"] == "Claim"]

    assert [200.0] == [one["total"]["value"] for one in claims]
    assert [["99214", "2000F"]] == [
        [line["productOrService"]["coding"][0]["code"] for line in one["item"]] for one in claims
    ]


def test_a_pointer_at_a_withdrawn_diagnosis_is_left_out_of_hl7_and_said():
    at = {"encounter_key": "V1", "system": "cpt", "procedure_code": "99213", "units": 1.0, "service_on": LATER.date()}
    pointers = ("1:2", "2", None, "3:1")
    charges = [at | {"line_no": no, "diagnosis_pointers": said} for no, said in enumerate(pointers, 1)]
    diagnoses = [
        {"encounter_key": "V1", "rank": rank, "system": "icd10cm", "code": code}
        for rank, code in ((1, "I10"), (3, "R05.9"))
    ]
    frames = {
        "charges": frame_of(Charges, charges),
        "diagnoses": frame_of(Diagnoses, diagnoses),
        "payments": Payments.create_empty(),
    }
    told, left_out = fit_hl7(ExportFrames(frames, ()))

    assert ["1", None, None, "3:1"] == told["charges"]["diagnosis_pointers"].to_list()
    assert [("pointers of charges", 2)] == [(one.what, one.count) for one in left_out]


def test_the_example_office_comes_back_to_the_cent_and_goes_out_again_the_same(server_url, tmp_path):
    """Two organizations: replaced and voided claims, takebacks, secondary payers, returned checks, money in suspense."""
    examples.write(tmp_path / "example", accounts=40, seed=7)
    clock = Clock(datetime(2026, 11, 2, 16, 30, tzinfo=UTC))
    office, files = tmp_path / "example" / "office.yaml", tmp_path / "example" / "files"
    keys = [one["key"] for one in yaml.safe_load(office.read_text())["organizations"]]

    def bring_in(*paths: Path, organization: str | None = None) -> ImportReport:
        return intake.import_office_paths(
            paths, home=read_home(), actor=CLERK, clock=clock, organization=organization, mapping=None
        )

    def aged() -> list[dict[str, object]]:
        return account_inquiry.age_balances(on=None, start="service", known_at=None, clock=clock).to_dicts()

    with settings(DATABASE_URL=copy_database(server_url), REMINDFUL_HOME=str(tmp_path / "home")):
        first = bring_in(office, files)
        there = aged()
        for key in keys:
            export(
                ExportScope(key),
                shape=ExportFormat.FHIR_NDJSON,
                out=tmp_path / "out" / key,
                home=read_home(),
                clock=clock,
            )
    with settings(DATABASE_URL=copy_database(server_url), REMINDFUL_HOME=str(tmp_path / "other_home")):
        bring_in(office)
        back = [bring_in(tmp_path / "out" / key, organization=key) for key in keys]
        for key in keys:
            export(
                ExportScope(key),
                shape=ExportFormat.FHIR_NDJSON,
                out=tmp_path / "again" / key,
                home=read_home(),
                clock=clock,
            )

        assert there == aged()
    written = [*(tmp_path / "out").rglob("*.ndjson")]

    assert 2 == len(keys) < len(written)
    assert all(
        one.read_bytes() == (tmp_path / "again" / one.relative_to(tmp_path / "out")).read_bytes() for one in written
    )
    assert first.posted_cents == sum(one.posted_cents for one in back) > 0
    assert first.suspense_cents == sum(one.suspense_cents for one in back) > 0
