"""What X12 sets that Remindful does not read are called, so that a person knows what came."""

import re
from pathlib import Path

HEAD_BYTES = 4_000
NAMES = {
    "270": "a question about eligibility", "271": "a response about eligibility and benefits", "275": "documents to a claim",
    "276": "a question about a claim's status",
    "820": "a payment of premiums", "834": "an enrollment", "997": "a functional acknowledgment of 4010",
}  # fmt: skip


def name_set(path: Path) -> str | None:
    """In words, what the first set of an X12 file is ("X12 271, a response about eligibility and benefits"); None: it is no X12."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES).decode("latin-1")
    found = re.search(r"\bISA(.).{100,}?\bST\1(\d{3})\1", head, re.S)
    return found and f"X12 {found.group(2)}" + (f", {NAMES[found.group(2)]}" if found.group(2) in NAMES else "")
