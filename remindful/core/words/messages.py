"""What a message is made from: plain values, so that a channel renders it without asking anybody."""

from dataclasses import dataclass
from datetime import date

from remindful.core.words.kinds import Act


def say_zip(digits: str) -> str:
    """A ZIP code as it is printed: nine digits with their hyphen."""
    return f"{digits[:5]}-{digits[5:]}" if len(digits) == len("123456789") and digits.isdigit() else digits


@dataclass(frozen=True, slots=True)
class Sender:
    """The organization as a patient sees it."""

    key: str
    name: str
    line1: str
    city: str
    state: str
    zip: str
    phone: str  # as printed: (850) 555-0100
    hours: str  # "Monday to Friday, 8 am to 5 pm"
    email_from: str
    website: str
    pay_url: str
    assistance_phone: str | None  # where help with the bill is asked for; required of tax-exempt hospitals
    assistance_url: str | None
    opt_out_url: str | None = None  # https page where email is declined in one click; None = by reply


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who the message is for: the guarantor or a named representative, never a minor."""

    name: str
    line1: str | None
    line2: str | None
    city: str | None
    state: str | None
    zip: str | None
    email: str | None
    phone: str | None = None  # E.164: +18505550100


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One charge line explained to the cent: charge = payer_paid + contract + other_off + opening_off + patient_paid + due +
    elsewhere."""

    service_on: date
    description: str  # plain words for the service; never on an envelope or in a subject
    charge_cents: int
    payer_paid_cents: int
    contract_cents: int
    other_off_cents: int
    patient_paid_cents: int
    deductible_cents: int
    coinsurance_cents: int
    copay_cents: int
    not_covered_cents: int
    self_pay_cents: int
    due_cents: int
    opening_off_cents: int = 0  # of an opening balance: paid or adjusted before it was brought in
    elsewhere_cents: int = 0  # open, and not asked of the patient: with a payer, denied, under review


@dataclass(frozen=True, slots=True)
class StatementVisit:
    """The lines of one visit, for one patient."""

    visit_key: str
    patient_name: str
    service_on: date
    payers: tuple[str, ...]
    lines: tuple[StatementLine, ...]
    opened_on: date | None = None  # the day on which an open balance was brought in from another system


@dataclass(frozen=True, slots=True)
class MessageContent:
    """Everything that a channel needs to render one message. due_cents = sum of lines' due_cents - unapplied_cents."""

    message_id: int
    day: date
    act: Act
    template: str  # name of the template: first_statement, gentle_reminder, second_reminder, last_reminder
    language: str  # en | es
    sender: Sender
    addressee: Addressee
    account_key: str
    visits: tuple[StatementVisit, ...]
    unapplied_cents: int
    due_cents: int
    message_key: str | None = None  # unique in the world, for Message-ID; None = made from message_id


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered message. `text` is all that a reader sees, in reading order, for content rules and the reading level."""

    message_id: int
    subject: str | None
    text: str
    body: bytes  # PDF of a letter; MIME message of an email
    sha256: str
    template_version: str
