"""People, guarantors, deaths, merges, coverages: told, not told, deleted."""

from datetime import date

import pytest

from tests.formats.hl7v2.messages import message, visit

PID = "PID|1||100345^^^B^MR||Lee^Ana||19800101|F|||1 Gulf Rd^^Town^FL^32456||(850)555-0100"


def _tellings(whole):
    return (
        {(row["column"], row["how"]) for row in whole.frames["tellings"].iter_rows(named=True)}
        if "tellings" in whole.frames
        else set()
    )


def test_an_empty_field_is_not_told_and_two_quotes_delete(read_text):
    whole = read_text(
        message("ADT^A31", pid=PID) + message("ADT^A31", pid='PID|1||100345^^^B^MR||Lee^Ana||""|""|||||""')
    )
    row = whole.row("demographics")

    assert ("1 Gulf Rd", "32456") == (row["line1"], row["zip"])
    assert not {"birth_on", "sex", "phone"} & set(row)
    assert {("birth_on", "deleted"), ("sex", "deleted"), ("phone", "deleted")} <= _tellings(whole)


def test_a_new_address_is_whole_and_keeps_nothing_of_the_old(read_text):
    whole = read_text(
        message("ADT^A31", pid=PID)
        + message("ADT^A31", pid=PID.replace("1 Gulf Rd^^Town^FL^32456", "9 Bay St^^Ocala^FL"))
    )

    assert ("9 Bay St", "Ocala", None) == tuple(whole.frames["demographics"].select("line1", "city", "zip").row(0))


@pytest.mark.parametrize(
    ("numbers", "key"),
    [
        ("100345^^^B^MR", "100345"), ("777^^^E^PI~100345^^^B^MR", "100345"), ("123456789^^^S^SS~100345", "100345"),
        ("100345", "100345"), ("88^^^B^PI", "88"),
    ],
)  # fmt: skip
def test_the_record_number_is_never_a_social_security_number(read_text, numbers, key):
    assert [key] == read_text(message("ADT^A31", pid=f"PID|1||{numbers}||Lee^Ana", gt1=None)).column(
        "demographics", "party_key"
    )


def test_a_message_of_nobody_is_set_aside_whole(read_text):
    whole = read_text(message("ADT^A31", pid="PID|1||123456789^^^S^SS||Lee^Ana") + message("ADT^A31"))

    assert [(1, "hl7v2.no_patient")] == whole.codes()
    assert (8, 4) == (whole.rows_read, whole.exception_count)
    assert 1 == whole.frames["demographics"].height


@pytest.mark.parametrize(
    ("gt1", "guarantor"),
    [
        ("GT1|1|100345|Lee^Ana", "100345"),
        ("GT1|1|G9|Lee^Ana||||||||SEL", "100345"),
        ("GT1|1|G9|Lee^Ana|||||19800101", "100345"),
        ("GT1|1|G9|Lee^Bo|||||19500101|M||FTH", "G9"),
        ("GT1|1||Lee^Bo|||||19500101|M||FTH", "hl7v2:lee:bo:1950-01-01"),
        ("GT1|1||Lee^Bo", None),
    ],
)
def test_who_answers_for_the_patient(read_text, gt1, guarantor):
    whole = read_text(message("ADT^A31", pid=PID, gt1=gt1))
    by_key = dict(whole.frames["demographics"].select("party_key", "guarantor_key").rows())

    assert guarantor == by_key["100345"]
    assert guarantor in (None, "100345") or by_key[guarantor] == guarantor
    assert (guarantor is None) == ("hl7v2.no_guarantor" in [code for _, code in whole.codes()])


def test_a_guarantors_own_message_holds_over_what_a_patients_says(read_text):
    child = message("ADT^A31", pid="PID|1||C1||Lee^Kim", gt1="GT1|1|P1|Lee^Bo||1 Old Rd^^Town^FL^32456|||||FTH")
    parent = message("ADT^A31", pid="PID|1||P1||Lee^Bo|||M|||9 New Rd^^Town^FL^32456", gt1="GT1|1|P1|Lee^Bo||||||||SEL")
    whole = read_text(child + parent)

    assert [("P1", "P1", "9 New Rd"), ("C1", "P1", None)] == whole.frames["demographics"].select(
        "party_key", "guarantor_key", "line1"
    ).rows()


def test_a_death_is_an_event_once_with_its_day(read_text):
    dead = PID + "|" * 16 + "20260110|Y"
    whole = read_text(message("ADT^A31", pid=dead) * 2)

    assert [("100345", "died", date(2026, 1, 10))] == whole.frames["contacts"].select(
        "party_key", "kind", "happened_on"
    ).rows()


def test_a_death_without_a_day_is_dated_by_the_message_and_said(read_text):
    whole = read_text(message("ADT^A31", pid=PID + "|" * 17 + "Y"))

    assert [date(2026, 3, 2)] == whole.column("contacts", "happened_on")
    assert [(3, "hl7v2.death")] == whole.codes()


def test_a_merge_is_for_a_person_and_mixes_nothing(read_text):
    whole = read_text(
        message("ADT^A31", pid="PID|1||OLD1||Lee^Ana", gt1="GT1|1|OLD1") + message("ADT^A40", "MRG|OLD1^^^B^MR")
    )
    (finding,) = whole.findings

    assert "hl7v2.merge" == finding.code
    assert "OLD1" in finding.message
    assert "100345" in finding.message
    assert ["OLD1", "100345"] == whole.column("demographics", "party_key")


def test_a_merge_that_does_not_say_whom_is_set_aside(read_text):
    assert ["hl7v2.merge"] == [code for _, code in read_text(message("ADT^A40")).codes()]


@pytest.mark.parametrize(
    ("said", "birth_on", "is_told"),
    [
        ("19800229", date(1980, 2, 29), False), ("198002291530", date(1980, 2, 29), False),
        ("19800229153000.1234-0500", date(1980, 2, 29), False), ("19800229235959+0000", date(1980, 2, 29), False),
        ("1980", None, True), ("198002", None, True), ("19810229", None, True), ("2/29/1980", None, True), ("00000000", None, False),
    ],
)  # fmt: skip
def test_days_are_the_senders_own_and_half_days_are_not_known(read_text, said, birth_on, is_told):
    whole = read_text(message("ADT^A31", pid=f"PID|1||100345||Lee^Ana||{said}"))

    assert [birth_on] == whole.column("demographics", "birth_on")
    assert is_told == (["hl7v2.day"] == [code for _, code in whole.codes()])


@pytest.mark.parametrize(
    ("said", "phone", "kind"),
    [
        ("(850)555-0100", "+18505550100", None), ("^PRN^PH^^^850^5550100", "+18505550100", None),
        ("(850)555-0100^PRN^PH~(850)555-0111^PRN^CP", "+18505550111", "mobile"), ("(850)555-0122^WPN^PH", "+18505550122", "work"),
        ("(850)555-0133^PRN^FX", None, None), ("000", None, None),
    ],
)  # fmt: skip
def test_phones_are_kept_as_they_are_dialled(read_text, said, phone, kind):
    row = read_text(message("ADT^A31", pid=f"PID|1||100345||Lee^Ana||||||||{said}")).row("demographics")

    assert (phone, kind) == (row.get("phone"), row.get("phone_kind"))


def _in1(**said):
    fields = {1: "1", 3: "60054", 4: "Aetna", 12: "20260101"} | {int(name[1:]): value for name, value in said.items()}
    return "IN1|" + "|".join(fields.get(number, "") for number in range(1, 50)).rstrip("|")


@pytest.mark.parametrize(
    ("in1", "column", "value"),
    [
        (_in1(f12=""), "from_on", date(1900, 1, 1)), (_in1(f22="2"), "level_no", 2), (_in1(f1="", f3="", f2="PLAN"), "payer_key", "PLAN"),
        (_in1(f15="MB"), "payer_kind", "medicare"), (_in1(f4="Medicaid"), "payer_kind", "medicaid"), (_in1(f15="zz"), "payer_kind", "unknown"),
        (_in1(f49="W1^^^A^MI~55^^^B^MR"), "member_id", "W1"), (_in1(f49="W1^^^A^MI~55^^^B^MR"), "subscriber_key", "55"),
        (_in1(f17="SPO"), "relationship_code", "01"), (_in1(f17="1", f16="lee^ana", f18="19800101"), "relationship_code", "18"),
        (_in1(f17="01", f16="Lee^Bo", f18="19800101"), "relationship_code", None),
    ],
)  # fmt: skip
def test_coverages(read_text, in1, column, value):
    assert [value] == read_text(message("ADT^A31", in1, pid=PID)).column("coverages", column)


@pytest.mark.parametrize(
    ("in1", "code"),
    [
        (_in1(f3="", f4=""), "hl7v2.no_payer"),
    ],
)
def test_a_coverage_of_nobody_is_set_aside_alone(read_text, in1, code):
    whole = read_text(message("ADT^A31", in1, _in1(f1="2", f3="OTHER")))

    assert [(4, code)] == whole.codes()
    assert ["OTHER"] == whole.column("coverages", "payer_key")


def test_a_wrong_npi_is_said_and_left_out(read_text):
    pv1 = visit("V1").replace("PV1|1|O|||||", "PV1|1|O|||||1234567890^Lee^Ana^^^^^^NPI")
    whole = read_text(message("ADT^A04", pv1))

    assert [(4, "hl7v2.npi")] == whole.codes()
    assert "rendering_npi" not in whole.row("encounters")
    assert "providers" not in whole.frames


@pytest.mark.parametrize(
    "xcn", ["1234567893^Lee^Ana", "^Lee^Ana^^^^^^&1234567893&NPI", "55^Lee~1234567893^Lee^Ana^^^^^^^^^^NPI"]
)
def test_an_npi_is_found_wherever_senders_put_it(read_text, xcn):
    pv1 = visit("V1").replace("PV1|1|O|||||", f"PV1|1|O|||||{xcn}")

    assert "1234567893" == read_text(message("ADT^A04", pv1)).row("encounters")["rendering_npi"]
