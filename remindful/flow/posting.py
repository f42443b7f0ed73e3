"""Payers' and patients' money to the books: what core.remits makes of it, with the store's own numbers."""

from datetime import date

import polars as pl

from remindful.core import remits
from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import EntryKind, LedgerAccount
from remindful.core.words.money import say_cents
from remindful.edges.store.books import Books
from remindful.flow.home import Home
from remindful.flow.position import post_entries
from remindful.flow.receive import ReadFile, read_kept

Frames = dict[str, pl.DataFrame]
REMIT_IDENTITY = ("organization_id", "payer_key", "trace_number", "paid_cents", "paid_on")


def post_remits(
    books: Books, frames: Frames, *, organization_id: int, file: str, source_file_id: int, day: date
) -> tuple[int, list[Finding]]:
    """Post the remittances of a file. Returns (answers posted, findings)."""
    checked = remits.check_remits(
        frames["remits"], frames["remit_claims"], frames["remit_lines"], frames["remit_adjustments"],
        frames["remit_provider_adjustments"], file=file,
    )  # fmt: skip
    fresh, again = _keep_remits(
        books, checked.remits, organization_id=organization_id, source_file_id=source_file_id, day=day
    )
    findings = [*checked.findings, *_say_again(again, file)]
    claims = _keep_claims(books, checked.claims, fresh, organization_id=organization_id)
    _post_provider(books, frames["remit_provider_adjustments"], fresh, organization_id=organization_id, file=file)
    untied = claims.filter(~pl.col("is_tied")).with_columns(why=pl.lit("claim_unbalanced"))
    posted, unmatched = _post_matched(
        books, claims.filter("is_tied"), frames, organization_id=organization_id, file=file
    )
    waiting = pl.concat([untied, unmatched], how="diagonal")
    _to_suspense(books, waiting, file=file)
    return posted, [*findings, *remits.say_unmatched(unmatched, file=file)]


def _keep_remits(
    books: Books, checked: pl.DataFrame, *, organization_id: int, source_file_id: int, day: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep remittances that are new; (new ones with their remit_id, those that came before in another file)."""
    mine = checked.with_columns(
        organization_id=pl.lit(organization_id, dtype=pl.Int64), answered_on=pl.coalesce("paid_on", pl.lit(day))
    )
    known = books.read("remit_keys")
    named = pl.col("trace_number").is_not_null()
    again = mine.filter(named).join(known, on=REMIT_IDENTITY, how="semi", nulls_equal=True)
    fresh = mine.join(again.select("remit_no"), on="remit_no", how="anti", maintain_order="left").unique(
        ["remit_no"], keep="first", maintain_order=True
    )
    if fresh.is_empty():
        return fresh.with_columns(remit_id=pl.lit(None, dtype=pl.Int64)), again
    first = books.reserve_ids("remit", fresh.height)
    fresh = fresh.with_columns(remit_id=first + pl.int_range(pl.len(), dtype=pl.Int64))
    books.append(
        "remit",
        fresh.drop("claims_paid_cents", "plb_cents", "said_cents", "answered_on").with_columns(
            source_file_id=pl.lit(source_file_id)
        ),
    )
    return fresh, again


def _say_again(again: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "remit.seen_before",
            At(file, row["segment_no"], row["trace_number"]),
            f"The payment {row['trace_number']} of {say_cents(row['paid_cents'])} was posted from another file; it was not posted again.",
            "Nothing, if the payer sent it twice. If this copy is a correction, ask the payer for a reversal and a new payment.",
        )
        for row in again.iter_rows(named=True)
    ]


def _keep_claims(books: Books, claims: pl.DataFrame, fresh: pl.DataFrame, *, organization_id: int) -> pl.DataFrame:
    """Keep the claims of new remittances; adds remit_claim_id, payer_key, answered_on."""
    of_remit = fresh.select("remit_no", "remit_id", "payer_key", "answered_on")
    mine = claims.join(of_remit, on="remit_no", maintain_order="left").with_columns(
        organization_id=pl.lit(organization_id, dtype=pl.Int64)
    )
    if mine.is_empty():
        return mine.with_columns(remit_claim_id=pl.lit(None, dtype=pl.Int64))
    first = books.reserve_ids("remit_claim", mine.height)
    mine = mine.with_columns(remit_claim_id=first + pl.int_range(pl.len(), dtype=pl.Int64))
    books.append("remit_claim", mine.drop("remit_no", "is_tied", "adjusted_cents", "odd_lines", "payer_key"))
    return mine


def _post_provider(
    books: Books, provider: pl.DataFrame, fresh: pl.DataFrame, *, organization_id: int, file: str
) -> None:
    """PLB: what the payer took from, or added to, the payment as a whole."""
    rows = provider.join(
        fresh.select("remit_no", "remit_id", effective_on="answered_on"), on="remit_no", maintain_order="left"
    )
    rows = rows.with_columns(
        entry_key=pl.format("plb:{}:{}", "remit_id", pl.int_range(pl.len())),
        organization_id=pl.lit(organization_id, dtype=pl.Int64),
        remit_claim_id=pl.lit(None, dtype=pl.Int64),
        source=pl.format("{}:{}", pl.lit(file), "segment_no"),
    )
    legs = remits.post_pairs(
        rows,
        kind=EntryKind.PROVIDER_ADJUSTMENT,
        debit=LedgerAccount.PROVIDER_LEVEL,
        credit=LedgerAccount.PAYER_CASH,
        cents="amount_cents",
    )
    post_entries(books, *legs)


def _post_matched(
    books: Books, claims: pl.DataFrame, frames: Frames, *, organization_id: int, file: str
) -> tuple[int, pl.DataFrame]:
    """Match claims to visits and items, and post them. (how many, those that match nothing with why)."""
    if claims.is_empty():
        return 0, claims.with_columns(why=pl.lit(None, dtype=pl.String))
    visits = books.read("visit_ids").filter(pl.col("organization_id") == organization_id)
    matched, unmatched = remits.match_claims(
        claims,
        visits=visits.select("visit_id", "visit_key"),
        visit_payers=books.read("visit_levels"),
        answered=books.read("answered_levels"),
    )
    items = books.read("charged_items").join(matched.select("visit_id").unique(), on="visit_id", how="semi")
    lines = remits.find_items(matched, frames["remit_lines"], items)
    lost = lines.filter(pl.col("item_id").is_null()).select("claim_no").unique()
    no_items = matched.join(items.select("visit_id").unique(), on="visit_id", how="anti").select("claim_no")
    lost = pl.concat([lost, no_items]).unique()
    stray = matched.join(lost, on="claim_no", how="semi", maintain_order="left").drop("visit_id", "level_no")
    good = matched.join(lost, on="claim_no", how="anti", maintain_order="left")
    _write_answers(
        books, good, lines.join(lost, on="claim_no", how="anti", maintain_order="left"), frames, items, file=file
    )
    return good.height, pl.concat([unmatched, stray.with_columns(why=pl.lit("no_line"))], how="diagonal")


def _write_answers(
    books: Books, claims: pl.DataFrame, lines: pl.DataFrame, frames: Frames, items: pl.DataFrame, *, file: str
) -> None:
    if claims.is_empty():
        return
    adjustments = frames["remit_adjustments"].join(
        claims.select("claim_no"), on="claim_no", how="semi", maintain_order="left"
    )
    said = remits.spread_claim(claims.select("claim_no", "visit_id", "paid_cents"), adjustments, lines, items)
    keyed = claims.with_columns(
        answer_key=pl.format("answer:{}", "remit_claim_id"), source=pl.format("{}:{}", pl.lit(file), "segment_no")
    ).select(
        "claim_no", "organization_id", "remit_claim_id", "visit_id", "level_no", "status_code", "answered_on", "answer_key", "source"
    )  # fmt: skip
    posted = remits.post_answers(keyed, said)
    books.amend("remit_claim", claims.select("remit_claim_id", "visit_id", "level_no"), on=("remit_claim_id",))
    post_entries(books, posted.entries, posted.postings)
    books.append("responsibility", posted.responsibilities)


def _to_suspense(books: Books, claims: pl.DataFrame, *, file: str) -> None:
    """Payers' money that no item explains yet: never lost, never guessed."""
    if claims.is_empty():
        return
    rows = claims.with_columns(
        entry_key=pl.format("suspense:{}", "remit_claim_id"),
        effective_on="answered_on",
        source=pl.format("{}:{}", pl.lit(file), "segment_no"),
    )
    legs = remits.post_pairs(
        rows,
        kind=EntryKind.UNMATCHED_PAYMENT,
        debit=LedgerAccount.PAYER_CASH,
        credit=LedgerAccount.PAYER_SUSPENSE,
        cents="paid_cents",
    )
    post_entries(books, *legs)


def post_waiting(books: Books, *, home: Home) -> tuple[int, int]:
    """Try the answers that wait again, file by file, from the files as they came. Returns (waited, posted)."""
    waiting = books.read("waiting_claims")
    posted = 0
    for key in waiting.select("organization_id", "sha256", "name").unique(maintain_order=True).rows():
        organization_id, sha256, name = key
        part = waiting.filter((pl.col("organization_id") == organization_id) & (pl.col("sha256") == sha256))
        visits = books.read("visit_ids").filter(pl.col("organization_id") == organization_id)
        if not part.join(visits, left_on="control_number", right_on="visit_key", how="semi").height:
            continue  # reading a file again is worth it only where one of its claims has come
        posted += _post_again(books, part, read_kept(sha256, name, home=home), organization_id=organization_id)
    return waiting.height, posted


def _post_again(books: Books, waiting: pl.DataFrame, read: ReadFile, *, organization_id: int) -> int:
    frames = read.frames
    checked = remits.check_remits(
        frames["remits"], frames["remit_claims"], frames["remit_lines"], frames["remit_adjustments"],
        frames["remit_provider_adjustments"], file=read.received.name,
    )  # fmt: skip
    claims = checked.claims.filter("is_tied").join(
        waiting.select("claim_no", "remit_claim_id", "organization_id", "payer_key", "answered_on"),
        on="claim_no",
        maintain_order="left",
    )
    number, still = _post_matched(books, claims, frames, organization_id=organization_id, file=read.received.name)
    done = claims.join(still.select("claim_no"), on="claim_no", how="anti")
    rows = done.with_columns(
        entry_key=pl.format("release:{}", "remit_claim_id"),
        effective_on="answered_on",
        source=pl.lit(read.received.name),
    )
    legs = remits.post_pairs(
        rows,
        kind=EntryKind.SUSPENSE_RELEASE,
        debit=LedgerAccount.PAYER_SUSPENSE,
        credit=LedgerAccount.PAYER_CASH,
        cents="paid_cents",
    )
    post_entries(books, *legs)
    return number


def post_payments(
    books: Books, payments: pl.DataFrame, *, organization_id: int, file: str
) -> tuple[int, list[Finding]]:
    """Patients' payments: cash to the account's unapplied money, where the night's `settle` finds it. Returns (new, findings)."""
    people = books.read("party_accounts").filter(pl.col("organization_id") == organization_id)
    visits = books.read("visit_ids").filter(pl.col("organization_id") == organization_id)
    rows = (
        payments.join(people.select("party_key", "account_id"), on="party_key", how="left", maintain_order="left")
        .join(
            visits.select("visit_key", "visit_id", visit_account="account_id"),
            on="visit_key",
            how="left",
            maintain_order="left",
        )
        .with_columns(account_id=pl.coalesce("visit_account", "account_id"))
    )
    lost = rows.filter(pl.col("account_id").is_null())
    good = rows.filter(pl.col("account_id").is_not_null() & (pl.col("amount_cents") != 0)).with_columns(
        entry_key=pl.format("payment:{}", "payment_key"), organization_id=pl.lit(organization_id, dtype=pl.Int64)
    )
    entries = good.select(
        "entry_key", "organization_id", "visit_id", "account_id", kind=pl.lit(str(EntryKind.PATIENT_PAYMENT)), effective_on="paid_on",
        source=pl.format("{}:{}", pl.lit(file), "line_no"),
    )  # fmt: skip
    there = good.select("entry_key", "organization_id", "amount_cents", ledger_account=pl.lit(str(LedgerAccount.PATIENT_CASH)),
                        account_id=pl.lit(None, dtype=pl.Int64))  # fmt: skip
    back = good.select("entry_key", "organization_id", amount_cents=-pl.col("amount_cents"), ledger_account=pl.lit(str(LedgerAccount.UNAPPLIED)),
                       account_id="account_id")  # fmt: skip
    columns = there.columns
    number = post_entries(books, entries, pl.concat([there, back.select(columns)]))
    return number, _say_lost(lost, file)


def _say_lost(lost: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "payment.unknown_person",
            At(file, row["line_no"], row["payment_key"]),
            f"The payment of {say_cents(row['amount_cents'])} on {row['paid_on']} is by {row['party_key']}, whom no file has named; it was not posted.",
            "Import the demographics, then this file again: payments that were posted are not doubled.",
            raw=str(row),
        )
        for row in lost.iter_rows(named=True)
    ]
