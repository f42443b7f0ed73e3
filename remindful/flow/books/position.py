"""Where accounts stand: their frames read once, whose each item is, balances, and the facts for the law."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import polars as pl

from remindful.core import ledger, remits
from remindful.core.facts.derive import derive_facts
from remindful.core.facts.evidence import find_evidence
from remindful.core.facts.of_events import discharged_care, events_of_accounts, place_events
from remindful.core.facts.of_plans import planned_visits
from remindful.core.facts.of_visits import due_visits
from remindful.core.words.findings import Finding
from remindful.core.words.frames import FactFrames
from remindful.core.words.kinds import EventKind
from remindful.edges.store import reads
from remindful.edges.store.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """Frames of some accounts (or of all), on a day, as known at a moment. Each keeps its contract."""

    accounts: pl.DataFrame
    parties: pl.DataFrame
    visits: pl.DataFrame
    visit_payers: pl.DataFrame
    items: pl.DataFrame
    ledger_lines: pl.DataFrame
    events: pl.DataFrame
    item_balances: pl.DataFrame
    balances: pl.DataFrame
    findings: tuple[Finding, ...]

    def facts(self, *, day: date, at: datetime | time) -> pl.LazyFrame:
        """The facts of these accounts. at: an instant, or a time of day where each reader is."""
        return derive_facts(self._fact_frames(), day=day, at=at)

    def evidence(self, *, account_id: int, names: Collection[str], day: date) -> dict[str, str]:
        """Where each fact comes from: the newest event behind it with its file and line (or desk, or night)."""
        found = find_evidence(self._fact_frames(), account_id=account_id, names=names, day=day).unique(
            "fact", keep="first"
        )
        text = pl.format("{} of {}, {}", pl.col("kind").str.replace_all("_", " "), "happened_on", "source")
        return dict(found.select("fact", text.alias("text")).rows())

    def without_planned(self, *, day: date) -> "Position":
        """The same without what an open payment plan covers: what a bill may ask for. Unapplied money counts as far as it goes."""
        frames = self._fact_frames()
        covered = planned_visits(events_of_accounts(frames, day=day), due_visits(frames)).collect()
        if covered.is_empty():
            return self
        items = self.item_balances.join(covered, on="visit_id", how="anti", maintain_order="left")
        planned = self.item_balances.join(covered, on="visit_id", how="semi").select("account_id").unique()
        left = items.group_by("account_id").agg(left_cents=pl.col("patient_due_cents").sum())
        is_planned = pl.col("account_id").is_in(planned["account_id"].implode())
        billable = pl.when(is_planned).then(pl.col("left_cents").fill_null(0)).otherwise("patient_cents")
        spent = pl.when(is_planned).then(pl.min_horizontal("unapplied_cents", billable)).otherwise("unapplied_cents")
        due = pl.when(is_planned).then(billable - spent).otherwise("due_cents")
        balances = self.balances.join(left, on="account_id", how="left", maintain_order="left").with_columns(
            patient_cents=billable, unapplied_cents=spent, due_cents=due
        )
        return replace(self, item_balances=items, balances=balances.drop("left_cents"))

    def _fact_frames(self) -> FactFrames:
        return FactFrames(
            accounts=self.accounts.lazy(),
            parties=self.parties.lazy(),
            visits=self.visits.lazy(),
            visit_payers=self.visit_payers.lazy(),
            item_balances=self.item_balances.lazy(),
            balances=self.balances.lazy(),
            events=self.events.lazy(),
        )

    def allocate(self, pools: pl.DataFrame, *, day: date) -> ledger.Allocated:
        """What patients' unapplied money pays. pools: of reads.unapplied_pools."""
        begun, ended = str(EventKind.DISPUTED), str(EventKind.DISPUTE_RESOLVED)
        last = (
            self.events.filter(pl.col("kind").is_in([begun, ended]) & (pl.col("happened_on") <= day))
            .sort("happened_on")
            .unique(["account_id", "visit_id"], keep="last")
        )
        disputed = self.visits.join(
            last.filter(pl.col("kind") == begun).select("account_id", disputed_id="visit_id"), on="account_id"
        ).filter(pl.col("disputed_id").is_null() | (pl.col("disputed_id") == pl.col("visit_id")))
        owners = self.accounts.select("account_id", "organization_id")
        items = self.item_balances.join(owners, on="account_id", maintain_order="left")
        return ledger.allocate(items, unapplied=pools, disputed=disputed, day=day)

    def age(self, *, day: date, start: str) -> pl.DataFrame:
        """Open money by age and by whose it is."""
        return ledger.age_items(self.item_balances, self.visits, day=day, start=start)


def take_position(
    store: Store, *, account_ids: Sequence[int] | None, day: date, known_at: datetime | None = None
) -> Position:
    """Read accounts (None: all of the open organizations) and derive what is owed at the end of `day`, as known at a moment."""

    def read(name: str) -> pl.DataFrame:
        frame: pl.DataFrame = getattr(reads, name)(store, account_ids=account_ids, known_at=known_at)
        return frame

    frames = {
        name: read(name)
        for name in ("accounts", "parties", "visits", "visit_payers", "items", "ledger_lines", "events")
    }
    adjudications = read("remit_claims")
    responsibilities = read("responsibilities").with_columns(meaning=remits.meaning_expr())
    owed = ledger.owe(
        ledger.OweFrames(
            items=frames["items"],
            visits=frames["visits"],
            visit_payers=frames["visit_payers"],
            ledger_lines=frames["ledger_lines"],
            responsibilities=responsibilities,
            adjudications=adjudications,
            parties=frames["parties"],
            discharges=_discharges(frames, day=day),
            reported=reads.reported_payments(store, account_ids=account_ids, known_at=known_at),
        ),
        day=day,
    )
    only = {} if account_ids is None else {"account_id": list(account_ids)}
    pools = reads.unapplied_pools(store, day=day, known_at=known_at, **only)
    lines = frames["ledger_lines"].filter(pl.col("effective_on") <= day)
    balances = ledger.sum_accounts(
        owed.frame,
        unapplied=ledger.spendable_money(pools, owed.frame),
        last_payments=ledger.last_patient_payments(lines),
        accounts=frames["accounts"],
    )
    findings = ledger.check_ledger(lines, owed.frame)
    return Position(**frames, item_balances=owed.frame, balances=balances, findings=tuple(findings))


def _discharges(frames: dict[str, pl.DataFrame], *, day: date) -> pl.DataFrame:
    """account_id, discharged_through_on: care up to it is discharged in bankruptcy."""
    events = place_events(
        frames["events"].lazy(), accounts=frames["accounts"].lazy(), visits=frames["visits"].lazy(), day=day
    )
    return discharged_care(events).collect()


def position_of_night(store: Store, *, items: pl.DataFrame, balances: pl.DataFrame) -> Position:
    """The position that `owe` kept, with the frames that facts need and no ledger. items: ItemBalances, balances: AccountBalances."""
    due = balances.select("account_id")
    accounts = reads.accounts(store).join(due, on="account_id", how="semi")
    visits = reads.visits(store).join(due, on="account_id", how="semi")
    return Position(
        accounts=accounts,
        parties=reads.parties(store),
        visits=visits,
        visit_payers=reads.visit_payers(store).join(visits.select("visit_id"), on="visit_id", how="semi"),
        items=pl.DataFrame(),
        ledger_lines=pl.DataFrame(),
        events=reads.events(store),
        item_balances=items.join(due, on="account_id", how="semi"),
        balances=balances,
        findings=(),
    )


def post_entries(store: Store, entries: pl.DataFrame, postings: pl.DataFrame) -> int:
    """Write entries of the open organization whose key is new, with their postings; what was posted before stays as it is.

    entries: Entries' columns, postings: Postings' columns. Columns that are not there are null. Returns new entries.
    """
    if entries.is_empty():
        return 0
    new = store.append_new("entry", entries, on=("organization_id", "entry_key"))
    if new.is_empty():
        return 0
    keys = new.select("entry_id", "entry_key")
    store.append("posting", postings.join(keys, on="entry_key", maintain_order="left").drop("entry_key"))
    return new.height
