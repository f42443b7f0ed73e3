"""Which visit and payer level an answer belongs to. What is not certain is not guessed."""

import polars as pl

from remindful.core.remits.levels import find_level
from remindful.core.words.findings import At, Finding
from remindful.core.words.money import say_cents

#: CLP02: statuses that decide nothing: a claim that another payer is to decide, a predetermination.
FORWARDED, PREDETERMINED = "23", "25"


def match_claims(
    claims: pl.DataFrame, *, visits: pl.DataFrame, visit_payers: pl.DataFrame, answered: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(claims with visit_id and level_no, claims that match nothing with why).

    claims: claim_no, control_number, status_code, payer_key, payer_name, payer_control_number. visits: visit_id, visit_key.
    visit_payers: VisitPayers. answered: visit_id, level_no, payer_control_number of the decisions that stand, oldest first.
    """
    keys = visits.select("visit_id", "visit_key", near_key=normalized_control_number(pl.col("visit_key")))
    exact = claims.join(
        keys.select("visit_id", control_number="visit_key"), on="control_number", how="left", maintain_order="left"
    )
    near = keys.filter(pl.col("near_key").is_not_null() & ~pl.col("near_key").is_duplicated()).select(
        "near_key", near_id="visit_id"
    )
    found = (
        exact.with_columns(near_key=normalized_control_number(pl.col("control_number")))
        .join(near, on="near_key", how="left", maintain_order="left")
        .with_columns(visit_id=pl.coalesce("visit_id", "near_id"))
        .drop("near_key", "near_id")
    )
    return _part(find_level(found, visit_payers=visit_payers, answered=answered))


def _part(found: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    why = (
        pl.when(pl.col("visit_id").is_null())
        .then(pl.lit("no_claim"))
        .when(pl.col("status_code") == PREDETERMINED)
        .then(pl.lit("predetermination"))
        .when(pl.col("status_code") == FORWARDED)
        .then(pl.lit("forwarded"))
        .when(pl.col("level_no").is_null())
        .then(pl.lit("no_level"))
        .when("is_level_doubtful")
        .then(pl.lit("level_differs"))
    )
    found = found.with_columns(why=why).drop("is_level_doubtful")
    return found.filter(pl.col("why").is_null()).drop("why"), found.filter(pl.col("why").is_not_null()).drop(
        "visit_id", "level_no"
    )


def normalized_control_number(number: pl.Expr) -> pl.Expr:
    """A control number as payers may give it back: other case, no blanks, dashes or other signs, no leading zeros. Empty: null."""
    bare = number.str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "").str.strip_chars_start("0")
    return pl.when(bare != "").then(bare)


def comparable_number(number: pl.Expr) -> pl.Expr:
    """What control numbers are compared by: normalized, or as written where nothing is left of it."""
    return pl.coalesce(normalized_control_number(number), number)


def find_patient_mismatches(matched: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """claim_no of answers that name another patient than the visit's: some payers give one control number to several people.

    matched: visit_id, patient_last_name, patient_first_name, member_id. people: visit_id, last_name, first_name, member_ids (a list).
    Another name is a doubt where the member's number is another, or not told, and the surname differs; a like name never is.
    """
    joined = matched.join(people, on="visit_id", how="left").with_columns(
        theirs=normalized_control_number(pl.col("member_id")),
        ours=pl.col("member_ids").list.eval(normalized_control_number(pl.element())).list.drop_nulls(),
    )
    is_last = _is_alike("patient_last_name", "last_name")
    is_named = is_last & _is_alike("patient_first_name", "first_name")
    has_member_id = pl.col("theirs").is_not_null() & (pl.col("ours").list.len() > 0)
    is_member = pl.col("ours").list.contains(pl.col("theirs"))
    is_mismatch = pl.when(has_member_id).then(~is_member & ~is_named).otherwise(~is_last)
    return joined.filter(is_mismatch.fill_null(value=False)).select("claim_no")


def _is_alike(theirs: str, ours: str) -> pl.Expr:
    """Names that are the same, or of which one is the beginning of the other (cut, or an initial); what is not known is no doubt."""
    one, other = (pl.col(name).str.to_uppercase().str.replace_all(r"[^A-Z]", "") for name in (theirs, ours))
    return (one.str.starts_with(other) | other.str.starts_with(one)).fill_null(value=True)


WHY = {
    "no_claim": (
        "remit.no_claim",
        "no claim with this control number is on file",
        "Import the 837 of this claim; posting is tried again in every nightly run. `remindful remits waiting` "
        "shows possible matches. If it was billed elsewhere, refund it.",
    ),
    "of_opening": (
        "remit.of_opening",
        "its visit was brought in as an open balance from another system, which may know of this payment already",
        "Compare it with the other system. If the balance does not have it yet, take the balance back there, import the visit's claim, and "
        "import the balance again only for what is left; if it has, close this exception.",
    ),
    "charge_differs": (
        "remit.charge_differs",
        "its charge is not that of the claim on file",
        "Compare the two: where a claim was changed, import its replacement (frequency 7); where it is right all the same, post it "
        "(`remindful remits waiting` shows how).",
    ),
    "patient_differs": (
        "remit.patient_differs",
        "its patient (name and member number) is another than that of the claim with this control number",
        "Compare the two: post it on the right claim (`remindful remits waiting` shows how), or ask the payer which claim it paid.",
    ),
    "predetermination": (
        "remit.predetermination",
        "it is a predetermination, not a payment",
        "Nothing to do: it is kept on file.",
    ),
    "forwarded": (
        "remit.forwarded",
        "this payer did not process it and sent it on to another payer (CLP02 = 23)",
        "Wait for the other payer's decision; check who it is, and correct the payer on the claim if needed.",
    ),
    "level_differs": (
        "remit.level_differs",
        "its payer processed it as another payer level than the claim has it, and the level that it names has not been decided",
        "Check the coordination of benefits: if the first payer's decision is still to come, this one is posted after it by itself; else "
        "correct the order of the payers, or post it by hand (`remindful remits waiting` shows how).",
    ),
    "no_level": (
        "remit.no_level",
        "the claim on file names no payer, so this payment cannot be matched to a payer",
        "Import the claim again with its payer, or post the payment manually.",
    ),
    "no_line": (
        "remit.no_line",
        "one of its lines matches no charge of the visit for certain (other code, amount or line number)",
        "Compare the payer's lines with the claim; import a corrected claim (frequency 7) if it was billed wrong; post it if the payer "
        "only named it otherwise (`remindful remits waiting` shows how).",
    ),
    "second_adjudication": (
        "remit.second_adjudication",
        "its payer has decided this claim before, and took nothing back",
        "Ask the payer for the reversal of its first decision: when it comes, this one is posted by itself. If it was sent by mistake, "
        "return the money.",
    ),
    "duplicate_denial": (
        "remit.duplicate_denial",
        "the payer denies it as a copy of a claim that it has decided; that decision stands",
        "Nothing, unless the two are different services: then send the second one corrected.",
    ),
    "pending": (
        "remit.pending",
        "the payer has not decided yet (CARC 133)",
        "Wait for its decision, or ask for the claim's status: `remindful status-inquiry`.",
    ),
    "nothing_to_reverse": (
        "remit.nothing_to_reverse",
        "it takes back a decision that is not on the books, or was taken back before",
        "Import the remittance that it takes back: it is tried again every night. If the payer took the money back twice, ask it for the second.",
    ),
    "reversal_differs": (
        "remit.reversal_differs",
        "its charge and payment are not those of a decision that stands on this claim, so what it takes back is not certain",
        "Compare it with the payer's earlier decisions; ask the payer for a corrected remittance, or post it by hand "
        "(`remindful remits waiting` shows how).",
    ),
    "takeback_exceeds": (
        "remit.takeback_exceeds",
        "it would take back more from a line than this payer paid or wrote off on it",
        "Compare it with the payer's earlier decisions, and ask the payer for a corrected remittance.",
    ),
    "negative_decision": (
        "remit.negative_decision",
        "its charge or payment is negative, though it is not marked as a reversal (CLP02 = 22)",
        "Ask the payer for a corrected remittance: money that was posted is taken back by a reversal only.",
    ),
    "reversal_charge": (
        "remit.reversal_charge",
        "it is a reversal with a positive charge, so it mirrors no decision",
        "Ask the payer for a corrected remittance.",
    ),
    "write_off_exceeds": (
        "remit.write_off_exceeds",
        "its write-offs would take more off a line than was charged: it seems to repeat what the payer before it wrote off",
        "Compare it with the first payer's decision; post what is right by hand, or ask the payer for a corrected remittance.",
    ),
    "claim_unbalanced": (
        "remit.claim_unbalanced",
        "its amounts do not add up",
        "Ask the payer for a corrected remittance.",
    ),
}


#: Codes of findings about an answer that waits.
WAITING_CODES = tuple(code for code, _, _ in WHY.values())


def say_unmatched(unmatched: pl.DataFrame, *, file: str) -> list[Finding]:
    """One finding a claim: claim_no, segment_no, control_number, paid_cents, why."""
    return [
        Finding(
            WHY[row["why"]][0],
            At(file, row["segment_no"], row["control_number"]),
            f"The payment for claim {row['control_number'] or '(no number)'} ({say_cents(row['paid_cents'] or 0)} paid) is not posted: {WHY[row['why']][1]}.",
            WHY[row["why"]][2],
            amount_cents=row["paid_cents"],
        )
        for row in unmatched.iter_rows(named=True)
    ]
