"""What people do about payers' answers: match one that waits, refuse a proposal, keep a payer's deadline."""

from dataclasses import asdict, dataclass

from remindful.core import remits
from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import PayerKind
from remindful.edges.store import reads
from remindful.flow.books.posting import post_by_hand
from remindful.flow.books.remit_lines import RESTORE, fill_lines
from remindful.flow.office import settings
from remindful.flow.office.actors import Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import Desk, OrganizationDesk, open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.records import Visit
from remindful.flow.office.settings import Setting
from remindful.flow.remits.denials import LIMITS, AppealLimits, read_limits
from remindful.flow.remits.remittances import REFUSED, refused_matches


def keep_limit(
    payer: str,
    *,
    way: remits.Way,
    days: int,
    is_from_service: bool,
    organization: str | None,
    clock: Clock,
    actor: Actor,
) -> AppealLimits:
    """Keep a deadline of a payer (its key), or of a kind of payer, for one organization. Returns all of them.

    Raises Refusal where no visit has such a payer, and where the office has several organizations and none is named.
    """
    with open_desk(clock, organization=organization, actor=actor) as desk:
        one = desk.only()
        is_kind = payer in list(PayerKind)
        if not is_kind and reads.visit_levels(one.store, payer_key=[payer]).is_empty():
            raise Refusal(
                f"No visit has a payer {payer!r}, and it is no kind of payer.", f"Kinds: {', '.join(PayerKind)}."
            )
        message = f"set by the office: {days} days from the {'service' if is_from_service else 'answer'}"
        limits = read_limits(one.store)
        limit = remits.AppealLimit(days, is_from_service, message)
        if limits.get(payer, {}).get(way) == limit:
            return limits
        limits.setdefault(payer, {})[way] = limit
        settings.keep(one.store, LIMITS, _to_setting(limits))
        one.audit("keep deadline", f"payer {payer}", way=str(way), days=days, is_from_service=is_from_service)
    return limits


def _to_setting(limits: AppealLimits) -> Setting:
    """As read_limits reads it."""
    return {payer: {str(way): asdict(limit) for way, limit in ways.items()} for payer, ways in limits.items()}


@dataclass(frozen=True, slots=True)
class MatchDecision:
    """What became of a waiting answer and the visit that a person named. is_posted: else the proposal is refused."""

    remit_claim_id: int
    visit_key: str
    is_posted: bool


def accept_match(remit_claim_id: int, visit_key: str, *, home: Home, clock: Clock, actor: Actor) -> MatchDecision:
    """Post a waiting answer on the visit that a person names. Raises Refusal where it does not wait, or its lines are not the visit's."""
    with open_desk(clock, actor=actor) as desk:
        one = _find_waiting(desk, remit_claim_id)
        fill_lines(one.store, home=home)
        waiting = reads.waiting_claims(one.store, remit_claim_id=[remit_claim_id])
        visit = _find_visit(one, visit_key)
        if not waiting["has_lines"][0]:
            raise Refusal(f"The lines of answer {remit_claim_id} are not in the store.", RESTORE)
        left = post_by_hand(one.store, waiting, visit_id=visit.visit_id)
        if not left.is_empty():
            _, message, remedy = remits.WHY[left["why"][0]]
            raise Refusal(f"Answer {remit_claim_id} cannot be posted on {visit_key}: {message}.", remedy)
        one.audit("accept match", f"answer {remit_claim_id}", visit=visit.visit_key)
    return MatchDecision(remit_claim_id, visit_key, is_posted=True)


def refuse_match(remit_claim_id: int, visit_key: str, *, clock: Clock, actor: Actor) -> MatchDecision:
    """Note that a waiting answer is not this visit's: it is not proposed again."""
    with open_desk(clock, actor=actor) as desk:
        one = _find_waiting(desk, remit_claim_id)
        visit = _find_visit(one, visit_key)
        refused = refused_matches(one.store)
        keys = dict(refused.group_by("remit_claim_id").agg("visit_key").rows()).get(remit_claim_id, [])
        if visit.visit_key not in keys:
            settings.keep(one.store, f"{REFUSED}.{remit_claim_id}", sorted({*keys, visit.visit_key}))
            one.audit("refuse match", f"answer {remit_claim_id}", visit=visit.visit_key)
    return MatchDecision(remit_claim_id, visit_key, is_posted=False)


def _find_waiting(desk: Desk, remit_claim_id: int) -> OrganizationDesk:
    """The organization whose answer waits. Raises Refusal where none does."""
    for one in desk:
        if not reads.waiting_claims(one.store, remit_claim_id=[remit_claim_id]).is_empty():
            return one
    raise Refusal(f"No answer {remit_claim_id} waits.", "`remindful remits waiting` lists those that do.")


def _find_visit(one: OrganizationDesk, name: str) -> Visit:
    visit = one.find(Visit, name)
    if visit is None:
        raise Refusal(f"There is no visit {name} at {one.key}.", Visit.remedy)
    return visit
