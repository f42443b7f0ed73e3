"""FHIR R4 in JSON: bundles and bulk NDJSON, read to frames and written from them."""

from remindful.edges.formats import Format
from remindful.edges.formats.fhir.read import read_fhir
from remindful.edges.formats.fhir.source import fhir_files, is_fhir_folder, sniff_fhir
from remindful.edges.formats.fhir.write import write_bundle, write_ndjson

__all__ = ["FORMAT", "fhir_files", "is_fhir_folder", "read_folder", "write_bundle", "write_ndjson"]

FORMAT = Format(
    name="fhir",
    description="FHIR R4 bundles and bulk NDJSON: people, coverages, encounters, charges, claims and adjudications.",
    sniff=sniff_fhir,
    read=read_fhir,
    has_instants=True,
)
read_folder = read_fhir
