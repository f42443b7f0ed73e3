"""Who bills and who is the patient: the names, addresses and births of the loops above the claims of an 837."""

import polars as pl

from remindful.edges.formats.claim837.layout import BILLING, LOOP, PATIENT, SUBSCRIBER, Layout
from remindful.edges.x12.elements import first_of, join_all, read_day

_PERSON = {
    "last": "patient_last_name",
    "first": "patient_first_name",
    "birth_on": "patient_birth_on",
    "sex": "patient_sex",
    "line1": "patient_line1",
    "city": "patient_city",
    "state": "patient_state",
    "zip": "patient_zip",
}


def draft_names(layout: Layout) -> pl.LazyFrame:
    """One row an NM1 above the claims, with the address, birth and tax id that follow it, and the loop it stands in."""
    names = layout.pick_at("NM1", LOOP, role=1, entity=2, last=3, first=4, key_kind=8, key=9)
    names = layout.add_of_part(names, "level", by="loop_part")
    of_name = pl.col("is_of_name")
    births = layout.pick_at("DMG", LOOP, birth_text=2, sex=3).filter(of_name)
    taxes = layout.pick_at("REF", LOOP, kind=1, tax_id=2).filter(of_name & pl.col("kind").is_in(["EI", "SY"]))
    relations = layout.pick_at("PAT", LOOP, relation=1)
    parts = [
        *draft_addresses(layout, LOOP),
        first_of(births.with_columns(read_day("birth_text").alias("birth_on")), "nm1_no", "birth_on", "sex"),
        first_of(taxes, "nm1_no", "tax_id"),
    ]
    named = join_all(names, parts, on="nm1_no")
    return join_all(named, [first_of(relations, "loop_part", "relation")], on="loop_part")


def draft_addresses(layout: Layout, place: int) -> list[pl.LazyFrame]:
    """What N3 and N4 say of the names in one kind of place, by nm1_no."""
    of_name = pl.col("is_of_name")
    return [
        first_of(layout.pick_at("N3", place, line1=1).filter(of_name), "nm1_no", "line1"),
        first_of(layout.pick_at("N4", place, city=1, state=2, zip=3).filter(of_name), "nm1_no", "city", "state", "zip"),
    ]


def with_names(claims: pl.DataFrame, names: pl.DataFrame, destinations: pl.DataFrame) -> pl.DataFrame:
    """Claims with who bills and who is the patient: of the patient's own loop, else the subscriber."""
    is_person = (pl.col("entity") == "1") & pl.col("first").is_not_null()
    billing = of_loop(names, BILLING, "85").select(
        pl.col("loop_part").alias("billing_part"),
        pl.when(is_person).then(pl.col("first") + " " + pl.col("last")).otherwise("last").alias("billing_name"),
        pl.when(pl.col("key_kind") == "XX").then("key").alias("billing_npi"),
        pl.coalesce("tax_id", pl.when(pl.col("key_kind").is_in(["24", "34"])).then("key")).alias("billing_tax_id"),
        pl.col("state").alias("billing_state"),
    )
    subscribers = of_loop(names, SUBSCRIBER, "IL").select(
        pl.col("loop_part").alias("subscriber_part"), *(pl.col(name).alias(f"subscriber_{name}") for name in _PERSON)
    )
    patients = of_loop(names, PATIENT, "QC").select(
        pl.col("loop_part").alias("patient_part"),
        "relation",
        *(pl.col(name).alias(f"patient_{name}") for name in _PERSON),
    )
    relations = destinations.lazy().select("subscriber_part", "relationship_code")
    named = join_all(claims.lazy(), [billing], on="billing_part")
    named = join_all(named, [subscribers, relations], on="subscriber_part")
    named = join_all(named, [patients], on="patient_part")
    has_patient_loop = pl.col("patient_part") > 0
    return named.with_columns(
        pl.when(has_patient_loop).then("relation").otherwise("relationship_code").alias("relationship_code"),
        *(
            pl.when(has_patient_loop).then(f"patient_{name}").otherwise(f"subscriber_{name}").alias(column)
            for name, column in _PERSON.items()
        ),
    ).collect(engine="in-memory")


def of_loop(names: pl.DataFrame, level: str, role: str) -> pl.LazyFrame:
    """The first name of a role in each loop of a level."""
    rows = names.lazy().filter((pl.col("level") == level) & (pl.col("role") == role))
    return rows.filter((pl.col("loop_part") != pl.col("loop_part").shift(1)).fill_null(value=True))
