"""The service lines of an 837: one row an LX with its SV1, SV2 or SV3."""

import polars as pl

from remindful.edges.formats.claim837.layout import LINE, Layout
from remindful.edges.formats.x12_elements import first_of, join_all, plain_cents, read_units

#: Where each service segment keeps its parts: professional, institutional, dental.
_SERVICES: dict[str, dict[str, int]] = {
    "SV1": {"procedure": 1, "charge_text": 2, "units_text": 4},
    "SV2": {"revenue_code": 1, "procedure": 2, "charge_text": 3, "units_text": 5},
    "SV3": {"procedure": 1, "charge_text": 2, "units_text": 6},
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
    "units",
)


def draft_lines(layout: Layout, days: pl.LazyFrame) -> pl.LazyFrame:
    """Lines in the order of the file. days: the DTPs of lines, as read."""
    lines = layout.add_of_part(layout.pick_at("LX", LINE), "claim_no", "lx_no")
    before = layout.parts.lazy().select(pl.col("part_no").alias("claim_part"), pl.col("lx_no").alias("lx_before"))
    lines = lines.join(before, on="claim_part", how="left", maintain_order="left").with_columns(
        (pl.col("lx_no") - pl.col("lx_before")).alias("line_no")
    )
    services = [
        layout.pick_at(service, LINE, **places).with_columns(pl.lit(service).alias("service_id"))
        for service, places in _SERVICES.items()
    ]
    service = pl.concat(services, how="diagonal").sort("segment_no")
    service = layout.segments.procedure(service, "procedure")
    service = service.with_columns(
        plain_cents("charge_text").alias("charge_cents"), read_units("units_text").alias("units")
    )
    keys = layout.pick_at("REF", LINE, kind=1, line_control_number=2).filter(pl.col("kind") == "6R")
    served = days.filter(pl.col("kind") == "472").rename({"first_on": "service_on"})
    parts = [
        first_of(service, "part_no", *_SERVICE_COLUMNS),
        first_of(keys, "part_no", "line_control_number"),
        first_of(served, "part_no", "service_on", "last_on"),
    ]
    return join_all(lines, parts, on="part_no")
