"""What happens to people besides visits and money: the events of the contacts files, and changes of what is on file."""

from dataclasses import dataclass, replace
from random import Random

from remindful.edges.example.cast import Case, Role
from remindful.edges.example.paying import Due
from remindful.edges.example.people import Household, Person
from remindful.edges.example.span import Span
from remindful.edges.example.visits import Visit

OVER_ESTIMATE_CENTS = 40_000  # at 400 dollars the law's dispute resolution opens (45 CFR 149.620)


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of a contacts file. kind: EventKind. recorded_day: when the office records it, where later."""

    person: Person
    day: int
    kind: str
    visit: Visit | None = None
    medium: str = ""
    value: str = ""
    cents: int | None = None
    recorded_day: int | None = None


#: What happens in a case: kind, days after it begins, medium, value, whether it is about the visit.
_EVENTS: dict[Case, tuple[tuple[str, int, str, str, bool], ...]] = {
    Case.OPTED_OUT_OF_EMAIL: (("opted_out", 0, "email", "", False),),
    Case.MAIL_RETURNED: (("mail_returned", 0, "mail", "", False),),
    Case.EMAIL_BOUNCED: (("email_bounced", 0, "email", "", False),),
    Case.BANKRUPTCY_FILED: (("bankruptcy_filed", 0, "", "13", False),),
    Case.DIED: (("died", 0, "", "", False),),
    Case.DIED_REPRESENTED: (("died", 0, "", "", False), ("representative_named", 15, "", "Ellis Alderton", False)),
    Case.ASSISTANCE_PENDING: (("assistance_applied", 5, "", "incomplete", False),),
    Case.ASSISTANCE_APPROVED: (
        ("assistance_applied", 0, "", "complete", False),
        ("assistance_decided", 14, "", "approved", False),
    ),
    Case.ASSISTANCE_DENIED: (
        ("assistance_applied", 0, "", "complete", False),
        ("assistance_decided", 14, "", "denied", False),
    ),
    Case.ATTORNEY_NAMED: (("attorney_named", 0, "", "Wren Alderton", False),),
    Case.CEASE_REQUESTED: (("cease_requested", 0, "mail", "", False),),
    Case.DISPUTED: (("conversation", 0, "call", "", False), ("disputed", 2, "", "", True)),
    Case.ESTIMATE_EXCEEDED: (("dispute_resolution_opened", 20, "", "", True),),
    Case.PLAN_AGREED: (("plan_agreed", 6, "", "monthly", True),),
}


def happen(household: Household, role: Role, visits: list[Visit], dues: list[Due], span: Span) -> list[Happening]:
    """The events of a role, after its visit became the patient's, and before the last day."""
    guarantor, visit = household.guarantor, visits[0]
    first_day = min(dues[0].day if dues else visit.billed_day + 30, span.last_day - 40) + 12
    happenings = [
        Happening(
            guarantor,
            min(first_day + after_days, span.last_day - 8),
            kind,
            visit if is_of_visit else None,
            medium,
            guarantor.email if kind == "email_bounced" else value,
        )
        for kind, after_days, medium, value, is_of_visit in _EVENTS.get(role.case, ())
    ]
    if role.case is Case.ESTIMATE_EXCEEDED:
        cents = visit.charge_cents - OVER_ESTIMATE_CENTS
        # Given before the visit, but the visit has a number only once it is billed.
        recorded_day = visit.billed_day + 1
        day = visit.service_day - 9
        happenings.append(Happening(guarantor, day, "estimate_given", visit, cents=cents, recorded_day=recorded_day))
    return happenings


def change_people(household: Household, rng: Random, span: Span) -> list[tuple[int, Person]]:
    """What later demographics files correct: (day, the person as known from then on)."""
    changes: list[tuple[int, Person]] = []
    role = household.role
    if role is not None and role.case is Case.NEWBORN:
        baby = household.people[1]
        changes.append(((baby.birth_on - span.first_on).days + 16, baby))
    if role is None and rng.random() < 0.06:
        day = 20 + int(rng.random() * (span.last_day - 20))
        guarantor = household.guarantor
        if rng.random() < 0.5:
            number = 100 + int(rng.random() * 8900)
            place = replace(guarantor.place, line1=f"{number} New {guarantor.place.line1.split(' ', 1)[1]}")
            changes += [(day, replace(person, place=place)) for person in household.people]
        else:
            changes.append((day, replace(guarantor, preferred_medium="mail")))
    return changes


def newborn_name(person: Person) -> str:
    """What a baby is called until the parents have said."""
    return "Babygirl" if person.sex == "F" else "Babyboy"
