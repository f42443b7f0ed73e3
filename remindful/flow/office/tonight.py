"""What every station of a night knows: the day, the clock, the house's law and ladder, and where its frames are kept."""

import os
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from remindful.core import law, strategy
from remindful.core.guard import check
from remindful.core.law import Rulebook
from remindful.core.strategy import Ladder
from remindful.core.words.findings import Refusal, WorldFault
from remindful.edges.channels import SendSettings, find_acts, read_channel_settings
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import Home
from remindful.flow.office.rule_files import RULEBOOK, read_text


@dataclass(frozen=True, slots=True)
class Tonight:
    """One night's surroundings. `day` has begun at every organization of the office."""

    home: Home
    clock: Clock
    day: date
    rulebook: Rulebook
    ladder: Ladder
    send: SendSettings

    def keep(self, name: str, frame: pl.DataFrame, *, organization_id: int) -> None:
        """Write a frame of an organization's night, whole or not at all."""
        place = self._place(name, organization_id)
        partial = place.with_suffix(f".{os.getpid()}.part")
        frame.write_parquet(partial, compression="lz4", statistics=False)
        partial.replace(place)

    def read(self, name: str, organization_id: int) -> pl.DataFrame:
        """A frame of an organization that an earlier station of this night kept."""
        return pl.read_parquet(self._place(name, organization_id))

    def _place(self, name: str, organization_id: int) -> Path:
        return self.home.night(self.day.isoformat()) / f"{name}.{organization_id}.parquet"


@lru_cache(maxsize=4)
def _load_once(folder: Path, house: Path | None, *_stamps: object) -> Rulebook:
    """One process reads an unchanged rulebook once: a demo runs many nights."""
    return check.load_rulebook(folder, house=house)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    found = ((str(path), path.stat()) for path in sorted(folder.rglob("*.yaml")))
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in found)


def read_rulebook(home: Home, *, folder: Path = RULEBOOK) -> Rulebook:
    """Remindful's rulebook with the office's own house rules and sign-offs.

    Raises Refusal where a named folder is no rulebook, WorldFault naming every fault in it.
    """
    house_folder = home.house
    if not (folder / "topics.yaml").exists():
        raise Refusal(
            f"{folder} is no rulebook: it has no topics.yaml.", "Name a folder laid out as remindful/rulebook."
        )
    try:
        house = house_folder if any(house_folder.glob("*.yaml")) else None
        return _load_once(folder, house, _stamp(folder), _stamp(house_folder))
    except UnicodeDecodeError as error:
        raise WorldFault(
            "permanent",
            f"A file of the office rules in {house_folder} is not UTF-8 text ({error.reason}).",
            "Save it as UTF-8; `remindful law check` tries again.",
        ) from None
    except law.RulebookError as error:
        raise WorldFault(
            "permanent",
            f"The rulebook cannot be used:\n{error}",
            "Fix these lines; `remindful law check` tries again.",
        ) from None


def read_ladder(home: Home) -> Ladder:
    """The office's own ladder, else Remindful's: each step by acts that some channel serves."""
    house = home.house / "ladder.yaml"
    place = house if house.exists() else RULEBOOK / "house" / "ladder.yaml"
    try:
        return strategy.read_ladder(read_text(place), name=str(place), reachable=find_acts())
    except strategy.LadderError as error:
        raise WorldFault(
            "permanent", f"The ladder cannot be used:\n{error}", "Fix these lines, then try again."
        ) from None


def read_send_settings(home: Home, day: date) -> SendSettings:
    """Where messages go: each channel reads its own environment variables. Raises WorldFault where one is malformed."""
    return SendSettings(home=home.path, day=day, of_channel=read_channel_settings(os.environ))
