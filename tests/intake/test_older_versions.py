"""Files of versions that are not read are recognized, and refused by their name."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from remindful.flow.intake import intake
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.actors import CLERK
from tests.intake.office import codes
from tests.intake.test_payers_not_understood import CLAIM, PATIENT, bundle, coverage
from tests.stories.practice import GROUP

OLD_ITEM = {"sequence": 1, "service": {"coding": [{"code": "99213"}]}, "net": {"value": 150.0, "code": "USD"}}


@pytest.mark.parametrize(
    ("resource", "version"),
    [
        (CLAIM | {"item": [OLD_ITEM]}, "STU3"),
        (
            {"resourceType": "ExplanationOfBenefit", "id": "e1", "item": [{"sequence": 1, "diagnosisLinkId": [1]}]},
            "STU3",
        ),
        (
            {
                "resourceType": "Condition",
                "id": "x",
                "clinicalStatus": "active",
                "subject": {"reference": "Patient/p1"},
            },
            "STU3",
        ),
        ({"resourceType": "ReferralRequest", "id": "x", "status": "active"}, "STU3"),
        (
            {
                "resourceType": "Condition",
                "id": "x",
                "clinicalStatus": "active",
                "patient": {"reference": "Patient/p1"},
            },
            "DSTU2",
        ),
        ({"resourceType": "Encounter", "id": "x", "status": "finished", "class": "outpatient"}, "DSTU2"),
        ({"resourceType": "MedicationOrder", "id": "x"}, "DSTU2"),
    ],
)
def test_an_older_fhir_is_refused_by_its_name(group, resource, version):
    report = group.brings(bundle(PATIENT, coverage(), resource), "a.json")

    assert (["fhir.version"], "set_aside") == (codes(report), report.files[0].state)
    assert f"FHIR {version}" in report.exceptions[0].example


def test_an_older_fhir_as_lines_is_refused_too(group):
    lines = "\n".join(json.dumps(one) for one in (PATIENT, CLAIM | {"item": [OLD_ITEM]}))
    report = group.brings(lines, "a.ndjson")

    assert ["fhir.version"] == codes(report)


def test_one_odd_resource_among_r4_is_not_taken_for_an_older_version(group):
    odd = {"resourceType": "Condition", "id": "x", "clinicalStatus": "active", "subject": {"reference": "Patient/p1"}}
    report = group.brings(bundle(PATIENT, coverage(payor=[{"display": "AETNA"}]), odd, CLAIM), "a.json")

    assert "fhir.version" not in codes(report)


def test_a_folder_of_an_older_synthea_is_refused_by_its_name(group, tmp_path: Path):
    folder = tmp_path / "csv"
    folder.mkdir()
    heads = {
        "patients": "Id,BIRTHDATE,DEATHDATE,SSN,FIRST,LAST,GENDER,ADDRESS,CITY,STATE,ZIP",
        "claims": "Id,PATIENTID,PRIMARYPATIENTINSURANCEID,SECONDARYPATIENTINSURANCEID,APPOINTMENTID,SERVICEDATE,STATUS1,STATUS2,STATUSP,"
        "OUTSTANDING1,OUTSTANDING2,OUTSTANDINGP,LASTBILLEDDATE1,LASTBILLEDDATE2,LASTBILLEDDATEP,HEALTHCARECLAIMTYPEID1",
        "claims_transactions": "ID,CLAIMID,CHARGEID,PATIENTID,TYPE,AMOUNT,METHOD,FROMDATE,PLACEOFSERVICE,PROCEDURECODE,MODIFIER1,MODIFIER2,"
        "UNITS,NOTES,TRANSFERTYPE,PAYMENTS,ADJUSTMENTS,OUTSTANDING",
        "payers": "Id,NAME,ADDRESS,CITY,STATE_HEADQUARTERED,ZIP,PHONE",
    }
    for name, head in heads.items():
        (folder / f"{name}.csv").write_text(head + "\n")
    clock = Clock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    report = intake.import_office_paths(
        [folder], home=read_home(), clock=clock, actor=CLERK, organization=GROUP, mapping=None
    )
    shutil.rmtree(folder)

    assert ["synthea.header"] == codes(report)
    assert "Synthea before 2022" in report.exceptions[0].example
