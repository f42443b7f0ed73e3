"""What a fact is: the shape that law and facts, who are strangers, both know."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from remindful.core.words.kinds import ACT_MEDIUM, Act, Medium


class FactType(StrEnum):
    """What a fact's value is."""

    BOOL = "bool"
    INT = "int"
    TEXT = "text"
    DATE = "date"
    DATES = "dates"  # a list of days, newest first


class FactScope(StrEnum):
    """What a fact is about besides the account. One column each: `name`, `name@email`, `name@suit`."""

    ACCOUNT = "account"
    MEDIUM = "medium"
    ACT = "act"


#: What a number counts. Two numbers meet in a rule only when they count the same thing.
UNITS = (
    "cents",
    "days",
    "months",
    "years",
    "business_days",
    "hours",
    "minutes",
    "calls",
    "contacts",
    "count",
    "percent",
    "basis_points",
)

DTYPES: dict[FactType, pl.DataType] = {
    FactType.BOOL: pl.Boolean(),
    FactType.INT: pl.Int64(),
    FactType.TEXT: pl.String(),
    FactType.DATE: pl.Date(),
    FactType.DATES: pl.List(pl.Date()),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a decision may read. Null always means: not known.

    values: the closed list of a text. source: the frames it is derived from. unit: of an int.
    """

    name: str
    type: FactType
    meaning: str
    source: str
    scope: FactScope = FactScope.ACCOUNT
    unit: str | None = None
    values: tuple[str, ...] | None = None

    def column(self, act: Act) -> str:
        """The column that holds this fact for an act."""
        match self.scope:
            case FactScope.ACCOUNT:
                return self.name
            case FactScope.MEDIUM:
                return f"{self.name}@{ACT_MEDIUM[act]}"
            case FactScope.ACT:
                return f"{self.name}@{act}"

    def columns(self) -> list[str]:
        """Every column that holds this fact."""
        match self.scope:
            case FactScope.ACCOUNT:
                return [self.name]
            case FactScope.MEDIUM:
                return [f"{self.name}@{medium}" for medium in Medium if medium is not Medium.NONE]
            case FactScope.ACT:
                return [f"{self.name}@{act}" for act in Act]
