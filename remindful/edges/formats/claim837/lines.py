"""The service lines of an 837: one row an LX with its SV1, SV2 or SV3."""

import polars as pl

from remindful.edges.formats.claim837.layout import LINE, Layout
from remindful.edges.x12.elements import first_of, join_all, plain_cents, read_units

#: Where each service segment keeps its parts: professional, institutional, dental.
_SERVICES: dict[str, dict[str, int]] = {
    "SV1": {
        "procedure": 1,
        "charge_text": 2,
        "unit_basis": 3,
        "units_text": 4,
        "place_of_service": 5,
        "pointer_text": 7,
    },
    "SV2": {"revenue_code": 1, "procedure": 2, "charge_text": 3, "unit_basis": 4, "units_text": 5},
    "SV3": {"procedure": 1, "charge_text": 2, "place_of_service": 3, "units_text": 6, "pointer_text": 11},
}
_SERVICE_COLUMNS = (
    "service_id",
    "code_qualifier",
    "procedure_code",
    "modifiers",
    "description",
    "revenue_code",
    "charge_text",
    "charge_cents",
    "unit_basis",
    "units",
    "place_of_service",
    "diagnosis_pointers",
)
_KEYS = {"6R": "line_control_number", "G1": "prior_authorization"}


def draft_lines(layout: Layout, days: pl.LazyFrame) -> pl.LazyFrame:
    """Lines in the order of the file. days: the DTPs of lines, as read."""
    lines = layout.add_of_part(layout.pick_at("LX", LINE), "claim_no", "lx_no")
    before = layout.parts.lazy().select(pl.col("part_no").alias("claim_part"), pl.col("lx_no").alias("lx_before"))
    lines = lines.join(before, on="claim_part", how="left", maintain_order="left").with_columns(
        (pl.col("lx_no") - pl.col("lx_before")).alias("line_no")
    )
    keys = layout.pick_at("REF", LINE, kind=1, key=2)
    served = days.filter(pl.col("kind") == "472").rename({"first_on": "service_on"})
    parts = [
        first_of(_draft_services(layout), "part_no", *_SERVICE_COLUMNS),
        *(
            first_of(keys.filter(pl.col("kind") == kind), "part_no", "key").rename({"key": name})
            for kind, name in _KEYS.items()
        ),
        first_of(served, "part_no", "service_on", "last_on"),
        *_draft_drugs(layout),
    ]
    return join_all(lines, parts, on="part_no").with_columns(pl.col("last_on").alias("service_to_on"))


def _draft_services(layout: Layout) -> pl.LazyFrame:
    services = [
        layout.pick_at(service, LINE, **places).with_columns(pl.lit(service).alias("service_id"))
        for service, places in _SERVICES.items()
    ]
    service = pl.concat(services, how="diagonal").sort("segment_no")
    service = layout.segments.procedure(service, "procedure")
    separator = layout.segments.separators.component
    pointers = pl.col("pointer_text").str.strip_chars_end(separator)
    return service.with_columns(
        plain_cents("charge_text").alias("charge_cents"),
        read_units("units_text").alias("units"),
        pointers.str.replace_all(separator, ":", literal=True).alias("diagnosis_pointers"),
    )


def _draft_drugs(layout: Layout) -> list[pl.LazyFrame]:
    """The drug of a line (2410): its NDC, how much of it, and in what unit."""
    drugs = layout.pick_at("LIN", LINE, kind=2, ndc=3).filter(pl.col("kind") == "N4")
    amounts = layout.pick_at("CTP", LINE, ndc_units_text=4, basis=5)
    amounts = layout.segments.components(amounts, "basis", "ndc_basis")
    amounts = amounts.with_columns(read_units("ndc_units_text").alias("ndc_units"))
    return [first_of(drugs, "part_no", "ndc"), first_of(amounts, "part_no", "ndc_units", "ndc_basis")]
