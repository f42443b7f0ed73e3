"""Which organization sent what a file answers, by the numbers under which it went out. Where not exactly one fits, it is nobody's."""

from dataclasses import dataclass

import polars as pl

from remindful.core.submissions.sent_requests import ABOUT_CLAIMS, TO_AUTHORIZE
from remindful.core.submissions.statuses import bare, is_of_claim, near

#: How match_statuses finds a claim without its number.
_WITHOUT_NUMBER = ("payer_number", "member_day_charge")
_RECEIPT = "277CA"
#: How the reader of 278 numbers what was decided apart.
_APART = r"([/#]\d+)$"


@dataclass(frozen=True, slots=True)
class Split:
    """rows: the rows' own column, organization_id. why: a sentence why they are nobody's, and rows is empty; null where each has its own."""

    rows: pl.DataFrame
    why: str | None


def split_statuses(
    statuses: pl.DataFrame, *, sent: pl.DataFrame, requests: pl.DataFrame, matched: pl.DataFrame
) -> Split:
    """Each status_no with the organization that sent what it is about; or none of them, as soon as one word fits no organization, or two.

    statuses: ClaimStatuses of one file. sent, requests: SentClaims and SentRequests of every organization. matched: the frame of
    match_statuses over all of them. A control number whose claim has another day and another charge than the word tells is no fit,
    save in the batch that the claim went out in. A word on a batch or a provider alone goes with the claims beside it.
    """
    keyed = statuses.with_columns(
        near_control=near("control_number"), near_set=bare("set_number"), near_file=bare("interchange_number"),
        near_group=bare("group_number").str.replace(r"\*0*", "*"),
    )  # fmt: skip
    without = matched.filter(pl.col("matched_by").is_in(_WITHOUT_NUMBER)).join(
        sent.select("claim_sent_id", "organization_id"), on="claim_sent_id"
    )
    fits = [_fit_files(keyed, sent, requests), _fit_batches(keyed, sent), _fit_numbers(keyed, sent), without]
    owned = _count("status_no", keyed, fits).with_columns(
        must_fit=pl.col("kind").is_in(["TA1", "999"]) | is_of_claim(),
        number=pl.coalesce("control_number", "set_number", "group_number", "interchange_number"),
    )
    return _settle("status_no", _follow_claims(owned))


def split_authorizations(
    answers: pl.DataFrame, *, requests: pl.DataFrame, authorizations: pl.DataFrame, coverages: pl.DataFrame
) -> Split:
    """Each authorization_key of one file of answers (278) with the organization that asked under it; or none of them.

    requests: SentRequests; what was asked by telephone stands in authorizations alone. Where two asked under one number, the patient decides.
    """
    keyed = answers.with_columns(near=_key("authorization_key"), response_party=_key("party_key"))
    requested = requests.select(
        "organization_id", near=_key("authorization_key"), is_requested=pl.lit(value=True)
    ).unique()
    known = authorizations.select("organization_id", "party_key", near=_key("authorization_key")).join(
        requested, on=["organization_id", "near"], how="left"
    )
    apart = keyed.join(known, on="near", how="anti").with_columns(near=pl.col("near").str.replace(_APART, ""))
    pairs = pl.concat([keyed.join(known, on="near", how="semi"), apart]).join(known, on="near", suffix="_known")
    members = coverages.select("organization_id", party_key_known="party_key", response_party=_key("member_id"))
    is_patient = [
        pairs.filter(pl.col("response_party") == _key("party_key_known")),
        pairs.join(members.drop_nulls(), on=["organization_id", "party_key_known", "response_party"], how="semi"),
    ]
    patients = pl.concat(is_patient).select("authorization_key", "organization_id", is_patient=pl.lit(value=True))
    ranked = pairs.join(patients.unique(), on=["authorization_key", "organization_id"], how="left").with_columns(
        pl.col("is_requested", "is_patient").fill_null(value=False)
    )
    for better in ("is_requested", "is_patient"):
        ranked = ranked.filter(pl.col(better) | ~pl.col(better).any().over("authorization_key"))
    owned = _count("authorization_key", answers, [ranked]).with_columns(
        must_fit=pl.lit(value=True), number="authorization_key"
    )
    return _settle("authorization_key", owned)


def _key(column: str) -> pl.Expr:
    return pl.col(column).str.to_uppercase().str.replace_all(r"\s", "")


def _fit_files(keyed: pl.DataFrame, sent: pl.DataFrame, requests: pl.DataFrame) -> pl.DataFrame:
    """Words on files (TA1), groups and sets (999): every organization that sent such a one."""
    function = pl.when(pl.col("claim_sent_id").is_null()).then(pl.lit(TO_AUTHORIZE)).otherwise(pl.lit(ABOUT_CLAIMS))
    numbers = {"near_file": bare("interchange_number"), "near_set": bare("set_number")}
    ours = pl.concat(
        [
            sent.select("organization_id", near_group=bare("group_number"), **numbers),
            requests.select(
                "organization_id", near_group=pl.format("{}*{}", function, bare("group_number")), **numbers
            ),
        ]
    )
    is_set, is_group = pl.col("near_set").is_not_null(), pl.col("kind") == "999"
    ways: list[tuple[pl.Expr, list[str]]] = [
        (pl.col("kind") == "TA1", ["near_file"]),
        (is_group & ~is_set, ["near_group"]),
        (is_group & is_set, ["near_group", "near_set"]),
    ]
    return pl.concat(
        keyed.filter(is_kind).select("status_no", *on).join(ours.select("organization_id", *on).unique(), on=on).select(_FIT)
        for is_kind, on in ways
    )  # fmt: skip


_FIT = ("status_no", "organization_id")


def _batches(sent: pl.DataFrame) -> pl.DataFrame:
    """SentClaims with near_set: the number of the batch (BHT03) as a 277CA gives it back."""
    return sent.with_columns(near_set=(pl.col("interchange_number") + pl.col("set_number")).str.strip_chars_start("0"))


def _fit_batches(keyed: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    """Words of a 277CA on a batch or in it: every organization that sent a batch of this number."""
    ours = _batches(sent).select("organization_id", "near_set").unique()
    return keyed.filter(pl.col("kind") == _RECEIPT).join(ours, on="near_set").select(_FIT)


def _fit_numbers(keyed: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    """Words on claims, by the control number: the organizations whose claim went out in the batch, else agrees best in day and charge."""
    spellings = pl.col("control_number").n_unique().over("organization_id", "near_control")
    ours = (
        _batches(sent)
        .with_columns(near_control=near("control_number"))
        .select(
            "organization_id", "near_control", sent_control="control_number", sent_set="near_set", sent_from_on="service_from_on",
            sent_cents="charge_cents", is_single=spellings == 1,
        )
    )  # fmt: skip
    of_claims = keyed.filter(pl.col("kind").is_in([_RECEIPT, "277"]) & pl.col("at_segment").is_null())
    agrees = [(pl.col(column) == pl.col(sent_column)).fill_null(value=False) for column, sent_column in _DETAILS]
    pairs = (
        of_claims.join(ours, on="near_control")
        .with_columns(
            is_same=pl.col("control_number") == pl.col("sent_control"),
            is_batch=(pl.col("near_set") == pl.col("sent_set")).fill_null(value=False),
            agreement=pl.sum_horizontal(agrees),
            has_details=pl.any_horizontal(pl.col(column).is_not_null() for column, _ in _DETAILS),
        )
        .filter(pl.col("is_same") | (pl.col("is_single") & ~pl.col("is_same").any().over("status_no")))
        .filter(pl.col("is_batch") | (pl.col("agreement") > 0) | ~pl.col("has_details"))
    )
    pairs = pairs.filter(pl.col("is_batch") | ~pl.col("is_batch").any().over("status_no"))
    return pairs.filter(pl.col("agreement") == pl.col("agreement").max().over("status_no")).select(_FIT)


_DETAILS = (("service_from_on", "sent_from_on"), ("charge_cents", "sent_cents"))


def _count(key: str, rows: pl.DataFrame, fits: list[pl.DataFrame]) -> pl.DataFrame:
    """The rows with senders (how many organizations fit) and organization_id (null: not exactly one)."""
    counts = (
        pl.concat(one.select(key, "organization_id") for one in fits)
        .group_by(key)
        .agg(senders=pl.col("organization_id").n_unique().cast(pl.Int64), organization_id=pl.col("organization_id").first())
    )  # fmt: skip
    counted = rows.drop("organization_id", strict=False).join(counts, on=key, how="left", maintain_order="left")
    is_one = pl.col("senders") == 1
    return counted.with_columns(pl.col("senders").fill_null(0), organization_id=pl.when(is_one).then("organization_id"))


def _follow_claims(owned: pl.DataFrame) -> pl.DataFrame:
    """Words on a line go with their claim; those on a whole batch with its claims, where all of them are of one organization."""
    is_free = pl.col("senders") == 0
    is_line = is_of_claim() & pl.col("at_segment").is_not_null() & (pl.col("kind") != "999")
    owned = _fill(owned, is_free & is_line, over=("kind", "set_number", "near_control"), among=is_of_claim() & ~is_line)
    is_batch = ~is_of_claim() & (pl.col("kind") == _RECEIPT) & pl.col("set_number").is_not_null()
    return _fill(owned, is_free & is_batch, over=("kind", "set_number"), among=is_of_claim())


def _fill(owned: pl.DataFrame, chosen: pl.Expr, *, over: tuple[str, ...], among: pl.Expr) -> pl.DataFrame:
    """Give the chosen rows the organization that all rows `among` those of one key have."""
    kin = (
        owned.filter(among)
        .group_by(over)
        .agg(kin_id=pl.col("organization_id").first(), kinds=pl.col("organization_id").n_unique())
    )
    one = kin.filter(pl.col("kinds") == 1).drop("kinds")
    joined = owned.join(one, on=over, how="left", maintain_order="left", nulls_equal=True)
    filled = pl.when(chosen).then(pl.coalesce("organization_id", "kin_id")).otherwise("organization_id")
    return joined.with_columns(organization_id=filled).drop("kin_id")


def _settle(key: str, owned: pl.DataFrame) -> Split:
    """What each row's sender makes of the whole: rows, senders, organization_id, must_fit, number."""
    nobodys = owned.select(key, "organization_id").clear()
    lost = owned.filter(pl.col("organization_id").is_null())
    found = owned["organization_id"].drop_nulls().unique()
    if found.is_empty() and lost["senders"].eq(0).all():
        return Split(nobodys, "no number in it is of a file, claim or request that one of them sent")
    stops = lost if found.len() > 1 else lost.filter("must_fit")
    if found.is_empty() or stops.height:
        return Split(nobodys, _say_lost(stops if stops.height else lost, of=owned.height))
    whole = pl.col("organization_id").fill_null(found[0])
    return Split(owned.select(key, whole), None)


def _say_lost(lost: pl.DataFrame, *, of: int) -> str:
    first = lost.sort("senders", descending=True, maintain_order=True).row(0, named=True)
    number = first["number"] or "without a number"
    if first["senders"] > 1:
        return f"{lost.height} of its {of} responses may belong to several of them ({number}: {first['senders']} fit)"
    return f"{lost.height} of its {of} responses match nothing that one of them is known to have sent ({number})"
