"""Timely filing: by which day a claim, a correction or an appeal must be there, and how many days are left. See docs/algorithms/timely_filing.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import dataframely as dy
import polars as pl

from remindful.core import coverage
from remindful.core.submissions.status_words import ClaimState
from remindful.core.words import contracts
from remindful.core.words.findings import At, Finding
from remindful.core.words.frames import key, one_of
from remindful.core.words.kinds import PayerKind


class FilingAct(StrEnum):
    """What is to be filed."""

    CLAIM = "claim"
    SECONDARY = "secondary"  # a claim to a later payer
    CORRECTED = "corrected"  # frequency 7 or 8
    APPEAL = "appeal"


class FilingState(StrEnum):
    """Where a clock stands at the end of the day."""

    FILED = "filed"  # a receiver took it in
    OPEN = "open"
    NEAR = "near"
    PAST = "past"
    UNKNOWN = "unknown"  # nobody gave a limit, or the day that it counts from


class FilingDues(dy.Schema):
    """One row something that must be filed. Days that nobody knows are null."""

    due_key = key(primary_key=True)  # the control number, or whatever names it
    act = one_of(FilingAct)
    form = dy.String(nullable=True)  # P I
    payer_key = dy.String(nullable=True)
    payer_kind = one_of(PayerKind)
    service_from_on = dy.Date(nullable=True)
    service_to_on = dy.Date(nullable=True)
    remit_on = dy.Date(nullable=True)  # of the payer before (secondary), or of the decision (corrected, appeal)
    is_filed = dy.Bool(nullable=False)
    amount_cents = dy.Int64(nullable=True)


@dataclass(frozen=True, slots=True)
class FilingLimit:
    """One limit: how long (90d, 6mo, 1y), counted from service or remit, of a payer or a kind of payer.

    Where a payer has its own for an act, its kind's do not count. Of several for one act, the latest day counts.
    """

    act: FilingAct
    span: str
    counts_from: str  # service remit
    source: str
    payer_kind: PayerKind | None = None
    payer_key: str | None = None

    def __post_init__(self) -> None:
        assert self.counts_from in {"service", "remit"}, self.counts_from
        assert (self.payer_kind is None) != (self.payer_key is None), "a limit is of a payer or of a kind of payer"


def _of(kind: PayerKind, act: FilingAct, span: str, counts_from: str, source: str) -> FilingLimit:
    return FilingLimit(act, span, counts_from, source, payer_kind=kind)


_HOUSE = "office default; replace it with the contract's limit"
_MEDICARE, _MEDICAID, _MILITARY = PayerKind.MEDICARE, PayerKind.MEDICAID, PayerKind.MILITARY
_CLAIM, _SECONDARY, _CORRECTED, _APPEAL = FilingAct.CLAIM, FilingAct.SECONDARY, FilingAct.CORRECTED, FilingAct.APPEAL

#: What counts until the office gives a payer's own limits. Workers' compensation and auto are state law and contract: no default.
DEFAULT_LIMITS: tuple[FilingLimit, ...] = (
    _of(_MEDICARE, _CLAIM, "1y", "service", "42 CFR 424.44(a)"),
    _of(_MEDICARE, _SECONDARY, "1y", "service", "42 CFR 424.44(a): a primary payer's delay does not extend it"),
    _of(_MEDICARE, _CORRECTED, "1y", "service", "42 CFR 424.44(a)"),
    _of(_MEDICARE, _APPEAL, "120d", "remit", "42 CFR 405.942(a), without the 5 days presumed for the mail"),
    _of(_MEDICAID, _CLAIM, "12mo", "service", "42 CFR 447.45(d)(1): the most a state may allow; many allow less"),
    _of(_MEDICAID, _SECONDARY, "12mo", "service", "42 CFR 447.45(d)(1): the most a state may allow; many allow less"),
    _of(_MEDICAID, _CORRECTED, "12mo", "service", "42 CFR 447.45(d)(1): the most a state may allow; many allow less"),
    _of(_MEDICAID, _APPEAL, "60d", "remit", _HOUSE),
    _of(_MILITARY, _CLAIM, "1y", "service", "32 CFR 199.7(d)(1)"),
    _of(_MILITARY, _SECONDARY, "1y", "service", "32 CFR 199.7(d)(1)"),
    _of(_MILITARY, _CORRECTED, "90d", "remit", _HOUSE),
    _of(_MILITARY, _APPEAL, "90d", "remit", "32 CFR 199.10(b)"),
    *(
        _of(kind, act, span, counts_from, _HOUSE)
        for kind in (PayerKind.COMMERCIAL, PayerKind.MEDICARE_ADVANTAGE, PayerKind.OTHER)
        for act, span, counts_from in (
            (_CLAIM, "90d", "service"),
            (_SECONDARY, "90d", "remit"),
            (_CORRECTED, "90d", "remit"),
            (_APPEAL, "60d", "remit"),
        )
    ),
)
NEAR_DAYS = 14


def filing_clocks(
    dues: pl.DataFrame, *, day: date, limits: Sequence[FilingLimit] = DEFAULT_LIMITS, near_days: int = NEAR_DAYS
) -> pl.DataFrame:
    """FilingDues with last_day_on, left_days (negative: so long past), state (FilingState), span, counted_on, source.

    left_days is 0 on the last day itself. Institutional claims count from the last day of service, others from the first: Medicare
    Claims Processing Manual, chapter 1, section 70. February 29 and a year is February 28. Weekends and holidays extend nothing.
    """
    last = _last_days(dues, limits)
    left = (pl.col("last_day_on") - pl.lit(day)).dt.total_days()
    state = (
        pl.when("is_filed")
        .then(pl.lit(str(FilingState.FILED)))
        .when(pl.col("last_day_on").is_null())
        .then(pl.lit(str(FilingState.UNKNOWN)))
        .when(left < 0)
        .then(pl.lit(str(FilingState.PAST)))
        .when(left <= near_days)
        .then(pl.lit(str(FilingState.NEAR)))
        .otherwise(pl.lit(str(FilingState.OPEN)))
    )
    clocks = dues.join(last, on="due_key", how="left", maintain_order="left")
    return clocks.with_columns(left_days=left, state=state)


def _last_days(dues: pl.DataFrame, limits: Sequence[FilingLimit]) -> pl.DataFrame:
    """due_key: the latest last day of the limits that count, with span, counted_on and source of that limit."""
    rows = pl.DataFrame(
        {
            "act": [str(limit.act) for limit in limits], "span": [limit.span for limit in limits],
            "counts_from": [limit.counts_from for limit in limits], "source": [limit.source for limit in limits],
            "payer_kind": [None if limit.payer_kind is None else str(limit.payer_kind) for limit in limits],
            "payer_key": [limit.payer_key for limit in limits],
        },
        schema=dict.fromkeys(("act", "span", "counts_from", "source", "payer_kind", "payer_key"), pl.String),
    )  # fmt: skip
    of_payer = rows.filter(pl.col("payer_key").is_not_null()).drop("payer_kind")
    of_kind = rows.filter(pl.col("payer_key").is_null()).drop("payer_key")
    by_payer = dues.join(of_payer, on=["act", "payer_key"])
    by_kind = dues.join(of_kind, on=["act", "payer_kind"]).join(by_payer.select("due_key"), on="due_key", how="anti")
    is_institutional = (pl.col("form") == "I").fill_null(value=False)
    served = pl.when(is_institutional).then(pl.coalesce("service_to_on", "service_from_on")).otherwise(
        pl.coalesce("service_from_on", "service_to_on")
    )  # fmt: skip
    counted = pl.when(pl.col("counts_from") == "remit").then("remit_on").otherwise(served)
    every = pl.concat([by_payer, by_kind], how="diagonal").with_columns(counted_on=counted)
    dated = every.with_columns(last_day_on=pl.col("counted_on").dt.offset_by(pl.col("span")))
    latest = dated.sort("due_key", "last_day_on", nulls_last=False).unique("due_key", keep="last", maintain_order=True)
    return latest.select("due_key", "last_day_on", "span", "counted_on", "source")


def say_timely(clocks: pl.DataFrame, *, file: str = "timely filing") -> list[Finding]:
    """One finding a clock that is near or past, the nearest first; and one a payer whose limit or first day nobody knows."""
    urgent = clocks.filter(pl.col("state").is_in([str(FilingState.NEAR), str(FilingState.PAST)])).sort(
        "left_days", "due_key"
    )
    findings = [_say_urgent(row, file) for row in urgent.iter_rows(named=True)]
    unknown = clocks.filter(pl.col("state") == str(FilingState.UNKNOWN))
    per_payer = unknown.group_by("act", "payer_key", "payer_kind", maintain_order=True).agg(
        pl.len().alias("count"), pl.col("due_key").first(), pl.col("source").first()
    )
    return [*findings, *(_say_unknown(row, file) for row in per_payer.iter_rows(named=True))]


def _say_urgent(row: dict[str, object], file: str) -> Finding:
    noun = _NOUNS[FilingAct(str(row["act"]))]
    left = row["left_days"]
    assert isinstance(left, int)
    limit = f"({row['span']} from {row['counted_on']}; {row['source']})"
    if left < 0:
        ago = "1 day ago" if left == -1 else f"{-left} days ago"
        message = f"The {noun} of {row['due_key']} had to be there by {row['last_day_on']} {limit}: {ago}."
        remedy = "If it was sent in time, show the receiver's acknowledgment; otherwise see the payer's exceptions. It is never the patient's."
        return Finding("timely.past", At(file, key=str(row["due_key"])), message, remedy)
    days = "today" if left == 0 else "in 1 day" if left == 1 else f"in {left} days"
    message = f"The {noun} of {row['due_key']} must be there by {row['last_day_on']} {limit}: {days}."
    return Finding(
        "timely.near", At(file, key=str(row["due_key"])), message, "File it now, and keep the acknowledgment as proof."
    )


def _say_unknown(row: dict[str, object], file: str) -> Finding:
    payer = row["payer_key"] or row["payer_kind"]
    noun = _NOUNS[FilingAct(str(row["act"]))]
    why = "its limit is not known" if row["source"] is None else "the day that the limit counts from is not known"
    return Finding(
        "timely.unknown",
        At(file, key=str(row["due_key"])),
        f"For {row['count']} claims of {payer} the timely filing deadline of the {noun} is not known: {why}.",
        "Enter the payer's limit in the office settings, or the missing date.",
    )


_NOUNS = {_CLAIM: "claim", _SECONDARY: "claim to the next payer", _CORRECTED: "corrected claim", _APPEAL: "appeal"}
_TAKEN_IN = [str(state) for state in (ClaimState.ACCEPTED, ClaimState.PENDING, ClaimState.FINALIZED)]


def dues_of_sent(claim_states: pl.DataFrame, *, payers: pl.DataFrame, remits: pl.DataFrame) -> pl.DataFrame:
    """FilingDues of the claims that stand (see claim_states.py). A claim that was only written, received or rejected is not filed.

    payers: visit_id, level_no, payer_kind. remits: visit_id, level_no, adjudicated_on. A correction counts from its own payer's answer, a
    later payer's claim from the answer before it.
    """
    is_corrected = pl.col("frequency_code").is_in(["7", "8"])
    act = (
        pl.when(is_corrected)
        .then(pl.lit(str(_CORRECTED)))
        .when(pl.col("level_no") > 1)
        .then(pl.lit(str(_SECONDARY)))
        .otherwise(pl.lit(str(_CLAIM)))
    )
    last = remits.group_by("visit_id", "level_no").agg(pl.col("adjudicated_on").max())
    current = claim_states.filter("is_current").with_columns(
        act=act, adjudication_no=pl.col("level_no") - pl.when(is_corrected).then(0).otherwise(1).cast(pl.Int64)
    )
    rows = current.join(
        last.rename({"level_no": "adjudication_no"}),
        on=["visit_id", "adjudication_no"],
        how="left",
        maintain_order="left",
    ).join(
        payers.select("visit_id", "level_no", "payer_kind"),
        on=["visit_id", "level_no"],
        how="left",
        maintain_order="left",
    )
    to_on = pl.col("service_to_on") if "service_to_on" in rows.columns else pl.lit(None, dtype=pl.Date)
    found: pl.DataFrame = contracts.check(FilingDues, rows.select(
            "act", "form", "payer_key", "service_from_on", due_key=pl.format("{}/{}", "control_number", "level_no"),
            payer_kind=pl.col("payer_kind").fill_null(str(PayerKind.UNKNOWN)), service_to_on=to_on, remit_on="adjudicated_on",
            is_filed=pl.col("state").is_in(_TAKEN_IN), amount_cents="charge_cents",
        ))  # fmt: skip
    return found


def dues_of_unbilled(encounters: pl.DataFrame, charges: pl.DataFrame, coverages: pl.DataFrame) -> pl.DataFrame:
    """FilingDues of encounters that are not billed: the claim to the payer in force on the first day. due_key: the encounter_key.

    encounters: Encounters; charges: Charges; coverages: Coverages; all of one organization. An encounter without coverage on that day is
    self-pay: there is no claim to file, so it has no row.
    """
    payers = coverage.payer_to_bill(encounters, coverages).select("encounter_key", "payer_key", "payer_kind")
    amounts = charges.group_by("encounter_key").agg(amount_cents=pl.col("charge_cents").sum())
    rows = encounters.join(payers, on="encounter_key", maintain_order="left").join(
        amounts, on="encounter_key", how="left", maintain_order="left"
    )
    found: pl.DataFrame = contracts.check(FilingDues, rows.select(
            "form", "payer_key", "payer_kind", "amount_cents", due_key="encounter_key", act=pl.lit(str(_CLAIM)),
            service_from_on="started_on", service_to_on=pl.coalesce("ended_on", "started_on"),
            remit_on=pl.lit(None, dtype=pl.Date), is_filed=pl.lit(value=False),
        ))  # fmt: skip
    return found
