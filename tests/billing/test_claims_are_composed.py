"""Encounters become claims: who covers, what is charged, which diagnoses a line points at, who gave the care."""

from dataclasses import replace
from datetime import date

import polars as pl

from remindful.core.billing import compose_claims, control_numbers
from tests.billing.rows import BILLER, DAY, care_frames, charge, coverage, diagnosis, encounter, person


def compose(frames):
    return compose_claims(frames, biller=BILLER, day=date(2026, 3, 5))


def test_a_claim_is_the_sum_of_its_lines():
    composed = compose(care_frames([encounter()], charges=[charge(), charge(line_no=2, code="85025", cents=4_000)]))

    assert [19_000] == composed.claims["charge_cents"].to_list()
    assert [("99213", 15_000), ("85025", 4_000)] == composed.lines.select("procedure_code", "charge_cents").rows()


def test_levels_of_coverage_are_counted_without_gaps():
    composed = compose(
        care_frames([encounter()], charges=[charge()], coverages=[coverage(3, "MEDIGAP"), coverage(1, "MEDICARE")])
    )

    assert [(1, "MEDICARE", True), (2, "MEDIGAP", False)] == composed.payers.select(
        "level_no", "payer_key", "is_destination"
    ).rows()


def test_a_coverage_that_ended_the_day_before_pays_nothing():
    ended = coverage(to_on=date(2026, 3, 1))

    assert compose(care_frames([encounter()], charges=[charge()], coverages=[ended])).payers.is_empty()


def test_a_coverage_that_ends_on_the_day_still_holds():
    ends = coverage(to_on=DAY)

    assert 1 == compose(care_frames([encounter()], charges=[charge()], coverages=[ends])).payers.height


def test_of_one_level_told_twice_what_began_last_holds():
    twice = [coverage(payer="OLD"), coverage(payer="NEW", from_on=date(2026, 1, 1))]
    composed = compose(care_frames([encounter()], charges=[charge()], coverages=twice))

    assert ["NEW"] == composed.payers["payer_key"].to_list()


def test_a_newborn_goes_on_the_mothers_number():
    baby = person("kit", birth_on=date(2026, 3, 1), sex="M")
    on_mother = coverage(party_key="kit", relationship_code="19", subscriber_key="ann", member_id="MOTHER1")
    frames = care_frames(
        [encounter(party_key="kit")], charges=[charge()], coverages=[on_mother], people=[person(), baby]
    )
    composed = compose(frames)

    [payer] = composed.payers.to_dicts()
    assert ("MOTHER1", "19", "Ann", date(1980, 5, 5)) == (
        payer["member_id"], payer["relationship_code"], payer["subscriber_first_name"], payer["subscriber_birth_on"]
    )  # fmt: skip
    assert ["Kit"] == composed.claims["patient_first_name"].to_list()


def test_a_line_points_at_the_first_four_of_its_diagnoses_that_the_claim_bears():
    told = ((4, "J02.9"), (6, "R05.9"), (7, "R51.9"), (8, "I10"), (9, "E11.9"))
    kept = [diagnosis(rank=rank, code=code) for rank, code in told]
    composed = compose(
        care_frames([encounter()], charges=[charge(diagnosis_pointers="1:2:3:4:5:6:7:8:9")], diagnoses=kept)
    )

    assert ["1:2:3:4"] == composed.lines["diagnosis_pointers"].to_list()


def test_pointers_count_places_on_the_claim_not_ranks_of_the_chart():
    gone = [diagnosis(rank=1, code="44054006", system="snomed"), diagnosis(rank=2), diagnosis(rank=3, code="I10")]
    composed = compose(care_frames([encounter()], charges=[charge(diagnosis_pointers="3:2")], diagnoses=gone))

    assert ["2:1"] == composed.lines["diagnosis_pointers"].to_list()
    assert [("ABK", "E119"), ("ABF", "I10")] == composed.codes.select("qualifier", "code").rows()


def test_the_only_diagnosis_is_the_one_meant():
    composed = compose(care_frames([encounter()], charges=[charge(diagnosis_pointers=None)]))

    assert ["1"] == composed.lines["diagnosis_pointers"].to_list()


def test_of_two_diagnoses_none_is_guessed():
    two = [diagnosis(), diagnosis(rank=2, code="I10")]
    composed = compose(care_frames([encounter()], charges=[charge(diagnosis_pointers=None)], diagnoses=two))

    assert [None] == composed.lines["diagnosis_pointers"].to_list()


def test_a_stay_has_its_admitting_diagnosis_operations_and_days():
    stay = encounter(
        form="I",
        bill_type="11",
        ended_on=date(2026, 3, 6),
        admission_type="1",
        discharge_status="01",
        place_of_service=None,
    )
    room = charge(code=None, revenue_code="0120", units=4.0, cents=400_000)
    operation = charge(line_no=2, code="0DTJ4ZZ", system="icd10pcs", cents=0)
    composed = compose(care_frames([stay], charges=[room, operation]))

    assert ["ABK", "ABJ", "BBR"] == composed.codes["qualifier"].to_list()
    assert [(DAY, date(2026, 3, 6))] == composed.claims.select("admitted_on", "discharged_on").rows()
    assert ["0120"] == composed.lines["revenue_code"].to_list()


def test_who_rendered_attended_and_billed_is_named():
    professional = compose(care_frames([encounter(referring_npi="1245319599")], charges=[charge()]))
    attended = compose(care_frames([encounter(form="I", bill_type="13")], charges=[charge(revenue_code="0450")]))

    assert ["82", "85", "DN"] == professional.providers["role"].to_list()
    assert ["71", "85"] == attended.providers["role"].to_list()


def test_the_organization_itself_is_not_named_as_rendering():
    composed = compose(care_frames([encounter(rendering_npi=BILLER.npi)], charges=[charge()]))

    assert ["85"] == composed.providers["role"].to_list()


def test_a_number_too_long_for_a_claim_is_replaced_by_ours():
    rows = pl.DataFrame({"key": ["A-1", "6f6a3bb1-7a5c-4f7e-9d15-111111111111", "A*1"], "id": [7, 8, 9]})
    numbers = rows.select(control_numbers(pl.col("key"), pl.col("id"))).to_series()

    assert ["A-1", "R8", "R9"] == numbers.to_list()


def test_two_encounters_keep_their_lines_apart():
    both = care_frames(
        [encounter("V1"), encounter("V2")],
        charges=[charge("V1"), charge("V2", code="85025", cents=4_000)],
        diagnoses=[diagnosis("V1"), diagnosis("V2", code="I10")],
    )
    composed = compose(replace(both, encounters=both.encounters.reverse()))

    assert [("V1", 15_000), ("V2", 4_000)] == composed.claims.select("control_number", "charge_cents").rows()
    assert [(1, "99213"), (2, "85025")] == composed.lines.select("claim_no", "procedure_code").rows()
