"""A stranger's FHIR becomes frames: each resource as the trade means it."""

from datetime import date

import orjson
import polars as pl
import pytest

from remindful.edges.formats import fhir, find_formats
from remindful.edges.formats.fhir.read import read_fhir
from tests.formats.fhir.making import plain, read_back
from tests.formats.fhir.strangers import (
    ACCOUNT,
    BENEFIT,
    CHARGE,
    CHILD,
    CLAIM,
    CONDITIONS,
    COVERAGE,
    DOCTOR,
    ENCOUNTER,
    EVERYTHING,
    INVOICE,
    ORDER,
    PARENT,
    PATIENT,
    PAYER,
    PAYMENT,
    ROLE,
    TASK,
    bundle,
    coded,
    decided,
    dollars,
    ref,
)  # fmt: skip

BILLED = (PATIENT, PAYER, DOCTOR, ROLE, COVERAGE, ENCOUNTER, *CONDITIONS)


def row(frames: dict[str, pl.DataFrame], name: str) -> dict:
    assert frames[name].height == 1, frames[name]
    return frames[name].row(0, named=True)


def test_everything_is_read_and_nothing_found(read):
    frames, findings = read(*EVERYTHING)

    assert [] == findings
    assert {name for name, frame in frames.items() if frame.height} >= {
        "demographics",
        "coverages",
        "referrals",
        "remits",
        "payments",
    }


def test_a_patient_is_known_by_the_record_number_and_reached_at_the_mobile(read):
    person = row(read(PATIENT)[0], "demographics")

    assert ("MRN-1", "Lopez", "Ana") == (person["party_key"], person["last_name"], person["first_name"])
    assert ("+12125550199", "mobile", "es") == (person["phone"], person["phone_kind"], person["language"])
    assert person["guarantor_key"] == "MRN-1"


def test_nothing_of_race_or_social_security_is_read(read):
    frames, _ = read(PATIENT)

    assert "999-00-1234" not in str(plain(frames))


def test_a_minor_is_answered_for_by_the_guardian_and_by_nobody_where_none_is_named(read):
    both, _ = read(CHILD, PARENT)
    alone, _ = read(CHILD)

    assert {"p2": "rp1", "rp1": "rp1"} == dict(both["demographics"].select("party_key", "guarantor_key").iter_rows())
    assert row(alone, "demographics")["guarantor_key"] is None


def test_an_account_names_the_guarantor(read):
    account = ACCOUNT | {"subject": [ref("Patient/p2")], "guarantor": [{"party": ref("Patient/p1")}]}
    frames, _ = read(PATIENT, CHILD, account)

    assert "MRN-1" in frames["demographics"].filter(party_key="p2")["guarantor_key"].to_list()


@pytest.mark.parametrize(
    ("message", "on"),
    [({"deceasedDateTime": "2025-02-28T10:00:00Z"}, date(2025, 2, 28)), ({"deceasedBoolean": True}, date(2025, 3, 9))],
)
def test_the_dead_are_told(read, message, on):
    frames, _ = read(PATIENT | message)

    assert ("died", on) == (row(frames, "contacts")["kind"], row(frames, "contacts")["happened_on"])


def test_a_coverage_names_its_payer_member_and_group(read):
    frames, _ = read(PATIENT, PAYER, COVERAGE)
    told = row(frames, "coverages")

    assert ("60054", "Acme Health", "commercial") == (told["payer_key"], told["payer_name"], told["payer_kind"])
    assert ("W123", "G7", "18") == (told["member_id"], told["group_number"], told["relationship_code"])


def test_diagnoses_take_the_encounters_order_and_the_billable_code(read):
    frames, _ = read(*BILLED)

    assert [("E11.9", 1), ("I10", 2)] == sorted(frames["diagnoses"].select("code", "rank").iter_rows())


def test_the_day_of_an_encounter_is_the_day_where_it_took_place(read):
    frames, _ = read(*BILLED)

    assert date(2025, 3, 1) == row(frames, "encounters")["started_on"]


def test_a_charge_item_counts_and_the_claim_does_not_charge_it_again(read):
    frames, _ = read(*BILLED, CHARGE, CLAIM)

    assert 15_010 == row(frames, "charges")["charge_cents"]


def test_without_charge_items_the_claim_tells_the_charges(read):
    frames, _ = read(*BILLED, CLAIM)
    charge = row(frames, "charges")

    assert ("e1", "99213", 15_010, "2:1") == tuple(
        charge[name] for name in ("encounter_key", "procedure_code", "charge_cents", "diagnosis_pointers")
    )


def test_a_second_payers_claim_charges_nothing_again(read):
    second = CLAIM | {
        "id": "cl2",
        "identifier": [{"value": "CLM-8"}],
        "insurance": [{"sequence": 2, "focal": True, "coverage": ref("Coverage/c1")}],
    }
    frames, findings = read(*BILLED, CLAIM, second)

    assert 1 == frames["charges"].height
    assert ["fhir.charged_before"] == findings


def test_a_procedure_is_a_charge_without_price_where_nothing_else_charges(read):
    done = {"resourceType": "Procedure", "id": "pc", "status": "completed", "encounter": ref("Encounter/e1"), "subject": ref("Patient/p1"),
            "code": CHARGE["code"], "performedDateTime": "2025-03-01"}  # fmt: skip
    alone, _ = read(*BILLED, done)
    billed, _ = read(*BILLED, done, CLAIM)

    assert row(alone, "charges")["charge_cents"] is None
    assert [15_010] == billed["charges"]["charge_cents"].to_list()


def test_a_claim_has_its_codes_in_order_and_pointers_by_place(read):
    frames, _ = read(*BILLED, CLAIM)

    assert [("ABK", "E119"), ("ABF", "I10")] == list(frames["claim_codes"].select("qualifier", "code").iter_rows())
    assert "2:1" == row(frames, "claim_lines")["diagnosis_pointers"]
    assert ("CLM-7", "MRN-1") == (
        row(frames, "claims")["control_number"],
        row(frames, "claims")["medical_record_number"],
    )


def test_the_rest_of_the_total_is_the_only_line_without_an_amount(read):
    items = [*CLAIM["item"], {"sequence": 2, "productOrService": coded("x", "S1")}]
    frames, _ = read(*BILLED, CLAIM | {"item": items, "total": dollars(200)})

    assert [15_010, 4_990] == frames["claim_lines"]["charge_cents"].to_list()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"total": dollars(150.09)}, "fhir.untied"),
        ({"total": dollars(150.1, "EUR")}, "fhir.currency"),
        ({"total": dollars(150.105)}, "fhir.amount"),
        ({"total": {"value": "150.10"}}, "fhir.amount"),
        ({"item": []}, "fhir.no_lines"),
        ({"patient": ref("Patient/p9")}, "fhir.dangling"),
        ({"patient": {}}, "fhir.no_reference"),
        ({"insurance": [{"sequence": 1, "focal": True, "coverage": ref("Coverage/c9")}]}, "fhir.dangling"),
        ({"type": coded("x", "odd")}, "fhir.claim_type"),
        ({"status": "draft"}, "fhir.claim_status"),
        ({"created": "2025-03"}, "fhir.day"),
    ],
)
def test_a_claim_that_cannot_be_trusted_is_set_aside_with_its_reason(read, change, code):
    frames, findings = read(*BILLED, CLAIM | change)

    assert "claims" not in frames
    assert code in findings


def test_a_finding_tells_where_and_how_to_mend(findings):
    [finding] = findings(PATIENT, COVERAGE | {"beneficiary": {}})

    assert "bundle.json:2 (Coverage/c1)" == str(finding.at)
    assert "beneficiary" in finding.message
    assert finding.remedy.endswith(".")
    assert '"subscriberId":"W123"' in (finding.raw or "")


def test_money_that_a_sender_reckoned_in_doubles_is_whole_cents(read):
    frames, _ = read(
        *BILLED, CLAIM | {"item": [CLAIM["item"][0] | {"net": {"value": 27.200000000000003}}], "total": dollars(27.2)}
    )

    assert 2_720 == row(frames, "claims")["charge_cents"]


def test_an_explanation_of_benefit_ties_with_its_payment(read):
    frames, findings = read(PATIENT, PAYER, DOCTOR, COVERAGE, ENCOUNTER, CLAIM, BENEFIT, PAYMENT)
    claim, remit = row(frames, "remit_claims"), row(frames, "remits")
    said = frames["remit_adjustments"].select("group_code", "carc", "amount_cents")

    assert [("CO", "45", 4_010), ("PR", "3", 2_000), ("PR", "2", 2_600)] == list(said.iter_rows())
    assert claim["charge_cents"] == claim["paid_cents"] + said["amount_cents"].sum()
    assert claim["patient_cents"] == 4_600
    assert remit["paid_cents"] == claim["paid_cents"] - row(frames, "remit_provider_adjustments")["amount_cents"]
    assert "fhir.dangling_benefit" not in findings


def test_without_a_reconciliation_a_payers_answers_of_a_day_are_one_remittance(read):
    other = BENEFIT | {"id": "eb2"}
    frames, _ = read(PATIENT, PAYER, DOCTOR, COVERAGE, CLAIM, BENEFIT, other)

    assert [1, 1] == frames["remit_claims"]["remit_no"].to_list()
    assert (12_800, date(2025, 3, 21)) == (row(frames, "remits")["paid_cents"], row(frames, "remits")["paid_on"])


@pytest.mark.parametrize(
    ("category", "group", "carc"),
    [("deductible", "PR", "1"), ("coinsurance", "PR", "2"), ("copay", "PR", "3"), ("discount", "CO", "45"), ("noncovered", None, "96"),
     ("priorpayerpaid", "OA", "23"), ("https://bluebutton.cms.gov/resources/variables/line_coinsrnc_amt", "PR", "2")],
)  # fmt: skip
def test_each_category_has_its_group_and_reason(read, category, group, carc):
    entries = [decided("submitted", 150.1), decided("paidtoprovider", 140.1), decided(category, 10)]
    frames, _ = read(
        PATIENT,
        PAYER,
        COVERAGE,
        CLAIM,
        BENEFIT | {"item": [BENEFIT["item"][0] | {"adjudication": entries}], "payment": {}, "total": []},
    )

    assert [(group, carc, 1_000)] == list(
        frames["remit_adjustments"].select("group_code", "carc", "amount_cents").iter_rows()
    )
    assert 14_010 == row(frames, "remit_claims")["paid_cents"]


def test_an_amount_of_an_unknown_category_is_told_and_taken_from_nobody(read):
    entries = [decided("submitted", 150.1), decided("benefit", 150.1), decided("fairydust", 10)]
    frames, findings = read(
        PATIENT, PAYER, DOCTOR, COVERAGE, CLAIM, BENEFIT | {"item": [BENEFIT["item"][0] | {"adjudication": entries}]}
    )

    assert 0 == frames.get("remit_adjustments", pl.DataFrame()).height
    assert "fhir.adjudication" in findings


def test_a_claim_response_pays_the_claims_items_and_yields_to_an_explanation_of_benefit(read):
    answer = {"resourceType": "ClaimResponse", "id": "cr1", "status": "active", "use": "claim", "outcome": "complete", "created": "2025-03-20",
              "patient": ref("Patient/p1"), "insurer": ref("Organization/o1"), "request": ref("Claim/cl1"),
              "item": [{"itemSequence": 1, "adjudication": [decided("benefit", 140.1), decided("copay", 10)]}],
              "payment": {"amount": dollars(140.1)}}  # fmt: skip
    alone, _ = read(PATIENT, PAYER, DOCTOR, COVERAGE, ENCOUNTER, CLAIM, answer)
    both, findings = read(PATIENT, PAYER, DOCTOR, COVERAGE, ENCOUNTER, CLAIM, answer, BENEFIT)

    assert ("CLM-7", 15_010, 14_010) == tuple(
        row(alone, "remit_claims")[name] for name in ("control_number", "charge_cents", "paid_cents")
    )
    assert 6_400 == row(both, "remit_claims")["paid_cents"]
    assert "fhir.answered_twice" in findings


def test_a_referral_has_its_days_from_the_task(read):
    frames, _ = read(PATIENT, PAYER, DOCTOR, COVERAGE, ORDER, TASK)
    told = row(frames, "referrals")

    assert (date(2025, 2, 2), date(2025, 2, 20), date(2025, 5, 1)) == (
        told["sent_on"],
        told["reported_on"],
        told["expires_on"],
    )
    assert ("207RC0000X", "93306", "I10") == (told["referred_taxonomy"], told["service_codes"], told["reason_code"])


def test_an_order_in_the_house_is_no_referral_and_is_told(read):
    frames, findings = read(PATIENT, {name: value for name, value in ORDER.items() if name != "performerType"})

    assert "referrals" not in frames
    assert ["fhir.order"] == findings


def test_an_invoice_is_an_open_balance_unless_it_is_settled_or_in_euros(read):
    frames, _ = read(PATIENT, ACCOUNT, INVOICE)
    euros, findings = read(PATIENT, ACCOUNT, INVOICE | {"totalGross": dollars(40, "EUR")})
    settled, told = read(PATIENT, ACCOUNT, INVOICE | {"status": "balanced"})

    assert ("V-1", 9_000, 4_000) == tuple(
        row(frames, "open_balances")[name] for name in ("visit_key", "charge_cents", "open_cents")
    )
    assert ("fhir.currency" in findings, "open_balances" in euros) == (True, False)
    assert ("fhir.invoice_status" in told, "open_balances" in settled) == (True, False)


def test_what_is_not_read_is_counted_and_named(findings):
    [finding] = findings({"resourceType": "Observation", "id": "o"}, {"resourceType": "Observation", "id": "o2"})

    assert "2 Observation are not read" in finding.message


def test_in_is_out_and_aside(tmp_path):
    path = tmp_path / "b.json"
    path.write_bytes(bundle(*EVERYTHING, CLAIM, {"resourceType": "Observation"}, {"resourceType": "Patient"}))
    readings = list(fhir.read_folder(path))

    assert len(EVERYTHING) + 3 == sum(one.rows_read for one in readings)
    assert 3 == sum(
        one.exception_count for one in readings
    )  # the claim that came twice, the observation, the nameless patient


def test_parts_of_any_size_give_the_same_frames(tmp_path):
    path = tmp_path / "b.json"
    path.write_bytes(bundle(*EVERYTHING))
    whole, _ = read_back(path)
    pieces: dict[str, list[pl.DataFrame]] = {}
    for reading in read_fhir(path, part_resources=2):
        for name, frame in reading.frames.items():
            pieces.setdefault(name, []).append(frame)

    assert plain(whole) == plain({name: pl.concat(frames) for name, frames in pieces.items()})


def test_every_fhir_file_is_known_by_its_head_and_by_no_other_format():
    heads = {
        "bundle": bundle(PATIENT),
        "pretty": orjson.dumps(PATIENT, option=orjson.OPT_INDENT_2),
        "lines": orjson.dumps(PATIENT) + b"\n" + orjson.dumps(CHILD),
        "with a mark": b"\xef\xbb\xbf\n " + bundle(PATIENT),
    }
    others = {
        "json": b'{"name": "x"}',
        "word": b'{"resourceType": 5}',
        "text": b"resourceType",
        "array": b"[1]",
        "empty": b"",
    }

    assert {name: ["fhir"] for name in heads} == {
        name: [one.name for one in find_formats() if one.sniff(head, "x.dat")] for name, head in heads.items()
    }
    assert [] == [name for name, head in others.items() if fhir.FORMAT.sniff(head, "x.json")]


def test_a_folder_of_ndjson_reads_as_the_bundle_does(tmp_path):
    folder = tmp_path / "bulk"
    folder.mkdir()
    for one in EVERYTHING:
        with (folder / f"{one['resourceType']}.ndjson").open("ab") as file:
            file.write(orjson.dumps(one) + b"\n")
    (tmp_path / "one.json").write_bytes(bundle(*EVERYTHING))
    by_folder, findings = read_back(folder)
    by_bundle, _ = read_back(tmp_path / "one.json")

    assert fhir.is_fhir_folder(folder)
    assert plain(by_bundle) == plain(by_folder)
    assert [] == findings


@pytest.mark.parametrize("beside", ["people.csv", "remit.txt", "more/people.csv"])
def test_a_folder_with_other_data_is_read_file_by_file(tmp_path, beside):
    (tmp_path / "a.json").write_bytes(bundle(PATIENT))
    alone = fhir.is_fhir_folder(tmp_path)
    (tmp_path / beside).parent.mkdir(exist_ok=True)
    (tmp_path / beside).write_text("party_key\n1\n")

    assert (True, False) == (alone, fhir.is_fhir_folder(tmp_path))


def test_a_broken_line_is_told_and_the_others_are_read(tmp_path):
    path = tmp_path / "Patient.ndjson"
    path.write_bytes(orjson.dumps(PATIENT) + b'\n{"resourceType": "Pat\n' + orjson.dumps(CHILD))
    frames, findings = read_back(path)

    assert {"MRN-1", "p2"} == set(frames["demographics"]["party_key"])
    assert ["fhir.json"] == findings
