"""What receivers say of files of requests (276, 278): taken in, or refused. A request that was refused was never asked."""

from collections.abc import Iterator

import polars as pl

from remindful.core.words.findings import At, Finding

#: AK101 of a 999, as our reader writes it before the group's number: requests about claims, and to authorize.
ABOUT_CLAIMS, TO_AUTHORIZE = "HR", "HI"
MOST_NAMED = 3


def match_words(statuses: pl.DataFrame, requests: pl.DataFrame) -> pl.DataFrame:
    """Words on files (TA1), groups and sets (999) of requests: the status's columns, with request_sent_id, claim_sent_id, authorization_key.

    statuses: ClaimStatuses that are about no claim, with organization_id. requests: SentRequests with control_number (null: to authorize).
    One row a status and request.
    """
    function = pl.when(pl.col("claim_sent_id").is_null()).then(pl.lit(TO_AUTHORIZE)).otherwise(pl.lit(ABOUT_CLAIMS))
    ours = requests.select(
        "organization_id", "request_sent_id", "authorization_key", request_claim="control_number", request_file="file_name", request_set="set_number",
        request_claim_sent_id="claim_sent_id",
        near_file=_bare("interchange_number"), near_group=pl.format("{}*{}", function, _bare("group_number")),
        near_set=_bare("set_number"),
    )  # fmt: skip
    keyed = statuses.drop("claim_sent_id", strict=False).with_columns(
        near_file=_bare("interchange_number"),
        near_group=pl.col("group_number").str.replace(r"\*0*", "*"),
        near_set=_bare("set_number"),
    )
    in_set = pl.col("near_set").is_not_null()
    ways: list[tuple[pl.Expr, tuple[str, ...]]] = [
        (pl.col("kind") == "TA1", ("near_file",)),
        ((pl.col("kind") == "999") & ~in_set, ("near_group",)),
        ((pl.col("kind") == "999") & in_set, ("near_group", "near_set")),
    ]
    found = [
        keyed.filter(is_kind)
        .join(ours, on=["organization_id", *on], maintain_order="left", suffix="_of_request")
        .select(*statuses.drop("claim_sent_id", strict=False).columns, *_OF_REQUEST)
        for is_kind, on in ways
    ]
    return pl.concat(found).rename({"request_claim_sent_id": "claim_sent_id"})


_OF_REQUEST = (
    "request_sent_id",
    "authorization_key",
    "request_claim",
    "request_claim_sent_id",
    "request_file",
    "request_set",
)


def _bare(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.strip_chars_start("0")


def find_refused(words: pl.DataFrame) -> pl.DataFrame:
    """request_sent_id of requests that a receiver did not take in. words: match_words."""
    return words.filter(~pl.col("is_accepted")).select("request_sent_id").unique(maintain_order=True)


def say_refused(words: pl.DataFrame, *, file: str) -> Iterator[Finding]:
    """One finding a set of requests that was refused. words: match_words of the statuses of `file`."""
    refused = words.filter(~pl.col("is_accepted")).group_by("request_file", "request_set", maintain_order=True).agg(
        pl.col("segment_no").first(), pl.col("request_claim").drop_nulls().unique(maintain_order=True),
        pl.col("authorization_key").drop_nulls().unique(maintain_order=True),
        refusal=pl.coalesce("message", "category_code").drop_nulls().unique(maintain_order=True).str.join(" "),
    )  # fmt: skip
    for row in refused.iter_rows(named=True):
        keys = [*row["request_claim"], *row["authorization_key"]]
        named = ", ".join(keys[:MOST_NAMED]) + (f" and {len(keys) - MOST_NAMED} more" if len(keys) > MOST_NAMED else "")
        refusal = f'was refused ({row["request_file"]}): "{row["refusal"]}" The payer did not receive the request.'
        at = At(file, row["segment_no"], keys[0] if len(keys) == 1 else None)
        if row["request_claim"]:
            message = f"The request for the status of {named} {refusal}"
            yield Finding(
                "status.request_refused", at, message, "Correct what is named, then run `remindful status-inquiry`."
            )
        else:
            message = f"The request for the authorization {named} {refusal}"
            remedy = "Correct what is named, then run `remindful referrals request` for its referral."
            yield Finding("authorization.request_refused", at, message, remedy)
