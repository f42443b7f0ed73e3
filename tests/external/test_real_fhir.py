"""HL7's own examples and Synthea's bundles: every one is read or set aside with its reason, and what is charged is what the CSV says."""

import os
from pathlib import Path

import orjson
import polars as pl
import pytest

from remindful.edges.formats import fhir, synthea
from tests.formats.fhir.making import read_back

SHARED = Path(os.environ.get("REMINDFUL_SHARED_DATA", Path(__file__).parents[3] / "shared/data"))
EXAMPLES, BUNDLES, TABLES = SHARED / "fhir/r4_financial_examples", SHARED / "synthea/fhir", SHARED / "synthea/csv"
needs_examples = pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason=f"no examples at {EXAMPLES}; set REMINDFUL_SHARED_DATA"
)
needs_bundles = pytest.mark.skipif(not BUNDLES.is_dir(), reason=f"no bundles at {BUNDLES}; set REMINDFUL_SHARED_DATA")
ALONE = "fhir.dangling"
#: What becomes of each kind of example beside the people and payers that it refers to: frames, or the reason why none.
BECOMES = {
    "Account": {"fhir.account"},
    "ChargeItem": {"fhir.currency"},
    "ChargeItemDefinition": {"fhir.not_read"},
    "Claim": {"claims", "authorizations", "fhir.claim_status"},
    "ClaimResponse": {"remit_claims", "authorizations", "fhir.answered_twice", "fhir.benefit_status", "fhir.dangling"},
    "Contract": {"fhir.not_read"},
    "Coverage": {"coverages", "fhir.self_pay"},
    "CoverageEligibilityRequest": {"fhir.not_read"},
    "CoverageEligibilityResponse": {"fhir.not_read"},
    "EnrollmentRequest": {"fhir.not_read"},
    "EnrollmentResponse": {"fhir.not_read"},
    "ExplanationOfBenefit": {"remit_claims", "fhir.untied", "fhir.benefit_status"},
    "InsurancePlan": {"fhir.not_read"},
    "Invoice": {"fhir.currency"},
    "PaymentNotice": {"fhir.not_read"},
    "PaymentReconciliation": {"remits"},
}
FRAMES = {"claims", "coverages", "authorizations", "remit_claims", "remits", "charges", "open_balances", "payments"}


def examples() -> list[Path]:
    return sorted(path for path in EXAMPLES.glob("*.json") if fhir.FORMAT.sniff(path.read_bytes()[:65_536], path.name))


def missing_people() -> list[dict]:
    """Whom the examples refer to and HL7 keeps elsewhere: made-up stand-ins by the same ids."""
    patients = [
        {"resourceType": "Patient", "id": one, "name": [{"family": one}]}
        for one in ("1", "2", "4", "5", "pat1", "pat2", "example", "f001")
    ]
    houses = [{"resourceType": "Organization", "id": one, "name": f"House {one}"} for one in ("1", "2", "3", "hl7")]
    encounter = {"resourceType": "Encounter", "id": "example", "status": "finished", "class": {"code": "AMB"},
                 "subject": {"reference": "Patient/example"}, "period": {"start": "2017-01-25"}}  # fmt: skip
    return [*patients, *houses, encounter]


def beside_people(path: Path, file: Path, before: dict[tuple[str, ...], tuple]) -> tuple[dict[str, int], list[str]]:
    """What an example gives beside stand-ins and the examples that it refers to. before: what those give without it."""
    body = orjson.loads(path.read_bytes())
    others = [one for one in examples() if one.name.startswith(("Coverage-", "Claim-")) and one != path]
    beside = [*missing_people(), *(orjson.loads(one.read_bytes()) for one in others)]

    def read(resources: list[dict]) -> tuple[dict[str, int], list[str]]:
        entries = [{"resource": one} for one in resources]
        file.write_bytes(orjson.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
        frames, findings = read_back(file)
        return {name: frame.height for name, frame in frames.items()}, findings

    names = tuple(one.name for one in others)
    before[names] = before.get(names) or read(beside)
    counts, findings = read([body, *beside])
    for code in before[names][1]:
        if code in findings:
            findings.remove(code)
    return {name: count for name, count in counts.items() if count > before[names][0].get(name, 0)}, findings


@needs_examples
def test_every_example_is_read_or_set_aside_with_its_reason(tmp_path):
    table: list[tuple[str, str, str]] = []
    before: dict[tuple[str, ...], tuple] = {}
    for path in examples():
        _, alone = read_back(path)
        made, findings = beside_people(path, tmp_path / "beside.json", before)
        became = sorted(set(made) & FRAMES) or sorted(set(findings))
        table.append((path.name, ", ".join(sorted(set(alone))) or "read", ", ".join(became)))
        kind = path.name.split("-", 1)[0]

        assert became, path.name
        assert set(became) & BECOMES[kind] or ALONE in became, (path.name, became)
    print("\n" + "\n".join(f"{name:45} alone: {alone:45} beside: {became}" for name, alone, became in table))

    assert 52 <= len(table)
    assert 20 <= sum(1 for _, _, became in table if not became.startswith("fhir."))


@pytest.fixture(scope="module")
def read():
    return read_back(BUNDLES)


def _resources(kind: str) -> list[dict]:
    bundles = [orjson.loads(path.read_bytes()) for path in sorted(BUNDLES.glob("*.json"))]
    return [entry["resource"] for one in bundles for entry in one["entry"] if entry["resource"]["resourceType"] == kind]


@needs_bundles
def test_a_synthea_folder_is_one_source(read):
    frames, findings = read

    assert fhir.is_fhir_folder(BUNDLES)
    assert not fhir.is_fhir_folder(TABLES)
    assert not synthea.is_synthea_folder(BUNDLES)
    assert len(_resources("Patient")) == frames["demographics"].height
    assert len(_resources("Encounter")) == frames["encounters"].height
    assert len(_resources("Practitioner")) == frames["providers"].height
    assert {"snomed"} == set(frames["diagnoses"]["system"])
    assert not [code for code in findings if code.startswith("fhir.dangling")]


@needs_bundles
def test_every_claim_and_benefit_is_read_or_set_aside(read):
    frames, findings = read
    claims, benefits = len(_resources("Claim")), len(_resources("ExplanationOfBenefit"))
    aside = sum(code in ("fhir.untied", "fhir.amount", "fhir.unpriced") for code in findings)
    print(
        f"\n{claims} claims, {frames['claims'].height} read; {benefits} benefits, {frames['remit_claims'].height} read; {aside} aside"
    )

    assert claims + benefits == frames["claims"].height + frames["remit_claims"].height + aside
    assert 300 < frames["claims"].height
    assert 200 < frames["remit_claims"].height


@needs_bundles
@pytest.mark.skipif(not TABLES.is_dir(), reason="no Synthea tables")
def test_charges_are_those_of_the_same_run_as_csv(read):
    """Where the CSV charges otherwise, it left out lines that its own encounters.csv totals: then FHIR agrees with that."""
    frames, _ = read
    pieces = [piece.frames["claims"] for piece in synthea.read_folder(TABLES) if "claims" in piece.frames]
    by_csv = pl.concat(pieces).select("control_number", csv_cents="charge_cents")
    visits = pl.read_csv(TABLES / "encounters.csv", infer_schema=False).select(
        APPOINTMENTID="Id", total_cents=(pl.col("TOTAL_CLAIM_COST").cast(pl.Decimal(20, 2)) * 100).cast(pl.Int64)
    )
    appointments = pl.read_csv(TABLES / "claims.csv", infer_schema=False).select("APPOINTMENTID", control_number="Id")
    both = (
        frames["claims"]
        .join(by_csv, on="control_number")
        .join(appointments, on="control_number")
        .join(visits, on="APPOINTMENTID")
    )
    equal = both.filter(pl.col("charge_cents") == pl.col("csv_cents"))
    others = both.filter(pl.col("charge_cents") != pl.col("csv_cents"))
    print(
        f"\n{equal.height} of {both.height} claims: {equal['charge_cents'].sum()} cents in both; {others.height} as in encounters.csv"
    )

    assert frames["claims"].height == both.height
    assert 0.85 * both.height < equal.height
    assert [] == others.filter(pl.col("charge_cents") != pl.col("total_cents"))["control_number"].to_list()


@needs_bundles
def test_each_condition_is_a_diagnosis_of_its_visit_and_each_visit_has_one(read):
    frames, _ = read
    told = {
        (one["encounter"]["reference"].removeprefix("urn:uuid:"), one["code"]["coding"][0]["code"])
        for one in _resources("Condition")
    }

    assert told <= set(frames["diagnoses"].select("encounter_key", "code").rows())
    assert set(frames["encounters"]["encounter_key"]) == set(frames["diagnoses"]["encounter_key"])


@needs_bundles
@pytest.mark.skipif(not TABLES.is_dir(), reason="no Synthea tables")
def test_care_is_that_of_the_same_run_as_csv(read):
    """Encounters, charges and first payers to the cent; days are of the place in FHIR and UTC in CSV. Bundles name no second payer."""
    frames, _ = read
    tables = [piece.frames for piece in synthea.read_folder(TABLES, care=True)][-1]
    keys = frames["encounters"].select("encounter_key")
    charges = ("encounter_key", "line_no", "system", "procedure_code", "charge_cents", "units", "diagnosis_pointers")
    encounters = ("encounter_key", "party_key", "form", "place_of_service")

    def same(name: str, columns: tuple[str, ...]) -> None:
        by_csv = tables[name].join(keys, on="encounter_key", how="semi")
        assert by_csv.select(columns).sort(columns[:2]).equals(frames[name].select(columns).sort(columns[:2])), name

    same("charges", charges)
    same("encounters", encounters)
    by_csv = first_payers(tables).join(keys, on="encounter_key", how="semi")
    assert by_csv.equals(first_payers(frames))
    assert keys.height == by_csv.height


def first_payers(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Who pays first for each encounter on its first day."""
    encounters = frames["encounters"]
    first = frames["coverages"].filter(pl.col("level_no") == 1)
    held = encounters.select("encounter_key", "party_key", "started_on").join(first, on="party_key", how="left")
    in_force = pl.col("started_on").is_between("from_on", pl.col("to_on").fill_null(pl.date(2999, 1, 1)))
    known = held.filter(in_force).sort("encounter_key", "from_on").unique("encounter_key", keep="last")
    payers = known.select("encounter_key", "payer_key", "payer_kind")
    return encounters.select("encounter_key").join(payers, on="encounter_key", how="left").sort("encounter_key")


@needs_bundles
def test_each_bundle_is_known_by_its_head_alone():
    heads = [path.read_bytes()[:65_536] for path in sorted(BUNDLES.glob("*.json"))]

    assert 12 == len(heads)
    assert all(fhir.FORMAT.sniff(head, "kept") for head in heads)


@needs_bundles
def test_synthea_written_by_us_reads_the_same(read, tmp_path):
    frames, _ = read
    names = (
        "demographics",
        "providers",
        "encounters",
        "diagnoses",
        "charges",
        "claims",
        "claim_lines",
        "remits",
        "remit_claims",
    )
    fhir.write_ndjson({name: frames[name] for name in names}, tmp_path / "bulk")
    back, _ = read_back(tmp_path / "bulk")

    for name in names:
        drop = [column for column in ("segment_no", "line_no") if name == "demographics" or column == "segment_no"]
        kept = [column for column in frames[name].columns if column not in drop]

        assert frames[name].select(kept).sort(kept[:2]).equals(back[name].select(kept).sort(kept[:2])), name
