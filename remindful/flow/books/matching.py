"""Payers' claims matched to visits, levels and items, screened, and written to the books."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from remindful.core import coverage, remits
from remindful.core.words.kinds import LedgerAccount
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.position import post_entries
from remindful.flow.books.remit_lines import ClaimLines

_NO_ID = pl.lit(None, dtype=pl.Int64)


@dataclass(frozen=True, slots=True, eq=False)
class MatchedClaims:
    """claims: those to be posted, with visit_id, level_no, takes_back_id and is_mirror. amounts: of spread_claim, what they do to
    items; a mirror has none. unmatched: the other claims, with why.
    """

    claims: pl.DataFrame
    amounts: pl.DataFrame
    unmatched: pl.DataFrame


_NO_AMOUNTS = pl.DataFrame(
    schema={"claim_no": pl.Int64, "item_id": pl.Int64, "is_payment": pl.Boolean, "group_code": pl.String, "carc": pl.String,
            "amount_cents": pl.Int64}
)  # fmt: skip


class VisitTables:
    """What all rounds of a file are matched with. Each table is read once, when it is first needed: no round changes it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def visits(self) -> pl.DataFrame:
        """Of reads.visit_ids."""
        return reads.visit_ids(self._store)

    @cached_property
    def numbers(self) -> pl.DataFrame:
        """visit_id, visit_key (each number that a claim of the visit had), near_key (what they are compared by)."""
        near = remits.comparable_number(pl.col("visit_key"))
        return reads.visit_numbers(self._store).select("visit_id", "visit_key", near_key=near)

    @cached_property
    def levels(self) -> pl.DataFrame:
        """Of reads.visit_levels."""
        return reads.visit_levels(self._store)


def find_visits(claims: pl.DataFrame, tables: VisitTables) -> pl.DataFrame:
    """claim_no, near_key and visit_id of every visit whose number is, or comes near, that of a claim."""
    numbers = claims.select("claim_no", near_key=remits.comparable_number(pl.col("control_number")))
    return numbers.join(tables.numbers.select("visit_id", "near_key"), on="near_key").select(
        "claim_no", "near_key", "visit_id"
    )


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """What payers decided of some visits. in_force: StoredRemitClaims that stand (posted, and not taken back), with is_denial and
    pending_cents. responsibilities, postings: of every decision, of adjudication_postings.
    """

    in_force: pl.DataFrame
    responsibilities: pl.DataFrame
    postings: pl.DataFrame

    def lines(self) -> pl.DataFrame:
        """remit_claim_id, item_id: the lines that decisions in force are about, without those under review."""
        line = ["remit_claim_id", "item_id"]
        pending = self.responsibilities.filter(pl.col("carc") == remits.PENDING_CARC)
        named = [self.postings.drop_nulls("item_id").select(line), self.responsibilities.select(line)]
        lines = pl.concat(named).unique().join(pending, on=line, how="anti")
        return lines.join(self.in_force, on="remit_claim_id", how="semi")

    def on_items(self) -> pl.DataFrame:
        """Postings on items: remit_claim_id, item_id, level_no, amount_cents (less than 0: taken off)."""
        return self.postings.filter(pl.col("ledger_account") == str(LedgerAccount.RECEIVABLE))


def read_decisions(store: Store, visit_ids: list[int]) -> Decisions:
    """The decisions of these visits."""
    posted = reads.remit_claims(store, visit_id=visit_ids)
    ids = posted["remit_claim_id"].to_list()
    responsibilities = reads.responsibilities(store, remit_claim_id=ids)
    in_force = remits.mark_denials(coverage.adjudications_in_force(posted, day=date.max), responsibilities)
    return Decisions(in_force, responsibilities, reads.adjudication_postings(store, remit_claim_id=ids))


def match_claims(store: Store, claims: pl.DataFrame, of_claims: ClaimLines, *, tables: VisitTables) -> MatchedClaims:
    """Find the visits and items that claims are for, and hold what may not be posted.

    claims: RemitClaims with organization_id, remit_claim_id, payer_key, adjudicated_on and file (its name); no two of one visit.
    """
    if claims.is_empty():
        none = claims.with_columns(
            visit_id=_NO_ID, level_no=_NO_ID, takes_back_id=_NO_ID, is_mirror=pl.lit(value=False)
        )
        return MatchedClaims(none, _NO_AMOUNTS, claims.with_columns(why=pl.lit(None, dtype=pl.String)))
    decisions = read_decisions(store, find_visits(claims, tables)["visit_id"].unique().to_list())
    matched, unmatched = remits.match_claims(
        claims,
        visits=tables.numbers.select("visit_id", "visit_key"),
        visit_payers=tables.levels,
        answered=decisions.in_force,
    )
    is_opening = pl.col("visit_id").is_in(tables.visits.filter("is_opening")["visit_id"].implode())
    of_opening = matched.filter(is_opening).drop("visit_id", "level_no").with_columns(why=pl.lit("of_opening"))
    matched = matched.filter(~is_opening)
    mismatches = remits.find_patient_mismatches(matched, _patients_of(store, matched, tables=tables))
    doubtful = matched.join(mismatches, on="claim_no", how="semi", maintain_order="left").drop("visit_id", "level_no")
    doubtful = doubtful.with_columns(why=pl.lit("patient_differs"))
    certain = matched.join(mismatches, on="claim_no", how="anti", maintain_order="left")
    return _screen(store, certain, of_claims, decisions=decisions, unmatched=[unmatched, doubtful, of_opening])


def match_by_hand(store: Store, claim: pl.DataFrame, of_claims: ClaimLines) -> MatchedClaims:
    """One claim with the visit that a person named (visit_id): its number, or its charge, may be another."""
    visit_ids = claim["visit_id"].to_list()
    decisions = read_decisions(store, visit_ids)
    levels = reads.visit_levels(store, visit_id=visit_ids)
    levelled = remits.find_level(claim, visit_payers=levels, answered=decisions.in_force).drop("is_level_doubtful")
    if levelled["level_no"].null_count():
        return MatchedClaims(levelled.clear(), _NO_AMOUNTS, levelled.with_columns(why=pl.lit("no_level")))
    return _screen(store, levelled, of_claims, decisions=decisions, unmatched=[], by_hand=True)


def _screen(
    store: Store,
    matched: pl.DataFrame,
    of_claims: ClaimLines,
    *,
    decisions: Decisions,
    unmatched: list[pl.DataFrame],
    by_hand: bool = False,
) -> MatchedClaims:
    """What may be posted, with its amounts. Each reason to wait is looked at in turn: what stands, the lines, the amounts."""
    charged = reads.current_items(store, visit_id=matched["visit_id"].unique().to_list())
    admitted, waiting = remits.screen_adjudications(
        matched,
        in_force=decisions.in_force,
        adjustments=of_claims.adjustments,
        visit_charges=charged.group_by("visit_id").agg(visit_cents=pl.col("charge_cents").sum()),
        by_hand=by_hand,
    )
    items = _offer_items(store, admitted, charged, decisions=decisions)
    others = admitted.filter(~pl.col("is_mirror"))
    lines_of_others = of_claims.lines.join(others.select("claim_no"), on="claim_no", how="semi", maintain_order="left")
    lines = remits.find_items(others, lines_of_others, items, by_hand=by_hand)
    lost = remits.find_unmatched_lines(others, lines, items, by_hand=by_hand)
    found = others.join(lost, on="claim_no", how="anti", maintain_order="left")
    adjustments = of_claims.adjustments.join(found.select("claim_no"), on="claim_no", how="semi", maintain_order="left")
    amounts = remits.spread_claim(found.select("claim_no", "visit_id", "paid_cents"), adjustments, lines, items)
    lost = pl.concat([lost, _find_stopped(found, amounts, items=items, decisions=decisions)])
    stopped = admitted.join(lost, on="claim_no", maintain_order="left").drop("takes_back_id", "is_mirror")
    outside = pl.concat(
        [*unmatched, waiting.drop("visit_id", "level_no"), stopped.drop("visit_id", "level_no")], how="diagonal_relaxed"
    )
    return MatchedClaims(
        admitted.join(lost, on="claim_no", how="anti", maintain_order="left"),
        amounts.join(lost, on="claim_no", how="anti", maintain_order="left"),
        outside,
    )


def _find_stopped(
    claims: pl.DataFrame, amounts: pl.DataFrame, *, items: pl.DataFrame, decisions: Decisions
) -> pl.DataFrame:
    """claim_no, why: decisions of lines that are decided, or that would take off more, or back more, than there is."""
    repeated = remits.find_repeated(
        claims,
        answered=amounts.select("claim_no", "item_id").unique(),
        decided=decisions.in_force.select("remit_claim_id", "level_no").join(decisions.lines(), on="remit_claim_id"),
    )
    rest = claims.join(repeated, on="claim_no", how="anti")
    taken_off = decisions.on_items().group_by("item_id").agg(taken_off_cents=-pl.col("amount_cents").sum())
    balances = items.select("item_id", "charge_cents").unique("item_id").join(taken_off, on="item_id", how="left")
    excess = remits.find_excess(
        rest,
        moves=remits.take_off(rest.select("claim_no", "level_no"), amounts.join(rest, on="claim_no", how="semi")),
        balances=balances.with_columns(pl.col("taken_off_cents").fill_null(0)),
    )
    return pl.concat([repeated.with_columns(why=pl.lit("second_adjudication")), excess])


def _patients_of(store: Store, matched: pl.DataFrame, *, tables: VisitTables) -> pl.DataFrame:
    """The patients of visits, as people and payers know them: visit_id, last_name, first_name, member_ids."""
    named = tables.visits.join(matched, on="visit_id", how="semi")
    people = reads.parties(store, account_ids=named["account_id"].unique().to_list())
    members = (
        tables.levels.join(named, on="visit_id", how="semi")
        .group_by("visit_id")
        .agg(member_ids=pl.col("member_id").drop_nulls())
    )
    return (
        named.select("visit_id", party_id="patient_id")
        .join(people.select("party_id", "last_name", "first_name"), on="party_id", how="left")
        .join(members, on="visit_id", how="left")
        .with_columns(pl.col("member_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))))
    )


def _offer_items(store: Store, admitted: pl.DataFrame, charged: pl.DataFrame, *, decisions: Decisions) -> pl.DataFrame:
    """What may be meant: the items that are charged; of a reversal that mirrors nothing those of its decision, replaced ones too."""
    reversals = admitted.filter((pl.col("status_code") == remits.REVERSAL) & ~pl.col("is_mirror"))
    if reversals.is_empty():
        return charged
    visit_ids = reversals["visit_id"].unique().to_list()
    account_ids = reads.visit_ids(store, visit_id=visit_ids)["account_id"].unique().to_list()
    items = reads.items(store, account_ids=account_ids)
    moved = decisions.on_items().group_by("item_id", "level_no").agg(pl.col("amount_cents").sum())
    moved = moved.filter(pl.col("amount_cents") != 0).join(items.select("item_id", "visit_id"), on="item_id")
    return remits.offer_taken_back(
        admitted,
        reversals.select("claim_no", taken_id="takes_back_id"),
        responsibilities=reads.responsibilities(store, account_ids=account_ids),
        moved=moved.select("visit_id", "level_no", "item_id"),
        charged=charged,
        items=items,
    )


def write_adjudications(store: Store, matched: MatchedClaims) -> None:
    """Post the decisions of stored claims: entries, and what payers said of each item. A mirror takes back what was posted, leg by leg."""
    claims = matched.claims
    if claims.is_empty():
        return
    keyed = claims.with_columns(
        adjudication_key=pl.format("answer:{}", "remit_claim_id"), source=pl.format("{}:{}", "file", "segment_no")
    ).select(
        "claim_no", "organization_id", "remit_claim_id", "visit_id", "level_no", "status_code", "adjudicated_on", "adjudication_key",
        "source", "takes_back_id", "is_mirror", "paid_cents",
    )  # fmt: skip
    mirrors = keyed.filter("is_mirror")
    if not mirrors.is_empty():
        back = mirrors["takes_back_id"].to_list()
        posted = reads.adjudication_postings(store, remit_claim_id=back)
        amounts = reads.responsibilities(store, remit_claim_id=back)
        _write(store, remits.mirror_adjudications(mirrors, posted, amounts))
    others = keyed.filter(~pl.col("is_mirror"))
    _write(store, remits.post_adjudications(others.drop("takes_back_id", "is_mirror", "paid_cents"), matched.amounts))


def settle_waiting_reversals(store: Store, unmatched: pl.DataFrame) -> pl.DataFrame:
    """Settle stored reversals that mirror a decision which waits too: neither is posted any more. Returns the claims still unmatched.

    unmatched: claims of a round with remit_claim_id, control_number, status_code, charge_cents, paid_cents, payer_control_number, why.
    Their money in suspense comes to nothing; the finding about the decision is resolved.
    """
    reversals = unmatched.filter(pl.col("why").is_in(["nothing_to_reverse", "reversal_differs"]))
    if reversals.is_empty():
        return unmatched
    near = remits.comparable_number(pl.col("control_number")).alias("near_key")
    waiting = reads.waiting_claims(store)
    pairs = remits.pair_waiting(reversals.with_columns(near), waiting.with_columns(near))
    store.amend("remit_claim", pairs, on=("remit_claim_id",))
    both = pl.concat([pairs["remit_claim_id"], pairs["takes_back_id"]])
    resolve_waiting(store, waiting.filter(pl.col("remit_claim_id").is_in(both.implode())))
    return unmatched.filter(~pl.col("remit_claim_id").is_in(both.implode()))


def resolve_waiting(store: Store, done: pl.DataFrame) -> None:
    """The findings that said why these claims wait are resolved. done: source_file_id, segment_no."""
    found = reads.open_findings(store, code=list(remits.WAITING_CODES))
    at = done.select("source_file_id", at_line="segment_no")
    gone = found.join(at, on=["source_file_id", "at_line"], how="semi").select("finding_id")
    store.amend("finding", gone.with_columns(resolved_at=pl.lit(store.now)), on=("finding_id",))


def _write(store: Store, posted: remits.Posted) -> None:
    post_entries(store, posted.entries, posted.postings)
    store.append("responsibility", posted.responsibilities)
