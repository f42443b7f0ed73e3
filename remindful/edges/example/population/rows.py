"""Rows of Synthea's eighteen tables, under its own column names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import yaml

from remindful.edges.example.numbers import make_npi
from remindful.edges.example.population.people import PAYERS, Coverage, Person, make_id
from remindful.edges.example.population.visits import Seen

HEADERS: dict[str, str] = yaml.safe_load(Path(__file__).with_name("headers.yaml").read_text(encoding="utf-8"))
Row = dict[str, str]
Table = tuple[tuple[str, ...], Iterator[Row]]
FIRST_NPI = 900
PROVIDERS = ("Ann Rivera", "Ben Okafor", "Carla Stone", "Dev Patel", "Elsa Lind", "Frank Moss")
HOUSE = ("Lakeshore Physicians", "100 Example Way", "Tallahassee", "FL", "32301")
#: The share of a line that a payer of Synthea covers; the rest is the patient's, and paid.
COVERED_PERCENT = 80


@dataclass(frozen=True, slots=True)
class World:
    """What all have in common: the house, its providers, the payers; each with its id."""

    organization: str
    location: str
    providers: tuple[tuple[str, str, str], ...]  # id, name, NPI
    payers: dict[str, str]  # id by name


def make_world(rng: Random) -> World:
    """The house and its payers."""
    house = make_id(rng)
    providers = tuple((make_id(rng), name, make_npi(FIRST_NPI + place)) for place, name in enumerate(PROVIDERS))
    return World(house, f"{house[:-1]}{turn(house[-1])}", providers, {name: make_id(rng) for name, _ in PAYERS})


def turn(digit: str) -> str:
    """A hexadecimal digit turned by half: the end of an id that is made of another's."""
    return "0123456789abcdef"[(int(digit, 16) + 8) % 16]


def money(cents: int) -> str:
    """Dollars with two digits after the point."""
    return f"{cents // 100}.{cents % 100:02d}"


def start_of(day: date) -> str:
    """The instant at which a visit begins: Synthea tells UTC."""
    return f"{day}T14:30:00Z"


def stop_of(day: date) -> str:
    """The instant at which it ends."""
    return f"{day}T14:45:00Z"


def make_tables(world: World, people: list[Person], seen: list[Seen], *, rng: Random) -> dict[str, Table]:
    """Every table by its name: header and rows. Tables of what nobody here has are there, with their header."""
    tables: dict[str, Iterator[Row]] = {
        "patients": (_patient(one) for one in people),
        "organizations": iter([_organization(world, len(seen))]),
        "providers": (_provider(world, key, name) for key, name, _ in world.providers),
        "payers": ({"Id": world.payers[name], "NAME": name, "OWNERSHIP": owner} for name, owner in PAYERS),
        "payer_transitions": (_transition(world, one, coverage) for one in people for coverage in one.coverages),
        "encounters": (_encounter(world, one) for one in seen),
        "conditions": (row for one in seen for row in _conditions(one)),
        "procedures": (row for one in seen for row in _procedures(one)),
        "immunizations": (row for one in seen for row in _vaccines(one)),
        "claims": (_claim(world, one) for one in seen),
        "claims_transactions": (row for one in seen for row in _transactions(world, one, rng)),
    }
    return {name: (tuple(header.split()), tables.get(name, iter(()))) for name, header in HEADERS.items()}


def _patient(one: Person) -> Row:
    return {
        "Id": one.id, "BIRTHDATE": str(one.birth_on), "DEATHDATE": str(one.death_on or ""), "FIRST": one.first, "LAST": one.last,
        "RACE": "white", "ETHNICITY": "nonhispanic", "GENDER": one.sex, "ADDRESS": one.line1, "CITY": one.town[0], "STATE": "Florida",
        "COUNTY": one.town[1], "ZIP": one.town[2],
    }  # fmt: skip


def _organization(world: World, visits: int) -> Row:
    name, line1, city, state, zip_code = HOUSE
    return {
        "Id": world.organization, "NAME": name, "ADDRESS": line1, "CITY": city, "STATE": state, "ZIP": zip_code, "REVENUE": "0.0",
        "UTILIZATION": str(visits),
    }  # fmt: skip


def _provider(world: World, key: str, name: str) -> Row:
    _, line1, city, state, zip_code = HOUSE
    return {
        "Id": key, "ORGANIZATION": world.organization, "NAME": name, "GENDER": "F", "SPECIALITY": "GENERAL PRACTICE", "ADDRESS": line1,
        "CITY": city, "STATE": state, "ZIP": zip_code,
    }  # fmt: skip


def _transition(world: World, one: Person, coverage: Coverage) -> Row:
    return {
        "PATIENT": one.id, "MEMBERID": coverage.member, "START_DATE": start_of(coverage.from_on), "END_DATE": start_of(coverage.to_on),
        "PAYER": world.payers[coverage.payer], "SECONDARY_PAYER": world.payers[coverage.secondary] if coverage.secondary else "",
        "PLAN_OWNERSHIP": "Self", "OWNER_NAME": f"{one.first} {one.last}",
    }  # fmt: skip


def payer_of(one: Seen) -> str:
    """The name of the payer on the day."""
    coverage = one.person.coverage(one.day)
    return coverage.payer if coverage else "NO_INSURANCE"


def covered_cents(one: Seen, cents: int) -> int:
    """What Synthea's payer covers of a line."""
    return 0 if payer_of(one) == "NO_INSURANCE" else cents * COVERED_PERCENT // 100


def lines_of(one: Seen) -> list[tuple[str, str, int]]:
    """Every charge line: the visit, what was done, the vaccines. A visit for a vaccine alone has no line of its own."""
    return [(one.code, one.description, one.cents), *one.procedures, *one.vaccines]


def _encounter(world: World, one: Seen) -> Row:
    reason = one.conditions[0] if one.conditions else ("", "")
    return {
        "Id": one.id, "START": start_of(one.day), "STOP": stop_of(one.last_day), "PATIENT": one.person.id, "ORGANIZATION": world.organization,
        "PROVIDER": world.providers[one.provider_no][0], "PAYER": world.payers[payer_of(one)], "ENCOUNTERCLASS": one.kind, "CODE": one.code,
        "DESCRIPTION": one.description, "BASE_ENCOUNTER_COST": money(one.cents), "TOTAL_CLAIM_COST": money(one.total_cents),
        "PAYER_COVERAGE": money(sum(covered_cents(one, cents) for _, _, cents in lines_of(one))), "REASONCODE": reason[0], "REASONDESCRIPTION": reason[1],
    }  # fmt: skip


def _conditions(one: Seen) -> Iterator[Row]:
    for code, message in one.conditions:
        yield {
            "START": str(one.day),
            "STOP": str(one.last_day),
            "PATIENT": one.person.id,
            "ENCOUNTER": one.id,
            "CODE": code,
            "DESCRIPTION": message,
        }


def _procedures(one: Seen) -> Iterator[Row]:
    for code, message, cents in one.procedures:
        yield {
            "START": start_of(one.day), "STOP": stop_of(one.day), "PATIENT": one.person.id, "ENCOUNTER": one.id, "CODE": code, "DESCRIPTION": message,
            "BASE_COST": money(cents),
        }  # fmt: skip


def _vaccines(one: Seen) -> Iterator[Row]:
    for code, message, cents in one.vaccines:
        yield {
            "DATE": start_of(one.day),
            "PATIENT": one.person.id,
            "ENCOUNTER": one.id,
            "CODE": code,
            "DESCRIPTION": message,
            "BASE_COST": money(cents),
        }


def claim_of(one: Seen) -> str:
    """The id of an encounter's claim: the encounter's, with its last digit turned."""
    return one.id[:-1] + turn(one.id[-1])


def _claim(world: World, one: Seen) -> Row:
    provider, start = world.providers[one.provider_no][0], start_of(one.day)
    payer = payer_of(one)
    return {
        "Id": claim_of(one), "PATIENTID": one.person.id, "PROVIDERID": provider,
        "PRIMARYPATIENTINSURANCEID": "0" if payer == "NO_INSURANCE" else world.payers[payer], "SECONDARYPATIENTINSURANCEID": "0", "DEPARTMENTID": "1",
        "PATIENTDEPARTMENTID": "1", **{f"DIAGNOSIS{place}": code for place, (code, _) in enumerate(one.conditions, start=1)},
        "APPOINTMENTID": one.id, "CURRENTILLNESSDATE": start, "SERVICEDATE": start, "SUPERVISINGPROVIDERID": provider, "STATUS1": "CLOSED",
        "STATUS2": "CLOSED", "STATUSP": "CLOSED", "OUTSTANDING1": "0", "OUTSTANDING2": "0", "OUTSTANDINGP": "0", "LASTBILLEDDATE1": start,
        "LASTBILLEDDATE2": start, "LASTBILLEDDATEP": start, "HEALTHCARECLAIMTYPEID1": "1", "HEALTHCARECLAIMTYPEID2": "0",
    }  # fmt: skip


def _transactions(world: World, one: Seen, rng: Random) -> Iterator[Row]:
    """A charge line with the payer's payment, then what is left handed to the patient and paid, as Synthea's closed claims have it."""
    common = {
        "CLAIMID": claim_of(one), "PATIENTID": one.person.id, "FROMDATE": start_of(one.day), "TODATE": stop_of(one.day),
        "PLACEOFSERVICE": world.organization, "UNITS": "1", "DEPARTMENTID": "1", "APPOINTMENTID": one.id, "PATIENTINSURANCEID": one.person.id,
        "FEESCHEDULEID": "1", "PROVIDERID": world.providers[one.provider_no][0], "SUPERVISINGPROVIDERID": world.providers[one.provider_no][0],
    }  # fmt: skip
    number = 0

    def row(kind: str, line: tuple[str, str, int], **columns: str) -> Row:
        nonlocal number
        number += 1
        zero = {"PAYMENTS": "0.00", "ADJUSTMENTS": "0.00", "OUTSTANDING": "0.00", "UNITAMOUNT": "0.00"}
        return (
            common
            | zero
            | {
                "ID": make_id(rng),
                "CHARGEID": str(number - 1),
                "TYPE": kind,
                "PROCEDURECODE": line[0],
                "NOTES": line[1],
            }
            | columns
        )

    for line in lines_of(one):
        cents = line[2]
        covered = covered_cents(one, cents)
        yield row("CHARGE", line, AMOUNT=money(cents), UNITAMOUNT=money(cents), TRANSFERTYPE="1")
        if covered:
            yield row("PAYMENT", line, METHOD="ECHECK", PAYMENTS=money(covered), OUTSTANDING=money(cents - covered))
        if cents - covered:
            left = money(cents - covered)
            yield row("TRANSFEROUT", line, TRANSFERS=left, OUTSTANDING=left)
            yield row(
                "TRANSFERIN",
                line,
                AMOUNT=left,
                TRANSFEROUTID=str(number - 1),
                TRANSFERTYPE="p",
                TRANSFERS=left,
                OUTSTANDING=left,
            )
            yield row("PAYMENT", line, METHOD="CHECK", PAYMENTS=left)
