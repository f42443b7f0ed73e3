"""Stories: a person decides an encounter's codes, and what becomes of them."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl
import pytest

from remindful.core.words.findings import Refusal
from remindful.flow.claims import acts, encounters, estimates
from remindful.flow.claims.encounters import Decided
from remindful.flow.codes import acts as code_acts
from remindful.flow.codes import coding
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.actors import CLERK
from tests.stories.care_practice import CarePractice, segments
from tests.stories.test_from_care_to_bill import house  # noqa: F401  the same house


def at(day: str) -> Clock:
    return Clock(datetime.combine(date.fromisoformat(day), time(16, 30), tzinfo=UTC))


def decide(key: str, *, on: str, **decided: object) -> encounters.EncounterView:
    return acts.code_encounter(key, Decided(**decided), home=read_home(), clock=at(on), actor=CLERK)  # type: ignore[arg-type]


def waits(on: str) -> dict[str, str | None]:
    listed = encounters.list_encounters(clock=at(on), every=True)
    return dict(listed.select("encounter_key", "waits_for").rows())


def test_an_encounter_without_codes_waits_for_them_and_goes_out_once_a_person_decided(house: CarePractice):  # noqa: F811
    visit = {
        "encounter_key": "V1", "party_key": "ana", "form": "P", "started_on": "2026-03-02", "place_of_service": "11", "rendering_npi": "1234567893",
        "reason": "sore throat, strep throat ruled out", "is_finished": "no",
    }  # fmt: skip
    house.rows("encounters", visit, day="2026-03-02")
    assert {"V1": "its end"} == waits("2026-03-02")

    shown = encounters.show_encounter("V1", home=read_home(), clock=at("2026-03-02"))
    assert [("J02.9", "stated"), ("J02.0", "denied")] == [(one.code, str(one.assertion)) for one in shown.suggestions]

    decide("V1", on="2026-03-02", is_finished=True)
    assert {"V1": "diagnoses"} == waits("2026-03-02")

    decide("V1", on="2026-03-02", diagnoses=["J02.9"], lines=["99213-25@1=150", "87880*2=30.00"])
    report = house.bills("2026-03-03")

    assert {"V1": None} == waits("2026-03-03")
    assert ["SV1*HC:99213:25*150*UN*1***1", "SV1*HC:87880*30*UN*2***1"] == segments(report, "SV1")


def test_a_diagnosis_that_is_decided_anew_sends_a_replacement_once_the_payer_told_its_number(house: CarePractice):  # noqa: F811
    house.seen("V1", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    house.payer_status_text("V1", ("99213", 150, 0, "CO11:150"), day="2026-03-20", status="4", number="P77")
    decide("V1", on="2026-03-21", diagnoses=["J03.90"])
    report = house.bills("2026-03-22")

    assert ["HI*ABK:J0390"] == segments(report, "HI")
    assert ["CLM*V1*150***11:B:7*Y*A*Y*Y"] == segments(report, "CLM")


def test_a_line_that_is_left_out_is_taken_back(house: CarePractice):  # noqa: F811
    house.seen("V1", "ana", ("99213", 150), ("87880", 30), on="2026-03-02")
    decide("V1", on="2026-03-02", lines=["99214=190"])
    report = house.bills("2026-03-03")

    assert ["SV1*HC:99214*190*UN*1***1"] == segments(report, "SV1")


@pytest.mark.parametrize(
    ("decided", "message"),
    [
        ({"diagnoses": ["sore throat"]}, "is no diagnosis code by its shape"),
        ({"diagnoses": ["J02.9", "j029"]}, "named twice"),
        ({"lines": ["9921"]}, "neither a diagnosis nor a line"),
        ({"lines": ["99213@3"]}, "points to diagnosis 3 of 1"),
        ({}, "Nothing was decided"),
    ],
)
def test_what_cannot_be_meant_is_said_and_changes_nothing(house: CarePractice, decided, message):  # noqa: F811
    house.seen("V1", "ana", ("99213", 150), on="2026-03-02")

    with pytest.raises(Refusal, match=message):
        decide("V1", on="2026-03-02", **decided)
    shown = encounters.show_encounter("V1", home=read_home(), clock=at("2026-03-02"))
    assert (["J02.9"], ["99213"]) == (shown.diagnoses["code"].to_list(), shown.charges["procedure_code"].to_list())


def test_an_encounter_that_nobody_knows_is_said(house: CarePractice):  # noqa: F811
    with pytest.raises(Refusal, match="no encounter V9"):
        decide("V9", on="2026-03-02", diagnoses=["I10"])


def order_file(path: Path, *codes: tuple[str, str]) -> Path:
    """CMS's order file: fixed columns."""
    rows = (f"{number:05} {code:<7} 1 {title:<60} {title}" for number, (code, title) in enumerate(codes, start=1))
    path.write_text("\n".join(rows) + "\n")
    return path


def test_a_code_deleted_on_october_1_is_good_the_day_before_and_held_on_the_day(house: CarePractice, tmp_path):  # noqa: F811
    day_one = date(2026, 10, 1)
    codes = order_file(
        tmp_path / "icd10cm-order-2027.txt", ("J029", "Acute pharyngitis, unspecified"), ("I10", "Hypertension")
    )
    code_acts.load_code_set(
        [codes], kind="icd10cm", from_on=day_one, home=read_home(), clock=at("2026-09-01"), actor=CLERK
    )
    house.seen("BEFORE", "ana", ("99213", 150), on="2026-09-30", dx=("J03.90",))
    house.seen("AFTER", "ana", ("99213", 150), on="2026-10-01", dx=("J03.90",))
    house.seen("STILL", "ana", ("99213", 150), on="2026-10-01", dx=("J02.9",))
    report = house.bills("2026-10-02")

    assert (2, 1) == (report.billed, report.held)
    assert [] == house.held("BEFORE")
    assert house.held("AFTER")


def test_a_bill_of_exactly_400_dollars_over_the_estimate_is_told_and_a_cent_less_is_not(house: CarePractice):  # noqa: F811
    house.person("rosa").person("tom")
    fee = {
        "schedule": "charges",
        "procedure_code": "99213",
        "modifiers": "",
        "from_on": "2026-01-01",
        "unit_cents": 100_000,
    }
    house.rows("fees", fee, day="2026-02-01")
    for patient in ("rosa", "tom"):
        asked = estimates.EstimateRequest(
            patient=patient, services=("99213=Office visit",), service_on=date(2026, 3, 2), scheduled_on=date(2026, 2, 2), is_on_request=False,
            diagnosis_codes=(), encounter=None, language=None,
        )  # fmt: skip
        assert 80_000 == acts.give_estimate(asked, home=read_home(), clock=at("2026-02-02"), actor=CLERK).expected_cents
    house.seen("R1", "rosa", ("99213", 1_500), on="2026-03-02")
    house.seen("T1", "tom", ("99213", 1_499), on="2026-03-02")
    house.bills("2026-03-03")
    told = estimates.list_estimates(clock=at("2026-03-04"))

    assert [("rosa", 40_000, True), ("tom", 39_920, False)] == told.sort("party_key").select(
        "party_key", "over_cents", "is_substantial"
    ).rows()


def test_procedures_are_found_among_what_the_office_loaded(house: CarePractice, tmp_path):  # noqa: F811
    with pytest.raises(Refusal, match="No HCPCS or CPT codes are loaded"):
        coding.find_procedures("crutches", home=read_home(), clock=at("2026-03-02"), on=None, most=3)
    file = tmp_path / "own-cpt.csv"
    file.write_text("code,description\n99999,Made-up service of the knee\n88888,Made-up service of the wrist\n")
    code_acts.load_code_set(
        [file], kind="cpt", from_on=date(2026, 1, 1), home=read_home(), clock=at("2026-03-02"), actor=CLERK
    )
    found = coding.find_procedures("made up knee service", home=read_home(), clock=at("2026-03-02"), on=None, most=1)
    before = coding.find_procedures("knee", home=read_home(), clock=at("2026-03-02"), on=date(2025, 12, 31), most=1)

    assert (["99999"], []) == ([one.code for one in found], [one.code for one in before])


def test_what_is_billed_is_listed_only_when_asked_for(house: CarePractice):  # noqa: F811
    house.seen("V1", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")

    assert encounters.list_encounters(clock=at("2026-03-04")).is_empty()
    assert ["V1"] == encounters.list_encounters(clock=at("2026-03-04"), every=True)["encounter_key"].to_list()
    assert pl.String == encounters.list_encounters(clock=at("2026-03-04")).schema["waits_for"]
