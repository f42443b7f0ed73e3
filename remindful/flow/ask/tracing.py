"""Traces: back along the chain, for one account or for all of the office."""

from datetime import date

import polars as pl

from remindful.core import billing, remits
from remindful.core.measures import sum_causes
from remindful.core.remits import RootCause
from remindful.core.why.trace import TraceFrames, trace
from remindful.core.words.findings import WorldFault
from remindful.core.words.frames import EditFindings
from remindful.core.words.kinds import Cause
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.ask.asking import find_account
from remindful.flow.books.position import take_position
from remindful.flow.claims.billing import STATION
from remindful.flow.claims.sent_claims import read_standing
from remindful.flow.office.clock import Clock

#: What a report may be split by.
SPLITS = {"site": "site", "provider": "provider_npi", "payer": "payer_name", "code": "procedure_code"}


def trace_account(named: str, *, on: date | None, clock: Clock) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(Traces of one account, what each open item is and why: item_balances). Raises WorldFault where there is no such account."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        account_id = find_account(books, named)
        day = on or clock.today(reads.organizations(books)["zone"][0])
        traces = _trace(books, day=day, account_ids=[account_id])
        mine = traces.filter(pl.col("account_id") == account_id)
        patients = reads.party_accounts(books).filter(pl.col("account_id") == account_id)
        waiting = reads.encounters(books).join(patients.select("party_key"), on="party_key", how="semi")
        unbilled = traces.filter(pl.col("account_id").is_null()).join(
            waiting.select(chart_key="encounter_key"), on="chart_key", how="semi"
        )
        items = take_position(books, account_ids=[account_id], day=day).item_balances
    return pl.concat([mine, unbilled]), items


def trace_office(*, on: date | None, clock: Clock, by: str | None) -> pl.DataFrame:
    """Every open amount of the office, summed by cause (and site, provider, payer or code)."""
    if by is not None and by not in SPLITS:
        raise WorldFault("permanent", f"A report cannot be split by {by!r}.", f"Use {', '.join(SPLITS)}.")
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        offices = reads.organizations(books)
        if offices.is_empty():
            raise WorldFault("permanent", "There is no office yet.", "Import office.yaml first.")
        traces = _trace(books, day=on or clock.today(offices["zone"][0]), account_ids=None)
    return sum_causes(traces, by=(SPLITS[by],) if by else ())


def _trace(books: Books, *, day: date, account_ids: list[int] | None) -> pl.DataFrame:
    position = take_position(books, account_ids=account_ids, day=day)
    charges = billing.price_charges(reads.charges(books), reads.fees(books))
    codes = position.items.select("item_id", "procedure_code")
    frames = TraceFrames(
        item_balances=position.item_balances.join(codes, on="item_id", how="left", maintain_order="left"),
        visits=position.visits,
        visit_payers=position.visit_payers,
        encounters=reads.encounters(books),
        charges=charges,
        edits=_open_edits(books),
        referrals=reads.referrals(books),
        authorizations=reads.authorizations(books),
        sent=read_standing(books),
        statuses=reads.claim_statuses(books),
        answers=reads.remit_claims(books, account_ids=account_ids),
        roots=_roots(),
    )
    return trace(frames, day=day)


#: Root causes of denials that have no place of their own in the chain.
_NEAREST = {
    RootCause.BUNDLING: Cause.CODING,
    RootCause.COORDINATION: Cause.ELIGIBILITY,
    RootCause.ENROLLMENT: Cause.REGISTRATION,
}


def _roots() -> pl.DataFrame:
    """carc, root: the cause along the chain of each reason code that has one; the others are plain denials."""
    own = {str(cause) for cause in Cause}
    by_cause = {str(root): str(_NEAREST.get(root, root)) for root in RootCause}
    known = {root: cause for root, cause in by_cause.items() if cause in own}
    codes = remits.carc_frame().select(
        "carc", root=pl.col("cause").replace_strict(known, default=None, return_dtype=pl.String)
    )
    return codes.filter(pl.col("root").is_not_null())


def _open_edits(books: Books) -> pl.DataFrame:
    """Findings of billing that are open, as edits of their encounters."""
    found = reads.open_findings(books).filter(pl.col("station") == STATION)
    rows = found.select(
        encounter_key="at_key", line_no="at_line", edit="code", says="says", mend="mend", severity=pl.lit("stop"),
        source=pl.lit("findings"), rank=pl.lit(None, dtype=pl.Int64), code=pl.lit(None, dtype=pl.String),
        other_code=pl.lit(None, dtype=pl.String),
    ).filter(pl.col("encounter_key").is_not_null())  # fmt: skip
    edits: pl.DataFrame = EditFindings.validate(rows.select(EditFindings.column_names()), cast=True)
    return edits
