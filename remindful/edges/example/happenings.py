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
    """One row of a contacts file. kind: EventKind. told_day: the day that it is told on, where later than it happened."""

    person: Person
    day: int
    kind: str
    visit: Visit | None = None
    medium: str = ""
    value: str = ""
    cents: int | None = None
    told_day: int | None = None


def happen(household: Household, role: Role, visits: list[Visit], dues: list[Due], span: Span) -> list[Happening]:
    """The events of a role, after its visit became the patient's, and before the last day."""
    guarantor = household.guarantor
    visit = visits[0]
    day = min(dues[0].day if dues else visit.billed_day + 30, span.last_day - 40) + 12

    def event(kind: str, after_days: int = 0, **said: object) -> Happening:
        return Happening(guarantor, min(day + after_days, span.last_day - 8), kind, **said)  # type: ignore[arg-type]

    match role.case:
        case Case.OPTED_OUT_OF_EMAIL:
            return [event("opted_out", medium="email")]
        case Case.MAIL_RETURNED:
            return [event("mail_returned", medium="mail")]
        case Case.EMAIL_BOUNCED:
            return [event("email_bounced", medium="email", value=guarantor.email)]
        case Case.BANKRUPTCY_FILED:
            return [event("bankruptcy_filed", value="13")]
        case Case.DIED:
            return [event("died")]
        case Case.DIED_REPRESENTED:
            return [event("died"), event("representative_named", 15, value=f"Ellis {guarantor.last_name}")]
        case Case.ASSISTANCE_PENDING:
            return [event("assistance_applied", 5, value="incomplete")]
        case Case.ASSISTANCE_APPROVED:
            return [event("assistance_applied", value="complete"), event("assistance_decided", 14, value="approved")]
        case Case.ASSISTANCE_DENIED:
            return [event("assistance_applied", value="complete"), event("assistance_decided", 14, value="denied")]
        case Case.ATTORNEY_NAMED:
            return [event("attorney_named", value="Wren Alderton")]
        case Case.CEASE_REQUESTED:
            return [event("cease_requested", medium="mail")]
        case Case.DISPUTED:
            return [event("conversation", medium="call"), event("disputed", 2, visit=visit)]
        case Case.ESTIMATE_EXCEEDED:
            estimate = visit.charge_cents - OVER_ESTIMATE_CENTS
            return [
                Happening(
                    guarantor,
                    visit.service_day - 9,
                    "estimate_given",
                    visit,
                    cents=estimate,
                    told_day=visit.billed_day + 1,
                ),
                event("dispute_resolution_opened", 20, visit=visit),
            ]
        case Case.PLAN_AGREED:
            return [event("plan_agreed", 6, visit=visit, value="monthly")]
        case _:
            return []


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
