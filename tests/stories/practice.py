"""A tiny practice for stories: people, visits, answers and payments become real files, imported on their day."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import polars as pl

from remindful.core.words.kinds import MessageState
from remindful.core.words.money import read_cents
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.ask import account_inquiry
from remindful.flow.intake import intake
from remindful.flow.night import nights
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from remindful.flow.office.report import ImportReport, NightReport
from tests.actors import CLERK

GROUP, HOSPITAL = "lakeshore", "capital"
OFFICE = f"""
organizations:
  - key: {GROUP}
    name: Lakeshore Physicians
    kind: provider
    npi: "1999999984"
    tax_id: "990000001"
    line1: 100 Example Way
    city: Tallahassee
    state: FL
    zip: "32301"
    zone: America/New_York
    phone: (850) 555-0100
    hours: Monday to Friday, 8 am to 5 pm
    email_from: billing@lakeshore.example.org
    website: https://lakeshore.example.org
    pay_url: https://lakeshore.example.org/pay
    is_practice: true
  - key: {HOSPITAL}
    name: Capital Memorial Hospital
    kind: tax_exempt_hospital
    npi: "1888888881"
    tax_id: "990000002"
    line1: 200 Example Way
    city: Tallahassee
    state: FL
    zip: "32301"
    zone: America/New_York
    phone: (850) 555-0101
    hours: Monday to Friday, 8 am to 5 pm
    email_from: billing@capital.example.org
    website: https://capital.example.org
    pay_url: https://capital.example.org/pay
    assistance_phone: (850) 555-0102
    assistance_url: https://capital.example.org/help
    is_practice: true
"""
NPI = {GROUP: ("1999999984", "990000001"), HOSPITAL: ("1888888881", "990000002")}


def cents(amount: str | int) -> int:
    return amount * 100 if isinstance(amount, int) else read_cents(amount)


def dollars(amount: str | int) -> str:
    whole = cents(amount)
    sign = "-" if whole < 0 else ""
    return f"{sign}{abs(whole) // 100}.{abs(whole) % 100:02d}"


@dataclass
class Told:
    """What a night did, as a story asks about it."""

    report: NightReport
    sent: list[tuple[str, str, str]]  # (guarantor's key, act, step)
    why_not: dict[str, str]  # account key -> why it got no step


@dataclass
class Practice:
    """Files go in by the same door as anybody's. Every method that writes a file imports it on the day it is told."""

    folder: Path
    number: int = 0
    organizations: tuple[int, ...] = (1, 2)
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    waiting: list[tuple[Path, datetime, str | None]] | None = None

    def open(self) -> "Practice":
        office = self.folder / "office.yaml"
        office.write_text(OFFICE)
        self._import(office, day=date(2026, 1, 1), org=None)
        return self

    # --- files ---------------------------------------------------------------------------------------------------------

    def _import(self, path: Path, *, day: date, org: str | None, hour: int = 12) -> ImportReport:
        moment = datetime.combine(day, time(hour), tzinfo=UTC)
        if self.waiting is None:
            return self._import_all([path], moment=moment, org=org)
        self.waiting.append((path, moment, org))
        return ImportReport((), (), (), 0, 0)

    def _import_all(self, paths: list[Path], *, moment: datetime, org: str | None) -> ImportReport:
        return intake.import_office_paths(
            paths, home=read_home(), actor=CLERK, clock=Clock(moment), organization=org, mapping=None
        )

    @contextmanager
    def together(self) -> Iterator[None]:
        """The files that are written meanwhile go in at the end, in their order: those of a moment by one command."""
        assert self.waiting is None, "files wait already"
        self.waiting = []
        try:
            yield
        finally:
            waiting, self.waiting = self.waiting, None
        for (moment, org), files in groupby(waiting, key=itemgetter(1, 2)):
            self._import_all([path for path, _, _ in files], moment=moment, org=org)

    def _csv(self, kind: str, rows: list[dict[str, object]], *, day: str, org: str) -> ImportReport:
        self.number += 1
        path = self.folder / f"{kind}-{self.number}.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return self._import(path, day=date.fromisoformat(day), org=org)

    def brings(self, kind: str, *rows: Mapping[str, object], day: str, org: str = GROUP) -> ImportReport:
        """A CSV of these rows, under our own names of columns."""
        return self._csv(kind, [dict(row) for row in rows], day=day, org=org)

    def person(self, key: str, *, day: str = "2026-01-02", org: str = GROUP, **said: object) -> "Practice":
        """A person of Tallahassee who owes for herself, born 1980, with an email, unless said otherwise."""
        row: dict[str, object] = {
            "party_key": key, "guarantor_key": key, "first_name": key.title(), "last_name": "Example", "birth_on": "1980-05-05",
            "language": "en", "line1": "1 Sample Street", "line2": "", "city": "Tallahassee", "state": "FL", "zip": "32301",
            "phone": "+18505550123", "phone_kind": "mobile", "email": f"{key}@example.org", "preferred_medium": "", "is_qmb": "false",
            "sex": "", "as_of_on": day,
        } | said  # fmt: skip
        self.people[key] = {name: str(value) for name, value in row.items()}
        self._csv("demographics", [row], day=day, org=org)
        return self

    def visit(
        self,
        key: str,
        patient: str,
        *lines: tuple[str, str | int],
        on: str,
        payers: Iterable[str] = ("AETNA",),
        org: str = GROUP,
        day: str | None = None,
        frequency: str = "1",
        discharged_on: str | None = None,
    ) -> ImportReport:
        """An 837P for one visit. payers: names by level; none = self-pay. lines: (code, charge)."""
        text = claim_text(
            key,
            self.people[patient],
            lines,
            on=on,
            payers=list(payers),
            npi=NPI[org],
            frequency=frequency,
            discharged_on=discharged_on,
        )
        return self._x12(text, ".837", day=day or on, org=org)

    def answer(
        self, *claims: str, day: str, payer: str = "AETNA", org: str = GROUP, plb: str | int = 0
    ) -> ImportReport:
        """An 835 with these claims (see `claim_answer`), dated `day`."""
        text = remit_text(claims, payer=payer, day=day, npi=NPI[org], trace=f"T{self.number}", plb_cents=cents(plb))
        return self._x12(text, ".835", day=day, org=org)

    def _x12(self, text: str, suffix: str, *, day: str, org: str) -> ImportReport:
        self.number += 1
        path = self.folder / f"file-{self.number}{suffix}"
        path.write_text(text)
        return self._import(path, day=date.fromisoformat(day), org=org)

    def pays(
        self, key: str, amount: str | int, *, on: str, visit: str | None = None, org: str = GROUP, hour: int = 12
    ) -> ImportReport:
        self.number += 1
        row = {
            "payment_key": f"P{self.number}", "party_key": key, "visit_key": visit or "", "paid_on": on,
            "amount_cents": cents(amount), "method": "check",
        }  # fmt: skip
        return self._csv("payments", [row], day=on, org=org)

    def happens(self, kind: str, key: str, *, on: str, org: str = GROUP, **said: object) -> ImportReport:
        row: dict[str, object] = {
            "party_key": key, "visit_key": "", "kind": kind, "happened_on": on, "happened_at": "", "medium": "", "value": "",
            "amount_cents": "",
        } | said  # fmt: skip
        return self._csv("contacts", [row], day=on, org=org)

    def opens_with(self, key: str, *, visit: str, charge: str | int, open: str | int, on: str, reason: str = "self_pay",
                   org: str = GROUP, day: str = "2026-01-03") -> ImportReport:  # fmt: skip
        row = {
            "visit_key": visit, "party_key": key, "guarantor_key": self.people[key]["guarantor_key"], "service_on": on,
            "charge_cents": cents(charge), "open_cents": cents(open), "reason": reason, "first_statement_on": "",
            "last_statement_on": "", "description": "office visit", "procedure_code": "99213",
        }  # fmt: skip
        return self._csv("open_balances", [row], day=day, org=org)

    # --- what comes of it ------------------------------------------------------------------------------------------------

    def night(self, on: str, *, at: str = "16:30") -> Told:
        """Run the night of a day, with the clock at a UTC time of that day (16:30 = noon or half past eleven in Tallahassee)."""
        moment = datetime.combine(date.fromisoformat(on), time.fromisoformat(at), tzinfo=UTC)
        report = nights.run_night(home=read_home(), clock=Clock(moment), on=date.fromisoformat(on), dry_run=False)
        with open_store(organizations="all", now=moment, read_only=True) as store:
            messages = reads.messages(store).filter(pl.col("day") == date.fromisoformat(on))
            keys = reads.accounts(store).select("account_id", "account_key")
        sent = messages.filter(pl.col("state") == str(MessageState.SENT)).join(keys, on="account_id").sort("message_id")
        kept = sorted(read_home().night(on).glob("no_step.*.parquet"))
        no_step = pl.concat([pl.read_parquet(path) for path in kept]).join(keys, on="account_id")
        return Told(
            report, sent.select("account_key", "act", "step").rows(), dict(no_step.select("account_key", "why").rows())
        )

    def owed(self, key: str, *, day: str, org: str = GROUP, known_at: str | None = None) -> dict[str, int]:
        """An account's open cents by whose they are, on a day, as known at a moment (default: all that is known)."""
        moment = datetime.fromisoformat(known_at or "2030-01-01").replace(tzinfo=UTC)
        return account_inquiry.owed_by_account(f"{org}/{key}", day=date.fromisoformat(day), known_at=moment)

    def why(self, key: str, act: str, *, at: str, org: str = GROUP):
        answers = account_inquiry.ask_account(
            f"{org}/{key}",
            act=act,
            at=datetime.fromisoformat(at),
            home=read_home(),
            clock=Clock(datetime.fromisoformat(at)),
        )
        return answers[0]


def claim_text(key, person, lines, *, on, payers, npi, frequency, discharged_on) -> str:
    """A small 837P of one claim; payers beyond the first stand in loop 2320."""
    total = sum(cents(amount) for _, amount in lines)
    day = on.replace("-", "")
    levels = "PST"
    filing = {"MEDICARE": "MB", "MEDICAID": "MC"}
    first = payers[0] if payers else None
    segments = [
        f"SBR*P*18*******{filing.get(first, 'CI') if first else ''}",
        f"NM1*IL*1*{person['last_name']}*{person['first_name']}****MI*M{person['party_key']}",
        f"N3*{person['line1']}", f"N4*{person['city']}*{person['state']}*{person['zip']}",
        f"DMG*D8*{person['birth_on'].replace('-', '')}*U",
    ]  # fmt: skip
    if first:
        segments.append(f"NM1*PR*2*{first}*****PI*{first}")
    segments.append(f"CLM*{key}*{dollars_of(total)}***11:B:{frequency}*Y*A*Y*Y")
    if discharged_on:
        segments.append(f"DTP*096*D8*{discharged_on.replace('-', '')}")
    segments += [f"REF*EA*{person['party_key']}", "HI*ABK:J029"]
    for level, payer in list(zip(levels, payers, strict=False))[1:]:
        segments += [
            f"SBR*{level}*18*******{filing.get(payer, 'CI')}", "OI***Y***Y",
            f"NM1*IL*1*{person['last_name']}*{person['first_name']}****MI*S{person['party_key']}",
            f"NM1*PR*2*{payer}*****PI*{payer}",
        ]  # fmt: skip
    for number, (code, amount) in enumerate(lines, start=1):
        segments += [
            f"LX*{number}",
            f"SV1*HC:{code}*{dollars(amount)}*UN*1***1",
            f"DTP*472*D8*{day}",
            f"REF*6R*{key}-{number}",
        ]
    head = [
        f"BHT*0019*00*{key}*{day}*1200*CH", "NM1*41*2*EXAMPLE*****46*SUB1", "PER*IC*BILLING*TE*8505550100",
        "NM1*40*2*EXAMPLE PAYER*****46*REC1", "HL*1**20*1", f"NM1*85*2*LAKESHORE*****XX*{npi[0]}", "N3*100 EXAMPLE WAY",
        "N4*TALLAHASSEE*FL*323010000", f"REF*EI*{npi[1]}", "HL*2*1*22*0",
    ]  # fmt: skip
    return envelope("HC", "005010X222A1", "837", [*head, *segments], day=day)


def dollars_of(amount_cents: int) -> str:
    return f"{amount_cents // 100}.{amount_cents % 100:02d}"


def claim_answer(
    key: str,
    *lines: tuple[str, str | int, str | int, str],
    status: str = "1",
    number: str = "ICN1",
    first_line: int = 1,
) -> str:
    """The CLP loop of one claim. lines: (code, charge, paid, "CO45:20 PR1:50"); amounts negative for a reversal (status 22)."""
    charge = sum(cents(amount) for _, amount, _, _ in lines)
    paid = sum(cents(amount) for _, _, amount, _ in lines)
    segments, patient = [], 0
    for place, (code, amount, pays, adjustments) in enumerate(lines, start=first_line):
        segments += [f"SVC*HC:{code}*{dollars(amount)}*{dollars(pays)}**1", "DTM*472*20260105"]
        for text in adjustments.split():
            group, value = text.split(":")
            patient += cents(value) if group[:2] == "PR" else 0
            segments.append(f"CAS*{group[:2]}*{group[2:]}*{dollars(value)}")
        segments.append(f"REF*6R*{key}-{place}")
    head = f"CLP*{key}*{status}*{signed(charge)}*{signed(paid)}*{signed(patient)}*12*{number}*11*1"
    return "~".join([head, "NM1*QC*1*EXAMPLE*X", *segments])


def signed(amount_cents: int) -> str:
    return f"-{dollars_of(-amount_cents)}" if amount_cents < 0 else dollars_of(amount_cents)


def remit_text(claims, *, payer, day, npi, trace, plb_cents) -> str:
    """An 835 of one transaction."""
    loops = [segment for claim in claims for segment in claim.split("~")]
    paid = sum(cents(segment.split("*")[4]) for segment in loops if segment.startswith("CLP*")) - plb_cents
    stamp = day.replace("-", "")
    segments = [
        f"BPR*I*{signed(paid)}*C*ACH*CCP*01*111*DA*33*1234567890**01*111*DA*22*{stamp}", f"TRN*1*{trace}-{day}-{payer}*1512345678",
        f"DTM*405*{stamp}", f"N1*PR*{payer}*XV*{payer}", "N3*1 PAYER WAY", "N4*DOVER*DE*19901", "PER*BL*HELP*TE*8005550100",
        f"N1*PE*LAKESHORE*XX*{npi[0]}", f"REF*TJ*{npi[1]}", "LX*1", *loops,
    ]  # fmt: skip
    if plb_cents:
        segments.append(f"PLB*{npi[0]}*20261231*WO:X1*{signed(plb_cents)}")
    return envelope("HP", "005010X221A1", "835", segments, day=stamp)


def envelope(group: str, version: str, kind: str, segments: list[str], *, day: str) -> str:
    st = f"ST*{kind}*0001" + (f"*{version}" if kind == "837" else "")
    body = [st, *segments, f"SE*{len(segments) + 2}*0001"]
    isa = (
        f"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *{day[2:]}*1200*^*00501*000000001*0*T*:"
    )
    gs = f"GS*{group}*SENDER*RECEIVER*{day}*1200*1*X*{version}"
    return "~\n".join([isa, gs, *body, "GE*1*1", "IEA*1*000000001"]) + "~\n"
