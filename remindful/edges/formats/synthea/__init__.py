"""Synthea: a folder of the CSV tables that the Synthea patient generator writes. Made-up people, real shapes."""

from remindful.edges.formats import Format
from remindful.edges.formats.synthea.read import is_synthea_folder, read_folder, read_synthea, sniff_synthea

__all__ = ["FORMAT", "is_synthea_folder", "read_folder"]

FORMAT = Format(
    name="synthea",
    description="A folder of Synthea's CSV tables: patients, claims and claims_transactions, read together.",
    sniff=sniff_synthea,
    read=read_synthea,
)
