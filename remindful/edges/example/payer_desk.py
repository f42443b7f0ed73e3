"""What the synthetic payer remembers from one batch of claims to the next."""

from dataclasses import dataclass, field

import polars as pl


@dataclass(slots=True)
class Desk:
    """What the payer remembers from one batch to the next."""

    seed: int = 7
    batches: int = 0
    met: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MET))  # deductibles met
    forward: dict[str, int] = field(default_factory=dict)  # payer -> cents that it is owed back
    answered: pl.DataFrame | None = None  # every line that stands, with its claim's columns
    adjusted: pl.DataFrame | None = None  # and its adjustments


MET = {"payer_key": pl.String, "member_id": pl.String, "year": pl.Int32, "met_cents": pl.Int64}
OWNER = ["control_number", "payer_key"]
