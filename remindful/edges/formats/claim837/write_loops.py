"""The loops above a claim that is written: billing provider (2000A), subscriber and payer (2000B), patient (2000C)."""

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from remindful.edges.formats.claim837 import kinds
from remindful.edges.x12.write import draft, plain_day, segment

_BILLING = ("is_person", "last_name", "first_name", "npi", "tax_id", "taxonomy", "line1", "city", "state", "zip")
_PAY_TO = ("line1", "city", "state", "zip")
_SUBSCRIBER = ("last_name", "first_name", "birth_on", "sex", "line1", "city", "state", "zip")
#: Why a person's own loop is missing or there: the subscriber is the patient.
SELF = "18"


def widen_claims(frames: Mapping[str, pl.DataFrame], *, most_in_set: int, day: date) -> pl.DataFrame:
    """Claims with who bills, who is paid, who is asked and who subscribes, and their place: at, set_no, and numbers of loops."""
    providers = frames["claim_providers"].filter(pl.col("line_no").is_null())
    billing = providers.filter(pl.col("role") == "85").unique("claim_no", keep="first", maintain_order=True)
    pay_to = providers.filter(pl.col("role") == "87").unique("claim_no", keep="first", maintain_order=True)
    destination = frames["claim_payers"].filter("is_destination").unique("claim_no", keep="first", maintain_order=True)
    claims = (
        frames["claims"]
        .sort("claim_no")
        .join(billing.select("claim_no", *_named(_BILLING, "bill")), on="claim_no", how="left", maintain_order="left")
        .join(pay_to.select("claim_no", *_named(_PAY_TO, "paid")), on="claim_no", how="left", maintain_order="left")
        .join(
            destination.select(
                "claim_no", "level_no", "payer_name", "payer_key", "member_id", "group_number", "insurance_type", "filing_code",
                *(f"subscriber_{name}" for name in _SUBSCRIBER),
            ),
            on="claim_no", how="left", maintain_order="left",
        )
    )  # fmt: skip
    has_row = claims["claim_no"].is_in(billing["claim_no"].implode())
    claims = claims.with_columns(
        pl.when(has_row).then("bill_last_name").otherwise("billing_name").alias("bill_last_name"),
        pl.when(has_row).then("bill_npi").otherwise("billing_npi").alias("bill_npi"),
        pl.when(has_row).then("bill_tax_id").otherwise("billing_tax_id").alias("bill_tax_id"),
        pl.when(has_row).then("bill_state").otherwise("billing_state").alias("bill_state"),
        has_patient_loop().alias("has_patient"),
        pl.int_range(pl.len(), dtype=pl.Int64).alias("at"),
    )
    return _number_loops(_number_sets(claims, most_in_set=most_in_set, day=day))


def _named(names: tuple[str, ...], prefix: str) -> Iterator[pl.Expr]:
    return (pl.col(name).alias(f"{prefix}_{name}") for name in names)


def has_patient_loop() -> pl.Expr:
    """Whether the patient is somebody else than the subscriber; where nobody says, their names tell."""
    differs = pl.any_horizontal(
        pl.col(f"patient_{name}").ne_missing(pl.col(f"subscriber_{name}")) for name in ("last_name", "first_name")
    ) & (pl.col("patient_last_name").is_not_null())
    return pl.when(pl.col("relationship_code").is_null()).then(differs).otherwise(pl.col("relationship_code") != SELF)


def _number_sets(claims: pl.DataFrame, *, most_in_set: int, day: date) -> pl.DataFrame:
    of_file = ["file_no"] if "file_no" in claims.columns else []
    run = pl.struct("form", pl.col("billed_on").fill_null(day), *of_file).rle_id()
    numbered = claims.with_columns(run.alias("run_no"))
    place = pl.int_range(pl.len()).over("run_no") // most_in_set
    return numbered.with_columns(pl.struct("run_no", place.alias("part")).rle_id().alias("set_no"))


def _number_loops(claims: pl.DataFrame) -> pl.DataFrame:
    """HL01 and HL02: counted in each set. The billing provider is told again where it changes and where a set begins."""
    who = pl.struct(*(f"bill_{name}" for name in _BILLING), *(f"paid_{name}" for name in _PAY_TO), "set_no")
    numbered = claims.with_columns(
        (who.rle_id() != who.rle_id().shift(1)).fill_null(value=True).alias("is_new_billing")
    )
    loops = pl.col("is_new_billing").cast(pl.Int64) + 1 + pl.col("has_patient").cast(pl.Int64)
    numbered = numbered.with_columns(loops.cum_sum().over("set_no").alias("last_hl"))
    subscriber_hl = pl.col("last_hl") - pl.col("has_patient").cast(pl.Int64)
    return numbered.with_columns(
        subscriber_hl.alias("subscriber_hl"),
        pl.when("is_new_billing").then(subscriber_hl - 1).forward_fill().alias("billing_hl"),
    )


def draft_loops(claims: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """The segments of 2000A, 2000B, 2000C."""
    yield from _draft_billing(claims)
    yield from _draft_subscriber(claims)
    yield from _draft_patient(claims.filter("has_patient"))


def _draft_billing(claims: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    new = claims.filter("is_new_billing")
    kind = pl.when("bill_is_person").then(pl.lit("1")).otherwise(pl.lit("2"))
    npi = pl.col("bill_npi")
    yield draft(new, 100, segment("HL", pl.col("billing_hl").cast(pl.String), "", "20", "1"))
    taxonomy = pl.col("bill_taxonomy")
    yield draft(new, 101, segment("PRV", "BI", "PXC", taxonomy), when=taxonomy.is_not_null())
    name = segment(
        "NM1", "85", kind, pl.col("bill_last_name"), pl.col("bill_first_name"), "", "", "",
        pl.when(npi.is_not_null()).then(pl.lit("XX")), npi,
    )  # fmt: skip
    yield draft(new, 110, name)
    yield from draft_address(new, 111, "bill_")
    tax = pl.col("bill_tax_id")
    yield draft(new, 113, segment("REF", "EI", tax), when=tax.is_not_null())
    is_elsewhere = pl.any_horizontal(pl.col(f"paid_{name}").is_not_null() for name in _PAY_TO)
    yield draft(new, 120, segment("NM1", "87", "2"), when=is_elsewhere)
    yield from draft_address(new, 121, "paid_")


def draft_address(
    rows: pl.LazyFrame, place: int, prefix: str, *, nth: pl.Expr | int = 0, line: pl.Expr | int = 0
) -> Iterator[pl.LazyFrame]:
    """N3 and N4, at nth and the next. prefix: of the columns line1, city, state, zip."""
    line1, city, state, zip_code = (pl.col(f"{prefix}{name}") for name in ("line1", "city", "state", "zip"))
    yield draft(rows, place, segment("N3", line1), when=line1.is_not_null(), nth=nth, line=line)
    has_town = pl.any_horizontal(one.is_not_null() for one in (city, state, zip_code))
    town = segment("N4", city, state, _bare_zip(zip_code))
    yield draft(rows, place, town, when=has_town, nth=nth + 1, line=line)


def _bare_zip(zip_code: pl.Expr) -> pl.Expr:
    return zip_code.str.replace(r"^([0-9]{5})-([0-9]{4})$", "$1$2")


def draft_birth(rows: pl.LazyFrame, place: int, prefix: str) -> pl.LazyFrame:
    """DMG, where a birth is known or a sex."""
    birth, sex = pl.col(f"{prefix}_birth_on"), pl.col(f"{prefix}_sex")
    day = pl.when(birth.is_not_null()).then(plain_day(birth))
    kind = pl.when(birth.is_not_null()).then(pl.lit("D8"))
    return draft(rows, place, segment("DMG", kind, day, sex), when=birth.is_not_null() | sex.is_not_null())


def _draft_subscriber(claims: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    has_child = pl.col("has_patient").cast(pl.Int64).cast(pl.String)
    numbers = (pl.col("subscriber_hl").cast(pl.String), pl.col("billing_hl").cast(pl.String))
    yield draft(claims, 200, segment("HL", *numbers, "22", has_child))
    relation = pl.when(~pl.col("has_patient")).then("relationship_code")
    level = segment(
        "SBR", order_letter(), relation, pl.col("group_number"), "", pl.col("insurance_type"), "", "", "",
        pl.col("filing_code"),
    )  # fmt: skip
    is_known = pl.col("level_no").is_not_null()
    yield draft(claims, 201, level, when=is_known)
    member = pl.col("member_id")
    name = segment(
        "NM1", "IL", "1", pl.col("subscriber_last_name"), pl.col("subscriber_first_name"), "", "", "",
        pl.when(member.is_not_null()).then(pl.lit("MI")), member,
    )  # fmt: skip
    yield draft(claims, 210, name, when=is_known)
    yield from draft_address(claims, 211, "subscriber_")
    yield draft_birth(claims, 213, "subscriber")
    key = pl.col("payer_key")
    payer = segment(
        "NM1", "PR", "2", pl.col("payer_name"), "", "", "", "", pl.when(key.is_not_null()).then(pl.lit("PI")), key
    )
    yield draft(claims, 220, payer, when=key.is_not_null() | pl.col("payer_name").is_not_null())


def order_letter() -> pl.Expr:
    """SBR01: P, S, T, then the letters; U where there is none."""
    letters = {number: letter for letter, number in kinds.PAYER_ORDER.items()}
    return pl.col("level_no").replace_strict(letters, default="U", return_dtype=pl.String)


def _draft_patient(claims: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    numbers = (pl.col("last_hl").cast(pl.String), pl.col("subscriber_hl").cast(pl.String))
    yield draft(claims, 300, segment("HL", *numbers, "23", "0"))
    yield draft(claims, 301, segment("PAT", pl.col("relationship_code")))
    yield draft(
        claims, 310, segment("NM1", "QC", "1", pl.col("patient_last_name"), pl.col("patient_first_name"))
    )  # fmt: skip
    yield from draft_address(claims, 311, "patient_")
    yield draft_birth(claims, 313, "patient")
