"""Finding a diagnosis code for what people write. Nothing is assigned: a person decides."""

from remindful.core.coding import Found
from remindful.edges.codes import icd10cm_index
from remindful.flow.home import Home


def find_codes(query: str, *, home: Home, most: int) -> list[Found]:
    """The best ICD-10-CM codes for everyday or clinical words, or for the beginning of a code; best first.

    The first search on a machine reads the code set, which takes seconds; it is kept in the home.
    """
    return icd10cm_index(home.path / "codes").search(query, most=most)
