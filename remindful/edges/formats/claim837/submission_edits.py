"""What a claim lacks that its guide requires (005010X222A1, X223A2), found before a segment is written: which claim, what, the cure.

Rules are rows: a code, an expression that is true where something is wrong, what is wrong in a biller's words, what to do. They
stand in submission_rules.py and submission_parts.py; here they are evaluated and reported.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.formats.claim837 import submission_parts as part_rules
from remindful.edges.formats.claim837 import submission_rules as rules
from remindful.edges.formats.claim837.submission_rule import Rule
from remindful.edges.formats.claim837.write_loops import has_patient_loop

_AT = "claims to send"


@dataclass(frozen=True, slots=True)
class SubmissionEdits:
    """claim_nos: of the claims that are left out. findings: why, each with its claim's control number as key."""

    claim_nos: pl.Series
    findings: tuple[Finding, ...]


def find_submission_edits(frames: Mapping[str, pl.DataFrame], *, day: date) -> SubmissionEdits:
    """Every reason why claims of these frames cannot be written. day: of writing; nothing may lie after it."""
    claims = _widen(frames)
    lines = _with_claim(frames["claim_lines"], claims)
    others = _with_claim(frames["claim_payers"].filter(~pl.col("is_destination")), claims)
    providers = _with_claim(frames["claim_providers"].filter(pl.col("role") != "87"), claims)
    codes = _with_claim(frames["claim_codes"], claims)
    adjustments = _with_claim(frames["claim_payer_adjustments"], claims)
    broken = [
        *_broken(claims, rules.of_claims(day)),
        *_broken(lines, part_rules.of_lines(day), where="line_no", noun="line"),
        *_broken(others, part_rules.OF_OTHERS, where="level_no", noun="payer"),
        *_broken(providers, part_rules.OF_PROVIDERS, where="role", noun="provider"),
        *_broken(codes, part_rules.OF_CODES, where="code", noun="code"),
        *_broken(adjustments, part_rules.OF_ADJUSTMENTS, where="level_no", noun="payer"),
        *_broken(_answered_lines(frames, lines), part_rules.OF_ANSWERED_LINES, where="line_no", noun="line"),
        *_broken(_answered_claims(frames, claims), part_rules.OF_ANSWERED_CLAIMS, where="level_no", noun="payer"),
    ]
    found = pl.concat(broken) if broken else _none_broken()
    found = found.sort("claim_no", maintain_order=True)
    return SubmissionEdits(found["claim_no"].unique(maintain_order=True), tuple(_say(found)))


def _widen(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Claims with who bills, who is asked, and what rules about the whole must count."""
    of_claim = frames["claim_providers"].filter(pl.col("line_no").is_null())
    billing = of_claim.filter(pl.col("role") == "85").unique("claim_no", keep="first", maintain_order=True)
    destinations = frames["claim_payers"].filter("is_destination")
    first_destination = destinations.unique("claim_no", keep="first", maintain_order=True)
    codes, lines, answers = frames["claim_codes"], frames["claim_lines"], frames["claim_adjudications"]
    prior = (
        frames["claim_payers"]
        .filter(~pl.col("is_destination"))
        .join(first_destination.select("claim_no", destination_level_no="level_no"), on="claim_no")
        .filter(pl.col("level_no") < pl.col("destination_level_no"))
    )
    adjudicated = prior.join(
        answers.filter(pl.col("line_no").is_null() & pl.col("paid_cents").is_not_null()), on=["claim_no", "level_no"]
    )
    parts = [
        billing.select("claim_no", *(pl.col(name).alias(f"bill_{name}") for name in rules.BILLING)),
        first_destination.select("claim_no", "level_no", *rules.DESTINATION),
        _count(destinations, "destination_count"),
        _count(of_claim.filter(pl.col("role") == "71"), "attending_count"),
        _count(codes.filter(pl.col("qualifier").is_in(["ABK", "BK"])), "principal_count"),
        _count(codes.filter(pl.col("qualifier").is_in(rules.DIAGNOSES)), "diagnosis_count"),
        _count(codes.filter(pl.col("qualifier").is_in(["ABJ", "BJ"])), "admitting_count"),
        _count(lines, "line_count"),
        lines.group_by("claim_no").agg(pl.col("charge_cents").sum().alias("lines_cents")),
        prior.group_by("claim_no").agg(pl.col("level_no").n_unique().alias("prior_count")),
        adjudicated.group_by("claim_no").agg(pl.col("level_no").n_unique().alias("adjudicated_count")),
    ]
    wide = frames["claims"].sort("claim_no")
    for part in parts:
        wide = wide.join(part, on="claim_no", how="left", maintain_order="left")
    counts = [name for name in wide.columns if name.endswith("_count")]
    return wide.with_columns(pl.col(counts).fill_null(0), has_patient_loop().alias("has_patient"))


def _count(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.group_by("claim_no").agg(pl.len().cast(pl.Int64).alias(name))


def _with_claim(rows: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    of_claim = claims.select("claim_no", "form", "control_number", "diagnosis_count", "patient_birth_on")
    return rows.join(of_claim, on="claim_no", maintain_order="left")


def _answered_lines(frames: Mapping[str, pl.DataFrame], lines: pl.DataFrame) -> pl.DataFrame:
    """A row a line and payer that answered it: charge, paid, and the sum of its adjustments."""
    keys = ["claim_no", "level_no", "line_no"]
    answers = frames["claim_adjudications"].filter(pl.col("line_no").is_not_null())
    adjustments = frames["claim_payer_adjustments"].filter(pl.col("line_no").is_not_null())
    paid = answers.group_by(keys, maintain_order=True).agg(
        pl.col("paid_cents").sum(),
        pl.col("paid_cents").null_count().alias("unpaid_count"),
        pl.col("paid_on").null_count().alias("undated_count"),
    )
    adjusted = adjustments.group_by(keys).agg(pl.col("amount_cents").sum().alias("adjusted_cents"))
    of_line = lines.select("claim_no", "line_no", "charge_cents", "control_number")
    return (
        paid.join(adjusted, on=keys, how="left", maintain_order="left")
        .join(of_line, on=["claim_no", "line_no"], how="left", maintain_order="left")
        .with_columns(pl.col("adjusted_cents").fill_null(0))
    )


def _answered_claims(frames: Mapping[str, pl.DataFrame], claims: pl.DataFrame) -> pl.DataFrame:
    """A row a claim and payer that answered it: what it paid of the whole, of the lines, and what it adjusted of the whole."""
    keys = ["claim_no", "level_no"]
    answers, adjustments = frames["claim_adjudications"], frames["claim_payer_adjustments"]
    whole = answers.filter(pl.col("line_no").is_null() & pl.col("paid_cents").is_not_null())
    of_lines = (
        answers.filter(pl.col("line_no").is_not_null())
        .group_by(keys)
        .agg(pl.col("paid_cents").sum().alias("lines_paid_cents"), pl.col("line_no").n_unique().alias("answered_lines"))
    )
    adjusted = (
        adjustments.filter(pl.col("line_no").is_null())
        .group_by(keys)
        .agg(pl.col("amount_cents").sum().alias("adjusted_cents"))
    )
    return (
        whole.unique(keys, keep="first", maintain_order=True)
        .join(of_lines, on=keys, how="left", maintain_order="left")
        .join(adjusted, on=keys, how="left", maintain_order="left")
        .join(claims.select("claim_no", "control_number", "charge_cents"), on="claim_no", maintain_order="left")
        .with_columns(pl.col("adjusted_cents").fill_null(0), pl.col("answered_lines").fill_null(0))
    )


def _broken(
    rows: pl.DataFrame, rules_to_check: Iterable[Rule], *, where: str | None = None, noun: str = ""
) -> Iterator[pl.DataFrame]:
    """Rows that break a rule: claim_no, control_number, code, says, mend, place."""
    every = list(rules_to_check)
    verdicts = rows.select(rule.is_wrong.fill_null(value=False).alias(str(number)) for number, rule in enumerate(every))
    place = pl.lit("") if where is None else pl.format(" ({} {})", pl.lit(noun), pl.col(where).cast(pl.String))
    for number, rule in enumerate(every):
        wrong = verdicts[str(number)]
        if wrong.any():
            yield rows.filter(wrong).select(
                "claim_no",
                "control_number",
                code=pl.lit(rule.code),
                message=pl.lit(rule.message),
                remedy=pl.lit(rule.remedy),
                place=place,
            )


def _none_broken() -> pl.DataFrame:
    texts = dict.fromkeys(("control_number", "code", "message", "remedy", "place"), pl.String)
    return pl.DataFrame(schema={"claim_no": pl.Int64, **texts})


def _say(found: pl.DataFrame) -> Iterator[Finding]:
    for row in found.iter_rows(named=True):
        claim = row["control_number"] or f"number {row['claim_no']}, which has no control number,"
        message = f"Claim {claim}{row['place']}: {row['message']} It was not written."
        yield Finding(row["code"], At(_AT, row["claim_no"], row["control_number"]), message, row["remedy"])
