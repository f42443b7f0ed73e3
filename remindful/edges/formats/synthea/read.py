"""Reads a Synthea folder: people first, then claims in parts, so that memory stays flat however large the folder is."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.formats import Reading
from remindful.edges.formats.synthea.adjudications import adjudication_frames, payment_frame
from remindful.edges.formats.synthea.care import read_care
from remindful.edges.formats.synthea.claims import claim_frames, level_payers
from remindful.edges.formats.synthea.faults import find_faults, findings_of
from remindful.edges.formats.synthea.people import read_people
from remindful.edges.formats.synthea.tables import COLUMNS, LINE_NO, check_tables, day, read_header, scan_table
from remindful.edges.formats.synthea.transactions import place_transactions, sum_lines

PART_BYTES = 256_000_000  # of claims_transactions.csv; a part takes about four times as much memory
HEAD_LINES = {
    "Id,BIRTHDATE,DEATHDATE,SSN",
    "Id,PATIENTID,PROVIDERID,PRIMARYPATIENTINSURANCEID",
    "ID,CLAIMID,CHARGEID,PATIENTID,TYPE",
    "Id,NAME,OWNERSHIP,ADDRESS",
    "Id,NAME,ADDRESS,CITY,STATE,ZIP,LAT,LON",
    "Id,NAME,ADDRESS,CITY,STATE_HEADQUARTERED",  # payers, before 2022
    "Id,ORGANIZATION,NAME,GENDER,SPECIAL",
    "Id,START,STOP,PATIENT,",
    "Id,DATE,PATIENT,ENCOUNTER,",
    "PATIENT,MEMBERID,START_DATE",
    "START,STOP,PATIENT,",
    "DATE,PATIENT,ENCOUNTER,",
}


def sniff_synthea(head: bytes, name: str) -> bool:
    """Whether these are the first bytes of one of Synthea's CSV tables, by its header; `name` does not matter."""
    del name
    return head.removeprefix(b"\xef\xbb\xbf").startswith(tuple(line.encode() for line in HEAD_LINES))


def is_synthea_folder(path: Path) -> bool:
    """Whether this is a folder with Synthea's patients.csv in it."""
    return path.is_dir() and set(COLUMNS["patients"]) <= set(read_header(path / "patients.csv"))


def read_synthea(path: Path, mapping: Path | None = None) -> Iterator[Reading]:
    """Pieces of a folder, given as the folder or as its patients.csv. No mapping is needed.

    Any other table of the folder yields one empty piece, since it is read together with patients.csv: so a folder whose
    files are imported one by one is read once.
    """
    del mapping
    if path.is_dir() or path.name == "patients.csv":
        yield from read_folder(path if path.is_dir() else path.parent)
    elif (path.parent / "patients.csv").is_file():
        yield Reading({})
    else:
        message = "This is a single table of a Synthea folder; alone it is not enough."
        yield Reading(
            {}, [Finding("synthea.table", At(path.name), message, "Give the whole folder, with patients.csv in it.")]
        )


def read_folder(folder: Path, *, care: bool = False) -> Iterator[Reading]:
    """Demographics and contacts (the dead), then for each part: claims, their payers and lines, remits and payments.

    care: the encounters with their codes instead, for an office that bills them itself.
    """
    if not is_synthea_folder(folder):
        message = "The folder has no patients.csv of Synthea."
        yield Reading(
            {}, [Finding("synthea.table", At("patients.csv"), message, "Give the folder `csv` that Synthea wrote.")]
        )
        return
    if not (folder / "claims.csv").is_file() or check_tables(folder):
        yield Reading({}, check_tables(folder))
        return
    people = read_people(folder)
    yield people
    if care:
        yield read_care(folder)
        return
    size = (folder / "claims_transactions.csv").stat().st_size
    part_count = 1 + size // PART_BYTES
    seen = (0, 0, 0)
    for part_no in range(part_count):
        piece, seen = _read_part(folder, people.frames["demographics"], part_no, part_count, seen)
        yield piece


def _read_part(
    folder: Path, people: pl.DataFrame, part_no: int, part_count: int, seen: tuple[int, int, int]
) -> tuple[Reading, tuple[int, int, int]]:
    """One part, by the claims' keys. seen: the last claim_no, remit_no and remit claim_no of earlier parts."""
    claims = _of_part(folder, "claims", "Id", part_no, part_count).with_columns(service_on=day("SERVICEDATE"))
    transactions = _of_part(folder, "claims_transactions", "CLAIMID", part_no, part_count)
    sides = _sides(folder, people, claims)
    payers = level_payers(claims, sides["payers"])
    billed = claims.select("Id", has_payer=pl.col("Id").is_in(payers["Id"].implode())).unique("Id")
    placed = place_transactions(transactions, billed)
    lines = sum_lines(placed)
    faults = find_faults(claims, payers, placed, lines)
    good = _number(claims.join(faults, on=LINE_NO, how="anti"), sides["patients"], after=seen[0])
    ids = good["Id"].implode()
    placed, lines = placed.filter(pl.col("CLAIMID").is_in(ids)), lines.filter(pl.col("CLAIMID").is_in(ids))
    payers = payers.filter(pl.col("Id").is_in(ids))
    frames = claim_frames(good.drop("first_name", "last_name"), payers, lines, sides=sides)
    frames |= adjudication_frames(good, payers, lines, part_no=part_no, after=seen[1:])
    frames["payments"] = payment_frame(good, placed)
    unmatched = transactions.join(claims, left_on="CLAIMID", right_on="Id", how="anti")
    rows_read = claims.height + transactions.height
    findings = [*findings_of(faults), *_unmatched_findings(unmatched)]
    reading = Reading(frames, findings, rows_read, rows_read - good.height - placed.height)
    return reading, (
        _last(frames["claims"]["claim_no"], seen[0]),
        _last(frames["remits"]["remit_no"], seen[1]),
        _last(frames["remit_claims"]["claim_no"], seen[2]),
    )


def _of_part(folder: Path, table: str, key: str, part_no: int, part_count: int) -> pl.DataFrame:
    return scan_table(folder, table).filter(pl.col(key).fill_null("").hash() % part_count == part_no).collect()


def _sides(folder: Path, people: pl.DataFrame, claims: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables beside the claims, those that grow with the folder only as far as these claims need them."""
    sides = {name: scan_table(folder, name).drop(LINE_NO).collect() for name in ("payers", "organizations")}
    sides["encounters"] = _side(folder, "encounters", "Id", claims["APPOINTMENTID"])
    sides["payer_transitions"] = _side(folder, "payer_transitions", "PATIENT", claims["PATIENTID"])
    who = ("party_key", "first_name", "last_name", "birth_on", "line1", "city", "state", "zip")
    return sides | {"patients": people.select(who)}


def _number(claims: pl.DataFrame, patients: pl.DataFrame, *, after: int) -> pl.DataFrame:
    """The claims in the file's order, numbered, with their patients' names."""
    names = patients.select("party_key", "first_name", "last_name")
    named = claims.sort(LINE_NO).join(
        names, left_on="PATIENTID", right_on="party_key", how="left", maintain_order="left"
    )
    return named.with_row_index("claim_no", offset=after + 1).with_columns(pl.col("claim_no").cast(pl.Int64))


def _last(numbers: pl.Series, before: int) -> int:
    return numbers[-1] if len(numbers) else before


def _side(folder: Path, table: str, key: str, wanted: pl.Series) -> pl.DataFrame:
    keys = wanted.drop_nulls().unique().alias(key).to_frame().lazy()
    return scan_table(folder, table).drop(LINE_NO).join(keys, on=key, how="semi").collect()


def _unmatched_findings(unmatched: pl.DataFrame) -> list[Finding]:
    firsts = unmatched.group_by("CLAIMID").agg(pl.col(LINE_NO).min(), count=pl.len()).sort(LINE_NO)
    return [
        Finding(
            "synthea.no_claim",
            At("claims_transactions.csv", line_no, claim_id),
            f"{count} transactions from this line on name a claim that claims.csv does not have; they were not imported.",
            "Give the whole folder as Synthea wrote it.",
        )
        for claim_id, line_no, count in firsts.rows()
    ]
