"""Instants become days where the organization is: 10:30 pm in Tallahassee is the next day in UTC."""

import json

import pytest

from tests.formats.hl7v2.messages import charge, message, visit
from tests.intake.office import RealGroup, read_books
from tests.intake.test_payers_not_understood import PATIENT, bundle

LATE = [
    ("2026-01-06T03:30:00Z", "2026-01-05"),
    ("2026-01-06T03:30:00.000+00:00", "2026-01-05"),
    ("2026-01-06T03:30Z", "2026-01-05"),
    ("2026-01-05T23:30:00-06:00", "2026-01-06"),
    ("2026-01-05T22:30:00-05:00", "2026-01-05"),
    ("2026-01-06", "2026-01-06"),
    ("2026-07-06T03:30:00Z", "2026-07-05"),
]


def day_of_visit(group: RealGroup) -> str:
    return str(read_books("encounters")["started_on"][0])


@pytest.mark.parametrize(("written", "day"), LATE)
@pytest.mark.parametrize("as_lines", [True, False])
def test_an_instant_of_fhir_is_the_day_where_the_office_is(group, written, day, as_lines):
    encounter = {
        "resourceType": "Encounter", "id": "e1", "identifier": [{"value": "V1"}], "status": "finished", "class": {"code": "AMB"},
        "subject": {"reference": "Patient/p1"}, "period": {"start": written, "end": written},
    }  # fmt: skip
    lines = "\n".join(json.dumps(one) for one in (PATIENT, encounter))
    group.brings(lines if as_lines else bundle(PATIENT, encounter), "a.ndjson" if as_lines else "a.json")

    assert day == day_of_visit(group)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("202601060330+0000", "2026-01-05"),
        ("20260106033000.0000+0000", "2026-01-05"),
        ("20260105223000-0500", "2026-01-05"),
        ("202601060330", "2026-01-06"),
        ("20260106", "2026-01-06"),
    ],
)
def test_a_timestamp_with_an_offset_is_the_day_where_the_office_is(group, written, day):
    told = message(
        "DFT^P03", visit(start=written), charge("1", day=written), pid="PID|1||ana||Example^Ana||19800505|F", gt1=None
    )
    group.brings(told, "a.hl7")

    assert (day, day) == (day_of_visit(group), str(read_books("charges")["service_on"][0]))


@pytest.mark.parametrize(
    ("written", "day"), [*LATE, ("2026-01-06 03:30:00+00:00", "2026-01-05"), ("2026-01-06 03:30", "2026-01-06")]
)
def test_an_instant_in_a_column_of_days_is_the_day_where_the_office_is(group, written, day):
    group.brings(f"encounter_key,party_key,form,started_on,is_finished\nV9,ana,P,{written},yes\n", "v.csv")

    assert day == day_of_visit(group)
