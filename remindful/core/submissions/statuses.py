"""Which sent claim a receiver's word is about. What is not certain is not guessed: it is named, and a person looks."""

from dataclasses import dataclass

import polars as pl

from remindful.core.words.findings import At, Finding

#: Points for what a status without a known number shares with a sent claim; SURE is member, day and charge, LEAD sets the best apart.
POINTS = {"member_id": 35, "service_from_on": 25, "charge_cents": 25, "patient_first_name": 10, "patient_last_name": 5}
SURE, LEAD, WORTH_A_LOOK = 85, 10, 60
_PEOPLE = dict.fromkeys(("member_id", "patient_last_name", "patient_first_name"), pl.String)
_KNOWN = {"payer_control_number": pl.String, "claim_sent_id": pl.Int64}


@dataclass(frozen=True, slots=True)
class MatchedStatuses:
    """frame: statuses with claim_sent_id (a word on a file stands once for each of its claims), matched_by and score (0 to 100).

    unmatched: statuses with why, candidate (the control number of the likeliest claim, null: none) and score.
    """

    frame: pl.DataFrame
    unmatched: pl.DataFrame


def match_statuses(
    statuses: pl.DataFrame, *, sent: pl.DataFrame, people: pl.DataFrame | None = None, known: pl.DataFrame | None = None
) -> MatchedStatuses:
    """Each status with the sent claims that it is about. Every status is in the frame or unmatched, never in both.

    statuses: ClaimStatuses (more columns pass through; a claim_sent_id is found anew). sent: SentClaims. people: claim_sent_id, member_id,
    patient_last_name, patient_first_name, a row for each member number that a claim may have said. known: payer_control_number,
    claim_sent_id, from earlier statuses and remittances.
    """
    keyed = statuses.drop("claim_sent_id", strict=False).with_row_index("row").with_columns(
        near_control=near("control_number"), near_group=bare("group_number"), near_set=bare("set_number"),
        near_file=bare("interchange_number"),
    )  # fmt: skip
    ours = sent.select(
        "claim_sent_id", "file_name", "sent_on", "control_number", near_control=near("control_number"), sent_payer="payer_key",
        near_group=bare("group_number"), near_set=bare("set_number"), near_file=bare("interchange_number"),
        # As our writer numbers a batch (BHT03): the interchange, then the set.
        near_batch=(pl.col("interchange_number") + pl.col("set_number")).str.strip_chars_start("0"),
    )  # fmt: skip
    is_claims = pl.col("control_number").is_not_null()
    of_files = _match_files(keyed.filter(~is_claims | (pl.col("kind") == "999")), ours)
    numbered = _match_numbers(keyed.filter(is_claims & (pl.col("kind") != "999")), ours)
    rest = keyed.filter(pl.col("kind").is_in(["277CA", "277"])).join(
        pl.concat([of_files.pairs, numbered]).select("row"), on="row", how="anti", maintain_order="left"
    )
    by_payer = _match_payer_numbers(rest, known if known is not None else pl.DataFrame(schema=_KNOWN))
    rest = rest.join(by_payer.select("row"), on="row", how="anti", maintain_order="left")
    scored = _score(rest, sent, ours, people if people is not None else _nobody())
    pairs = pl.concat([of_files.pairs, numbered, by_payer, scored.pairs])
    frame = keyed.join(pairs, on="row", maintain_order="left").drop("row", *_WORKING)
    missed = keyed.join(pairs.select("row").unique(), on="row", how="anti", maintain_order="left")
    return MatchedStatuses(frame, _name_why(missed, pl.concat([of_files.doubts, scored.doubts])))


_WORKING = ("near_control", "near_group", "near_set", "near_file")


@dataclass(frozen=True, slots=True)
class _Found:
    """pairs: row, claim_sent_id, matched_by, score. doubts: row, why, candidate, score."""

    pairs: pl.DataFrame
    doubts: pl.DataFrame


def _nobody() -> pl.DataFrame:
    return pl.DataFrame(schema={"claim_sent_id": pl.Int64, **_PEOPLE})


def near(column: str) -> pl.Expr:
    """A control number as receivers may give it back: other case, no blanks, no leading zeros."""
    return pl.col(column).str.to_uppercase().str.replace_all(r"\s", "").str.strip_chars_start("0")


def bare(column: str) -> pl.Expr:
    """A number of a file, group or set, without leading zeros."""
    return pl.col(column).str.strip_chars().str.strip_chars_start("0")


def _pairs(rows: pl.DataFrame, how: str) -> pl.DataFrame:
    return rows.select("row", "claim_sent_id", matched_by=pl.lit(how), score=pl.lit(100, dtype=pl.Int64))


def _doubts(rows: pl.DataFrame, why: str) -> pl.DataFrame:
    nothing = {"candidate": pl.lit(None, dtype=pl.String), "score": pl.lit(None, dtype=pl.Int64)}
    with_scores = rows.with_columns(expr.alias(name) for name, expr in nothing.items() if name not in rows.columns)
    return with_scores.select("row", pl.lit(why).alias("why"), "candidate", pl.col("score").cast(pl.Int64))


def _match_files(keyed: pl.DataFrame, ours: pl.DataFrame) -> _Found:
    """Words on a file (TA1), group, set (999) or batch (277CA), for each claim of it. A fault that names its claim is about that one."""
    is_set = pl.col("set_number").is_not_null()
    keys: dict[str, tuple[pl.Expr, list[str]]] = {
        "file": (pl.col("kind") == "TA1", ["near_file"]),
        "group": ((pl.col("kind") == "999") & ~is_set, ["near_group"]),
        "set": ((pl.col("kind") == "999") & is_set & pl.col("control_number").is_null(), ["near_group", "near_set"]),
        "fault": (
            (pl.col("kind") == "999") & is_set & pl.col("control_number").is_not_null(),
            ["near_group", "near_set", "near_control"],
        ),
    }
    found = [
        keyed.filter(is_kind)
        .join(ours.select("claim_sent_id", "file_name", "sent_on", *on), on=on)
        .select("row", "effective_on", "claim_sent_id", "file_name", "sent_on", matched_by=pl.lit(how))
        for how, (is_kind, on) in keys.items()
    ]
    batches = keyed.filter((pl.col("kind") == "277CA") & is_set & pl.col("control_number").is_null()).join(
        ours.select("claim_sent_id", "file_name", "sent_on", near_set="near_batch"), on="near_set"
    )
    found.append(
        batches.select("row", "effective_on", "claim_sent_id", "file_name", "sent_on", matched_by=pl.lit("batch"))
    )
    every = pl.concat(found)
    # Numbers are given again after years, or by another system: the last file sent by the day of the word.
    by_then = every.filter((pl.col("sent_on") <= pl.col("effective_on")).fill_null(value=True))
    last = by_then.filter(pl.col("sent_on") == pl.col("sent_on").max().over("row"))
    is_two = pl.col("file_name").n_unique().over("row") > 1
    pairs = last.filter(~is_two).select("row", "claim_sent_id", "matched_by", score=pl.lit(100, dtype=pl.Int64))
    return _Found(pairs, _doubts(last.filter(is_two).unique("row"), "two_files"))


def _match_numbers(keyed: pl.DataFrame, ours: pl.DataFrame) -> pl.DataFrame:
    """By the office's own number. Of claims that share it: the one of that batch, of that payer, then the last sent by that day."""
    one_number = ours.group_by("near_control").agg(numbers=pl.col("control_number").n_unique())
    known = ours.join(one_number, on="near_control").rename(
        {"control_number": "sent_control", "near_set": "sent_set", "near_group": "sent_group", "near_file": "sent_file"}
    )
    candidates = keyed.join(known, on="near_control").with_columns(
        is_same=pl.col("sent_control") == pl.col("control_number"), **_of_sending()
    )
    # A number that is only like ours is ours where no other of ours is like it.
    candidates = candidates.filter(pl.col("is_same") | (pl.col("numbers") == 1))
    order = ["is_same", "is_batch", "is_payers", "is_before", "claim_sent_id"]
    best = candidates.sort("row", *order, descending=[False, *[True for _ in order]]).unique(
        "row", keep="first", maintain_order=True
    )
    return _pairs(best, "control_number")


def _of_sending() -> dict[str, pl.Expr]:
    """Which of the times that one claim was sent a status means: that of its batch, to its payer, by its day."""
    return {
        "is_batch": (pl.col("near_batch") == pl.col("near_set")).fill_null(value=False),
        "is_payers": (pl.col("sent_payer") == pl.col("payer_key")).fill_null(value=False),
        "is_before": (pl.col("sent_on") <= pl.col("effective_on")).fill_null(value=True),
    }


def _match_payer_numbers(keyed: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """By the payer's number for the claim, where it told it before of one claim only."""
    numbers = known.drop_nulls().unique()
    single = numbers.filter(~pl.col("payer_control_number").is_duplicated())
    return _pairs(keyed.join(single, on="payer_control_number"), "payer_number")


def _score(keyed: pl.DataFrame, sent: pl.DataFrame, ours: pl.DataFrame, people: pl.DataFrame) -> _Found:
    """By member, day, charge and name. Sure where all of the first three agree, no first name differs, and no other claim comes near.

    A claim that was sent twice is one claim: that of the batch, else of the payer, else the last one sent by the day of the status.
    """
    known = (
        sent.select("claim_sent_id", "organization_id", "service_from_on", "charge_cents")
        .join(ours.select("claim_sent_id", "control_number", "sent_payer", "near_batch", "sent_on"), on="claim_sent_id")
        .join(people, on="claim_sent_id")
        .with_columns(near(name).alias(name) for name in _PEOPLE)
        .rename({name: f"sent_{name}" for name in POINTS} | {"control_number": "candidate"})
    )
    theirs = keyed.filter(is_of_claim() & pl.col("at_segment").is_null()).select(
        "row", "service_from_on", "charge_cents", "near_set", "payer_key", "effective_on",
        *(near(name).alias(name) for name in _PEOPLE),
    )  # fmt: skip
    pairs = theirs.join(known, left_on="member_id", right_on="sent_member_id", coalesce=False)
    agrees = {name: (pl.col(name) == pl.col(f"sent_{name}")).fill_null(value=False) for name in POINTS}
    score = pl.sum_horizontal([pl.when(agrees[name]).then(points).otherwise(0) for name, points in POINTS.items()])
    is_other = (pl.col("patient_first_name") != pl.col("sent_patient_first_name")).fill_null(value=False)
    scored = pairs.with_columns(score=score.cast(pl.Int64), is_other=is_other, **_of_sending())
    order = ["is_batch", "score", "is_payers", "is_before", "claim_sent_id"]
    once = scored.sort(order, descending=True).unique(["row", "organization_id", "candidate"], keep="first")
    ranked = once.sort("row", "score", "claim_sent_id", descending=[False, True, True]).with_columns(
        second=pl.col("score").shift(-1).over("row").fill_null(0)
    )
    best = ranked.unique("row", keep="first", maintain_order=True)
    is_close = pl.col("score") - pl.col("second") < LEAD
    is_sure = (pl.col("score") >= SURE) & ~pl.col("is_other") & ~is_close
    worth = best.filter(~is_sure & (pl.col("score") >= WORTH_A_LOOK))
    doubts = pl.concat([_doubts(worth.filter(is_close), "two_claims"), _doubts(worth.filter(~is_close), "doubtful")])
    sure = best.filter(is_sure).select("row", "claim_sent_id", matched_by=pl.lit("member_day_charge"), score="score")
    return _Found(pl.concat([sure, _of_lines(keyed, sure)]), doubts)


def _of_lines(keyed: pl.DataFrame, sure: pl.DataFrame) -> pl.DataFrame:
    """Statuses of lines, whose charge is their own, with the claim that was found under the same number and member."""
    beside = ("kind", "control_number", "member_id")
    claims = keyed.select("row", *beside).join(sure, on="row").drop("row").unique()
    claims = claims.filter(~pl.struct(beside).is_duplicated())
    lines = keyed.filter(pl.col("at_segment").is_not_null()).select("row", *beside)
    return lines.join(claims, on=beside).select(sure.columns)


def is_of_claim() -> pl.Expr:
    """Whether a status is about a claim, and not about a batch, a provider or a question."""
    return (
        pl.col("control_number").is_not_null()
        | pl.col("patient_last_name").is_not_null()
        | pl.col("member_id").is_not_null()
    )


def _name_why(missed: pl.DataFrame, doubts: pl.DataFrame) -> pl.DataFrame:
    is_file = pl.col("kind").is_in(["TA1", "999"])
    why = (
        pl.when(pl.col("why").is_not_null())
        .then("why")
        .when(is_file & pl.col("group_number").str.contains("*", literal=True))
        .then(pl.lit("other_kind"))
        .when(is_file)
        .then(pl.lit("no_file"))
        .when(is_of_claim())
        .then(pl.lit("no_claim"))
        .when(pl.col("set_number").is_not_null())
        .then(pl.lit("no_batch"))
        .when(pl.col("kind") == "277CA")
        .then(pl.lit("of_provider"))
        .otherwise(pl.lit("of_question"))
    )
    return missed.join(doubts, on="row", how="left", maintain_order="left").with_columns(why=why).drop("row", *_WORKING)


#: Why a status is about no known claim: finding, reason, cure.
WHY: dict[str, tuple[str, str, str]] = {
    "no_file": ("status.no_file", "no file that was sent has these numbers", "Nothing, if another system sent it; otherwise ask the receiver."),
    "two_files": ("status.two_files", "two files sent on one day have these numbers", "Look at the receiver's portal which of them it means."),
    "other_kind": ("status.other_kind", "it responds to a file without claims", "If it was refused, write that file again."),
    "no_batch": ("status.no_batch", "no file that was sent has this batch number", "Nothing, if another system sent it; otherwise ask the receiver."),
    "of_provider": (
        "status.of_provider",
        "it is about all claims of a provider in a batch, and names none of them",
        "If it was refused: correct the provider's entry, and bill the provider's claims of that day again.",
    ),
    "of_question": ("status.of_question", "it responds to an inquiry as a whole, not to a claim", "Correct what it names, and ask again (276)."),
    "no_claim": (
        "status.no_claim",
        "no claim that was sent has this number, and none is of this member, day and charge",
        "Nothing, if another system sent it; otherwise look the patient up and match it manually.",
    ),
    "doubtful": (
        "status.doubtful",
        "it is like one claim, but not certainly about it",
        "Compare patient, day and charge, and match it manually.",
    ),
    "two_claims": (
        "status.two_claims",
        "it matches two claims equally well",
        "Compare patient, day and charge, and match it manually.",
    ),
}  # fmt: skip


def say_unmatched(unmatched: pl.DataFrame, *, file: str) -> list[Finding]:
    """One finding a status that is about no known claim: what it says, why it was not matched, which claim it is likest."""
    findings: list[Finding] = []
    for row in unmatched.iter_rows(named=True):
        code, reason, cure = WHY[row["why"]]
        what = (
            row["control_number"]
            or row["set_number"]
            or row["group_number"]
            or row["interchange_number"]
            or "without a number"
        )
        likest = (
            f" The likeliest is claim {row['candidate']} ({row['score']} of 100 points)." if row["candidate"] else ""
        )
        message = (
            f'The {row["kind"]} status of {what} ("{row["message"] or row["category_code"]}") waits: {reason}.{likest}'
        )
        findings.append(Finding(code, At(file, row["segment_no"], row["control_number"]), message, cure))
    return findings
