"""Where an office keeps its things: REMINDFUL_HOME and the folders in it."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one installation. Each is made when first asked for, but for `received`: who keeps a file makes it."""

    path: Path

    def _folder(self, *names: str) -> Path:
        folder = self.path.joinpath(*names)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def house(self) -> Path:
        """The office's own ladder, house rules and sign-offs; Remindful's stand in where a file is not there."""
        return self._folder("house")

    @property
    def inbox(self) -> Path:
        """Files put here are imported by the next night."""
        return self._folder("inbox")

    @property
    def outbox(self) -> Path:
        """Emails as .eml files, where no SMTP server is configured."""
        return self._folder("outbox")

    @property
    def claims(self) -> Path:
        """Files of claims, of requests about them and to authorize, as they go to the payers."""
        return self._folder("claims")

    @property
    def estimates(self) -> Path:
        """Good-faith estimates as PDF."""
        return self._folder("estimates")

    @property
    def codes(self) -> Path:
        """Code sets and edit tables that the office loaded, by kind and edition."""
        return self._folder("codes")

    def received(self, sha256: str) -> Path:
        """Where a received file is kept, as it came."""
        return self.path / "received" / sha256[:2] / sha256

    def letters(self, day: str) -> Path:
        """Letters and statements of a day, one PDF each, the batch for printing and its manifest."""
        return self._folder("letters", day)

    def night(self, day: str) -> Path:
        """Frames of a night: balances, verdicts and steps as Parquet, one file a station."""
        return self._folder("nights", day)


def read_home() -> Home:
    """REMINDFUL_HOME, else the user's data folder."""
    named = os.environ.get("REMINDFUL_HOME")
    return Home(Path(named).expanduser().resolve() if named else platformdirs.user_data_path("remindful"))
