"""A vaccine's code (CVX) goes in by CSV and HL7, and out as HL7."""

import pytest

from remindful.core.words.care import CodeSystem
from remindful.edges.formats.csv_rows.care_lists import WORDS
from remindful.edges.formats.hl7v2 import tables
from tests.formats.hl7v2.messages import message, visit
from tests.intake.office import RealGroup, codes, read_books

VISIT = "encounter_key,party_key,form,started_on,is_finished\nV9,ana,P,2026-01-05,yes\n"
HEADER = "encounter_key,line_no,system,procedure_code,units,charge_cents,service_on\n"


def charged(group: RealGroup, system: str, code: str) -> list[str]:
    group.brings(VISIT, "encounters.csv")
    report = group.brings(f"{HEADER}V9,1,{system},{code},1,2500,2026-01-05\n", "charges.csv")
    return codes(report)


@pytest.mark.parametrize(("written", "kept"), [("140", "140"), ("08", "08"), ("8", "08"), ("207.0", "207")])
def test_a_vaccine_of_a_csv_is_charged(group, written, kept):
    assert [] == charged(group, "cvx", written)
    assert [("cvx", kept)] == read_books("charges").select("system", "procedure_code").rows()


@pytest.mark.parametrize("system", ["", "cpt", "unknown"])
def test_three_digits_are_no_code_of_another_system(group, system):
    assert ["row.procedure"] == charged(group, system, "140")


@pytest.mark.parametrize("system", list(CodeSystem))
def test_every_code_system_of_ours_has_a_word_in_csv_and_in_hl7(system):
    assert str(system) == WORDS["code_system"][str(system)]
    assert system is CodeSystem.UNKNOWN or tables.CODE_SYSTEMS[tables.SYSTEM_CODES[system]] is system


def test_a_vaccine_of_a_message_is_a_vaccine(group):
    ft1 = "FT1|1|7||20260302||CG|140^Influenza^CVX|||1|25.00"
    group.brings(message("DFT^P03", visit(), ft1, pid="PID|1||ana||Example^Ana||19800505|F"), "a.hl7")

    assert [("cvx", "140")] == read_books("charges").select("system", "procedure_code").rows()
