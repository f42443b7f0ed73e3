"""Acknowledgements: what a receiver answers to a message, with the findings that keep parts of it back."""

from collections.abc import Sequence
from datetime import datetime

from remindful.core.words.findings import Finding
from remindful.edges.formats.hl7v2.delimiters import delimiters_of
from remindful.edges.formats.hl7v2.outgoing import Sender, composite, header, segment
from remindful.edges.formats.hl7v2.segment import part_segment

ACCEPTED, ERROR, REJECTED = "AA", "AE", "AR"
WRONG = composite("207", "Application internal error", "HL70357")


def write_ack(message: str, *, now: datetime, control_id: str, findings: Sequence[Finding] = ()) -> str:
    """ACK to a message: AA; AE with an ERR for each finding, if there are any; AR where the message has no readable MSH.

    message: its text as it came (its first segment is enough). control_id: MSH-10 of the answer, ours.
    """
    msh = message.lstrip("\x0b\r\n \ufeff").replace("\n", "\r").split("\r", 1)[0]
    marks = delimiters_of(msh) if msh.startswith("MSH") else None
    if marks is None:
        opening = header("ACK", now=now, control_id=control_id, sender=Sender())
        return (
            opening
            + segment("MSA", {1: REJECTED})
            + segment("ERR", {3: composite("100", "Segment sequence error", "HL70357"), 4: "E"})
        )
    sent_msh = part_segment(msh, 1, marks, "utf-8")
    back = Sender(
        *("^".join(sent_msh.text(number, component) or "" for component in (1, 2, 3)) for number in (5, 6, 3, 4))
    )
    event = sent_msh.text(9, 2)
    opening = header(f"ACK^{composite(event)}^ACK" if event else "ACK", now=now, control_id=control_id, sender=back)
    errors = "".join(
        segment(
            "ERR", {3: WRONG, 4: "E", 7: composite(finding.code), 8: composite(f"{finding.message} {finding.remedy}")}
        )
        for finding in findings
    )
    return opening + segment("MSA", {1: ERROR if findings else ACCEPTED, 2: composite(sent_msh.text(10))}) + errors
