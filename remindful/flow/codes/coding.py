"""Finding a code for what people write. Nothing is assigned: a person decides."""

from datetime import date

from remindful.core.coding import CodeMatch
from remindful.core.words.findings import Refusal
from remindful.edges.codes import icd10cm_index
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import Home


def find_codes(query: str, *, home: Home, most: int) -> list[CodeMatch]:
    """The best ICD-10-CM codes for everyday or clinical words, or for the beginning of a code; best first.

    The first search on a machine reads the code set, which takes seconds; it is kept in the home.
    """
    return icd10cm_index(home.codes).search(query, most=most)


def find_procedures(query: str, *, home: Home, clock: Clock, on: date | None, most: int) -> list[CodeMatch]:
    """The best HCPCS and CPT codes of those that the office loaded and that count on a day. Raises Refusal where it loaded none."""
    from remindful.edges.codes.procedures import procedures_index  # noqa: PLC0415  loads the tables of edits too

    index = procedures_index(home.codes, on=on or clock.today("UTC"))
    if index is None:
        raise Refusal(
            "No HCPCS or CPT codes are loaded.",
            "Load CMS's file: `remindful codes load FILE --kind hcpcs --from 2026-01-01` (docs/how-to/code-sets.md).",
        )
    return index.search(query, most=most)
