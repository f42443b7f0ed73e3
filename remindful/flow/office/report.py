"""What a run tells people: counts that a biller understands, and machines can read."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class StationCount:
    """One station of one run: what came in, what left by its door, what by its side door."""

    station: str
    came_in: int
    into: int
    exceptions: int
    message: str


@dataclass(frozen=True, slots=True)
class FileCount:
    """What became of one file."""

    file: str
    format: str | None
    state: str  # posted | set_aside | seen_before | partly
    rows_read: int
    exception_count: int
    message: str


@dataclass(frozen=True, slots=True)
class ExceptionCount:
    """Findings of one kind, with one of them in full as an example."""

    code: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class HeldCount:
    """Accounts that one rule kept from the act of their next step."""

    rule: str
    verdict: str
    accounts: int
    message: str
    cite: str
    account_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """One import."""

    files: tuple[FileCount, ...]
    stations: tuple[StationCount, ...]
    exceptions: tuple[ExceptionCount, ...]
    posted_cents: int  # payer money posted to items
    suspense_cents: int  # payer money that no item explains yet

    @property
    def has_exceptions(self) -> bool:
        """Whether anything waits for a person."""
        return bool(self.exceptions)


@dataclass(frozen=True, slots=True)
class NightReport:
    """One night. Amounts in cents; sums over the organizations of the run."""

    day: date
    state: str  # done | seen_before | dry_run
    stations: tuple[StationCount, ...]
    owed_cents: dict[str, int] = field(default_factory=dict)  # by balance owner
    sent: dict[str, int] = field(default_factory=dict)  # messages by act
    not_sent: dict[str, int] = field(default_factory=dict)  # messages by state and reason
    no_step: dict[str, int] = field(default_factory=dict)  # accounts by why they got no step
    held: tuple[HeldCount, ...] = ()
    exceptions: tuple[ExceptionCount, ...] = ()
    letters_folder: str | None = None
