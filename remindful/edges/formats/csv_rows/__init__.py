"""CSV: an office's own exports of people, balances, payments, contacts and care, by a mapping file or our own names."""

from remindful.edges.formats import Format
from remindful.edges.formats.csv_rows.find import find_mapping, kind_of, organization_of
from remindful.edges.formats.csv_rows.read import read_csv
from remindful.edges.formats.csv_rows.sniff import sniff_csv

__all__ = ["FORMAT", "find_mapping", "kind_of", "organization_of"]

FORMAT = Format(
    name="csv",
    description="Rows of people, open balances, payments, contacts, coverages, visits, charges and the like, as an office exports them.",
    sniff=sniff_csv,
    read=read_csv,
    has_instants=True,
)
