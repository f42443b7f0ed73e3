"""Households: a guarantor who owes, those whom the guarantor answers for, where they live, how they are covered."""

from dataclasses import dataclass
from datetime import date
from random import Random

from remindful.edges.example import names, plans
from remindful.edges.example.cast import HOSPITAL, Case, Role
from remindful.edges.example.numbers import make_phone
from remindful.edges.example.plans import Payer, Plan
from remindful.edges.example.span import Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives and is called."""

    line1: str
    line2: str
    city: str
    state: str
    zip: str
    phone: str
    phone_kind: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the office knows. relation: to the guarantor (18 self, 19 child, 01 spouse, 29 other adult)."""

    number: int
    first_name: str
    last_name: str
    birth_on: date
    sex: str
    language: str
    place: Place
    email: str
    preferred_medium: str
    is_qmb: str  # Y, N, or not known
    relation: str

    def key(self, organization: str) -> str:
        """The number by which an organization knows this person."""
        return f"CM{self.number:07d}" if organization == HOSPITAL else f"LP{self.number:06d}"

    def age_on(self, day: date) -> int:
        """Whole years."""
        return day.year - self.birth_on.year - ((day.month, day.day) < (self.birth_on.month, self.birth_on.day))


@dataclass(frozen=True, slots=True)
class Coverage:
    """One coverage of one person: who is insured, by which plan."""

    payer: Payer
    plan: Plan
    member_id: str
    subscriber: Person
    relation: str  # of the patient to the subscriber


@dataclass(frozen=True, slots=True)
class Household:
    """A guarantor and all on the account, each with coverages in the order in which they pay; none = self-pay."""

    guarantor: Person
    people: tuple[Person, ...]
    coverages: tuple[tuple[Coverage, ...], ...]
    organizations: tuple[str, ...]
    role: Role | None


def make_household(
    first_number: int, *, role: Role | None, organizations: tuple[str, ...], rng: Random, span: Span
) -> Household:
    """A household whose people are numbered from `first_number`."""
    case = role.case if role else None
    kind = role.household if role else _pick(rng, (("adult", 38), ("family", 26), ("senior", 31), ("dual", 5)))
    speaks_spanish = rng.random() < 0.12 or (role is not None and role.case is Case.SPANISH_SPEAKER)
    place = _make_place(rng, role, first_number)
    last_name = rng.choice(names.SPANISH_LAST if speaks_spanish or rng.random() < 0.05 else names.LAST)
    ages = {"adult": (19, 64), "family": (24, 50), "senior": (66, 92), "dual": (66, 88)}[kind]

    def person(
        offset: int, ages: tuple[int, int], relation: str, sex: str | None = None, day: date | None = None
    ) -> Person:
        birth_on = day or _birth_on(rng, ages, span)
        return _make_person(
            first_number + offset, last_name, birth_on, sex or ("F" if rng.random() < 0.53 else "M"), relation,
            place, rng=rng, speaks_spanish=speaks_spanish, is_dual=kind == "dual", is_adult=ages[0] >= 18,
            needs_email=case in {Case.OPTED_OUT_OF_EMAIL, Case.EMAIL_BOUNCED},
        )  # fmt: skip

    guarantor = person(0, ages, "18", "F" if case is Case.NEWBORN else None)
    people = [guarantor]
    if kind == "family":
        if case is Case.ADULT_DEPENDENT or rng.random() < 0.3:
            people.append(person(len(people), ages, "01"))
        for _ in range(1 + int(rng.random() * 2.6)):
            people.append(person(len(people), (0, 17), "19"))
    elif rng.random() < (0.08 if kind == "adult" else 0.03):
        people.append(person(1, (19, 25) if kind == "adult" else (66, 90), "29"))
    if case is Case.NEWBORN:
        people = [guarantor, person(1, (0, 0), "19", day=span.on(span.last_day - 100 - int(rng.random() * 20)))]
    coverages = tuple(_insure_people(people, kind=kind, role=role, rng=rng))
    return Household(guarantor, tuple(people), coverages, organizations, role)


def _pick(rng: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    place = rng.random() * sum(weight for _, weight in weighted)
    for name, weight in weighted:
        place -= weight
        if place < 0:
            return name
    return weighted[-1][0]


_TOWN_WEIGHTS = [town[5] for town in names.TOWNS]
_TOWN_STEPS = [sum(_TOWN_WEIGHTS[: place + 1]) for place in range(len(_TOWN_WEIGHTS))]
_CENTRAL = [town for town in names.TOWNS if town[4] == "America/Chicago"]
_GEORGIAN = [town for town in names.TOWNS if town[1] == "GA"]


def _make_place(rng: Random, role: Role | None, number: int) -> Place:
    case = role.case if role else None
    line1 = f"{100 + int(rng.random() * 8900)} {rng.choice(names.STREETS)} {rng.choice(names.STREET_KINDS)}"
    line2 = f"Apt {1 + int(rng.random() * 40)}" if rng.random() < 0.14 else ""
    if rng.random() < 0.008 and role is None:
        city, state, code, area, _zone = rng.choice(names.FAR_TOWNS)
    else:
        towns = _CENTRAL if case is Case.CENTRAL_TIME else _GEORGIAN if case is Case.GEORGIAN else None
        town = rng.choice(towns) if towns else rng.choices(names.TOWNS, cum_weights=_TOWN_STEPS)[0]
        city, state, code, area = town[:4]
    kind = rng.random()
    phone_kind = "" if kind < 0.06 else "mobile" if kind < 0.8 else "voip" if kind < 0.83 else "landline"
    if case is Case.SNOWBIRD:
        phone_kind, area = "mobile", names.BROUGHT_AREA_CODES[number % 2]
    elif phone_kind == "mobile" and rng.random() < 0.05:
        area = rng.choice(names.BROUGHT_AREA_CODES)
    phone = "" if rng.random() < 0.03 and role is None else make_phone(area, number * 37 + 11)
    return Place(line1, line2, city, state, code, phone, phone_kind if phone else "")


def _birth_on(rng: Random, ages: tuple[int, int], span: Span) -> date:
    youngest, oldest = ages
    years = youngest + rng.random() * (oldest - youngest + 0.9)
    return date.fromordinal(span.first_on.toordinal() - 20 - int(years * 365.25))


def _make_person(
    number: int, last_name: str, birth_on: date, sex: str, relation: str, place: Place, *,
    rng: Random, speaks_spanish: bool, is_dual: bool, is_adult: bool, needs_email: bool,
) -> Person:  # fmt: skip
    pools = (names.SPANISH_WOMEN, names.SPANISH_MEN) if speaks_spanish else (names.WOMEN, names.MEN)
    first_name = rng.choice(pools[0] if sex == "F" else pools[1])
    has_email = (is_adult and rng.random() < 0.72) or needs_email
    email = f"{_plain(first_name)}.{_plain(last_name)}{number}@{rng.choice(names.EMAIL_HOSTS)}" if has_email else ""
    wish = rng.random()
    medium = "" if wish < 0.8 else "email" if wish < 0.88 and email else "text" if wish < 0.93 else "mail"
    qmb = "Y" if is_dual and rng.random() < 0.8 else "N" if rng.random() < 0.92 else ""
    language = "es" if speaks_spanish and is_adult else "en"
    return Person(number, first_name, last_name, birth_on, sex, language, place, email, medium, qmb, relation)


_PLAIN = str.maketrans("áéíóúñÁÉÍÓÚÑ", "aeiounAEIOUN")


def _plain(name: str) -> str:
    return name.translate(_PLAIN).lower()


def _insure_people(people: list[Person], *, kind: str, role: Role | None, rng: Random) -> list[tuple[Coverage, ...]]:
    guarantor = people[0]
    chosen = _choose_coverage(kind, role, rng)
    coverages: list[tuple[Coverage, ...]] = []
    case = role.case if role else None
    for person in people:
        if chosen == "medicare" or chosen == "medigap":
            coverages.append(_senior_coverage(person, chosen, kind))
        elif chosen == "advantage":
            payer = plans.SILVER_PALM if guarantor.number % 2 else plans.GULF_ADVANTAGE
            coverages.append((_self_coverage(payer, plans.MA_PLAN, person),))
        elif chosen == "medicaid":
            payer = plans.GA_MEDICAID if person.place.state == "GA" else plans.FL_MEDICAID
            coverages.append((_self_coverage(payer, plans.NO_SHARE, person),))
        elif chosen == "self_pay":
            coverages.append(())
        elif chosen == "military":
            coverages.append((_family_coverage(plans.TRICARE, plans.TRICARE_PLAN, person, guarantor),))
        elif chosen in {"workers_compensation", "auto"}:
            payer = plans.TIMBERLINE if chosen == "workers_compensation" else plans.COASTAL
            coverages.append((_self_coverage(payer, plans.NO_SHARE, person),))
        else:
            coverages.append(_commercial_coverage(person, people, chosen, case, rng))
    return coverages


def _choose_coverage(kind: str, role: Role | None, rng: Random) -> str:
    if role is not None:
        return role.coverage
    if kind == "dual":
        return "medicare"
    if kind == "senior":
        return _pick(rng, (("medicare", 30), ("medigap", 33), ("advantage", 35), ("commercial", 2)))
    if kind == "family":
        return _pick(rng, (("commercial", 64), ("medicaid", 25), ("military", 3), ("self_pay", 8)))
    return _pick(
        rng,
        (
            ("commercial", 63),
            ("medicaid", 11),
            ("military", 3),
            ("self_pay", 20),
            ("workers_compensation", 2),
            ("auto", 1),
        ),
    )


def _self_coverage(payer: Payer, plan: Plan, person: Person) -> Coverage:
    return Coverage(payer, plan, f"{payer.member_prefix}99{person.number:07d}", person, "18")


def _family_coverage(payer: Payer, plan: Plan, person: Person, subscriber: Person) -> Coverage:
    relation = (
        "18" if person is subscriber else "19" if person.relation == "19" else "01" if person.relation == "01" else "G8"
    )
    return Coverage(payer, plan, f"{payer.member_prefix}99{subscriber.number:07d}", subscriber, relation)


def _senior_coverage(person: Person, chosen: str, kind: str) -> tuple[Coverage, ...]:
    first = _self_coverage(plans.MEDICARE, plans.PART_B, person)
    if kind == "dual":
        payer = plans.GA_MEDICAID if person.place.state == "GA" else plans.FL_MEDICAID
        return first, _self_coverage(payer, plans.NO_SHARE, person)
    if chosen == "medigap":
        return first, _self_coverage(plans.CANOPY, plans.MEDIGAP_G, person)
    return (first,)


def _commercial_coverage(
    person: Person, people: list[Person], chosen: str, case: Case | None, rng: Random
) -> tuple[Coverage, ...]:
    guarantor = people[0]
    number = guarantor.number
    payer = plans.RED_HILLS if chosen == "hmo" else plans.COMMERCIAL[number % len(plans.COMMERCIAL)]
    wanted = {"bronze": plans.BRONZE, "ppo": plans.PPO, "hmo": plans.HMO}.get(chosen)
    first = _family_coverage(payer, wanted or payer.plans[number // 7 % len(payer.plans)], person, guarantor)
    spouse = next((other for other in people if other.relation == "01"), None)
    has_second = case is Case.SECONDARY or (chosen == "commercial" and rng.random() < 0.04)
    if not has_second:
        return (first,)
    other = spouse or guarantor
    second = plans.MAGNOLIA if payer is not plans.MAGNOLIA else plans.PINE_HARBOR
    return first, _family_coverage(second, plans.COPAY, person, other)
