"""Payers' and patients' money to the books: what core.remits makes of it, with the store's own numbers."""

from datetime import date

import polars as pl

from remindful.core import remits
from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import EntryKind, LedgerAccount
from remindful.core.words.money import say_cents
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.matching import (
    MatchedClaims,
    VisitTables,
    find_visits,
    match_by_hand,
    match_claims,
    read_decisions,
    resolve_waiting,
    settle_waiting_reversals,
    write_adjudications,
)
from remindful.flow.books.position import post_entries
from remindful.flow.books.provider_adjustments import post_provider
from remindful.flow.books.remit_lines import ClaimLines, fill_lines, read_lines, store_lines
from remindful.flow.office.home import Home

Frames = dict[str, pl.DataFrame]
NO_ID = pl.lit(None, dtype=pl.Int64)


def post_remits(
    store: Store, frames: Frames, *, file: str, source_file_id: int, day: date, is_in_test: bool = False
) -> tuple[int, list[Finding]]:
    """Post the remittances of a file to the open organization. Returns (adjudications posted, findings).

    is_in_test: the organization exchanges test files with its payers.
    """
    admitted, _, not_money = remits.admit_remits(frames["remits"], file=file, is_in_test=is_in_test)
    checked = remits.check_remits(
        admitted, frames["remit_claims"], frames["remit_lines"], frames["remit_adjustments"],
        frames["remit_provider_adjustments"], file=file,
    )  # fmt: skip
    fresh, repeated = _store_remits(store, checked, source_file_id=source_file_id, day=day, file=file)
    findings = [*not_money, *checked.findings, *repeated]
    claims = _number_claims(store, checked.claims, fresh, frames["remit_lines"]).with_columns(file=pl.lit(file))
    findings += post_provider(store, frames["remit_provider_adjustments"], fresh, file=file)
    findings += remits.check_codes(claims, frames["remit_adjustments"], file=file)
    of_claims = ClaimLines(frames["remit_lines"], frames["remit_adjustments"])
    posted, suspended, unmatched, tables = 0, [], [], VisitTables(store)
    for claims_of_round in _rounds(store, claims.filter("is_tied"), tables):
        matched = match_claims(store, claims_of_round, of_claims, tables=tables)
        _store_claims(store, claims_of_round, matched.claims)
        write_adjudications(store, matched)
        posted += matched.claims.height
        suspended.append(matched.unmatched)
        unmatched.append(settle_waiting_reversals(store, matched.unmatched))
    untied = claims.filter(~pl.col("is_tied")).with_columns(why=pl.lit("claim_unbalanced"))
    _store_claims(store, untied, untied.clear().with_columns(visit_id=NO_ID, level_no=NO_ID, takes_back_id=NO_ID))
    store_lines(store, frames, remits=fresh, claims=claims, source_file_id=source_file_id)
    _to_suspense(store, pl.concat([untied, *suspended], how="diagonal_relaxed"))
    waits = [finding for part in unmatched for finding in remits.say_unmatched(part, file=file)]
    return posted, [*findings, *waits]


def _rounds(store: Store, claims: pl.DataFrame, tables: VisitTables) -> list[pl.DataFrame]:
    """Claims in rounds of which none names a visit twice: what a round decides stands when the next one is looked at.

    In the order of the remittances; of one remittance a reversal comes before the correction where there is something to take back,
    wherever the payer wrote it. claims: claim_no, remit_no, control_number, status_code.
    """
    if claims.is_empty():
        return []
    named = claims.join(_find_visit_numbers(tables), on="control_number", how="left", maintain_order="left")
    number = remits.comparable_number(pl.coalesce("visit_number", "control_number"))
    keyed = named.with_columns(number=number).drop("visit_number")
    repeated = keyed.filter(pl.col("number").is_not_null() & pl.col("number").is_duplicated())
    if repeated.is_empty():
        return [claims]
    visits = find_visits(repeated, tables).rename({"near_key": "number"})
    in_force = read_decisions(store, visits["visit_id"].unique().to_list()).in_force
    decided = visits.join(in_force, on="visit_id", how="semi")["number"].unique().implode()
    is_first = pl.col("status_code").eq_missing(remits.REVERSAL) & pl.col("number").is_in(decided)
    in_order = keyed.with_columns(is_first=is_first.fill_null(value=False)).sort(
        "remit_no", "is_first", "claim_no", descending=[False, True, False]
    )
    position = pl.when(pl.col("number").is_not_null()).then(pl.int_range(pl.len()).over("number")).otherwise(0)
    rounds = in_order.with_columns(round_no=position).drop("number", "is_first")
    parts = rounds.sort("round_no", maintain_order=True).partition_by("round_no", maintain_order=True)
    return [part.drop("round_no") for part in parts]


def _find_visit_numbers(tables: VisitTables) -> pl.DataFrame:
    """control_number and visit_number: the visit's own, of each number that a claim of it had."""
    visits = tables.visits.select("visit_id", visit_number="visit_key")
    return tables.numbers.select("visit_id", control_number="visit_key").join(visits, on="visit_id").drop("visit_id")


def _store_remits(
    store: Store, checked: remits.TiedRemits, *, source_file_id: int, day: date, file: str
) -> tuple[pl.DataFrame, list[Finding]]:
    """Store remittances that are new; (those with their remit_id, findings about copies and trace numbers that are used again)."""
    dated = checked.remits.with_columns(adjudicated_on=pl.coalesce("paid_on", pl.lit(day)))
    traces = dated["trace_number"].drop_nulls().unique().to_list()
    known = reads.remit_claim_keys(store, trace_number=traces)
    copies = remits.find_copies(dated, checked.claims, known=known)
    again = dated.join(copies, on="remit_no", how="semi", maintain_order="left")
    reused = dated.join(remits.find_reused(dated, copies, known=known), on="remit_no", maintain_order="left")
    findings = [*_say_again(again, file), *_say_reused(reused, file)]
    fresh = dated.join(copies, on="remit_no", how="anti", maintain_order="left")
    if fresh.is_empty():
        return fresh.with_columns(remit_id=NO_ID), findings
    first = store.reserve_ids("remit", fresh.height)
    fresh = fresh.with_columns(remit_id=first + pl.int_range(pl.len(), dtype=pl.Int64))
    store.append(
        "remit",
        fresh.drop(
            "claims_paid_cents", "plb_cents", "computed_cents", "adjudicated_on", "currency", "is_debit"
        ).with_columns(source_file_id=pl.lit(source_file_id)),
    )
    return fresh, findings


def _say_again(again: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "remit.seen_before",
            At(file, row["segment_no"], row["trace_number"]),
            f"The payment {row['trace_number']} of {say_cents(row['paid_cents'])}, with the same claims, came before; it was not posted again.",
            "Nothing, if the payer sent it twice. If this copy is a correction, ask the payer for a reversal and a new payment.",
        )
        for row in again.iter_rows(named=True)
    ]


def _say_reused(reused: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "remit.trace_used_again",
            At(file, row["segment_no"], row["trace_number"]),
            f"The payment {row['trace_number']} of {say_cents(row['paid_cents'])} has the trace number of another payment of "
            f"{say_cents(row['their_cents'])} with other claims. Its claims are posted where no decision stands yet.",
            "Compare both with the bank's deposits. If this one was sent in place of the other, ask the payer for a reversal and a new payment.",
        )
        for row in reused.iter_rows(named=True)
    ]


def _number_claims(store: Store, claims: pl.DataFrame, fresh: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The claims of new remittances, with their lines' remarks; adds remit_claim_id, payer_key, adjudicated_on."""
    of_remit = fresh.select("remit_no", "remit_id", "payer_key", "payer_name", "adjudicated_on")
    [organization_id] = store.organizations  # core's entries name their organization
    numbered = claims.join(of_remit, on="remit_no", maintain_order="left").with_columns(
        organization_id=pl.lit(organization_id, dtype=pl.Int64)
    )
    numbered = _add_line_remarks(numbered.with_columns(own_remark_codes="remark_codes"), lines)
    if numbered.is_empty():
        return numbered.with_columns(remit_claim_id=pl.lit(None, dtype=pl.Int64))
    first = store.reserve_ids("remit_claim", numbered.height)
    return numbered.with_columns(remit_claim_id=first + pl.int_range(pl.len(), dtype=pl.Int64))


def _store_claims(store: Store, claims: pl.DataFrame, matched: pl.DataFrame) -> None:
    """Store claims with the visit and level of those that are matched: to set them afterwards costs ten times the insert."""
    found = matched.select("remit_claim_id", "visit_id", "level_no", "takes_back_id")
    rows = claims.drop("why", strict=False).join(found, on="remit_claim_id", how="left", maintain_order="left")
    store.append(
        "remit_claim",
        rows.drop("remit_no", "is_tied", "adjusted_cents", "odd_lines", "payer_key", "payer_name", "file"),
    )


def _add_line_remarks(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The remark codes of a claim (MOA, MIA), then those of its lines (LQ), each once."""
    of_lines = lines.group_by("claim_no").agg(more=pl.col("remark_codes").explode().drop_nulls())
    none = pl.lit([], dtype=pl.List(pl.String))
    joined = claims.join(of_lines, on="claim_no", how="left", maintain_order="left")
    both = pl.concat_list(pl.col("remark_codes").fill_null(none), pl.col("more").fill_null(none))
    return joined.with_columns(remark_codes=both.list.unique(maintain_order=True)).drop("more")


def _to_suspense(store: Store, claims: pl.DataFrame) -> None:
    """Payers' money that no item explains yet: never lost, never guessed."""
    if claims.is_empty():
        return
    rows = claims.with_columns(
        entry_key=pl.format("suspense:{}", "remit_claim_id"),
        effective_on="adjudicated_on",
        source=pl.format("{}:{}", "file", "segment_no"),
    )
    legs = remits.post_pairs(
        rows,
        kind=EntryKind.UNMATCHED_PAYMENT,
        debit=LedgerAccount.PAYER_CASH,
        credit=LedgerAccount.PAYER_SUSPENSE,
        cents="paid_cents",
    )
    post_entries(store, *legs)


def post_waiting(store: Store, *, home: Home) -> tuple[int, int]:
    """Try the open organization's answers that wait again: those whose number comes near a visit's. Returns (waited, posted)."""
    fill_lines(store, home=home)
    waiting = reads.waiting_claims(store)
    if waiting.is_empty():
        return 0, 0
    tables = VisitTables(store)
    near = find_visits(waiting.filter("has_lines"), tables)
    ready = waiting.join(near, on="claim_no", how="semi", maintain_order="left")
    return waiting.height, sum(_post_again(store, part, tables) for part in _rounds(store, ready, tables))


def _post_again(store: Store, waiting: pl.DataFrame, tables: VisitTables) -> int:
    """Answers that still wait, tried again; one that a reversal of an earlier round settled does not. Returns how many are posted."""
    ids = waiting["remit_claim_id"].to_list()
    still = reads.waiting_claims(store, remit_claim_id=ids).select("remit_claim_id")
    claims, of_claims = read_waiting(store, waiting.join(still, on="remit_claim_id", how="semi", maintain_order="left"))
    matched = match_claims(store, claims.filter("is_tied"), of_claims, tables=tables)
    _post_stored(store, matched)
    settle_waiting_reversals(store, matched.unmatched)
    return matched.claims.height


def _post_stored(store: Store, matched: MatchedClaims) -> None:
    """Post claims that waited in the store, and release their money."""
    found = matched.claims.select("remit_claim_id", "visit_id", "level_no", "takes_back_id")
    store.amend("remit_claim", found, on=("remit_claim_id",))
    write_adjudications(store, matched)
    _release(store, matched.claims)


def read_waiting(store: Store, waiting: pl.DataFrame) -> tuple[pl.DataFrame, ClaimLines]:
    """Claims that wait, with is_tied, and their lines. waiting: of the read waiting_claims."""
    of_claims = read_lines(store, waiting)
    return remits.tie_claims(waiting, of_claims.lines, of_claims.adjustments), of_claims


def post_by_hand(store: Store, waiting: pl.DataFrame, *, visit_id: int) -> pl.DataFrame:
    """Post one waiting claim on the visit that a person named. Empty: done; else the claim with why it cannot be.

    Its amounts must add up, and its lines be found; that its number, or its charge, is another is what the person decided.
    """
    claims, of_claims = read_waiting(store, waiting)
    claim = claims.with_columns(visit_id=pl.lit(visit_id, dtype=pl.Int64))
    if not claim["is_tied"].all():
        return claim.with_columns(why=pl.lit("claim_unbalanced"))
    matched = match_by_hand(store, claim, of_claims)
    _post_stored(store, matched)
    return matched.unmatched


def _release(store: Store, done: pl.DataFrame) -> None:
    """Out of suspense, and the findings that said why it waited are resolved."""
    rows = done.with_columns(
        entry_key=pl.format("release:{}", "remit_claim_id"), effective_on="adjudicated_on", source="file"
    )
    legs = remits.post_pairs(
        rows,
        kind=EntryKind.SUSPENSE_RELEASE,
        debit=LedgerAccount.PAYER_SUSPENSE,
        credit=LedgerAccount.PAYER_CASH,
        cents="paid_cents",
    )
    post_entries(store, *legs)
    resolve_waiting(store, rows)
