"""The whole chain on a made-up population: care to claims, payers' answers to balances, and a night; each station's totals tie to the next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import polars as pl

from remindful.core.coding.crosswalk import cross_charges
from remindful.core.coverage import REVERSAL
from remindful.core.words.care import EncounterState
from remindful.core.words.findings import Refusal
from remindful.edges.example.payer import Payers, answer_claims, make_payers
from remindful.edges.example.population import write_population
from remindful.edges.formats import claim837
from remindful.edges.store import reads
from remindful.flow.books.position import take_position
from remindful.flow.claims import acts as billing_acts
from remindful.flow.claims.billing_report import BillingReport
from remindful.flow.codes.claim_edits import read_house_crosswalk
from remindful.flow.intake import intake
from remindful.flow.night import nights
from remindful.flow.office.actors import Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.home import Home, read_home

AT = time(16, 30)
CHAIN = Actor("chain", "remindful chain")
FIRST_DAY, DAYS, STEP_DAYS = date(2025, 1, 1), 540, 30
MOST_BILLINGS = 48
#: What becomes of a charge: these columns of ItemBalances sum to it.
PARTS = (
    "payer_paid_cents",
    "contractual_cents",
    "other_off_cents",
    "opening_off_cents",
    "patient_paid_cents",
    "open_cents",
)
LONG_AGO = date(1970, 1, 1)  # a folder of somebody's own may tell of whole lives
ANSWER_DAYS = 12  # from a claim file to the payment
OFFICE = """organizations:
  - key: lakeshore
    name: Lakeshore Physicians
    kind: provider
    npi: "1999999984"
    tax_id: "990000001"
    line1: 100 Example Way
    city: Tallahassee
    state: FL
    zip: "323010000"
    zone: America/New_York
    phone: (850) 555-0100
    hours: Monday to Friday, 8 am to 5 pm
    email_from: billing@lakeshore.example.org
    website: https://lakeshore.example.org
    pay_url: https://lakeshore.example.org/pay
    is_practice: true
    billing:
      submitter_id: LAKESHORE
      receiver_id: CLEARHOUSE
      contact: Ann Rivera
      taxonomy: 207Q00000X
      self_pay_discount_percent: 20
"""


@dataclass(frozen=True, slots=True)
class Leg:
    """One station's total: how many and how much, and what it must equal (null: nothing before it)."""

    station: str
    count: int
    cents: int
    equals_cents: int | None
    message: str

    @property
    def ties(self) -> bool:
        """Whether it comes out to the cent."""
        return self.equals_cents is None or self.cents == self.equals_cents


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What became of a population's care. Cents."""

    patients: int  # who were seen
    encounters: int
    legs: tuple[Leg, ...]
    parts_cents: dict[str, int]  # what became of the charges; they sum to them
    owner_cents: dict[str, int]  # of what is open: whose it is
    billings: tuple[BillingReport, ...]
    night_counts: dict[str, int]

    @property
    def ties(self) -> bool:
        """Whether every station does."""
        return all(leg.ties for leg in self.legs)


def walk_chain(
    out: Path, *, patients: int, seed: int, shape: str, tell: Callable[[str], None] = lambda _: None
) -> ChainReport:
    """Make the population, import it, bill it month by month, answer each file, and run a night. REMINDFUL_HOME must be of this walk alone."""
    tell("making the population")
    write_population(out, patients=patients, seed=seed, shape=shape, first_day=FIRST_DAY, days=DAYS)
    return walk_folder(out / shape, out=out, known_on=FIRST_DAY, seed=seed, tell=tell)


def walk_folder(
    folder: Path,
    *,
    out: Path,
    known_on: date = LONG_AGO,
    seed: int,
    most_billings: int = MOST_BILLINGS,
    tell: Callable[[str], None] = lambda _: None,
) -> ChainReport:
    """As walk_chain, of a folder in Synthea's shape (CSV or FHIR) that is there already. known_on: the day on which all of it is told."""
    home, payers = read_home(), make_payers(seed)
    office = out / "office.yaml"
    office.write_text(OFFICE, encoding="utf-8")
    tell("reading what was done")
    _import([office, folder], day=known_on, home=home)
    billings: list[BillingReport] = []
    remits: list[tuple[date, Path]] = []
    days = _billing_days(known_on, most=most_billings)
    for day in days:
        tell(f"billing and payers' answers up to {day}")
        due = sorted(path for paid_on, path in remits if paid_on <= day)
        remits = [one for one in remits if one[0] > day]
        _import(due, day=day, home=home)
        billed = billing_acts.bill_now(home=home, clock=_noon(day), actor=CHAIN, on=day, dry_run=False)
        billings.append(billed)
        for path in billed.files:
            remits += _write_remits(Path(path), payers, out / "remits", day=day)
    last_on = max([*days, *(paid_on for paid_on, _ in remits)])
    _import(sorted(path for _, path in remits), day=last_on, home=home)
    tell("the night")
    night = nights.run_night(home=home, clock=_noon(last_on), on=last_on, dry_run=False)
    return _report(billings, payers, home=home, day=last_on, night_counts=night.sent | night.no_step)


def _billing_days(known_on: date, *, most: int) -> list[date]:
    """A billing at the end of every month in which somebody was seen, and two more for what payers answer last.

    Of whole lives, of every second or third such month, so that there are `most` at most.
    """
    with open_desk(_noon(known_on)) as office:
        seen = reads.encounters(office.only().store).filter("is_finished")["started_on"]
    if seen.is_empty():
        raise Refusal(
            "There are no encounters in these files: no encounter could be read.",
            "Name a folder that Synthea wrote: csv or fhir.",
        )
    months = seen.clip(known_on).dt.month_end().unique().sort()
    step = -(-len(months) // most)
    ends = months.to_list()[::-step][::-1]
    return [*ends, *(ends[-1] + timedelta(days=STEP_DAYS * step) for step in (1, 2))]


def _noon(day: date) -> Clock:
    return Clock(datetime.combine(day, AT, tzinfo=UTC))


def _import(paths: list[Path], *, day: date, home: Home) -> None:
    if paths:
        intake.import_office_paths(paths, home=home, clock=_noon(day), actor=CHAIN, organization=None, mapping=None)


def _write_remits(path: Path, payers: Payers, folder: Path, *, day: date) -> list[tuple[date, Path]]:
    """The payers' answers to a file of claims, each as an 835 file, with the day on which it comes."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces: dict[str, list[pl.DataFrame]] = {}
    for reading in claim837.FORMAT.read(path, None):
        assert not reading.findings, reading.findings
        for name, frame in reading.frames.items():
            pieces.setdefault(name, []).append(frame)
    frames = {name: pl.concat(each) for name, each in pieces.items()}
    files: list[tuple[date, Path]] = []
    answers = answer_claims(frames, payers, paid_on=day + timedelta(days=ANSWER_DAYS))
    for number, (paid_on, text) in enumerate(answers):
        file = folder / f"{paid_on}-{payers.batches:03d}-{number}.835"
        file.write_text(text, encoding="utf-8")
        files.append((paid_on, file))
    return files


def _report(
    billings: list[BillingReport], payers: Payers, *, home: Home, day: date, night_counts: dict[str, int]
) -> ChainReport:
    """Each station's total beside what it must equal; what became of the charges; whose the open amounts are."""
    with open_desk(_noon(day), on=day) as office:
        store = office.only().store
        encounters, charges, sent = reads.encounters(store), reads.charges(store), reads.sent_claims(store)
        adjudications = reads.remit_claims(store)
        items = take_position(store, account_ids=None, day=day).item_balances
    billable = cross_charges(charges, encounters, read_house_crosswalk(home))
    held = billable.join(
        encounters.filter(pl.col("state") != str(EncounterState.BILLED)), on="encounter_key", how="semi"
    )
    all_cents, billable_cents, held_cents = (int(frame["charge_cents"].sum()) for frame in (charges, billable, held))
    billed_cents, booked_cents = sum(one.charge_cents for one in billings), int(items["charge_cents"].sum())
    to_payers = sent.filter(pl.col("level_no") == 1)
    self_pay = items.filter(pl.col("self_pay_cents") != 0)
    parts = {name: int(items[name].sum()) for name in PARTS}
    first = adjudications.filter((pl.col("level_no") == 1) & (pl.col("status_code") != REVERSAL))
    legs = (
        Leg("captured", charges.height, all_cents, None, "charges of every encounter"),
        Leg("part of others", charges.height - billable.height, all_cents - billable_cents, None,
            "by the crosswalk no charge of their own: part of the visit, an order"),
        Leg("held", held.height, held_cents, None, "what a person has to fix first"),
        Leg("billed", sum(one.billed for one in billings), billed_cents, billable_cents - held_cents, "captured less both"),
        Leg("booked", items.height, booked_cents, billed_cents, "charge entries of the ledger"),
        Leg(
            "sent", to_payers.height, int(to_payers["charge_cents"].sum()), booked_cents - int(self_pay["charge_cents"].sum()),
            "CLM02 of the 837 files; the rest is self-pay",
        ),
        Leg("answered", first.height, int(first["charge_cents"].sum()), int(to_payers["charge_cents"].sum()), "CLP03 of first payers' answers"),
        Leg("paid", adjudications.height, parts["payer_paid_cents"], payers.paid_cents, "payers' payments on items, as the payers sent them"),
        Leg("balanced", items.height, sum(parts.values()), booked_cents, "paid + written off by contract + discounts + patients' payments + open"),
    )  # fmt: skip
    balance_owner = dict(items.group_by("balance_owner").agg(pl.col("open_cents").sum()).sort("balance_owner").rows())
    return ChainReport(
        patients=encounters["party_key"].n_unique(), encounters=encounters.height, legs=legs, parts_cents=parts,
        owner_cents={str(one): int(cents) for one, cents in balance_owner.items() if cents}, billings=tuple(billings), night_counts=night_counts,
    )  # fmt: skip
