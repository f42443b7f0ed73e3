"""Claims that were sent: what receivers said of them, how far each is, what does not move, and how long there is to file."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.submissions.claim_states import find_claim_states, list_work
from remindful.core.submissions.sent_requests import find_refused, match_words, say_refused
from remindful.core.submissions.statuses import MatchedStatuses, match_statuses, say_unmatched
from remindful.core.submissions.timely import FilingDues, dues_of_sent, dues_of_unbilled, filing_clocks, say_timely
from remindful.core.words.care import EncounterState
from remindful.core.words.findings import Finding
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.claims.names import name_column
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk


def keep_statuses(store: Store, statuses: pl.DataFrame, *, source_file_id: int, file: str) -> tuple[int, list[Finding]]:
    """Keep what receivers told of the claims of one organization, each word with the claims that it is about.

    Returns (words kept, findings on those about no claim of ours).
    """
    [organization_id] = store.organizations
    sent = reads.sent_claims(store)
    matched = match_to_sent(store, statuses, sent=sent)
    ids = {
        "organization_id": pl.lit(organization_id, dtype=pl.Int64), "source_file_id": pl.lit(source_file_id, dtype=pl.Int64)
    }  # fmt: skip
    columns = [*statuses.columns, "organization_id", "source_file_id", "claim_sent_id"]
    store.append("claim_status", matched.frame.with_columns(**ids).select(columns))
    lost = matched.unmatched.with_columns(**ids, claim_sent_id=pl.lit(None, dtype=pl.Int64))
    store.append("claim_status", lost.select(columns))
    words = match_words(lost, _requests(store, sent))
    rest = matched.unmatched.join(words, on="status_no", how="anti", maintain_order="left")
    return statuses.height, [*say_refused(words, file=file), *say_unmatched(rest, file=file)]


def match_to_sent(store: Store, statuses: pl.DataFrame, *, sent: pl.DataFrame) -> MatchedStatuses:
    """Statuses with the sent claims that they are about. sent: SentClaims."""
    known = _known_numbers(store, sent)
    matched = match_statuses(statuses, sent=sent, known=known)
    if matched.unmatched["member_id"].is_null().all():
        return matched  # by their numbers, as nearly always: nobody's name is needed
    return match_statuses(statuses, sent=sent, known=known, people=_read_patients(store, sent))


def _read_patients(store: Store, sent: pl.DataFrame) -> pl.DataFrame:
    """claim_sent_id, member_id, patient_last_name, patient_first_name: a row for each number by which its payer may know the patient.

    The visit keeps the number that it was billed with first; a corrected one stands in the coverages.
    """
    patients = reads.parties(store).select(
        "party_key", patient_id="party_id", patient_last_name="last_name", patient_first_name="first_name"
    )
    claims = (
        sent.select("claim_sent_id", "organization_id", "visit_id", "level_no", "payer_key")
        .join(reads.visits(store).select("visit_id", "patient_id"), on="visit_id")
        .join(patients, on="patient_id")
    )
    billed = reads.visit_payers(store).select("visit_id", "level_no", "member_id")
    covered = reads.coverages(store).select("organization_id", "party_key", "payer_key", "member_id")
    columns = ("claim_sent_id", "member_id", "patient_last_name", "patient_first_name")
    rows = [
        claims.join(billed, on=["visit_id", "level_no"]).select(columns),
        claims.join(covered, on=["organization_id", "party_key", "payer_key"]).select(columns),
    ]
    return pl.concat(rows).drop_nulls("member_id").unique(maintain_order=True)


def _requests(store: Store, sent: pl.DataFrame) -> pl.DataFrame:
    """SentRequests, with the control number of the claim that they are about. sent: SentClaims."""
    return reads.sent_requests(store).join(
        sent.select("claim_sent_id", "control_number"), on="claim_sent_id", how="left", maintain_order="left"
    )


def unrefused_requests(store: Store, sent: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    """SentRequests that a receiver took in, or of which nothing was said: what it refused was never asked.

    sent, statuses: reads.sent_claims, reads.claim_statuses.
    """
    return without_refused(_requests(store, sent), statuses)


def without_refused(requests: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    """Requests but for those that a receiver refused. requests: SentRequests with control_number; statuses: ClaimStatuses."""
    refused = find_refused(match_words(statuses.filter(pl.col("claim_sent_id").is_null()), requests))
    return requests.join(refused, on="request_sent_id", how="anti", maintain_order="left")


def _known_numbers(store: Store, sent: pl.DataFrame) -> pl.DataFrame:
    """payer_control_number, claim_sent_id: as earlier words and remittances gave them."""
    from_statuses = reads.claim_statuses(store).select("payer_control_number", "claim_sent_id").drop_nulls()
    from_remits = (
        reads.remit_claims(store)
        .filter(pl.col("visit_id").is_not_null() & pl.col("payer_control_number").is_not_null())
        .join(sent.select("claim_sent_id", "visit_id", "level_no"), on=["visit_id", "level_no"])
        .select("payer_control_number", "claim_sent_id")
    )
    return pl.concat([from_statuses, from_remits]).unique("payer_control_number", keep="last", maintain_order=True)


def read_claim_states(store: Store, *, adjudications: pl.DataFrame | None = None) -> pl.DataFrame:
    """Every sent claim with its state: claim_states.find_claim_states. adjudications: StoredRemitClaims, where they have been read already."""
    statuses, sent = reads.claim_statuses(store), reads.sent_claims(store)
    answered = reads.remit_claims(store) if adjudications is None else adjudications
    return find_claim_states(
        sent,
        statuses,
        adjudications=answered.select("visit_id", "level_no", "adjudicated_on"),
        requests=unrefused_requests(store, sent, statuses),
    )


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """What the desk looks at: sent claims with their state; those that wait for somebody; clocks of what is not filed yet.

    claims, work: with organization (its key), name (what `desk.find` finds it by), patient_key, patient, payer_name; and, where it is not
    filed yet, last_day_on, left_days and filing (FilingState). clocks: due_key begins with the organization's key where the office has
    several.
    """

    claims: pl.DataFrame
    work: pl.DataFrame
    clocks: pl.DataFrame
    findings: tuple[Finding, ...]


def view_claims(*, on: date | None, clock: Clock) -> ClaimsView:
    """Look at the office's claims at the end of a day (default: today, where each organization is). Nothing is changed."""
    with open_desk(clock, on=on) as desk:
        views = [_view_of(one, is_shared=desk.is_shared) for one in desk]
    clocks = pl.concat([view.clocks for view in views])
    return ClaimsView(
        claims=pl.concat([view.claims for view in views]).sort("claim_sent_id"),
        work=pl.concat([view.work for view in views]).sort("since_on", "claim_sent_id"),
        clocks=clocks,
        findings=tuple(say_timely(clocks)),
    )


def _view_of(one: OrganizationDesk, *, is_shared: bool) -> ClaimsView:
    """One organization's claims, without findings."""
    states = read_claim_states(one.store)
    clocks = filing_clocks(_dues(one.store, states), day=one.day)
    about = _about(one.store, states, clocks).with_columns(organization=pl.lit(one.key))
    work = list_work(states, day=one.day).join(states.select("claim_sent_id", "state"), on="claim_sent_id")
    claims, work = (
        rows.join(about, on="claim_sent_id", maintain_order="left").with_columns(
            name=name_column(one, "control_number", is_shared=is_shared)
        )
        for rows in (states, work)
    )
    named = clocks.with_columns(due_key=name_column(one, "due_key", is_shared=is_shared))
    return ClaimsView(claims, work, named, ())


def _about(store: Store, states: pl.DataFrame, clocks: pl.DataFrame) -> pl.DataFrame:
    """claim_sent_id, with the columns that ClaimsView names."""
    patients = reads.parties(store).select(
        patient_id="party_id", patient_key="party_key", patient=pl.concat_str("first_name", "last_name", separator=" ", ignore_nulls=True)
    )  # fmt: skip
    visits = reads.visits(store).select("visit_id", "patient_id").join(patients, on="patient_id")
    left = clocks.select("claim_sent_id", "last_day_on", "left_days", filing="state").drop_nulls("claim_sent_id")
    return (
        states.join(visits, on="visit_id", how="left")
        .join(reads.visit_payers(store).drop("payer_key"), on=["visit_id", "level_no"], how="left")
        .join(left, on="claim_sent_id", how="left")
        .select(
            "claim_sent_id", "patient_key", "patient", "last_day_on", "left_days", "filing",
            payer_name=pl.coalesce("payer_name", "payer_key"),
        )
    )  # fmt: skip


def _dues(store: Store, states: pl.DataFrame) -> pl.DataFrame:
    """FilingDues of what must still be filed, with claim_sent_id: claims that no receiver has taken in, and encounters that are not billed."""
    sent = _dues_of_sent(store, states.filter("is_current"))
    unbilled = _unbilled(store).select(FilingDues.column_names())
    return pl.concat([sent, unbilled], how="diagonal").unique("due_key", keep="first", maintain_order=True)


def _dues_of_sent(store: Store, claims: pl.DataFrame) -> pl.DataFrame:
    """FilingDues of claims that are not filed, with claim_sent_id. claims: those that stand."""
    levels = reads.visit_payers(store).select("visit_id", "level_no", "payer_kind")
    remits = reads.remit_claims(store).select("visit_id", "level_no", "adjudicated_on")
    visits = reads.visits(store).select("visit_id", "service_to_on")
    whole = claims.join(visits, on="visit_id", how="left", maintain_order="left")
    dues = dues_of_sent(whole, payers=levels, remits=remits).filter(~pl.col("is_filed"))
    names = whole.select(
        "claim_sent_id", name="control_number", due_key=pl.format("{}/{}", "control_number", "level_no")
    )
    named = dues.join(names, on="due_key", maintain_order="left")
    is_single = ~pl.col("name").is_duplicated()
    return named.with_columns(due_key=pl.when(is_single).then("name").otherwise("due_key")).drop("name")


def _unbilled(store: Store) -> pl.DataFrame:
    """FilingDues of encounters that are not billed."""
    encounters = reads.encounters(store, state=[str(EncounterState.OPEN), str(EncounterState.HELD)])
    charges = reads.charges(store, encounter_key=encounters["encounter_key"].to_list())
    return dues_of_unbilled(encounters, charges, reads.coverages(store))
