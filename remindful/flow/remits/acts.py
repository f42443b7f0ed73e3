"""What people do to denials: a payer's deadline is kept."""

from dataclasses import asdict

from remindful.core import remits
from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import PayerKind
from remindful.edges.store import reads
from remindful.flow.office import settings
from remindful.flow.office.actors import Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.settings import Setting
from remindful.flow.remits.denials import LIMITS, Limits, read_limits


def keep_limit(
    payer: str,
    *,
    way: remits.Way,
    days: int,
    is_from_service: bool,
    organization: str | None,
    clock: Clock,
    actor: Actor,
) -> Limits:
    """Keep a deadline of a payer (its key), or of a kind of payer, for one organization. Returns all of them.

    Raises Refusal where no visit has such a payer, and where the office has several organizations and none is named.
    """
    with open_desk(clock, organization=organization, actor=actor) as desk:
        one = desk.only()
        is_kind = payer in list(PayerKind)
        if not is_kind and reads.visit_levels(one.books, payer_key=[payer]).is_empty():
            raise Refusal(
                f"No visit has a payer {payer!r}, and it is no kind of payer.", f"Kinds: {', '.join(PayerKind)}."
            )
        says = f"set by the office: {days} days from the {'service' if is_from_service else 'answer'}"
        limits = read_limits(one.books)
        limits.setdefault(payer, {})[way] = remits.Limit(days, is_from_service, says)
        settings.keep(one.books, LIMITS, _to_setting(limits))
        one.audit("keep deadline", f"payer {payer}", way=str(way), days=days, is_from_service=is_from_service)
    return limits


def _to_setting(limits: Limits) -> Setting:
    """As read_limits reads it."""
    return {payer: {str(way): asdict(limit) for way, limit in ways.items()} for payer, ways in limits.items()}
