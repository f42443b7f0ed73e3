"""What happens to them: encounters with what was found and done, at Synthea's kinds of cost."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from remindful.edges.example.population.people import Person, make_id

#: code, description, cents
Service = tuple[str, str, int]
FLU: Service = ("140", "Influenza  seasonal  injectable  preservative free", 13_600)
SCREENS: tuple[Service, ...] = (
    ("171207006", "Depression screening (procedure)", 4_100), ("710841007", "Assessment of anxiety (procedure)", 3_900),
    ("763302001", "Assessment using Alcohol Use Disorders Identification Test - Consumption (procedure)", 4_000),
)  # fmt: skip
LABS: tuple[Service, ...] = (
    ("9564003", "Complete blood count with white cell differential  automated (procedure)", 5_200), ("43396009", "Hemoglobin A1c measurement", 6_400),
    ("271232007", "Serum chemistry test", 7_700), ("252150008", "Fasting lipid profile", 6_900),
    ("441550005", "Urinalysis with reflex to microscopy and culture (procedure)", 3_300),
)  # fmt: skip
#: A kind of visit has one price, as in Synthea.
PROBLEMS: tuple[Service, ...] = (
    ("185345009", "Encounter for symptom", 14_200), ("185347001", "Encounter for problem (procedure)", 17_800),
)  # fmt: skip
#: What brings people: condition, description, likely procedures, weight.
ACUTE: tuple[tuple[str, str, tuple[Service, ...], int], ...] = (
    ("444814009", "Viral sinusitis (disorder)", (), 14),
    ("195662009", "Acute viral pharyngitis (disorder)", (("117015009", "Throat culture (procedure)", 9_500),), 10),
    ("43878008", "Streptococcal sore throat (disorder)", (("117015009", "Throat culture (procedure)", 9_500),), 6),
    ("10509002", "Acute bronchitis (disorder)", (("399208008", "Chest X-ray", 21_500),), 9),
    ("65363002", "Otitis media", (), 7),
    ("278860009", "Chronic low back pain (finding)", (("91251008", "Physical therapy procedure (regime/therapy)", 14_000),), 9),
    ("25064002", "Headache (finding)", (), 5),
    ("307426000", "Acute infective cystitis (disorder)", (("117010004", "Urine culture", 8_800),), 6),
    ("271737000", "Anemia (disorder)", (LABS[0],), 4),
    ("49727002", "Cough (finding)", (), 5),
)  # fmt: skip
INJURIES: tuple[tuple[str, str, tuple[Service, ...]], ...] = (
    ("44465007", "Sprain of ankle", ()),
    (
        "58150001",
        "Fracture of clavicle",
        (("168594001", "Clavicle X-ray", 24_000), ("274474001", "Bone immobilization", 38_000)),
    ),
    ("312608009", "Laceration - injury (disorder)", (("288086009", "Suture open wound", 46_000),)),
    ("62106007", "Concussion with no loss of consciousness", ()),
)
STAYS = (
    ("233604007", "Pneumonia"), ("49436004", "Atrial fibrillation"), ("88805009", "Chronic congestive heart failure"),
)  # fmt: skip
SOCIAL = (
    ("314529007", "Medication review due (situation)"), ("73595000", "Stress (finding)"), ("160903007", "Full-time employment (finding)"),
    ("423315002", "Limited social contact (finding)"),
)  # fmt: skip


@dataclass(slots=True)
class Seen:
    """One encounter."""

    id: str
    person: Person
    day: date
    kind: str  # ENCOUNTERCLASS
    code: str
    description: str
    cents: int
    last_day: date
    provider_no: int
    conditions: list[tuple[str, str]] = field(default_factory=list)
    procedures: list[Service] = field(default_factory=list)
    vaccines: list[Service] = field(default_factory=list)

    @property
    def total_cents(self) -> int:
        """What all of it costs."""
        return self.cents + sum(cents for _, _, cents in (*self.procedures, *self.vaccines))


@dataclass(slots=True)
class Chart:
    """Encounters as they are made, of one person after the other."""

    rng: Random
    first_day: date
    days: int
    providers: int
    seen: list[Seen] = field(default_factory=list)

    def add(self, person: Person, kind: str, code: str, description: str, cents: int, *, stay: int = 0) -> Seen:
        """An encounter on some day of the window on which the person lives; an inpatient stays some days."""
        last = min(person.death_on or date.max, self.first_day + timedelta(days=self.days - 1))
        day = self.first_day + timedelta(days=self.rng.randint(0, max((last - self.first_day).days - stay, 0)))
        place = self.rng.randrange(self.providers)
        one = Seen(make_id(self.rng), person, day, kind, code, description, cents, day + timedelta(days=stay), place)
        self.seen.append(one)
        return one


def make_visits(people: list[Person], *, rng: Random, first_day: date, days: int, providers: int) -> list[Seen]:
    """Every encounter of the window, in order of days."""
    chart = Chart(rng, first_day, days, providers)
    for person in people:
        _planned(person, chart)
        _problems(person, chart)
        _mishaps(person, chart)
    return sorted(chart.seen, key=lambda one: (one.day, one.id))


def _planned(person: Person, chart: Chart) -> None:
    """Wellness visits and vaccines."""
    rng, years = chart.rng, person.age(chart.first_day)
    if rng.random() < 0.7:
        if years < 18:
            visit = chart.add(person, "wellness", "410620009", "Well child visit (procedure)", 15_600)
        else:
            visit = chart.add(person, "wellness", "162673000", "General examination of patient (procedure)", 19_900)
            visit.procedures = rng.sample(SCREENS, rng.randint(0, 2)) + rng.sample(LABS, rng.randint(0, 3))
        if rng.random() < 0.3:
            visit.conditions = [rng.choice(SOCIAL)]
    if rng.random() < 0.45:
        vaccine = "Administration of vaccine to produce active immunity (procedure)"
        chart.add(person, "outpatient", "33879002", vaccine, 0).vaccines = [FLU]


def _problems(person: Person, chart: Chart) -> None:
    """What comes up, and chronic illness followed up."""
    rng = chart.rng
    for _ in range(_draw(rng, 1.6 + 0.015 * person.age(chart.first_day))):
        condition, description, done, _weight = rng.choices(ACUTE, [one[3] for one in ACUTE])[0]
        visit = chart.add(person, "ambulatory", *rng.choice(PROBLEMS))
        visit.conditions, visit.procedures = [(condition, description)], [one for one in done if rng.random() < 0.7]
    for code, description in person.chronic:
        for _ in range(_draw(rng, 1.1)):
            visit = chart.add(person, "ambulatory", "390906007", "Follow-up encounter", 21_400)
            visit.conditions, visit.procedures = [(code, description)], rng.sample(LABS, rng.randint(0, 2))


def _mishaps(person: Person, chart: Chart) -> None:
    """Emergencies, urgent care, stays."""
    rng = chart.rng
    if rng.random() < 0.16:
        condition, description, done = rng.choice(INJURIES)
        visit = chart.add(person, "emergency", "50849002", "Emergency room admission (procedure)", 61_800)
        visit.conditions, visit.procedures = [(condition, description)], list(done)
    if rng.random() < 0.05:
        visit = chart.add(person, "urgentcare", "702927004", "Urgent care clinic (environment)", 18_900)
        visit.conditions = [("10509002", "Acute bronchitis (disorder)")]
    if person.age(chart.first_day) > 45 and rng.random() < 0.04:
        description = "Emergency hospital admission (procedure)"
        visit = chart.add(person, "inpatient", "183452005", description, 39_900, stay=rng.randint(1, 6))
        visit.conditions = [rng.choice(STAYS)]


def _draw(rng: Random, mean: float) -> int:
    """A count about a mean (Poisson, by exponential waits)."""
    count, waited = 0, rng.expovariate(1.0)
    while waited < mean:
        count, waited = count + 1, waited + rng.expovariate(1.0)
    return count
