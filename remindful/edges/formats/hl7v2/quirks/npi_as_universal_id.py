"""An NPI that is written where the id of its authority belongs (XCN.9.2)."""

from dataclasses import replace

from remindful.edges.formats.hl7v2.segment import Part
from remindful.edges.formats.npi import NPI_DIGITS
from remindful.edges.formats.quirks import Quirk


def move_number(part: Part) -> Part:
    """The part with the number as its first component, where XCN puts it."""
    universal = part.text(9, 2) or ""
    if "NPI" not in {part.text(9, 1), part.text(9, 3)} or len(universal) != NPI_DIGITS or not universal.isdigit():
        return part
    _, *others = part.raw.split(part.marks.component)
    return replace(part, raw=part.marks.component.join([universal, *others]))


QUIRK = Quirk(
    seen="The NPI stands as the universal id of the authority NPI, ^Lee^Ana^^^^^^&1234567893&NPI; XCN.1 is its place, and is empty.",
    where="The referring doctor (PV1-8) of a published DFT^P03 sample (HL7 2.3) that a practice's software wrote in 2009.",
    sample="npi_as_universal_id.hl7",
    apply=move_number,
)
