"""Books against a plain ledger: whatever payers and patients do, in whatever order, both say the same of each item, and what waits."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from remindful.core import ledger
from remindful.edges.formats import era835
from remindful.flow.books import posting
from tests.examples import examples
from tests.remits.conftest import SERVED
from tests.remits.memory import TABLES, MemoryStore
from tests.remits.scripts import (
    Lives,
    Visit,
    day_of,
    items_wanted,
    lives_of,
    open_visits,
    play_day,
    random_lives,
    remit_text,
    waiting_wanted,
)

VISITS = 50  # of one run: each is a model of its own, so that six runs are 300


class Books:
    """The visits' books in memory."""

    def __init__(self, visits: list[Visit]) -> None:
        self.store, self.visits, self.files = MemoryStore(), visits, 0
        self._append(
            "party", [{"party_id": n, "party_key": f"p{n}", "last_name": "Example"} for n, _ in self._numbered()]
        )
        self._append(
            "visit",
            [
                {"visit_id": n, "account_id": n, "patient_id": n, "visit_key": one.key, "service_from_on": SERVED, "billed_on": SERVED,
                 "is_opening": False}
                for n, one in self._numbered()
            ],
        )  # fmt: skip
        self._append(
            "visit_payer",
            [
                {"visit_id": n, "level_no": level, "payer_key": payer, "payer_name": payer, "payer_kind": "commercial"}
                for n, one in self._numbered()
                for level, payer in enumerate(one.payers, start=1)
            ],
        )  # fmt: skip
        for n, one in self._numbered():
            self._charge(n, one, day_of(0))

    def _numbered(self):
        return enumerate(self.visits, start=1)

    def _append(self, table: str, rows: list[dict]) -> None:
        schema = {name: kind for name, kind in TABLES[table].items() if name in rows[0]}
        self.store.append(table, pl.DataFrame(rows, schema=schema))

    def _post(self, entry: dict, legs: list[dict]) -> None:
        entry_id = self.store.reserve_ids("entry", 1)
        self._append("entry", [entry | {"entry_id": entry_id, "entry_key": str(entry_id)}])
        self._append("posting", [leg | {"entry_id": entry_id} for leg in legs])

    def _charge(self, visit_id: int, visit: Visit, day) -> None:
        charged = self.store.read("charged_items", only={"visit_id": [visit_id]})
        for kind, rows, sign in (
            ("void", charged.select("item_id", "charge_cents").rows(), -1),
            ("charge", self._book(visit_id, visit), 1),
        ):
            legs = [
                {
                    "ledger_account": account,
                    "item_id": item_id if account == "receivable" else None,
                    "amount_cents": side * sign * cents,
                }
                for item_id, cents in rows
                for account, side in (("receivable", 1), ("revenue", -1))
            ]
            if legs:
                self._post({"kind": kind, "effective_on": day, "visit_id": visit_id}, legs)

    def _book(self, visit_id: int, visit: Visit) -> list[tuple[int, int]]:
        first = self.store.reserve_ids("item", len(visit.lines()))
        self._append(
            "item",
            [
                {"item_id": first + n, "visit_id": visit_id, "line_no": n + 1, "line_control_number": f"{visit.key}-{n + 1}",
                 "procedure_code": code, "service_on": SERVED, "charge_cents": cents}
                for n, (code, cents) in enumerate(visit.lines())
            ],
        )  # fmt: skip
        return [(first + n, cents) for n, (_, cents) in enumerate(visit.lines())]

    def replace(self, visit: Visit, day) -> None:
        self._charge(self.visits.index(visit) + 1, visit, day)

    def receive(self, text: str, day) -> None:
        self.files += 1
        with TemporaryDirectory() as folder:
            path = Path(folder) / "june.835"
            path.write_text(text)
            frames: dict[str, list[pl.DataFrame]] = {}
            for reading in era835.FORMAT.read(path, None):
                for name, frame in reading.frames.items():
                    frames.setdefault(name, []).append(frame)
        posting.post_remits(
            self.store, {name: pl.concat(parts) for name, parts in frames.items()}, file="june.835", source_file_id=self.files, day=day
        )  # fmt: skip

    def pay(self, visit: Visit, cents: int, day) -> None:
        account_id = self.visits.index(visit) + 1
        legs = [
            {"ledger_account": "patient_cash", "account_id": None, "amount_cents": cents},
            {"ledger_account": "unapplied", "account_id": account_id, "amount_cents": -cents},
        ]
        self._post({"kind": "patient_payment", "effective_on": day, "account_id": account_id}, legs)

    def night(self, day) -> None:
        posting.post_waiting(self.store, home=None)
        pools = (
            self.store.lines()
            .filter(pl.col("ledger_account") == "unapplied")
            .group_by("account_id")
            .agg(
                unapplied_cents=-pl.col("amount_cents").sum(),
                returned_cents=pl.col("amount_cents")
                .filter((pl.col("kind") == "patient_payment") & (pl.col("amount_cents") > 0))
                .sum(),
                visit_id=pl.lit(None, dtype=pl.Int64),
            )
        )
        items = self.store.owed(day).with_columns(organization_id=pl.lit(1, dtype=pl.Int64))
        allocated = ledger.allocate(
            items, unapplied=pools, disputed=pl.DataFrame(schema={"visit_id": pl.Int64}), day=day
        )
        new = self.store.append_new("entry", allocated.entries, on=["entry_key"])
        keys = new.select("entry_id", "entry_key")
        self.store.append("posting", allocated.postings.join(keys, on="entry_key").drop("entry_key"))


def items_of(books: Books, day) -> dict[str, list[tuple]]:
    """What the books say of each visit's items."""
    keys = books.store.tables["visit"].select("visit_id", "visit_key")
    rows = books.store.owed(day).join(keys, on="visit_id").sort("item_id").rows(named=True)
    said: dict[str, list[tuple]] = {visit.key: [] for visit in books.visits}
    for row in rows:
        off = row["contractual_cents"] + row["other_off_cents"]
        said[row["visit_key"]].append(
            (row["charge_cents"], row["payer_paid_cents"], off, row["patient_paid_cents"], row["open_cents"], row["balance_owner"],
             row["reason"], row["patient_due_cents"])
        )  # fmt: skip
    return said


def waiting_of(books: Books) -> dict[str, Counter]:
    rows = books.store.read("waiting_claims").rows(named=True)
    found = {visit.key: Counter() for visit in books.visits}
    for row in rows:
        found[row["control_number"]][row["status_code"], row["charge_cents"], row["paid_cents"]] += 1
    return found


def check(books: Books, day) -> None:
    said, waiting = items_of(books, day), waiting_of(books)
    for visit in books.visits:
        assert items_wanted(visit) == said[visit.key], visit.key
        assert waiting_wanted(visit) == waiting[visit.key], visit.key
        for item in visit.ledger.items:
            assert item.open <= item.worth
            assert not item.is_charged or item.written_off <= item.charge
    sums = dict(books.store.lines().group_by("ledger_account").agg(pl.col("amount_cents").sum()).rows())
    suspended = sum(one.claim.paid for visit in books.visits for one, _ in visit.ledger.waiting)
    assert sum(visit.ledger.cash for visit in books.visits) == sums.get("payer_cash", 0) + sums.get("provider_level", 0)
    assert -suspended == sums.get("payer_suspense", 0)


def play(lives: Lives) -> None:
    """Check the books against the ledgers after each day."""
    playing = open_visits(lives)
    books = Books([visit for visit, _ in playing])
    for number in range(1, max(len(script) for _, script in playing) + 1):
        day = day_of(number)
        played = play_day(playing, number)
        for visit in played.replaced:
            books.replace(visit, day)
        for visit, cents in played.paid:
            books.pay(visit, cents, day)
        if played.sent:
            books.receive(remit_text(played.sent, day=day), day)
        if played.has_night:
            books.night(day)
        check(books, day)


@settings(max_examples=examples(3), deadline=None, suppress_health_check=list(HealthCheck))
@given(lives_of(VISITS))
def test_the_books_say_of_every_item_what_a_plain_ledger_says(lives):
    play(lives)


@pytest.mark.parametrize("seed", range(examples(3)))
def test_the_books_agree_with_a_plain_ledger_on_full_lives(seed):
    play(random_lives(VISITS, seed=seed))
