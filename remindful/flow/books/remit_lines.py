"""Lines and adjustments of remittances: stored as they are posted, read by claim; those that an earlier version left in its files."""

from dataclasses import dataclass

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.receive import read_stored
from remindful.flow.office.exceptions import keep_findings
from remindful.flow.office.home import Home

type Frames = dict[str, pl.DataFrame]
LINES_MISSING = "remit.lines_missing"
RESTORE = "Put the folder `received` of the home back from a backup: the next night stores them."
#: By what a claim of a file is known again as the stored one.
SAME_CLAIM = ("remit_no", "claim_no", "control_number", "charge_cents", "paid_cents")


@dataclass(frozen=True, slots=True, eq=False)
class ClaimLines:
    """RemitLines and RemitAdjustments of some claims, by their claim_no."""

    lines: pl.DataFrame
    adjustments: pl.DataFrame


def read_lines(store: Store, claims: pl.DataFrame) -> ClaimLines:
    """The stored lines and adjustments of claims. claims: remit_claim_id, which is their claim_no."""
    ids = claims["remit_claim_id"].to_list()
    return ClaimLines(reads.remit_lines(store, claim_no=ids), reads.remit_adjustments(store, claim_no=ids))


def store_lines(
    store: Store,
    frames: Frames,
    *,
    remits: pl.DataFrame,
    claims: pl.DataFrame,
    source_file_id: int,
) -> None:
    """Store the lines and adjustments of a file's remittances, and note on the file that they are there.

    frames: remit_lines, remit_adjustments, remit_provider_adjustments. remits: remit_no, remit_id. claims: claim_no, remit_claim_id.
    What belongs to none of them is left out.
    """
    of_claim, of_remit = claims.select("claim_no", "remit_claim_id"), remits.select("remit_no", "remit_id")
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("adjustment_no")
    for table, frame, of, more in (
        ("remit_line", frames["remit_lines"], of_claim, []),
        ("remit_adjustment", frames["remit_adjustments"], of_claim, [number]),
        ("remit_provider_adjustment", frames["remit_provider_adjustments"], of_remit, [number]),
    ):
        key = of.columns[0]
        store.append(table, frame.join(of, on=key, maintain_order="left").drop(key).with_columns(more))
    stored = pl.DataFrame({"source_file_id": [source_file_id], "has_remit_lines": [True]})
    store.amend("source_file", stored, on=("source_file_id",))


def fill_lines(store: Store, *, home: Home) -> None:
    """Store the lines of remittances that an earlier version posted without them, once, from their files as they came. books: of one
    organization.

    A file that is not in the home any more, or is read otherwise now, is a finding. Cheap where there is none.
    """
    files = reads.files_without_remit_lines(store).select("source_file_id", "sha256", "name")
    for source_file_id, sha256, name in files.iter_rows():
        _fill_file(store, source_file_id, sha256, name, home=home)


def _fill_file(store: Store, source_file_id: int, sha256: str, name: str, *, home: Home) -> None:
    numbers = reads.remit_numbers(store, source_file_id=source_file_id)
    frames = _read_file(sha256, name, numbers, home=home)
    if frames is None:
        missing = [_say_missing(name, numbers["remit_id"].n_unique())]
        keep_findings(store, missing, station="import", source_file_id=source_file_id)
        return
    claims = numbers.drop_nulls("claim_no").select("remit_claim_id", "remit_no", "claim_no")
    remarks = claims.join(frames["remit_claims"], on=["remit_no", "claim_no"]).select(
        "remit_claim_id", own_remark_codes="remark_codes"
    )
    store.amend("remit_claim", remarks, on=("remit_claim_id",))
    store_lines(
        store,
        frames,
        remits=numbers.select("remit_no", "remit_id").unique(),
        claims=claims,
        source_file_id=source_file_id,
    )
    found = reads.open_findings(store, code=[LINES_MISSING], source_file_id=[source_file_id])
    gone = found.select("finding_id").with_columns(resolved_at=pl.lit(store.now))
    store.amend("finding", gone, on=("finding_id",))


def _read_file(sha256: str, name: str, numbers: pl.DataFrame, *, home: Home) -> Frames | None:
    """The frames of a kept file; nothing where it is gone, or does not have the stored remittances as they were posted."""
    if not home.received(sha256).exists():
        return None
    frames = read_stored(sha256, name, home=home).frames
    if "remits" not in frames:
        return None
    no_remit = numbers.join(frames["remits"], on="remit_no", how="anti")
    no_claim = numbers.drop_nulls("claim_no").join(frames["remit_claims"], on=SAME_CLAIM, how="anti", nulls_equal=True)
    return frames if no_remit.is_empty() and no_claim.is_empty() else None


def _say_missing(name: str, count: int) -> Finding:
    return Finding(
        LINES_MISSING,
        At(name),
        f"The lines of its {count} payments are not in the store: an earlier version posted them without, and the file is not in the "
        "home any more, or is read otherwise now. Those of its claims that wait are not tried again.",
        RESTORE,
    )
