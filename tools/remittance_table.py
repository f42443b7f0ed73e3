"""docs/remittance-files.md: what becomes of each published 835 at hand, told by the same code that posts an office's own."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from remindful.core import remits
from remindful.core.words.findings import Finding
from remindful.core.words.frames import Items, RemitProviderAdjustments
from remindful.core.words.money import say_cents
from remindful.edges import formats

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "remittance-files.md"
DATA = Path(os.environ.get("REMINDFUL_SHARED_DATA") or ROOT.parent / "shared" / "data") / "x12" / "835"
HEAD = """# Published remittance files, and what becomes of each

Nobody here wrote these files: they are the standard's own examples, and samples of other projects, some of them wrong on purpose. For
each, the claims that it pays were booked as it says that they were billed, and then it was posted by the code that posts
an office's own. What is set aside has a reason that a biller can act on: the money of a claim waits in suspense meanwhile, and of a payment
that does not tie out nothing is posted. Files marked as tests (ISA15 = T) are read as by an office in test. Made by
`tools/remittance_table.py`; a test compares.

Together: {files} files, {claims} claims, {posted} posted, {exceptions} set aside.

| file | payments | claims | lines | paid | posted | set aside | why, and what to do |
|---|---:|---:|---:|---:|---:|---:|---|
"""


@dataclass(frozen=True, slots=True)
class Disposition:
    """What became of one file."""

    name: str
    payments: int
    claims: int
    lines: int
    paid_cents: int
    posted: int
    exceptions: int
    findings: tuple[Finding, ...]


def follow_file(path: Path) -> Disposition:
    """Read a file, bill what it answers, and post it. ValueError where what is posted does not come to what was paid."""
    fmt = formats.sniff_format(path)
    if fmt is None:
        raise ValueError(f"{path.name} is of no kind that is read")
    readings = list(fmt.read(path, None))
    found = [finding for reading in readings for finding in reading.findings]
    frames = {name: pl.concat([reading.frames[name] for reading in readings]) for name in readings[0].frames}
    provider = frames.get("remit_provider_adjustments", RemitProviderAdjustments.create_empty())
    claims, lines, adjustments = (frames[name] for name in ("remit_claims", "remit_lines", "remit_adjustments"))
    admitted, _, not_money = remits.admit_remits(frames["remits"], file=path.name, is_in_test=True)
    found += not_money
    checked = remits.check_remits(admitted, claims, lines, adjustments, provider, file=path.name)
    found += checked.findings
    days = checked.remits.select(
        "remit_no", "payer_key", "payer_name", adjudicated_on=pl.col("paid_on").fill_null(date(1900, 1, 1))
    )
    dated = checked.claims.join(days, on="remit_no", maintain_order="left")
    found += remits.check_codes(dated, adjustments, file=path.name)
    plbs = provider.join(days, on="remit_no").with_columns(visit_key=pl.lit(None, dtype=pl.String))
    found += remits.say_provider(plbs, file=path.name)
    posted, waiting = _post(dated.filter("is_tied"), lines, adjustments)
    found += remits.say_unmatched(waiting, file=path.name)
    return Disposition(
        path.name, frames["remits"].height, claims.height, lines.height, int(frames["remits"]["paid_cents"].sum()), posted,
        claims.height - posted, tuple(found),
    )  # fmt: skip


def _post(claims: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame) -> tuple[int, pl.DataFrame]:
    visits, items = _bill(claims, lines)
    levels = visits.select("visit_id").join(pl.DataFrame({"level_no": [1, 2, 3]}), how="cross")
    earlier = {"visit_id": pl.Int64, "level_no": pl.Int64, "payer_control_number": pl.String}
    matched, unmatched = remits.match_claims(
        claims,
        visits=visits,
        visit_payers=levels.with_columns(
            payer_key=pl.lit(None, dtype=pl.String), payer_name=pl.lit(None, dtype=pl.String)
        ),
        answered=pl.DataFrame(schema=earlier),
    )
    people = visits.join(claims, left_on="visit_key", right_on="control_number", maintain_order="left").unique(
        "visit_id", keep="first"
    )
    people = people.select(
        "visit_id",
        last_name="patient_last_name",
        first_name="patient_first_name",
        member_ids=pl.concat_list("member_id"),
    )
    mismatches = remits.find_patient_mismatches(matched, people)
    doubtful = matched.join(mismatches, on="claim_no", how="semi").with_columns(why=pl.lit("patient_differs"))
    matched = matched.join(mismatches, on="claim_no", how="anti", maintain_order="left")
    found = remits.find_items(matched, lines, items)
    lost = remits.find_unmatched_lines(matched, found, items)
    good = matched.join(lost, on="claim_no", how="anti", maintain_order="left")
    adjustments_of_items = remits.spread_claim(
        good, adjustments.join(good, on="claim_no", how="semi", maintain_order="left"), found, items
    )
    paid = int(adjustments_of_items.filter("is_payment")["amount_cents"].sum())
    if paid != int(good["paid_cents"].sum()):
        raise ValueError("what is posted is not what was paid")
    unmatched_lines = matched.join(lost, on="claim_no", maintain_order="left")
    waiting = [unmatched, *(one.drop("visit_id", "level_no") for one in (doubtful, unmatched_lines))]
    return good.height, pl.concat(waiting, how="diagonal")


def _bill(claims: pl.DataFrame, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The visits and items that the first claim of each control number says were billed."""
    firsts = claims.drop_nulls("control_number").unique("control_number", keep="first", maintain_order=True)
    visits = firsts.select(
        "claim_no", visit_key="control_number", whole_cents="charge_cents", from_on="service_from_on"
    )
    visits = visits.with_columns(visit_id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    billed = lines.join(visits, on="claim_no", maintain_order="left").with_columns(
        procedure_code=pl.coalesce("billed_code", "procedure_code")
    )
    bare = visits.join(lines, on="claim_no", how="anti").with_columns(line_no=pl.lit(1), charge_cents="whole_cents")
    rows = pl.concat([billed, bare], how="diagonal_relaxed").with_columns(
        pl.col("charge_cents").abs(),
        item_id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
        organization_id=pl.lit(1, dtype=pl.Int64),
        description=pl.lit(None, dtype=pl.String),
        service_on=pl.coalesce("service_on", "from_on", pl.lit(date(1900, 1, 1))),
    )
    names = Items.column_names()
    blank = [pl.lit(None, dtype=pl.String).alias(name) for name in names if name not in rows.columns]
    return visits.select("visit_id", "visit_key"), Items.validate(rows.with_columns(blank).select(names), cast=True)


def draw_page(dispositions: Iterable[Disposition]) -> str:
    """The page."""
    files = list(dispositions)
    sums = {name: sum(getattr(file, name) for file in files) for name in ("claims", "posted", "exceptions")}
    rows = [
        f"| {file.name} | {file.payments} | {file.claims} | {file.lines} | {say_cents(file.paid_cents)} | {file.posted} | {file.exceptions} | "
        f"{_say_why(file.findings)} |"
        for file in files
    ]
    return HEAD.format(files=len(files), **sums) + "\n".join(rows) + "\n"


def _say_why(findings: tuple[Finding, ...]) -> str:
    """Each kind of finding once, with how often, its first in full, and the cure."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    texts = [
        f"{f'{len(found)} times: ' if len(found) > 1 else ''}{found[0].message} *{found[0].remedy}*" for found in by_code.values()
    ]  # fmt: skip
    return "<br>".join(texts).replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write the page from the files at hand."""
    PAGE.write_text(draw_page(follow_file(path) for path in sorted(DATA.iterdir())), encoding="utf-8")


if __name__ == "__main__":
    main()
