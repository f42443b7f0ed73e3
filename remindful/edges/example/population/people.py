"""Who lives there: people with their homes, and which payer covers whom from when to when."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from remindful.edges.example import names

#: Synthea's payers: name, ownership.
PAYERS = (
    ("Medicare", "GOVERNMENT"), ("Medicaid", "GOVERNMENT"), ("Dual Eligible", "GOVERNMENT"), ("Humana", "PRIVATE"),
    ("Blue Cross Blue Shield", "PRIVATE"), ("UnitedHealthcare", "PRIVATE"), ("Aetna", "PRIVATE"), ("Cigna Health", "PRIVATE"),
    ("Anthem", "PRIVATE"), ("NO_INSURANCE", "NO_INSURANCE"),
)  # fmt: skip
COMMERCIAL = ("Humana", "Blue Cross Blue Shield", "UnitedHealthcare", "Aetna", "Cigna Health", "Anthem")
TOWNS = (
    ("Tallahassee", "Leon County", "32301"), ("Tallahassee", "Leon County", "32303"), ("Quincy", "Gadsden County", "32351"),
    ("Monticello", "Jefferson County", "32344"), ("Crawfordville", "Wakulla County", "32327"),
)  # fmt: skip
STREETS = ("Sample Street", "Example Avenue", "Specimen Lane", "Pattern Court", "Model Drive", "Trial Way")
CHRONIC = (("59621000", "Hypertension", 35, 0.45), ("44054006", "Diabetes mellitus type 2 (disorder)", 40, 0.18),
           ("55822004", "Hyperlipidemia", 40, 0.3), ("195967001", "Asthma", 4, 0.08), ("203082005", "Fibromyalgia (disorder)", 30, 0.03),
           ("239873007", "Osteoarthritis of knee", 55, 0.2), ("35489007", "Depressive disorder", 18, 0.1))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coverage:
    """A span with a payer, both days counted."""

    payer: str
    member: str
    from_on: date
    to_on: date
    secondary: str | None = None


@dataclass(slots=True)
class Person:
    """One synthetic person."""

    id: str
    first: str
    last: str
    sex: str
    birth_on: date
    line1: str
    town: tuple[str, str, str]
    death_on: date | None = None
    coverages: list[Coverage] = field(default_factory=list)
    chronic: list[tuple[str, str]] = field(default_factory=list)

    def age(self, day: date) -> int:
        """Whole years."""
        return day.year - self.birth_on.year - ((day.month, day.day) < (self.birth_on.month, self.birth_on.day))

    def coverage(self, day: date) -> Coverage | None:
        """The span of a day."""
        return next((one for one in self.coverages if one.from_on <= day <= one.to_on), None)


def make_id(rng: Random) -> str:
    """A UUID that the seed decides."""
    return str(UUID(int=rng.getrandbits(128), version=4))


def make_people(count: int, *, rng: Random, first_day: date, days: int) -> list[Person]:
    """Households with a name and a home in common, until there are enough people."""
    people: list[Person] = []
    while len(people) < count:
        last, house = rng.choice(names.LAST), rng.randint(1, 980)
        home, town = f"{house} {rng.choice(STREETS)}", rng.choice(TOWNS)
        for place in range(rng.choice((1, 1, 2, 2, 3, 4, 5))):
            if len(people) == count:
                break
            years = rng.randint(22, 88) if place == 0 else rng.randint(20, 85) if place == 1 else rng.randint(0, 17)
            sex = rng.choice("MF")
            first = rng.choice(names.WOMEN if sex == "F" else names.MEN)
            person = Person(
                make_id(rng),
                first,
                last,
                sex,
                first_day - timedelta(days=years * 365 + rng.randint(1, 364)),
                home,
                town,
            )
            person.coverages = _coverage(person, rng=rng, first_day=first_day, days=days)
            person.chronic = [
                (code, message)
                for code, message, least, share in CHRONIC
                if person.age(first_day) >= least and rng.random() < share
            ]
            if years > 70 and rng.random() < 0.02:
                person.death_on = first_day + timedelta(days=rng.randint(60, days))
            people.append(person)
    return people


def _coverage(person: Person, *, rng: Random, first_day: date, days: int) -> list[Coverage]:
    """Spans through the window; some change payer in its midst, some lose it, some are never covered."""
    end = first_day + timedelta(days=days)
    since = date(first_day.year - 2, 1, 1)
    chance = rng.random()
    if person.age(first_day) >= 65:
        payer, second = ("Dual Eligible", None) if chance < 0.1 else ("Medicare", "Anthem" if chance < 0.5 else None)
    elif chance < 0.2:
        payer, second = "Medicaid", None
    elif chance < 0.88:
        payer, second = rng.choice(COMMERCIAL), None
    else:
        return [Coverage("NO_INSURANCE", "", since, end)]
    first = Coverage(payer, make_id(rng), since, end, second)
    if payer in COMMERCIAL and rng.random() < 0.15:
        change = first_day + timedelta(days=rng.randint(30, max(31, days - 30)))
        after = rng.choice((*COMMERCIAL, "NO_INSURANCE"))
        member = "" if after == "NO_INSURANCE" else make_id(rng)
        return [Coverage(payer, first.member, since, change - timedelta(days=1)), Coverage(after, member, change, end)]
    return [first]
