"""Encounters, coded and priced, as claims: the frames of which an 837 is written and the books are kept. See docs/algorithms/claims.md."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core import coverage
from remindful.core.billing.biller import FILING_CODES, Biller
from remindful.core.words import care, frames
from remindful.core.words.contracts import complete

LONGEST_CONTROL = 20  # CLM01, as HIPAA's guides support it
LONGEST_DESCRIPTION = 80  # SV101-7
INPATIENT = ("11", "18", "21")  # types of bill whose first two digits say a stay (18: swing bed)


@dataclass(frozen=True, slots=True)
class ClaimFrames:
    """Claims whole: each frame keeps its contract, tied by claim_no."""

    claims: pl.DataFrame
    payers: pl.DataFrame  # ClaimPayers
    lines: pl.DataFrame  # ClaimLines
    codes: pl.DataFrame  # ClaimCodes
    providers: pl.DataFrame  # ClaimProviders
    adjudications: pl.DataFrame  # ClaimAdjudications
    adjustments: pl.DataFrame  # ClaimPayerAdjustments


@dataclass(frozen=True, slots=True)
class CareFrames:
    """What claims are composed of. `encounters` has control_number, level_no (the payer level to ask) and frequency_code beside its
    contract, and payer_claim_number where a claim is replaced; `people` has the columns of Demographics that it needs."""

    encounters: pl.DataFrame
    diagnoses: pl.DataFrame
    charges: pl.DataFrame
    coverages: pl.DataFrame
    people: pl.DataFrame
    providers: pl.DataFrame


def control_numbers(encounter_key: pl.Expr, encounter_id: pl.Expr) -> pl.Expr:
    """CLM01: the office's own number where a claim can carry it, else ours."""
    fits = (encounter_key.str.len_chars() <= LONGEST_CONTROL) & encounter_key.str.contains(r"^[A-Za-z0-9 .\-/]+$")
    return pl.when(fits).then(encounter_key).otherwise(pl.format("R{}", encounter_id))


def compose_claims(care_frames: CareFrames, *, biller: Biller, day: date) -> ClaimFrames:
    """One claim an encounter. Money in cents; lines without a price are for the caller to keep back before.

    An encounter that nobody covers on its first day becomes a claim without payers: the books know it as self-pay.
    """
    numbered = care_frames.encounters.sort("encounter_key").with_columns(
        claim_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    )
    of_claim = numbered.select("claim_no", "encounter_key", "form", "started_on")
    coded = _coded(care_frames.diagnoses, numbered)
    charges = care_frames.charges.join(of_claim.drop("started_on"), on="encounter_key")
    lines = _compose_lines(_point(charges, coded), numbered)
    payers = _compose_payers(care_frames, numbered)
    claims = _compose_claims(care_frames, numbered, lines, payers, biller=biller, day=day)
    return ClaimFrames(
        claims=complete(frames.Claims, claims),
        payers=complete(frames.ClaimPayers, payers),
        lines=complete(frames.ClaimLines, lines),
        codes=complete(frames.ClaimCodes, _compose_codes(coded, charges)),
        providers=complete(frames.ClaimProviders, _compose_providers(numbered, care_frames.providers, biller=biller)),
        adjudications=frames.ClaimAdjudications.create_empty(),
        adjustments=frames.ClaimPayerAdjustments.create_empty(),
    )


def _compose_lines(charges: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    pointers = numbered.select("claim_no", "place_of_service")
    billed = charges.filter(pl.col("system") != str(care.CodeSystem.ICD10PCS)).sort("claim_no", "line_no")
    qualifier = pl.when(pl.col("procedure_code").is_not_null()).then(pl.lit("HC"))
    return (
        billed.join(pointers, on="claim_no", maintain_order="left")
        .with_columns(line_in_encounter="line_no")
        .with_columns(line_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("claim_no"))
        .with_columns(
            segment_no="line_no",
            line_control_number=pl.col("line_in_encounter").cast(pl.String),
            code_qualifier=qualifier,
            description=pl.col("description").str.slice(0, LONGEST_DESCRIPTION),
            unit_basis=pl.lit("UN"),
            diagnosis_pointers=pl.when(pl.col("form") == "P").then("diagnosis_pointers"),
            place_of_service=pl.lit(None, dtype=pl.String),
        )
    )


def _compose_payers(care_frames: CareFrames, numbered: pl.DataFrame) -> pl.DataFrame:
    """Who covers each encounter on its first day, level by level, with what a claim says of the subscriber."""
    of_claim = numbered.select("claim_no", "encounter_key", "form")
    payers = coverage.payers_in_force(numbered, care_frames.coverages).join(
        of_claim, on="encounter_key", maintain_order="left"
    )
    people = care_frames.people.select(
        "party_key", patient_last="last_name", patient_first="first_name", patient_birth="birth_on", patient_sex="sex", patient_line1="line1",
        patient_city="city", patient_state="state", patient_zip="zip",
    )  # fmt: skip
    with_patient = payers.join(people, on="party_key", how="left", maintain_order="left")
    other = people.rename(
        {name: name.replace("patient_", "sub_") for name in people.columns if name != "party_key"}
    ).rename({"party_key": "subscriber_key"})
    rows = with_patient.join(other, on="subscriber_key", how="left", maintain_order="left")
    is_self = pl.col("relationship_code").fill_null("18") == "18"

    def subscriber(name: str, column: str | None = None) -> pl.Expr:
        on_coverage = [pl.col(column)] if column else []
        return (
            pl.when(is_self)
            .then(pl.coalesce(*on_coverage, f"patient_{name}"))
            .otherwise(pl.coalesce(*on_coverage, f"sub_{name}"))
        )

    # A dependant's card often names no address: the household's is the patient's (TR3 asks it only of a patient who subscribes).
    def household(name: str) -> pl.Expr:
        return pl.when(is_self).then(f"patient_{name}").otherwise(pl.coalesce(f"sub_{name}", f"patient_{name}"))

    codes = {form: {kind: pair[number] for kind, pair in FILING_CODES.items()} for number, form in enumerate("PI")}
    return rows.with_columns(
        relationship_code=pl.col("relationship_code").fill_null("18"),
        subscriber_last_name=subscriber("last", "subscriber_last_name"),
        subscriber_first_name=subscriber("first", "subscriber_first_name"),
        subscriber_birth_on=subscriber("birth", "subscriber_birth_on"),
        subscriber_sex=subscriber("sex", "subscriber_sex"),
        subscriber_line1=household("line1"),
        subscriber_city=household("city"),
        subscriber_state=household("state"),
        subscriber_zip=household("zip"),
        filing_code=pl.when(pl.col("form") == "I")
        .then(pl.col("payer_kind").replace_strict(codes["I"], default="ZZ"))
        .otherwise(pl.col("payer_kind").replace_strict(codes["P"], default="ZZ")),
    )


def _compose_claims(
    care_frames: CareFrames,
    numbered: pl.DataFrame,
    lines: pl.DataFrame,
    payers: pl.DataFrame,
    *,
    biller: Biller,
    day: date,
) -> pl.DataFrame:
    sums = lines.group_by("claim_no").agg(
        charge_cents=pl.col("charge_cents").sum(), last_line_on=pl.col("service_on").max()
    )
    people = care_frames.people.select(
        "party_key", patient_last_name="last_name", patient_first_name="first_name", patient_birth_on="birth_on",
        patient_sex="sex", patient_line1="line1", patient_city="city", patient_state="state", patient_zip="zip",
    )  # fmt: skip
    referrals = numbered.select("claim_no", *[name for name in ("referral_number",) if name in numbered.columns])
    billed_payer = payers.filter("is_destination").select("claim_no", "relationship_code")
    is_stay = (pl.col("form") == "I") & pl.col("bill_type").is_in(INPATIENT)
    is_institutional = pl.col("form") == "I"
    accident = pl.col("accident_kind").replace_strict(
        {"auto": "AA", "employment": "EM", "other": "OA"}, default=None, return_dtype=pl.String
    )
    return (
        numbered.join(sums, on="claim_no", how="left", maintain_order="left")
        .join(people, on="party_key", how="left", maintain_order="left")
        .join(billed_payer, on="claim_no", how="left", maintain_order="left")
        .join(referrals, on="claim_no", how="left", maintain_order="left")
        .with_columns(
            pl.col("charge_cents").fill_null(0),
            segment_no="claim_no",
            facility_code=pl.when(is_institutional).then("bill_type").otherwise("place_of_service"),
            medical_record_number="party_key",
            prior_authorization="authorization_number",
            billed_on=pl.lit(day),
            billing_npi=pl.lit(biller.npi),
            billing_tax_id=pl.lit(biller.tax_id),
            billing_name=pl.lit(biller.name),
            billing_state=pl.lit(biller.state),
            relationship_code=pl.col("relationship_code").fill_null("18"),
            service_from_on="started_on",
            service_to_on=pl.coalesce("ended_on", pl.max_horizontal("last_line_on", "started_on")),
            discharged_on=pl.when(is_stay).then("ended_on"),
            admitted_on=pl.when(is_stay).then("started_on"),
            signature_code=pl.lit("Y"),
            assignment_code=pl.lit("A"),
            benefits_code=pl.lit("Y"),
            release_code=pl.lit("Y"),
            accident_kinds=accident,
            admission_type=pl.when(is_institutional).then("admission_type"),
            admission_source=pl.when(is_institutional).then("admission_source"),
            discharge_status=pl.when(is_institutional).then("discharge_status"),
        )
    )


def _coded(diagnoses: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """Diagnoses that a claim can carry, with their place on it."""
    of_claim = numbered.select("claim_no", "encounter_key", "form", "bill_type")
    return (
        diagnoses.filter(pl.col("system") == str(care.CodeSystem.ICD10CM))
        .join(of_claim, on="encounter_key")
        .sort("claim_no", "rank")
        .with_columns(position=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("claim_no"))
    )


def _point(charges: pl.DataFrame, coded: pl.DataFrame) -> pl.DataFrame:
    """Charges whose pointers count places on the claim, four at most (SV107). Where there is one diagnosis, it is the one meant."""
    pointed = (
        charges.select("claim_no", "line_no", rank=pl.col("diagnosis_pointers").str.split(":"))
        .explode("rank")
        .with_columns(pl.col("rank").cast(pl.Int64, strict=False))
        .join(coded.select("claim_no", "rank", "position"), on=["claim_no", "rank"], maintain_order="left")
        .group_by("claim_no", "line_no", maintain_order=True)
        .agg(pointers=pl.col("position").drop_nulls().cast(pl.String).head(4).str.join(":"))
    )
    count = coded.group_by("claim_no").agg(diagnoses=pl.len())
    only_one = pl.when(pl.col("diagnoses") == 1).then(pl.lit("1"))
    return (
        charges.join(pointed, on=["claim_no", "line_no"], how="left", maintain_order="left")
        .join(count, on="claim_no", how="left", maintain_order="left")
        .with_columns(diagnosis_pointers=pl.coalesce("pointers", only_one))
        .drop("pointers", "diagnoses")
    )


def _compose_codes(coded: pl.DataFrame, charges: pl.DataFrame) -> pl.DataFrame:
    """HI composites: the principal diagnosis, the others, and a stay's admitting diagnosis and procedures."""
    bare = pl.col("code").str.replace_all(".", "", literal=True)
    is_stay = (pl.col("form") == "I") & pl.col("bill_type").is_in(INPATIENT)
    diagnoses = coded.select(
        "claim_no",
        "position",
        block=pl.when(pl.col("position") == 1).then(1).otherwise(3),
        qualifier=pl.when(pl.col("position") == 1).then(pl.lit("ABK")).otherwise(pl.lit("ABF")),
        code=bare,
        present_on_admission=pl.when(is_stay).then("present_on_admission"),
        code_on=pl.lit(None, dtype=pl.Date),
    )
    admitting = coded.filter(is_stay & (pl.col("position") == 1)).select(
        "claim_no", "position", block=pl.lit(2), qualifier=pl.lit("ABJ"), code=bare,
        present_on_admission=pl.lit(None, dtype=pl.String), code_on=pl.lit(None, dtype=pl.Date),
    )  # fmt: skip
    operations = (
        charges.filter(pl.col("system") == str(care.CodeSystem.ICD10PCS))
        .sort("claim_no", "line_no")
        .with_columns(position=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("claim_no"))
    )
    procedures = operations.select(
        "claim_no",
        "position",
        block=pl.when(pl.col("position") == 1).then(4).otherwise(5),
        qualifier=pl.when(pl.col("position") == 1).then(pl.lit("BBR")).otherwise(pl.lit("BBQ")),
        code="procedure_code",
        present_on_admission=pl.lit(None, dtype=pl.String),
        code_on="service_on",
    )
    every = pl.concat([diagnoses, admitting, procedures]).sort("claim_no", "block", "position")
    return every.with_columns(
        code_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("claim_no"), segment_no="claim_no"
    )


def _compose_providers(numbered: pl.DataFrame, providers: pl.DataFrame, *, biller: Biller) -> pl.DataFrame:
    """The billing organization, and who rendered, attended, referred and where."""
    billing = numbered.select(
        "claim_no", role=pl.lit("85"), is_person=pl.lit(value=False), last_name=pl.lit(biller.name), npi=pl.lit(biller.npi),
        tax_id=pl.lit(biller.tax_id), taxonomy=pl.lit(biller.taxonomy, dtype=pl.String), line1=pl.lit(biller.line1),
        city=pl.lit(biller.city), state=pl.lit(biller.state), zip=pl.lit(biller.zip),
    )  # fmt: skip
    known = providers.select(
        "npi", "is_person", "last_name", "first_name", "taxonomy", "line1", "city", "state", "zip"
    ).unique("npi")
    rendering_role = pl.when(pl.col("form") == "I").then(pl.lit("71")).otherwise(pl.lit("82"))
    roles = [
        numbered.select("claim_no", role=rendering_role, npi="rendering_npi"),
        numbered.select("claim_no", role=pl.lit("DN"), npi="referring_npi"),
        numbered.select("claim_no", role=pl.lit("77"), npi="facility_npi"),
    ]
    others = pl.concat(roles).filter(pl.col("npi").is_not_null() & (pl.col("npi") != biller.npi))
    named = others.join(known, on="npi", how="left", maintain_order="left")
    every = pl.concat([billing, named], how="diagonal_relaxed")
    return every.with_columns(segment_no="claim_no").sort("claim_no", "role")
