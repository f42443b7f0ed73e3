"""What people do with claims: bill, leave unbilled, decide codes, estimate, ask payers. Each checks, writes, and leaves one audit event."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache

import polars as pl

from remindful.core.billing import CareFrames
from remindful.core.words.care import EncounterState
from remindful.core.words.findings import Refusal
from remindful.core.words.frames import EditFindings
from remindful.edges.store import reads
from remindful.flow.books.care import store_care
from remindful.flow.claims import (
    authorization_requests,
    billing,
    billing_report,
    claim_files,
    encounters,
    estimates,
    status_requests,
)
from remindful.flow.claims.authorization_requests import RequestReport
from remindful.flow.claims.billing_report import BillingReport, OrganizationBilling
from remindful.flow.claims.encounters import Decided, EncounterView
from remindful.flow.claims.estimates import EstimateRequest, GivenEstimate
from remindful.flow.claims.status_requests import InquiryReport
from remindful.flow.codes.claim_edits import make_check
from remindful.flow.office.actors import NIGHT, Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import Desk, OrganizationDesk, open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.records import Encounter, Patient, Referral
from remindful.flow.office.runs import only_one

type Check = Callable[[CareFrames], pl.DataFrame]


# --- billing --------------------------------------------------------------------------------------------------------------


def bill_now(*, home: Home, clock: Clock, actor: Actor, on: date | None, dry_run: bool) -> BillingReport:
    """Bill what is finished, by hand, on a day (default: today, where each organization is).

    Raises Refusal where Remindful bills for no organization or the day is to come, WorldFault where a night is running.
    """
    with open_desk(clock, on=on) as desk:
        here = _those_that_bill(desk)
        if not here:
            raise Refusal("Remindful writes no claims for any organization of this office.", claim_files.NO_TERMS)
        if not dry_run:
            _check_days(here)
    with only_one(home, "night"):
        return bill_all(home=home, clock=clock, actor=actor, on=on, dry_run=dry_run)


def bill_all(
    *, home: Home, clock: Clock, actor: Actor, on: date | None, dry_run: bool = False, run_id: int | None = None
) -> BillingReport:
    """Bill what is finished, of every organization for which Remindful bills, each in its own transaction. Under the night's lock.

    on: the day (default: today, where each organization is). An audit event is left where a person bills, none by the night.
    """
    claim_files.finish(home, clock=clock)
    with open_desk(clock, on=on) as desk:
        keys = [one.key for one in _those_that_bill(desk)]

    @cache  # of one day the code sets are read once
    def check_on(day: date) -> Check:
        return make_check(home, day=day)

    done: list[OrganizationBilling] = []
    for key in keys:
        with open_desk(clock, on=on, organization=key, actor=actor, is_dry=dry_run) as desk:
            one = desk.only()
            done.append(_bill_one(one, home=home, check=check_on(one.day), dry_run=dry_run, run_id=run_id))
    claim_files.finish(home, clock=clock)
    return billing_report.sum_billings(done, home=home, is_dry=dry_run)


def _bill_one(
    one: OrganizationDesk, *, home: Home, check: Check, dry_run: bool, run_id: int | None
) -> OrganizationBilling:
    office = billing.open_office(one, home=home)
    ready = billing.prepare_claims(office, check=check)
    if dry_run:
        return OrganizationBilling(one.key, billing.look(ready), ready)
    billed = billing.bill(office, ready, run_id=run_id)
    if one.actor != NIGHT and (billed.came_in or billed.files):
        one.audit(
            "bill encounters", f"organization {one.key}", day=one.day, billed=billed.billed, held=billed.held,
            next_payer_claims=billed.next_payer_claims, files=billed.files,
        )  # fmt: skip
    return OrganizationBilling(one.key, billed, ready)


def leave_unbilled(name: str, *, clock: Clock, actor: Actor) -> None:
    """A person decides that an encounter is not billed. name: its key, or organization/key.

    Raises Refusal where it is not known, several organizations have it, or it is billed already.
    """
    with open_desk(clock, actor=actor) as desk:
        one, encounter = desk.find(Encounter, name)
        key = encounter.encounter_key
        if encounter.state == str(EncounterState.BILLED):
            raise Refusal(
                f"The encounter {name} is billed.",
                "Withdraw its charges (0 units) instead: then a void goes out and the books take it back.",
            )
        row = pl.DataFrame({"encounter_key": [key], "state": [str(EncounterState.NOT_BILLED)]})
        one.store.amend("encounter", row, on=("encounter_key",))
        found = reads.open_findings(one.store, at_key=[key])
        billing.settle_findings(one, row, EditFindings.create_empty(), there=found)
        one.audit("leave unbilled", f"encounter {key}")


def _those_that_bill(desk: Desk) -> list[OrganizationDesk]:
    """The organizations for which Remindful writes files."""
    return [one for one in desk if one.organization.billing is not None]


def _check_days(organizations: Sequence[OrganizationDesk]) -> None:
    for one in organizations:
        one.check_day()


# --- encounters and estimates ---------------------------------------------------------------------------------------------


def code_encounter(name: str, decided: Decided, *, home: Home, clock: Clock, actor: Actor) -> EncounterView:
    """Keep an encounter's codes as a person decided them: its diagnoses whole, its lines whole. Billed ones are billed anew.

    name: its key, or organization/key. What it was before is kept by the database. Raises Refusal where it is not known, nothing was
    decided, a code is none by its shape, or lines point beyond the diagnoses.
    """
    with open_desk(clock, actor=actor) as desk:
        one, encounter = desk.find(Encounter, name)
        frames = encounters.frames_of_decision(one, encounter, decided)
        if not frames:
            raise Refusal("Nothing was decided.", "Give --diagnosis, --line, or --finished.")
        bills_here = one.organization.billing is not None
        store_care(one.store, frames, source_file_id=None, bills_here=bills_here)
        one.audit(
            "code encounter", f"encounter {encounter.encounter_key}",
            diagnoses=None if decided.diagnoses is None else len(decided.diagnoses),
            lines=None if decided.lines is None else len(decided.lines), is_finished=decided.is_finished,
        )  # fmt: skip
        _, coded = desk.find(Encounter, f"{one.key}/{encounter.encounter_key}")
        return encounters.view_encounter(one, coded, home=home)


def give_estimate(request: EstimateRequest, *, home: Home, clock: Clock, actor: Actor) -> GivenEstimate:
    """Price the services, keep the estimate, and write it as PDF. Raises Refusal where a service has no price, or the patient is not
    known."""
    with open_desk(clock, actor=actor) as desk:
        one, patient = desk.find(Patient, request.patient)
        given = estimates.write_estimate(one, patient, request, home=home)
        one.audit("give estimate", f"estimate {given.number}", patient=patient.party_key, due_on=given.due_on)
    return given


# --- requests to payers ---------------------------------------------------------------------------------------------------


@contextmanager
def _writing_files(home: Home, clock: Clock) -> Generator[None]:
    """While files of requests are written no night runs, and what a killed run left is finished or removed before."""
    with open_desk(clock):
        pass  # before there is an office there may be no home to lock
    with only_one(home, "night"):
        claim_files.finish(home, clock=clock)
        yield
        claim_files.finish(home, clock=clock)


def inquire_status(
    *, home: Home, clock: Clock, actor: Actor, on: date | None, claims: Sequence[str], dry_run: bool
) -> InquiryReport:
    """Write a 276 for each organization with claims to ask about, each in its own transaction.

    claims: keys (or organization/key) of those to ask about; none: all that wait. Raises Refusal where Remindful writes files for no
    organization or not for that of a named claim, a name is of no claim, or the day is to come; WorldFault where a night is running.
    """
    with _writing_files(home, clock):
        with open_desk(clock, on=on) as desk:
            here, is_shared = _those_that_bill(desk), desk.is_shared
            if not here:
                message = "Remindful writes no files for any organization of this office, so it can ask no payer."
                raise Refusal(message, claim_files.NO_TERMS)
            if not dry_run:
                _check_days(here)
            named = status_requests.find_named(desk, claims) if claims else None
            elsewhere = [] if claims else status_requests.say_elsewhere(desk)
        done: list[status_requests.OrganizationRequests] = []
        for key in [one.key for one in here]:
            with open_desk(clock, on=on, organization=key, actor=actor, is_dry=dry_run) as desk:
                ids = None if named is None else named.get(key, [])
                one = desk.only()
                done.append(_ask_one(one, home=home, named=ids, dry_run=dry_run, is_shared=is_shared))
    return status_requests.sum_inquiries(done, elsewhere, home=home, is_dry=dry_run)


def _ask_one(
    one: OrganizationDesk, *, home: Home, named: Sequence[int] | None, dry_run: bool, is_shared: bool
) -> status_requests.OrganizationRequests:
    requests = status_requests.ask_payers(one, home=home, named=named, dry_run=dry_run, is_shared=is_shared)
    if requests.file is not None:
        one.audit("ask claim status", f"file {requests.file}", day=one.day, claims=len(requests.claims))
    return requests


def request_authorization(
    name: str, *, home: Home, clock: Clock, actor: Actor, on: date | None, dry_run: bool, anyway: bool
) -> RequestReport:
    """Ask the payer to authorize a referral (its key, or organization/key). anyway: although it was asked, has decided, or nothing is
    said to be needed.

    Raises Refusal where that is so, where something lacks that a request needs, and where Remindful writes no files for the
    organization; WorldFault where a night is running.
    """
    with _writing_files(home, clock), open_desk(clock, on=on, actor=actor, is_dry=dry_run) as desk:
        one, referral = desk.find(Referral, name)
        request = authorization_requests.prepare_request(one, referral, anyway=anyway)
        file = authorization_requests.write_request(request, home=home, dry_run=dry_run)
        if file is not None:
            one.audit(
                "request authorization", f"referral {referral.referral_key}", authorization=request.authorization_key, file=file,
                day=one.day,
            )  # fmt: skip
    return RequestReport(
        referral_key=referral.referral_key,
        authorization_key=request.authorization_key,
        payer_key=request.payer_key,
        is_dry=dry_run,
        file=None if file is None else str(home.claims / file),
    )
