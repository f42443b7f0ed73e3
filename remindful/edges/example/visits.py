"""Visits: who came when and why, what was charged, who did it, and when the bill went out."""

from dataclasses import dataclass
from random import Random

from remindful.edges.example import services
from remindful.edges.example.cast import GROUP, Case
from remindful.edges.example.numbers import make_npi
from remindful.edges.example.people import Coverage, Household, Person
from remindful.edges.example.services import CHARGES, LineKind, Reason
from remindful.edges.example.span import CLAIM_WEEKDAY, Span

PROCEDURES = frozenset({"20610", "17110", "11102", "69210"})
OPENING_DAYS, OPENING_GAP_DAYS = 100, 60  # opening balances are 60 to 160 days old: a payer has answered them


@dataclass(frozen=True, slots=True)
class Line:
    """One charge line: one open item."""

    code: str  # empty where a revenue code stands alone
    modifier: str
    revenue: str
    kind: LineKind
    units: int
    charge_cents: int
    description: str

    @property
    def fee_key(self) -> str:
        """What a fee schedule knows the line by."""
        return self.code or self.revenue


@dataclass(frozen=True, slots=True)
class Doctor:
    """Somebody who gives care."""

    last_name: str
    first_name: str
    npi: str
    taxonomy: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One episode of care and its bill. Days are numbers of the span."""

    key: str
    organization: str
    patient: Person
    guarantor: Person
    coverages: tuple[Coverage, ...]
    reason: Reason
    lines: tuple[Line, ...]
    doctor: Doctor
    service_day: int
    until_day: int
    billed_day: int
    authorization: str
    referral: str

    @property
    def charge_cents(self) -> int:
        """The sum of the lines."""
        return sum(line.charge_cents for line in self.lines)

    @property
    def is_institutional(self) -> bool:
        """Whether the bill is an 837I."""
        return self.organization != GROUP

    @property
    def is_stay(self) -> bool:
        """Whether the patient stayed in hospital and the hospital bills it."""
        return self.is_institutional and self.reason.place == "11"

    @property
    def facility_code(self) -> str:
        """CLM05-1, CLP08: the place of service, or the type of bill."""
        return self.reason.place if not self.is_institutional else "11" if self.is_stay else "13"


_DOCTORS = {
    specialty: tuple(
        Doctor(last, first, make_npi(100 + 10 * number + place), taxonomy)
        for place, (last, first) in enumerate(pair)
    )
    for number, ((specialty, taxonomy), pair) in enumerate(
        zip(
            services.TAXONOMIES.items(),
            (
                (("HOLLINGBERG", "ADA"), ("WESTMORE", "THEO")), (("LARKSPUR", "NELL"), ("BRINDLE", "OTIS")),
                (("STONEBRIDGE", "MAX"), ("FERNWOOD", "IDA")), (("HEARTWELL", "ROY"), ("VALDIVIA", "LUZ")),
                (("QUIETWATER", "ANNE"), ("MERRIDEW", "SAUL")), (("NIGHTENGALE", "PAM"), ("WARDLOW", "GUS")),
                (("SWIFTWATER", "KAI"), ("BRACEGIRDLE", "UNA")), (("COLONNADE", "FAY"), ("TRACTWELL", "BEN")),
                (("CRADLEWORTH", "EVE"), ("STORKLEY", "JO")),
            ),
            strict=True,
        )
    )
}  # fmt: skip
_CHOICES: dict[tuple[str, int, str], tuple[list[Reason], list[int]]] = {}


def make_visits(
    household: Household, organization: str, *, rng: Random, span: Span, numbers: dict[str, int]
) -> list[Visit]:
    """The visits of one account, by day of service. numbers: the last visit number of each organization, counted on."""
    role = household.role
    if role is not None and role.organization == organization:
        planned = _planned_visits(household, rng, span)
    else:
        planned = _chance_visits(household, organization, rng, span)
    planned.sort(key=lambda visit: (visit[1], visit[0]))
    return [
        _make_visit(household, organization, place, day, reason, rng=rng, span=span, numbers=numbers)
        for place, day, reason in planned
    ]


def _planned_visits(household: Household, rng: Random, span: Span) -> list[tuple[int, int, Reason]]:
    """What a role needs: a visit old enough that its balance is the patient's by now."""
    role = household.role
    assert role is not None
    last = span.last_day
    day = last - 95 - int(rng.random() * 60)
    who = 0
    reason = services.OFFICE_REASONS[10] if role.organization == GROUP else services.HOSPITAL_REASONS[3]
    match role.case:
        case Case.TWO_VISITS:
            return [(0, day, reason), (0, day + 12, services.OFFICE_REASONS[12])]
        case Case.NEWBORN:
            day = (household.people[1].birth_on - span.first_on).days
            return [(0, day, services.BIRTH), (1, day, services.NEWBORN)]
        case Case.MINOR | Case.ADULT_DEPENDENT | Case.SECONDARY | Case.MEDICAID:
            who = len(household.people) - 1 if role.case is not Case.ADULT_DEPENDENT else 1
            if household.people[who].relation == "19":
                reason = services.OFFICE_REASONS[4]
            elif role.case is Case.SECONDARY:
                who = 0
        case Case.INPATIENT:
            reason = services.HOSPITAL_REASONS[10]
        case Case.ESTIMATE_EXCEEDED | Case.INTEREST | Case.PLAN_AGREED:
            reason = services.HOSPITAL_REASONS[2]
        case Case.NEVER_ANSWERED:
            day -= 90
        case Case.TAKEN_BACK | Case.REVERSED | Case.DENIAL_OVERTURNED:
            day -= 60
        case _:
            pass
    return [(who, day, reason)]


def _chance_visits(household: Household, organization: str, rng: Random, span: Span) -> list[tuple[int, int, Reason]]:
    planned: list[tuple[int, int, Reason]] = []
    for place, person in enumerate(household.people):
        age = person.age_on(span.on(span.last_day // 2))
        mean = (1.5 + age / 40) if organization == GROUP else (0.55 + age / 110)
        number = int(mean * (rng.random() + rng.random()) + rng.random())
        for _ in range(number):
            # A few visits are from before the first day: the former system's balances.
            day = int(rng.random() * (span.last_day + OPENING_DAYS)) - OPENING_DAYS
            day -= OPENING_GAP_DAYS if day < 0 else 0
            if span.on(day) < person.birth_on:
                continue
            planned.append((place, day, _choose_reason(organization, age, person.sex, rng)))
    if not planned:
        guarantor = household.guarantor
        age = guarantor.age_on(span.on(span.last_day // 2))
        planned.append(
            (0, int(rng.random() * (span.last_day - 20)), _choose_reason(organization, age, guarantor.sex, rng))
        )
    return planned


def _choose_reason(organization: str, age: int, sex: str, rng: Random) -> Reason:
    chosen = _CHOICES.get((organization, age, sex))
    if chosen is None:
        known = services.OFFICE_REASONS if organization == GROUP else services.HOSPITAL_REASONS
        fits = [one for one in known if one.ages[0] <= age <= one.ages[1] and one.sex in {"", sex}]
        fits = fits or [known[-1]]
        steps = [sum(one.weight for one in fits[: place + 1]) for place in range(len(fits))]
        chosen = _CHOICES[organization, age, sex] = (fits, steps)
    return rng.choices(chosen[0], cum_weights=chosen[1])[0]


def _make_visit(
    household: Household, organization: str, place: int, day: int, reason: Reason, *,
    rng: Random, span: Span, numbers: dict[str, int],
) -> Visit:  # fmt: skip
    numbers[organization] += 1
    number = numbers[organization]
    coverages = household.coverages[place]
    if organization == GROUP and day > -1 and reason.place == "11":
        day = span.working_day_from(day)
    nights = reason.days[0] + int(rng.random() * (reason.days[1] - reason.days[0] + 1)) if reason.days[1] else 0
    lines = _make_lines(reason, nights, rng)
    lag_days = _charge_lag(rng, is_self_pay=not coverages) + (2 if organization != GROUP else 0)
    # The claim is in Friday's file; the people's file of the Thursday before names the patient.
    billed_day = span.weekday_from(day + nights + lag_days + 1, CLAIM_WEEKDAY)
    return Visit(
        key=f"LV{number:07d}" if organization == GROUP else f"CH{number:07d}",
        organization=organization,
        patient=household.people[place],
        guarantor=household.guarantor,
        coverages=coverages,
        reason=reason,
        lines=lines,
        doctor=_DOCTORS[reason.specialty][number % 2],
        service_day=day,
        until_day=day + nights,
        billed_day=billed_day,
        authorization=f"PA{number:06d}" if "0610:73221" in reason.lines or nights else "",
        referral=f"RF{number:06d}" if reason.specialty in {"bone", "heart"} and number % 3 == 0 and coverages else "",
    )


def _make_lines(reason: Reason, nights: int, rng: Random) -> tuple[Line, ...]:
    texts = [*reason.lines, *(text for text in reason.sometimes if rng.random() < 0.45)]
    # 25: a visit beside a procedure of the same day; 95: by video.
    modifier = "95" if reason.place == "02" else "25" if PROCEDURES.intersection(texts) else ""
    return tuple(_make_line(text, modifier, nights, rng) for text in texts)


def _make_line(text: str, modifier: str, nights: int, rng: Random) -> Line:
    revenue, code = ("", text) if len(text) == 5 else (text[:4], text[5:])
    charge_cents, kind = CHARGES[code or revenue]
    units = max(nights, 1) if kind is LineKind.STAY else 3 if code in {"J1100", "J0696"} else 1
    description = services.DESCRIPTIONS[kind] if rng.random() < 0.25 else ""
    modifier = modifier if kind is LineKind.OFFICE else ""
    return Line(code, modifier, revenue, kind, units, charge_cents * units, description)


def _charge_lag(rng: Random, *, is_self_pay: bool) -> int:
    """Days from service to bill: median 0, 95th percentile about 20."""
    chance = rng.random()
    if chance < 0.62:
        return 0
    return 1 + int((chance - 0.62) * 18) if chance < 0.85 else 5 + int((chance - 0.85) * (90 if is_self_pay else 130))
