"""Books in memory: what posting reads and writes of the store, in frames. Slower reads than a database's, and no database to start."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import polars as pl

from remindful.core import ledger, remits
from remindful.core.words.frames import (
    Items,
    LedgerLines,
    Parties,
    RemitAdjustments,
    RemitClaims,
    RemitLines,
    Responsibilities,
    StoredRemitClaims,
    VisitPayers,
    Visits,
)

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
#: Tables with their columns; what a row does not bring is not known.
TABLES: dict[str, dict[str, pl.DataType]] = {
    "visit": dict(Visits.create_empty().schema), "visit_payer": dict(VisitPayers.create_empty().schema),
    "item": dict(Items.create_empty().schema), "party": dict(Parties.create_empty().schema),
    "entry": {"entry_id": pl.Int64, "organization_id": pl.Int64, "entry_key": pl.String, "kind": pl.String, "effective_on": pl.Date,
              "visit_id": pl.Int64, "account_id": pl.Int64, "remit_claim_id": pl.Int64},
    "posting": {"entry_id": pl.Int64, "organization_id": pl.Int64, "ledger_account": pl.String, "item_id": pl.Int64, "account_id": pl.Int64,
                "amount_cents": pl.Int64, "level_no": pl.Int64, "group_code": pl.String, "carc": pl.String},
    "remit": {"remit_id": pl.Int64, "trace_number": pl.String, "payer_originator": pl.String, "payer_key": pl.String,
              "payer_name": pl.String, "paid_cents": pl.Int64, "source_file_id": pl.Int64},
    "remit_claim": dict(RemitClaims.create_empty().schema) | dict(StoredRemitClaims.create_empty().schema)
    | {"own_remark_codes": pl.List(pl.String)},
    "remit_line": {"remit_claim_id": pl.Int64} | {k: v for k, v in RemitLines.create_empty().schema.items() if k != "claim_no"},
    "remit_adjustment": {"remit_claim_id": pl.Int64} | {k: v for k, v in RemitAdjustments.create_empty().schema.items() if k != "claim_no"},
    "remit_provider_adjustment": {"remit_id": pl.Int64}, "source_file": {"source_file_id": pl.Int64},
    "responsibility": dict(Responsibilities.create_empty().schema),
    "finding": {"finding_id": pl.Int64, "code": pl.String, "source_file_id": pl.Int64, "at_line": pl.Int64, "raw": pl.String},
}  # fmt: skip


class MemoryStore:
    """As much of a Store, of one organization, as posting asks for."""

    def __init__(self) -> None:
        self.now, self.known_at, self.organizations = NOW, NOW, (1,)
        self.tables = {name: pl.DataFrame(schema=columns) for name, columns in TABLES.items()}
        self._last: dict[str, int] = {}

    def append(self, table: str, frame: pl.DataFrame) -> int:
        known = self.tables[table]
        filled = {"organization_id": pl.lit(1, dtype=pl.Int64), "recorded_at": pl.lit(NOW)}
        missing = {name: filled.get(name, pl.lit(None)) for name in known.columns if name not in frame.columns}
        rows = frame.with_columns(**missing).select(pl.col(name).cast(kind) for name, kind in known.schema.items())
        self.tables[table] = pl.concat([known, rows])
        return rows.height

    def append_new(self, table: str, frame: pl.DataFrame, *, on: Sequence[str] = ()) -> pl.DataFrame:
        assert table == "entry", table
        keyed = frame.with_columns(organization_id=pl.lit(1, dtype=pl.Int64))
        new = keyed.join(self.tables["entry"], on=list(on), how="anti", maintain_order="left")
        new = new.with_columns(
            entry_id=self.reserve_ids("entry", max(new.height, 1)) + pl.int_range(pl.len(), dtype=pl.Int64)
        )
        self.append("entry", new)
        return new

    def amend(self, table: str, frame: pl.DataFrame, *, on: Sequence[str]) -> int:
        if not frame.is_empty():
            self.tables[table] = self.tables[table].update(
                frame.select(set(frame.columns) & set(TABLES[table])), on=list(on)
            )
        return frame.height

    def reserve_ids(self, table: str, count: int) -> int:
        first = self._last.get(table, 0) + 1
        self._last[table] = first + count - 1
        return first

    def read(
        self, query_name: str, *, only: Mapping[str, Sequence[object] | None] | None = None, **_: object
    ) -> pl.DataFrame:
        rows: pl.DataFrame = getattr(self, f"_{query_name}")()
        for column, values in (only or {}).items():
            if values is not None:
                rows = rows.filter(pl.col(column).is_in(list(values)))
        return rows

    # --- queries ------------------------------------------------------------------------------------------------------------

    def _visit_ids(self) -> pl.DataFrame:
        return self.tables["visit"]

    def _visit_numbers(self) -> pl.DataFrame:
        return self.tables["visit"].select("visit_id", "visit_key")

    def _visit_levels(self) -> pl.DataFrame:
        return self.tables["visit_payer"]

    def _parties(self) -> pl.DataFrame:
        return self.tables["party"]

    def _items(self) -> pl.DataFrame:
        return self.tables["item"]

    def _charged_items(self) -> pl.DataFrame:
        charges = self.lines().filter(
            (pl.col("ledger_account") == "receivable")
            & pl.col("kind").is_in(["charge", "void"])
            & pl.col("group_code").is_null()
        )
        charged = charges.group_by("item_id").agg(pl.col("amount_cents").sum()).filter(pl.col("amount_cents") != 0)
        return self.tables["item"].join(charged, on="item_id", how="semi", maintain_order="left")

    def _current_items(self) -> pl.DataFrame:
        """As above: no line of these claims is charged 0.00."""
        return self._charged_items()

    def _remit_claims(self) -> pl.DataFrame:
        return self.tables["remit_claim"].select(StoredRemitClaims.create_empty().columns)

    def _remit_claim_keys(self) -> pl.DataFrame:
        of_remit = self.tables["remit"].select("remit_id", "trace_number", "payer_originator", "paid_cents")
        claims = self.tables["remit_claim"].select(
            "remit_id", "control_number", "status_code", "charge_cents", claim_paid_cents="paid_cents"
        )
        return of_remit.join(claims, on="remit_id", how="left")

    def _responsibilities(self) -> pl.DataFrame:
        return self.tables["responsibility"]

    def _adjudication_postings(self) -> pl.DataFrame:
        entries = self.tables["entry"].filter(pl.col("kind").is_in(["adjudication", "payer_reversal"]))
        legs = self.tables["posting"].join(
            entries.select("entry_id", "remit_claim_id"), on="entry_id", maintain_order="left"
        )
        return legs.drop("entry_id", "organization_id")

    def _waiting_claims(self) -> pl.DataFrame:
        claims = self.tables["remit_claim"]
        settled = claims.select(remit_claim_id="takes_back_id").drop_nulls()
        waits = pl.col("visit_id").is_null() & pl.col("takes_back_id").is_null()
        of_remit = self.tables["remit"].select("remit_id", "payer_key", "payer_name", "source_file_id")
        return (
            claims.filter(waits)
            .join(settled, on="remit_claim_id", how="anti", maintain_order="left")
            .drop("visit_id", "level_no", "takes_back_id", "own_remark_codes")
            .join(of_remit, on="remit_id", maintain_order="left")
            .with_columns(
                remit_no="remit_id", claim_no="remit_claim_id", file=pl.lit("june.835"), has_lines=pl.lit(value=True)
            )
        )

    def _remit_lines(self) -> pl.DataFrame:
        return self.tables["remit_line"].rename({"remit_claim_id": "claim_no"})

    def _remit_adjustments(self) -> pl.DataFrame:
        return self.tables["remit_adjustment"].rename({"remit_claim_id": "claim_no"})

    def _answered_levels(self) -> pl.DataFrame:
        return self.tables["remit_claim"].filter(pl.col("visit_id").is_not_null())

    def _open_findings(self) -> pl.DataFrame:
        return self.tables["finding"]

    def _files_without_remit_lines(self) -> pl.DataFrame:
        return pl.DataFrame(schema={"source_file_id": pl.Int64, "sha256": pl.String, "name": pl.String})

    # --- what comes of it ---------------------------------------------------------------------------------------------------

    def lines(self) -> pl.DataFrame:
        """LedgerLines."""
        entries = self.tables["entry"].select("entry_id", "kind", "effective_on", recorded_at=pl.lit(NOW))
        return (
            self.tables["posting"]
            .join(entries, on="entry_id", maintain_order="left")
            .select(LedgerLines.create_empty().columns)
        )

    def owed(self, day: date) -> pl.DataFrame:
        """ItemBalances."""
        tables = self.tables
        frames = ledger.OweFrames(
            items=tables["item"],
            visits=tables["visit"],
            visit_payers=tables["visit_payer"],
            ledger_lines=self.lines(),
            responsibilities=tables["responsibility"].with_columns(meaning=remits.meaning_expr()),
            adjudications=self._remit_claims().filter(pl.col("visit_id").is_not_null()),
            parties=tables["party"],
        )
        return ledger.owe(frames, day=day).frame
