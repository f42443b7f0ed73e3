"""What has been collected of a file: its rows so far by key, its exceptions, and its notes.

Later messages amend earlier ones column by column: an empty field is not told, two quotes are a deletion. What holds of a
file is known at its end, so its rows are kept until then.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import dataframely as dy
import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import frame_of
from remindful.core.words.findings import At, Finding
from remindful.edges.formats.hl7v2.codes import Coded
from remindful.edges.formats.hl7v2.segment import Message, Segment
from remindful.edges.formats.hl7v2.values import Unreadable

type Row = dict[str, Any]

CONTRACTS: dict[str, type[dy.Schema]] = {
    "demographics": frames.Demographics,
    "contacts": frames.ContactRows,
    "providers": frames.Providers,
    "coverages": frames.Coverages,
    "referrals": frames.Referrals,
    "authorizations": frames.Authorizations,
    "appointments": frames.Appointments,
    "encounters": frames.Encounters,
    "diagnoses": frames.Diagnoses,
    "charges": frames.Charges,
    "payments": frames.Payments,
}


class Tellings(dy.Schema):
    """One row a column of a row that says more than its value: told to be deleted, or filled by rule since nobody told it.

    `cancelled` of an encounter's column `*`: the visit is cancelled, with all charges of it that the file does not tell.
    `corrected` of a charge (`encounter|line_no`): the message that tells it takes the former charge of its number back.
    """

    frame = dy.String(nullable=False, min_length=1, primary_key=True)  # demographics, encounters
    key = dy.String(nullable=False, min_length=1, primary_key=True)
    column = dy.String(nullable=False, min_length=1, primary_key=True)
    how = dy.String(nullable=False, check=lambda text: text.is_in(["deleted", "assumed", "cancelled", "corrected"]))


class ChargeMessages(dy.Schema):
    """One row a charge without a number of its own: the message that brought it (MSH-10)."""

    encounter_key = dy.String(nullable=False, min_length=1, primary_key=True)
    line_no = dy.Int64(nullable=False, primary_key=True)
    message_key = dy.String(nullable=True)


@dataclass(slots=True)
class Collected:
    """State that goes from message to message."""

    file: str
    rows: dict[str, dict[Any, Row]] = field(default_factory=lambda: {name: {} for name in CONTRACTS})
    assumed: dict[tuple[str, str], Row] = field(default_factory=dict[tuple[str, str], Row])
    excluded: set[int] = field(default_factory=set[int])
    findings: list[Finding] = field(default_factory=list[Finding])
    charges: dict[str, dict[int, Row]] = field(default_factory=dict[str, dict[int, Row]])  # by visit and line_no
    diagnoses: dict[str, dict[int, Row]] = field(default_factory=dict[str, dict[int, Row]])  # by visit and rank
    pointed: dict[tuple[str, int], list[Coded]] = field(default_factory=dict[tuple[str, int], list[Coded]])
    places: dict[str, tuple[Message, Segment | None]] = field(
        default_factory=dict[str, tuple[Message, Segment | None]]
    )  # of visits
    messages: dict[tuple[str, int], str | None] = field(
        default_factory=dict[tuple[str, int], str | None]
    )  # of charges without an id
    corrected: set[tuple[str, int]] = field(
        default_factory=set[tuple[str, int]]
    )  # charges whose number a credit of the former frees
    cancelled: set[str] = field(default_factory=set[str])  # visits
    _notes: dict[tuple[str, str], list[Any]] = field(default_factory=dict[tuple[str, str], list[Any]])

    def tell(self, frame: str, key: Hashable, columns: Mapping[str, Any]) -> Row:
        """Amend a row with these columns: None where the sender deletes, and nothing where it says nothing."""
        row = self.rows[frame].setdefault(key, {})
        row.update(columns)
        return row

    def assume(self, frame: str, key: str, **columns: object) -> None:
        """What a needed column is where no message of the file tells it. What is told before holds."""
        self.assumed.setdefault((frame, key), {}).update(columns)

    def exclude(self, message: Message, segment: Segment | None, fault: Unreadable) -> None:
        """Keep a segment back, or with None the whole message, and say why."""
        segments = message.segments if segment is None else [segment]
        self.excluded.update(one.no for one in segments)
        raw = message.raw() if segment is None else segment.raw
        self.findings.append(Finding(fault.code, message.at(segment), fault.problem, fault.remedy, raw))

    def lose(self, at: At, no: int, code: str, problem: str, remedy: str, raw: str) -> None:
        """Keep a line back that belongs to no message."""
        self.excluded.add(no)
        self.findings.append(Finding(code, at, problem, remedy, raw))

    def say(self, message: Message, segment: Segment | None, code: str, problem: str, remedy: str) -> None:
        """Tell a person something, with the segment that it is about."""
        self.findings.append(Finding(code, message.at(segment), problem, remedy, (segment or message.msh).raw))

    def note(self, message: Message, segment: Segment | None, code: str, problem: str, remedy: str) -> None:
        """Tell something for which nothing is set aside; the same words are told once, with their number."""
        self._notes.setdefault((code, problem), [message.at(segment), remedy, 0])[2] += 1

    def all_findings(self) -> list[Finding]:
        """All that is to be told, in the order of the file."""
        notes = [
            Finding(code, at, problem if count == 1 else f"{problem} So in {count} places, here is the first.", remedy)
            for (code, problem), (at, remedy, count) in self._notes.items()
        ]
        return sorted([*self.findings, *notes], key=lambda finding: finding.at.line or 0)

    def frames(self) -> dict[str, pl.DataFrame]:
        """All rows by the name of their contract, and beside any their `tellings`. Frames of which nothing is told are left out."""
        found: dict[str, pl.DataFrame] = {}
        tellings: list[Row] = []
        for name, contract in CONTRACTS.items():
            rows = [self._filled(name, key, row, tellings) for key, row in self.rows[name].items()]
            if rows:
                found[name] = frame_of(contract, rows)
        if found:
            tellings += [
                {"frame": "encounters", "key": key, "column": "*", "how": "cancelled"} for key in sorted(self.cancelled)
            ]
            tellings += [
                {"frame": "charges", "key": f"{key}|{line_no}", "column": "*", "how": "corrected"}
                for key, line_no in sorted(self.corrected)
            ]
            if "charges" in found:
                rows = [
                    {"encounter_key": key, "line_no": no, "message_key": message_key}
                    for (key, no), message_key in self.messages.items()
                ]
                found["charge_messages"] = frame_of(ChargeMessages, rows)
            found["tellings"] = frame_of(Tellings, tellings)
        return found

    def _filled(self, frame: str, key: Hashable, row: Row, tellings: list[Row]) -> Row:
        if frame not in ("demographics", "encounters") or not isinstance(key, str):
            return row
        assumed = {name: value for name, value in self.assumed.get((frame, key), {}).items() if name not in row}
        deleted = [name for name, value in row.items() if value is None]
        for how, names in (("deleted", deleted), ("assumed", list(assumed))):
            tellings += [{"frame": frame, "key": key, "column": name, "how": how} for name in names]
        return row | assumed


def put(columns: Row, column: str, segment: Segment, number: int, value: object) -> None:
    """Tell a column: its value, or its deletion; nothing where the field is empty or cannot be read."""
    if value is not None:
        columns[column] = value
    elif segment.is_deleted(number):
        columns[column] = None
