"""Payers' claims matched to visits, levels and items, screened, and written to the books."""

from dataclasses import dataclass
from datetime import date

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
    """claims: those to be posted, with visit_id, level_no, takes_back_id and is_mirror. lines: theirs, with item_id. items: what
    they may be for.

    unmatched: the other claims, with why.
    """

    claims: pl.DataFrame
    lines: pl.DataFrame
    items: pl.DataFrame
    unmatched: pl.DataFrame


def find_visits(claims: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """claim_no, near_key and visit_id of every visit whose number is, or comes near, that of a claim."""
    near = pl.coalesce(remits.normalized_control_number(pl.col("number")), "number").alias("near_key")
    keys = visits.select("visit_id", number="visit_key").with_columns(near)
    numbers = claims.select("claim_no", number="control_number").with_columns(near)
    return numbers.join(keys.select("visit_id", "near_key"), on="near_key").select("claim_no", "near_key", "visit_id")


def find_standing(store: Store, visit_ids: list[int]) -> pl.DataFrame:
    """StoredRemitClaims of these visits that stand: posted, and not taken back."""
    return coverage.standing_adjudications(reads.remit_claims(store, visit_id=visit_ids), day=date.max)


def match_claims(store: Store, claims: pl.DataFrame, of_claims: ClaimLines) -> MatchedClaims:
    """Find the visits and items that claims are for, and hold what may not be posted.

    claims: RemitClaims with organization_id, remit_claim_id, payer_key, adjudicated_on and file (its name); no two of one visit.
    """
    if claims.is_empty():
        none = claims.with_columns(
            visit_id=_NO_ID, level_no=_NO_ID, takes_back_id=_NO_ID, is_mirror=pl.lit(value=False)
        )
        return MatchedClaims(
            none, of_claims.lines.clear(), none, claims.with_columns(why=pl.lit(None, dtype=pl.String))
        )
    visits, numbers = reads.visit_ids(store), reads.visit_numbers(store)
    standing = find_standing(store, find_visits(claims, numbers)["visit_id"].unique().to_list())
    matched, unmatched = remits.match_claims(
        claims,
        visits=numbers.select("visit_id", "visit_key"),
        visit_payers=reads.visit_levels(store),
        answered=standing,
    )
    mismatches = remits.find_patient_mismatches(matched, _patients_of(store, matched, visits=visits))
    doubtful = matched.join(mismatches, on="claim_no", how="semi", maintain_order="left").drop("visit_id", "level_no")
    doubtful = doubtful.with_columns(why=pl.lit("patient_differs"))
    certain = matched.join(mismatches, on="claim_no", how="anti", maintain_order="left")
    return _screen(store, certain, of_claims, standing=standing, unmatched=[unmatched, doubtful])


def match_by_hand(store: Store, claim: pl.DataFrame, of_claims: ClaimLines) -> MatchedClaims:
    """One claim with the visit that a person named (visit_id): its number, or its charge, may be another."""
    visit_ids = claim["visit_id"].to_list()
    standing = find_standing(store, visit_ids)
    levelled = remits.find_level(claim, visit_payers=reads.visit_levels(store, visit_id=visit_ids), answered=standing)
    if levelled["level_no"].null_count():
        unmatched = levelled.with_columns(why=pl.lit("no_level"))
        return MatchedClaims(levelled.clear(), of_claims.lines.clear(), levelled.clear(), unmatched)
    return _screen(store, levelled, of_claims, standing=standing, unmatched=[], by_hand=True)


def _screen(
    store: Store,
    matched: pl.DataFrame,
    of_claims: ClaimLines,
    *,
    standing: pl.DataFrame,
    unmatched: list[pl.DataFrame],
    by_hand: bool = False,
) -> MatchedClaims:
    """What may be posted, with its items. Each reason to wait is looked at in turn: what stands, the lines, the write-offs."""
    charged = reads.current_items(store, visit_id=matched["visit_id"].unique().to_list())
    admitted, waiting = remits.screen_adjudications(
        matched,
        standing=standing,
        adjustments=of_claims.adjustments,
        visit_charges=charged.group_by("visit_id").agg(visit_cents=pl.col("charge_cents").sum()),
    )
    items = _offer_items(store, admitted, charged)
    mirrors = admitted.filter("is_mirror").select("claim_no")
    others = admitted.join(mirrors, on="claim_no", how="anti", maintain_order="left")
    own = of_claims.lines.join(others.select("claim_no"), on="claim_no", how="semi", maintain_order="left")
    lines = remits.find_items(others, own, items, by_hand=by_hand)
    lost = remits.find_unmatched_lines(others, lines, items, by_hand=by_hand)
    excess = _find_excess(store, others.join(lost, on="claim_no", how="anti"), of_claims, lines=lines, items=items)
    lost = pl.concat([lost, excess.with_columns(why=pl.lit("write_off_exceeds"))])
    stopped = admitted.join(lost, on="claim_no", maintain_order="left").drop("takes_back_id", "is_mirror")
    outside = pl.concat(
        [*unmatched, waiting.drop("visit_id", "level_no"), stopped.drop("visit_id", "level_no")], how="diagonal_relaxed"
    )
    return MatchedClaims(
        admitted.join(lost, on="claim_no", how="anti", maintain_order="left"),
        lines.join(lost, on="claim_no", how="anti", maintain_order="left"),
        items,
        outside,
    )


def _patients_of(store: Store, matched: pl.DataFrame, *, visits: pl.DataFrame) -> pl.DataFrame:
    """The patients of visits, as people and payers know them: visit_id, last_name, first_name, member_ids."""
    named = visits.join(matched, on="visit_id", how="semi")
    people = reads.parties(store, account_ids=named["account_id"].unique().to_list())
    members = (
        reads.visit_levels(store, visit_id=named["visit_id"].to_list())
        .group_by("visit_id")
        .agg(member_ids=pl.col("member_id").drop_nulls())
    )
    return (
        named.select("visit_id", party_id="patient_id")
        .join(people.select("party_id", "last_name", "first_name"), on="party_id", how="left")
        .join(members, on="visit_id", how="left")
        .with_columns(pl.col("member_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))))
    )


def _offer_items(store: Store, admitted: pl.DataFrame, charged: pl.DataFrame) -> pl.DataFrame:
    """What may be meant: the items that are charged; of a reversal those that its decision was posted on, replaced ones too."""
    reversals = admitted.filter(pl.col("takes_back_id").is_not_null())
    if reversals.is_empty():
        return charged
    visit_ids = reversals["visit_id"].unique().to_list()
    account_ids = reads.visit_ids(store, visit_id=visit_ids)["account_id"].unique().to_list()
    items = reads.items(store, account_ids=account_ids)
    moved = _on_items(store, visit_ids).group_by("item_id", "level_no").agg(pl.col("amount_cents").sum())
    moved = moved.filter(pl.col("amount_cents") != 0).join(items.select("item_id", "visit_id"), on="item_id")
    return remits.offer_taken_back(
        admitted,
        reversals.select("claim_no", taken_id="takes_back_id"),
        responsibilities=reads.responsibilities(store, account_ids=account_ids),
        moved=moved.select("visit_id", "level_no", "item_id"),
        charged=charged,
        items=items,
    )


def _on_items(store: Store, visit_ids: list[int]) -> pl.DataFrame:
    """Postings of adjudications of these visits on items: remit_claim_id, item_id, level_no, amount_cents (less than 0: taken off)."""
    posted = reads.remit_claims(store, visit_id=visit_ids)["remit_claim_id"].to_list()
    lines = reads.adjudication_postings(store, remit_claim_id=posted)
    return lines.filter(pl.col("ledger_account") == str(LedgerAccount.RECEIVABLE))


def _find_excess(
    store: Store, claims: pl.DataFrame, of_claims: ClaimLines, *, lines: pl.DataFrame, items: pl.DataFrame
) -> pl.DataFrame:
    """claim_no of later payers' decisions that would write off more than was charged."""
    later = claims.filter((pl.col("level_no") > 1) & pl.col("takes_back_id").is_null())
    if later.is_empty():
        return later.select("claim_no")
    adjustments = of_claims.adjustments.join(later.select("claim_no"), on="claim_no", how="semi", maintain_order="left")
    spread = remits.spread_claim(later.select("claim_no", "visit_id", "paid_cents"), adjustments, lines, items)
    taken_off = _on_items(store, later["visit_id"].unique().to_list()).group_by("item_id").agg(
        taken_off_cents=-pl.col("amount_cents").sum()
    )  # fmt: skip
    balances = items.select("item_id", "charge_cents").unique("item_id").join(taken_off, on="item_id", how="left")
    return remits.find_excess_write_offs(
        later,
        moves=remits.take_off(later.select("claim_no", "level_no"), spread),
        balances=balances.with_columns(pl.col("taken_off_cents").fill_null(0)),
    )


def write_adjudications(store: Store, matched: MatchedClaims, adjustments: pl.DataFrame) -> None:
    """Post the decisions of stored claims: entries, and what payers amounts of each item. A mirror takes back what was posted, leg by leg."""
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
    adjustments = adjustments.join(others.select("claim_no"), on="claim_no", how="semi", maintain_order="left")
    spread = remits.spread_claim(
        others.select("claim_no", "visit_id", "paid_cents"), adjustments, matched.lines, matched.items
    )
    _write(store, remits.post_adjudications(others.drop("takes_back_id", "is_mirror", "paid_cents"), spread))


def _write(store: Store, posted: remits.Posted) -> None:
    post_entries(store, posted.entries, posted.postings)
    store.append("responsibility", posted.responsibilities)
