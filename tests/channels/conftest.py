"""Letters and emails to try: a family, an office, and statements of any length that tie to the cent."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from remindful.core.words.kinds import Act
from remindful.core.words.messages import Addressee, MessageContent, Sender, StatementLine, StatementVisit

OFFICE = Sender(
    key="lakeside",
    name="Lakeside Family Medicine",
    line1="410 Harbor Street",
    city="Pensacola",
    state="FL",
    zip="32502",
    phone="(850) 555-0100",
    hours="Monday to Friday, 8 am to 5 pm",
    email_from="billing@lakeside.example",
    website="https://lakeside.example",
    pay_url="https://pay.lakeside.example/b/7Q2M",
    assistance_phone=None,
    assistance_url=None,
)
HOSPITAL = replace(
    OFFICE,
    key="gulf",
    name="Gulf Shore Community Hospital",
    line1="2200 Bayfront Parkway",
    assistance_phone="(850) 555-0177",
    assistance_url="https://gulfshore.example/help",
)
ANA = Addressee(
    name="Ana Lopez",
    line1="77 Palm Avenue",
    line2="Apt 4",
    city="Pensacola",
    state="FL",
    zip="32507",
    email="ana@mail.example",
)
SERVICES = (
    "Office visit, 30 minutes",
    "Blood test",
    "Chest X-ray, 2 views",
    "Flu shot",
    "Physical therapy, 15 minutes",
)


def a_line(number: int, *, day: date, message: str | None = None, paid_cents: int = 0) -> StatementLine:
    """A line of $120.00 + number cents: plan pays 50.00, drops 30.00 + number cents; 40.00 is shared."""
    return StatementLine(
        service_on=day,
        description=message or SERVICES[number % len(SERVICES)],
        charge_cents=12_000 + number,
        payer_paid_cents=5_000,
        contract_cents=3_000 + number,
        other_off_cents=0,
        patient_paid_cents=paid_cents,
        deductible_cents=2_500 if number % 2 == 0 else 0,
        coinsurance_cents=1_500 if number % 2 == 0 else 2_000,
        copay_cents=0 if number % 2 == 0 else 2_000,
        not_covered_cents=0,
        self_pay_cents=0,
        due_cents=4_000 - paid_cents,
    )


def build_visit(number: int, *, lines: int = 1, patient: str = "Ana Lopez", paid_cents: int = 0) -> StatementVisit:
    day = date(2025, 1, 5) + timedelta(days=number)
    return StatementVisit(
        visit_key=f"V{number}",
        patient_name=patient,
        service_on=day,
        payers=("Gulf Health Plan",),
        lines=tuple(a_line(at, day=day, paid_cents=paid_cents) for at in range(lines)),
    )


def build_content(
    *,
    act: Act = Act.STATEMENT,
    template: str = "first_statement",
    language: str = "en",
    sender: Sender = OFFICE,
    addressee: Addressee = ANA,
    visits: tuple[StatementVisit, ...] | None = None,
    unapplied_cents: int = 0,
    message_id: int = 1,
) -> MessageContent:
    visits = (build_visit(0),) if visits is None else visits
    due_cents = sum(line.due_cents for visit in visits for line in visit.lines) - unapplied_cents
    return MessageContent(
        message_id=message_id,
        day=date(2025, 3, 3),
        act=act,
        template=template,
        language=language,
        sender=sender,
        addressee=addressee,
        account_key="LFM-204518",
        visits=visits,
        unapplied_cents=unapplied_cents,
        due_cents=due_cents,
    )


def _given(value):
    return pytest.fixture(lambda: value)


LONG_NAME = replace(
    ANA,
    name="Maximiliana Guadalupe Fernández-Villanueva de la Torre",
    line1="12845 Northwest Magnolia Plantation Boulevard",
    line2="Building 14, Apartment 2207-B",
    city="Saint Augustine Beach",
)
office = _given(OFFICE)
hospital = _given(HOSPITAL)
ana = _given(ANA)
long_name = _given(LONG_NAME)
make_content = pytest.fixture(lambda: build_content, name="make_content")
a_visit = pytest.fixture(lambda: build_visit, name="a_visit")
