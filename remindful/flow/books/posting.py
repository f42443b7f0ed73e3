"""Payers' and patients' money to the books: what core.remits makes of it, with the store's own numbers."""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from remindful.core import remits
from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import EntryKind, LedgerAccount
from remindful.core.words.money import say_cents
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.position import post_entries
from remindful.flow.books.provider_adjustments import post_provider
from remindful.flow.books.remit_lines import ClaimLines, fill_lines, read_lines, store_lines
from remindful.flow.office.home import Home

Frames = dict[str, pl.DataFrame]
REMIT_IDENTITY = ("payer_key", "trace_number", "paid_cents", "paid_on")
NO_ID = pl.lit(None, dtype=pl.Int64)
ADJUDICATION_KINDS = (str(EntryKind.ADJUDICATION), str(EntryKind.PAYER_REVERSAL))


@dataclass(frozen=True, slots=True, eq=False)
class MatchedClaims:
    """claims: those to be posted, with visit_id and level_no. lines: theirs, with item_id. items: what they may answer.

    unmatched: the other claims, with why.
    """

    claims: pl.DataFrame
    lines: pl.DataFrame
    items: pl.DataFrame
    unmatched: pl.DataFrame


def post_remits(
    store: Store, frames: Frames, *, file: str, source_file_id: int, day: date
) -> tuple[int, list[Finding]]:
    """Post the remittances of a file to the open organization. Returns (answers posted, findings)."""
    checked = remits.check_remits(
        frames["remits"], frames["remit_claims"], frames["remit_lines"], frames["remit_adjustments"],
        frames["remit_provider_adjustments"], file=file,
    )  # fmt: skip
    fresh, again = _keep_remits(store, checked.remits, source_file_id=source_file_id, day=day)
    findings = [*checked.findings, *_say_again(again, file)]
    claims = _number_claims(store, checked.claims, fresh, frames["remit_lines"])
    claims = claims.with_columns(file=pl.lit(file))
    findings += post_provider(store, frames["remit_provider_adjustments"], fresh, file=file)
    findings += remits.check_codes(claims, frames["remit_adjustments"], file=file)
    of_claims = ClaimLines(frames["remit_lines"], frames["remit_adjustments"])
    matched = _match_claims(store, claims.filter("is_tied"), of_claims)
    _store_claims(store, claims, matched.claims)
    store_lines(store, frames, remits=fresh, claims=claims, source_file_id=source_file_id)
    _post_adjudications(store, matched, of_claims.adjustments)
    untied = claims.filter(~pl.col("is_tied")).with_columns(why=pl.lit("claim_unbalanced"))
    _to_suspense(store, pl.concat([untied, matched.unmatched], how="diagonal"))
    return matched.claims.height, [*findings, *remits.say_unmatched(matched.unmatched, file=file)]


def _keep_remits(
    store: Store, checked: pl.DataFrame, *, source_file_id: int, day: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep remittances that are new; (new ones with their remit_id, those that came before in another file)."""
    dated = checked.with_columns(adjudicated_on=pl.coalesce("paid_on", pl.lit(day)))
    known = reads.remit_keys(store, trace_number=dated["trace_number"].drop_nulls().unique().to_list())
    named = pl.col("trace_number").is_not_null()
    again = dated.filter(named).join(known, on=REMIT_IDENTITY, how="semi", nulls_equal=True)
    fresh = dated.join(again.select("remit_no"), on="remit_no", how="anti", maintain_order="left").unique(
        ["remit_no"], keep="first", maintain_order=True
    )
    if fresh.is_empty():
        return fresh.with_columns(remit_id=pl.lit(None, dtype=pl.Int64)), again
    first = store.reserve_ids("remit", fresh.height)
    fresh = fresh.with_columns(remit_id=first + pl.int_range(pl.len(), dtype=pl.Int64))
    store.append(
        "remit",
        fresh.drop("claims_paid_cents", "plb_cents", "computed_cents", "adjudicated_on").with_columns(
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


def _number_claims(store: Store, claims: pl.DataFrame, fresh: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The claims of new remittances, with their lines' remarks; adds remit_claim_id, payer_key, adjudicated_on."""
    of_remit = fresh.select("remit_no", "remit_id", "payer_key", "adjudicated_on")
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
    found = matched.select("remit_claim_id", "visit_id", "level_no")
    rows = claims.join(found, on="remit_claim_id", how="left", maintain_order="left")
    store.append("remit_claim", rows.drop("remit_no", "is_tied", "adjusted_cents", "odd_lines", "payer_key", "file"))


def _add_line_remarks(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The remark codes of a claim (MOA, MIA), then those of its lines (LQ), each once."""
    of_lines = lines.group_by("claim_no").agg(more=pl.col("remark_codes").explode().drop_nulls())
    none = pl.lit([], dtype=pl.List(pl.String))
    joined = claims.join(of_lines, on="claim_no", how="left", maintain_order="left")
    both = pl.concat_list(pl.col("remark_codes").fill_null(none), pl.col("more").fill_null(none))
    return joined.with_columns(remark_codes=both.list.unique(maintain_order=True)).drop("more")


def _match_claims(store: Store, claims: pl.DataFrame, of_claims: ClaimLines) -> MatchedClaims:
    """Find the visits and items that claims answer.

    claims: RemitClaims with organization_id, remit_claim_id, payer_key, adjudicated_on and file (its name).
    """
    if claims.is_empty():
        none = claims.with_columns(visit_id=NO_ID, level_no=NO_ID)
        return MatchedClaims(
            none, of_claims.lines.head(0), none, claims.with_columns(why=pl.lit(None, dtype=pl.String))
        )
    visits = reads.visit_ids(store)
    matched, unmatched = remits.match_claims(
        claims,
        visits=visits.select("visit_id", "visit_key"),
        visit_payers=reads.visit_levels(store),
        answered=reads.answered_levels(store),
    )
    mismatches = remits.find_patient_mismatches(matched, _patients_of(store, matched, visits=visits))
    doubtful = matched.join(mismatches, on="claim_no", how="semi", maintain_order="left").drop("visit_id", "level_no")
    matched = matched.join(mismatches, on="claim_no", how="anti", maintain_order="left")
    found = _find_items(store, matched, of_claims, visits=visits)
    doubtful = doubtful.with_columns(why=pl.lit("patient_differs"))
    return replace(found, unmatched=pl.concat([unmatched, doubtful, found.unmatched], how="diagonal"))


def _patients_of(store: Store, matched: pl.DataFrame, *, visits: pl.DataFrame) -> pl.DataFrame:
    """The patients of visits, as people and payers know them: visit_id, last_name, first_name, member_ids."""
    matched_visits = visits.join(matched, on="visit_id", how="semi")
    people = reads.parties(store, account_ids=matched_visits["account_id"].unique().to_list())
    members = (
        reads.visit_levels(store, visit_id=matched_visits["visit_id"].to_list())
        .group_by("visit_id")
        .agg(member_ids=pl.col("member_id").drop_nulls())
    )
    return (
        matched_visits.select("visit_id", party_id="patient_id")
        .join(people.select("party_id", "last_name", "first_name"), on="party_id", how="left")
        .join(members, on="visit_id", how="left")
        .with_columns(pl.col("member_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))))
    )


def _find_items(
    store: Store, matched: pl.DataFrame, of_claims: ClaimLines, *, visits: pl.DataFrame, by_hand: bool = False
) -> MatchedClaims:
    """Find the items of claims whose visit and level are known."""
    charged = reads.charged_items(store, visit_id=matched["visit_id"].unique().to_list())
    items = _offer_items(store, matched, charged, visits=visits)
    lines_of_matched = of_claims.lines.join(
        matched.select("claim_no"), on="claim_no", how="semi", maintain_order="left"
    )
    lines = remits.find_items(matched, lines_of_matched, items, by_hand=by_hand)
    lost = remits.find_unmatched_lines(matched, lines, items, by_hand=by_hand)
    unmatched = matched.join(lost, on="claim_no", maintain_order="left").drop("visit_id", "level_no")
    good = matched.join(lost, on="claim_no", how="anti", maintain_order="left")
    lines = lines.join(lost, on="claim_no", how="anti", maintain_order="left")
    return MatchedClaims(good, lines, items, unmatched)


def _offer_items(store: Store, matched: pl.DataFrame, charged: pl.DataFrame, *, visits: pl.DataFrame) -> pl.DataFrame:
    """What may be answered: the items that stand; of a reversal those that its answer was posted on, replaced ones too."""
    reversals = matched.filter(pl.col("status_code") == remits.REVERSAL)
    if reversals.is_empty():
        return charged
    account_ids = visits.join(reversals, on="visit_id", how="semi")["account_id"].unique().to_list()
    items = reads.items(store, account_ids=account_ids)
    taken = remits.find_taken_back(reversals, reads.remit_claims(store, account_ids=account_ids))
    lines = reads.ledger_lines(store, account_ids=account_ids)
    is_adjudication = pl.col("kind").is_in(ADJUDICATION_KINDS) & (
        pl.col("ledger_account") == str(LedgerAccount.RECEIVABLE)
    )
    moved = lines.filter(is_adjudication).group_by("item_id", "level_no").agg(pl.col("amount_cents").sum())
    moved = moved.filter(pl.col("amount_cents") != 0).join(items.select("item_id", "visit_id"), on="item_id")
    return remits.offer_taken_back(
        matched,
        taken,
        responsibilities=reads.responsibilities(store, account_ids=account_ids),
        moved=moved.select("visit_id", "level_no", "item_id"),
        charged=charged,
        items=items,
    )


def _post_adjudications(store: Store, matched: MatchedClaims, adjustments: pl.DataFrame) -> None:
    """Post the answers of stored claims: entries, and what payers said of each item."""
    claims, lines, items = matched.claims, matched.lines, matched.items
    if claims.is_empty():
        return
    adjustments = adjustments.join(claims.select("claim_no"), on="claim_no", how="semi", maintain_order="left")
    adjustments_of_items = remits.spread_claim(
        claims.select("claim_no", "visit_id", "paid_cents"), adjustments, lines, items
    )
    keyed = claims.with_columns(
        adjudication_key=pl.format("answer:{}", "remit_claim_id"), source=pl.format("{}:{}", "file", "segment_no")
    ).select(
        "claim_no", "organization_id", "remit_claim_id", "visit_id", "level_no", "status_code", "adjudicated_on", "adjudication_key", "source"
    )  # fmt: skip
    posted = remits.post_adjudications(keyed, adjustments_of_items)
    post_entries(store, posted.entries, posted.postings)
    store.append("responsibility", posted.responsibilities)


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
    near = _find_near(waiting.filter("has_lines"), reads.visit_ids(store))
    rounds = near.partition_by("round_no", maintain_order=True)
    return waiting.height, sum(_post_again(store, part.drop("round_no")) for part in rounds)


def _find_near(waiting: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """Waiting claims whose number is, or comes near, that of a visit, by round_no.

    Of a round, no two claims with one number are of different files: what a file says of a visit is posted before a later file
    is read, as a reversal goes by the answer that it takes back.
    """
    near = pl.coalesce(remits.normalized_control_number(pl.col("number")), "number").alias("near")
    keys = visits.select(number="visit_key").select(near).unique()
    file_position = pl.col("remit_claim_id").min().over("source_file_id")
    return (
        waiting.with_columns(number="control_number")
        .with_columns(near)
        .join(keys, on="near", how="semi", maintain_order="left")
        .with_columns(file_position=file_position)
        .with_columns(round_no=pl.col("file_position").rank("dense").over("near"))
        .sort("round_no", "remit_claim_id")
        .drop("number", "near", "file_position")
    )


def _post_again(store: Store, waiting: pl.DataFrame) -> int:
    claims, of_claims = read_waiting(store, waiting)
    claims = claims.filter("is_tied")
    matched = _match_claims(store, claims, of_claims)
    _post_stored(store, matched, of_claims.adjustments)
    return matched.claims.height


def _post_stored(store: Store, matched: MatchedClaims, adjustments: pl.DataFrame) -> None:
    """Post claims that waited in the store, and release their money."""
    found = matched.claims.select("remit_claim_id", "visit_id", "level_no")
    store.amend("remit_claim", found, on=("remit_claim_id",))
    _post_adjudications(store, matched, adjustments)
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
    levelled = remits.find_level(
        claim,
        visit_payers=reads.visit_levels(store, visit_id=[visit_id]),
        answered=reads.answered_levels(store, visit_id=[visit_id]),
    )
    if levelled["level_no"].null_count():
        return levelled.with_columns(why=pl.lit("no_level"))
    visits = reads.visit_ids(store, visit_id=[visit_id])
    matched = _find_items(store, levelled, of_claims, visits=visits, by_hand=True)
    _post_stored(store, matched, of_claims.adjustments)
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
    at = rows.select("source_file_id", at_line="segment_no")
    found = reads.open_findings(store, code=list(remits.WAITING_CODES))
    gone = found.join(at, on=["source_file_id", "at_line"], how="semi").select("finding_id")
    store.amend("finding", gone.with_columns(resolved_at=pl.lit(store.now)), on=("finding_id",))


def post_payments(store: Store, payments: pl.DataFrame, *, file: str) -> tuple[int, list[Finding]]:
    """Patients' payments: cash to the account's unapplied money, where the night's `settle` finds it. Returns (new, findings)."""
    people = reads.party_accounts(store, party_key=payments["party_key"].unique().to_list())
    visits = reads.visit_ids(store, visit_key=payments["visit_key"].drop_nulls().unique().to_list())
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
        entry_key=pl.format("payment:{}", "payment_key")
    )
    entries = good.select(
        "entry_key", "visit_id", "account_id", kind=pl.lit(str(EntryKind.PATIENT_PAYMENT)), effective_on="paid_on",
        source=pl.format("{}:{}", pl.lit(file), "line_no"),
    )  # fmt: skip
    there = good.select("entry_key", "amount_cents", ledger_account=pl.lit(str(LedgerAccount.PATIENT_CASH)),
                        account_id=pl.lit(None, dtype=pl.Int64))  # fmt: skip
    back = good.select("entry_key", amount_cents=-pl.col("amount_cents"), ledger_account=pl.lit(str(LedgerAccount.UNAPPLIED)),
                       account_id="account_id")  # fmt: skip
    columns = there.columns
    number = post_entries(store, entries, pl.concat([there, back.select(columns)]))
    return number, _say_lost(lost, file)


def _say_lost(lost: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "payment.unknown_person",
            At(file, row["line_no"], row["payment_key"]),
            f"The payment of {say_cents(row['amount_cents'])} on {row['paid_on']} is by {row['party_key']}, who is not on file; it was not posted.",
            "Import the demographics, then this file again: nothing is posted twice.",
            raw=str(row),
        )
        for row in lost.iter_rows(named=True)
    ]
