"""Payers' answers to requests to authorize (278) find their request by its trace number, and keep its patient, payer and referral."""

import polars as pl

from remindful.core.words.care import AuthorizationState
from remindful.core.words.findings import At, Finding
from remindful.edges.store import reads
from remindful.edges.store.store import Store

FORMAT = "authorization278"
#: Decisions on services of one request, the best first: it becomes the request's own, and the others stand beside it.
_RANKS = {
    str(state): rank
    for rank, state in enumerate(
        (
            AuthorizationState.APPROVED, AuthorizationState.PARTLY, AuthorizationState.NOT_REQUIRED, AuthorizationState.PENDED,
            AuthorizationState.REQUESTED, AuthorizationState.DENIED, AuthorizationState.CANCELLED,
        )
    )
}  # fmt: skip
_UNDECIDED = (str(AuthorizationState.REQUESTED), str(AuthorizationState.PENDED))
_APART = r"([/#]\d+)$"  # how the reader numbers what was decided apart


def place_answers(store: Store, answers: pl.DataFrame, *, file: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Authorizations as told, under the keys of the requests that they answer; and findings on those whose patient nobody knows.

    The patient, payer and referral of a request stay: payers give members other numbers, and themselves other names. A word that
    decides nothing takes no decision back. An answer to no request of ours is its member's, where one person has the number.
    """
    rows = _with_request(answers, reads.authorizations(store))
    rows = rows.join(_members(reads.coverages(store)), on="near_member", how="left", maintain_order="left")
    people = reads.party_ids(store)["party_key"]
    is_known = pl.col("party_key").is_in(people.implode())
    by_member = pl.when(~is_known).then("member_party")
    is_decided = ~pl.col("known_state").is_in(_UNDECIDED)
    is_silent = pl.col("state") == str(AuthorizationState.REQUESTED)
    placed = rows.with_columns(
        authorization_key=_choose_key(),
        party_key=pl.coalesce("known_party", by_member, "party_key"),
        payer_key=pl.coalesce("known_payer", "payer_key"),
        referral_key=pl.coalesce("known_referral", "referral_key"),
        state=pl.when(is_silent & is_decided).then("known_state").otherwise("state"),
    )
    lost = placed.filter(~is_known)
    findings = [_say_unknown(*row, file=file) for row in lost.select("authorization_key", "party_key").iter_rows()]
    return placed.select(answers.columns), findings


def _with_request(answers: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Answers with the request that each is to: request_key and known_*, null where there is none. Case and blanks do not matter."""
    requests = known.select(
        near=_near("authorization_key"), request_key="authorization_key", known_party="party_key", known_payer="payer_key",
        known_referral="referral_key", known_state="state", known_number="number",
    ).filter(~pl.col("near").is_duplicated())  # fmt: skip
    keys = requests.select("near", is_whole=pl.lit(value=True))
    matched = answers.with_columns(near=_near("authorization_key"), near_member=_near("party_key"))
    matched = matched.join(keys, on="near", how="left", maintain_order="left").with_columns(
        pl.col("is_whole").fill_null(value=False),
        apart=pl.col("authorization_key").str.extract(_APART),
    )
    matched = matched.with_columns(
        near=pl.when("is_whole").then("near").otherwise(pl.col("near").str.replace(_APART, ""))
    )
    return matched.join(requests, on="near", how="left", maintain_order="left")


def _choose_key() -> pl.Expr:
    """The key that an answer is kept under. Of services decided apart, one is the request's own: that of its number, else the best."""
    rank = pl.col("state").replace_strict(_RANKS, return_dtype=pl.Int64)
    has_number = (pl.col("number") == pl.col("known_number")).fill_null(value=False)
    is_open = pl.col("known_state").is_in(_UNDECIDED)
    order = pl.when(has_number).then(-1).otherwise(rank)
    is_first = order.rank("ordinal").over("request_key") == 1
    is_alone = ~pl.col("is_whole").any().over("request_key")
    is_the_request = pl.col("is_whole") | (is_alone & is_first & (has_number | is_open))
    beside = pl.col("request_key") + pl.col("apart").fill_null("")
    is_ours = pl.col("request_key").is_not_null()
    return (
        pl.when(is_ours & is_the_request).then("request_key").when(is_ours).then(beside).otherwise("authorization_key")
    )


def _near(column: str) -> pl.Expr:
    return pl.col(column).str.to_uppercase().str.replace_all(r"\s", "")


def _members(coverages: pl.DataFrame) -> pl.DataFrame:
    """near_member, member_party: member numbers that one person has."""
    pairs = coverages.select(near_member=_near("member_id"), member_party="party_key").drop_nulls().unique()
    return pairs.filter(~pl.col("near_member").is_duplicated())


def _say_unknown(key: str, party: str, *, file: str) -> Finding:
    message = f"The authorization {key} is of patient {party}, who is not on file: no claim can use it."
    return Finding(
        "authorization.no_patient", At(file, key=key), message, "Note its number with the patient's referral."
    )
