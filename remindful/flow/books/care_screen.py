"""What a file tells of visits and charges that are on file otherwise: who is treated, what was done, what is cancelled."""

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.core.words.money import say_cents
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.identity import Frames, drop_of_encounters

#: Frames whose rows are a patient's, with their own number and what people call them.
OF_PATIENT = {
    "encounters": ("encounter_key", "visit"), "referrals": ("referral_key", "referral"),
    "authorizations": ("authorization_key", "authorization"), "appointments": ("appointment_key", "appointment"),
}  # fmt: skip
STORED = {name: getattr(reads, name) for name in OF_PATIENT}
CANCELLED, CORRECTED = "cancelled", "corrected"
_LINE = ["encounter_key", "line_no"]


def screen_care(store: Store, frames: Frames, *, file: str) -> tuple[Frames, list[Finding]]:
    """(frames without what would change hands, findings). frames: of one organization, by the name of their contracts.

    A visit, referral, authorization or appointment never changes its patient by itself. A charge's number with another code is
    another charge. The charges of a visit that is cancelled are withdrawn, in whatever file they came. charge_messages among the
    frames: encounter_key, line_no, message_key of charges without a number of their own.
    """
    findings: list[Finding] = []
    for name in OF_PATIENT:
        if name in frames and not frames[name].is_empty():
            frames, found = _keep_patients(store, frames, name, file=file)
            findings += found
    frames = _withdraw_cancelled(store, frames)
    if "charges" not in frames or frames["charges"].is_empty():
        return frames, findings
    there = reads.charges(store, encounter_key=frames["charges"]["encounter_key"].unique().to_list())
    frames, found = _keep_codes(frames, there, file=file)
    return frames, [*findings, *found, *_find_repeated(store, frames, there, file=file)]


def _keep_patients(store: Store, frames: Frames, name: str, *, file: str) -> tuple[Frames, list[Finding]]:
    """Frames without the rows of a frame that name another patient than the one on file, and without what hangs on them."""
    key, noun = OF_PATIENT[name]
    rows = frames[name]
    there = STORED[name](store, **{key: rows[key].unique().to_list()}).select(key, known_key="party_key")
    incoming = rows.join(there, on=key, maintain_order="left").filter(pl.col("party_key") != pl.col("known_key"))
    if "tellings" in frames:
        # Who pays for a visit does not tell whose it is.
        assumed = frames["tellings"].filter(
            (pl.col("frame") == name) & (pl.col("column") == "party_key") & (pl.col("how") == "assumed")
        )
        incoming = incoming.join(assumed.select(pl.col("key").alias(key)), on=key, how="anti", maintain_order="left")
    if incoming.is_empty():
        return frames, []
    gone = incoming.select(key)
    remaining = {name: rows.join(gone, on=key, how="anti", maintain_order="left")}
    if name == "encounters":
        remaining |= drop_of_encounters(frames, gone)
    findings = [
        Finding(
            f"{noun}.other_patient",
            At(file, None, number),
            f"The {noun} {number} is {known}'s on file and {other}'s in this file, so nothing that this file tells of it was imported.",
            f"Have the sender correct the patient, or give the other {noun} a number of its own. If the one on file is wrong, withdraw it first.",
        )
        for number, other, known in incoming.select(key, "party_key", "known_key").iter_rows()
    ]
    return frames | remaining, findings


def _withdraw_cancelled(store: Store, frames: Frames) -> Frames:
    """With the charges on file of cancelled visits as withdrawn, but for those that this file tells itself."""
    if "tellings" not in frames:
        return frames
    cancelled = frames["tellings"].filter((pl.col("frame") == "encounters") & (pl.col("how") == CANCELLED))
    if cancelled.is_empty():
        return frames
    there = reads.charges(store, encounter_key=cancelled["key"].unique().to_list())
    incoming = frames.get("charges", there.clear())
    gone = there.join(incoming, on=_LINE, how="anti").with_columns(units=pl.lit(0.0)).select(incoming.columns)
    return frames | {"charges": pl.concat([incoming, gone])} if gone.height or incoming.height else frames


def _keep_codes(frames: Frames, there: pl.DataFrame, *, file: str) -> tuple[Frames, list[Finding]]:
    """Frames without charges whose number is another code's on file: of messages, which have no other number of a charge.

    What comes as rows (CSV, FHIR) corrects a charge by its number: that is taken, and told.
    """
    known = there.select(*_LINE, code_was="procedure_code", cents_was="charge_cents", day_was="service_on")
    incoming = frames["charges"].filter(pl.col("units") != 0)
    other = incoming.join(known, on=_LINE, maintain_order="left").filter(pl.col("procedure_code") != pl.col("code_was"))
    if "tellings" in frames:
        corrected = frames["tellings"].filter((pl.col("frame") == "charges") & (pl.col("how") == CORRECTED))
        number = pl.format("{}|{}", "encounter_key", "line_no")
        other = other.filter(~number.is_in(corrected["key"].implode()))
    if other.is_empty():
        return frames, []
    by_message = "charge_messages" in frames
    findings = [_say_other_code(row, file, is_held=by_message) for row in other.iter_rows(named=True)]
    if not by_message:
        return frames, findings
    return frames | {"charges": frames["charges"].join(other, on=_LINE, how="anti", maintain_order="left")}, findings


def _say_other_code(row: dict[str, object], file: str, *, is_held: bool) -> Finding:
    def say(code: str, cents: str, day: str) -> str:
        amount = row[cents]
        return f"{row[code]} of {row[day]}" + (f" for {say_cents(amount)}" if isinstance(amount, int) else "")

    known, other = say("code_was", "cents_was", "day_was"), say("procedure_code", "charge_cents", "service_on")
    ends = "the one on file stays, the other was not imported" if is_held else "it was corrected"
    remedy = (
        "Have the sender give each charge a number of its own (FT1-2), or credit the former charge first (FT1-6 CR)."
        if is_held
        else "Nothing, if it is a correction; else give the other charge a number of its own."
    )
    return Finding(
        "charge.number_used_again",
        At(file, None, str(row["encounter_key"])),
        f"Visit {row['encounter_key']}: the charge number of {known} on file is that of {other} in this file; {ends}.",
        remedy,
    )


def _find_repeated(store: Store, frames: Frames, there: pl.DataFrame, *, file: str) -> list[Finding]:
    """Charges without a number that another message brought alike: counted once, and told, since they may have been done twice."""
    if "charge_messages" not in frames or frames["charge_messages"].is_empty():
        return []
    before = reads.charge_messages(store, encounter_key=there["encounter_key"].unique().to_list())
    joined = (
        frames["charges"].filter(pl.col("units") != 0)
        .join(frames["charge_messages"], on=_LINE, maintain_order="left")
        .join(there.select(_LINE), on=_LINE, how="semi", maintain_order="left")
        .join(before.select(*_LINE, message_was="message_key"), on=_LINE, how="left", maintain_order="left")
    )  # fmt: skip
    again = joined.filter(pl.col("message_key").ne_missing(pl.col("message_was")))
    return [
        Finding(
            "charge.repeated",
            At(file, None, row["encounter_key"]),
            f"Visit {row['encounter_key']}: {row['procedure_code'] or row['revenue_code']} of {row['service_on']} came before, without a number of its own, "
            f"in another message ({row['message_was'] or 'of an earlier file'}); it is counted once.",
            "If it was done twice, add it by hand, and have the sender give each charge a number of its own (FT1-2).",
        )
        for row in again.iter_rows(named=True)
    ]
