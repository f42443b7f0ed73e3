"""Traces: back along the chain, for one account or for all of the office."""

from datetime import date

import polars as pl

from remindful.core import billing, remits
from remindful.core.measures import sum_causes
from remindful.core.remits import RootCause
from remindful.core.why.trace import TraceFrames, trace
from remindful.core.words import contracts
from remindful.core.words.findings import Refusal
from remindful.core.words.frames import EditFindings
from remindful.core.words.kinds import Cause
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.position import Position, take_position
from remindful.flow.claims.billing import STATION
from remindful.flow.claims.sent_claims import read_claim_states
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.records import Account

#: What a report may be split by.
SPLITS = {"site": "site", "provider": "provider_npi", "payer": "payer_name", "code": "procedure_code"}


def trace_account(named: str, *, on: date | None, clock: Clock) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(Traces of one account, what each open item is and why: item_balances). Raises Refusal where there is no such account."""
    with open_desk(clock, on=on) as desk:
        one, account = desk.find(Account, named)
        position, traces = _trace(one, account=account)
    unbilled_last = traces.sort(pl.col("account_id").is_null(), maintain_order=True)
    return unbilled_last, position.item_balances


def trace_office(*, on: date | None, clock: Clock, by: str | None) -> pl.DataFrame:
    """Every open amount of the office, summed by cause (and site, provider, payer or code)."""
    if by is not None and by not in SPLITS:
        raise Refusal(f"A report cannot be split by {by!r}.", f"Use {', '.join(SPLITS)}.")
    with open_desk(clock, on=on) as desk:
        traces = pl.concat([_trace(one, account=None)[1] for one in desk])
    return sum_causes(traces, by=(SPLITS[by],) if by else ())


def _trace(one: OrganizationDesk, *, account: Account | None) -> tuple[Position, pl.DataFrame]:
    """What is owed at an organization, and the traces of it. account: of this one only, and of the people whom it bills."""
    account_ids = None if account is None else [account.account_id]
    position = take_position(one.store, account_ids=account_ids, day=one.day)
    return position, trace(_read_frames(one.store, position, account=account), day=one.day)


def _read_frames(store: Store, position: Position, *, account: Account | None) -> TraceFrames:
    encounters = reads.encounters(store) if account is None else _read_encounters(store, position, account=account)

    def keys(column: str) -> list[str] | None:
        """What the encounters name in a column; None: all that there is."""
        return None if account is None else encounters[column].drop_nulls().to_list()

    return TraceFrames(
        item_balances=_with_codes(position),
        visits=position.visits,
        visit_payers=position.visit_payers,
        encounters=encounters,
        charges=billing.price_charges(reads.charges(store, encounter_key=keys("encounter_key")), reads.fees(store)),
        edits=_open_edits(store, encounter_keys=keys("encounter_key")),
        referrals=reads.referrals(store, referral_key=keys("referral_key")),
        authorizations=reads.authorizations(store, number=keys("authorization_number")),
        sent=read_claim_states(store),
        statuses=reads.claim_statuses(store),
        adjudications=reads.remit_claims(store, account_ids=None if account is None else [account.account_id]),
        roots=_roots(),
    )


def _read_encounters(store: Store, position: Position, *, account: Account) -> pl.DataFrame:
    """Encounters of an account: those of its visits, and those of the people whom it bills that no visit bills yet."""
    people = reads.party_accounts(store, account_id=[account.account_id])["party_key"].to_list()
    waiting = reads.encounters(store, party_key=people).filter(pl.col("visit_id").is_null())
    return pl.concat([reads.encounters(store, visit_id=position.visits["visit_id"].to_list()), waiting])


def _with_codes(position: Position) -> pl.DataFrame:
    """The items' balances, with procedure_code."""
    codes = position.items.select("item_id", "procedure_code")
    return position.item_balances.join(codes, on="item_id", how="left", maintain_order="left")


#: Root causes of denials that have no place of their own in the chain.
_NEAREST = {
    RootCause.BUNDLING: Cause.CODING,
    RootCause.COORDINATION: Cause.ELIGIBILITY,
    RootCause.ENROLLMENT: Cause.REGISTRATION,
}


def _roots() -> pl.DataFrame:
    """carc, root: the cause along the chain of each reason code that has one; the others are plain denials."""
    causes = {str(cause) for cause in Cause}
    by_cause = {str(root): str(_NEAREST.get(root, root)) for root in RootCause}
    known = {root: cause for root, cause in by_cause.items() if cause in causes}
    codes = remits.carc_frame().select(
        "carc", root=pl.col("cause").replace_strict(known, default=None, return_dtype=pl.String)
    )
    return codes.filter(pl.col("root").is_not_null())


def _open_edits(store: Store, *, encounter_keys: list[str] | None) -> pl.DataFrame:
    """Findings of billing that are open, as edits of their encounters (None: of all)."""
    found = reads.open_findings(store, station=[STATION], at_key=encounter_keys)
    rows = found.select(
        encounter_key="at_key", line_no="at_line", edit="code", message="message", remedy="remedy", severity=pl.lit("stop"),
        source=pl.lit("findings"), rank=pl.lit(None, dtype=pl.Int64), code=pl.lit(None, dtype=pl.String),
        other_code=pl.lit(None, dtype=pl.String),
    ).filter(pl.col("encounter_key").is_not_null())  # fmt: skip
    edits: pl.DataFrame = contracts.check(EditFindings, rows)
    return edits
