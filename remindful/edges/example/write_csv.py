"""Writes the CSV files as each office exports them, in its own words, and the mappings that say what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from remindful.edges.example.cast import GROUP, HOSPITAL
from remindful.edges.example.happenings import Happening
from remindful.edges.example.office import ORGANIZATIONS
from remindful.edges.example.paying import Payment
from remindful.edges.example.people import Person
from remindful.edges.example.span import Span
from remindful.edges.example.spool import Spool
from remindful.edges.example.visits import Visit

#: The words that the group's office writes for what happens; the hospital writes the kind's own name in capitals.
GROUP_WORDS = {
    "statement_sent": "Statement mailed",
    "mail_returned": "Returned mail",
    "email_bounced": "E-mail bounced",
    "opted_out": "No more of these",
    "bankruptcy_filed": "Bankruptcy",
    "died": "Deceased",
    "representative_named": "Personal representative",
    "attorney_named": "Attorney",
    "cease_requested": "Cease letter received",
    "conversation": "Spoke with patient",
    "disputed": "Disputes bill",
    "plan_agreed": "Payment plan",
    "estimate_given": "Estimate given",
    "dispute_resolution_opened": "Federal dispute opened",
    "assistance_applied": "Assistance application",
    "assistance_decided": "Assistance decision",
}
_PHONE_KINDS = {
    GROUP: {"mobile": "C", "landline": "L", "voip": "V", "": ""},
    HOSPITAL: {"mobile": "Cell", "landline": "Land line", "voip": "Internet", "": ""},
}
_MEDIA = {
    GROUP: {"email": "E", "text": "T", "mail": "M", "call": "P", "": ""},
    HOSPITAL: {"email": "Email", "text": "Text", "mail": "Mail", "call": "Phone", "": ""},
}
_LANGUAGES = {GROUP: {"en": "English", "es": "Spanish"}, HOSPITAL: {"en": "ENG", "es": "SPA"}}
_METHODS = {
    GROUP: {"card": "Card", "check": "Check", "cash": "Cash", "ach": "ACH"},
    HOSPITAL: {"card": "CC", "check": "CK", "cash": "CA", "ach": "EFT"},
}
HEADERS: dict[tuple[str, str], str] = {
    ("demographics", GROUP): (
        "Acct No,Resp Party,Last,First,DOB,Sex,Lang,Address 1,Address 2,City,ST,Zip,Phone,Phone Type,E-mail,"
        "Contact Pref,QMB,Updated"
    ),
    ("demographics", HOSPITAL): (
        "MRN,Guarantor MRN,First Name,Last Name,Birth Date,Gender,Language,Street,Unit,Town,State,Postal Code,"
        "Telephone,Telephone Kind,Email,Prefers,Medicaid Pays Medicare Share,As Of"
    ),
    ("contacts", GROUP): "Acct No,Visit No,What,When,How,Note,Amount",
    ("contacts", HOSPITAL): "MRN,Account Number,Event,Event Date,Medium,Detail,Dollars",
    ("payments", GROUP): "Receipt,Acct No,Visit No,Date Paid,Amount,Tender",
    ("payments", HOSPITAL): "Transaction,MRN,Account Number,Posted,Payment,Type",
    ("opening", GROUP): "Visit No,Acct No,Resp Party,Date of Service,Charge,Balance,Why,First Stmt,Last Stmt,Service",
    (
        "opening",
        HOSPITAL,
    ): "Account Number,MRN,Guarantor MRN,Service Date,Total Charges,Self Pay Balance,Class,First Bill,Last Bill,For",
}
FILE_NAMES = {
    "demographics": "demographics",
    "contacts": "contacts",
    "payments": "payments",
    "opening": "opening_balances",
}
_WHYS = {
    GROUP: {"self_pay": "Self pay", "deductible": "Deductible", "coinsurance": "Coinsurance", "copay": "Copay"},
    HOSPITAL: {"self_pay": "SP", "deductible": "DED", "coinsurance": "COINS", "copay": "COPAY"},
}


@dataclass(slots=True)
class CsvFiles:
    """All CSV files of the example."""

    span: Span
    spool: Spool
    rows: dict[tuple[str, str, int], int]  # kind, organization, day -> rows

    def add(self, kind: str, organization: str, day: int, fields: Sequence[str]) -> bool:
        """Put a row into the file of its day. False where that day is after the last."""
        if day > self.span.last_day:
            return False
        key = (kind, organization, day)
        self.rows[key] = self.rows.get(key, 0) + 1
        self.spool.add(_spool_name(key), ",".join(map(_quote, fields)) + "\r\n")
        return True

    def write(self, folder: Path) -> dict[str, int]:
        """Write every file into its day's folder. Returns the number of files by kind."""
        counts: dict[str, int] = {}
        for key in sorted(self.rows):
            kind, _, _ = key
            path = self.path(folder, key)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                stream.write(head_of(key))
                self.spool.copy(_spool_name(key), stream)
            counts[kind] = counts.get(kind, 0) + 1
        return counts

    def path(self, folder: Path, key: tuple[str, str, int]) -> Path:
        """Where a file lies."""
        kind, organization, day = key
        name = f"{FILE_NAMES[kind]}_{ORGANIZATIONS[organization].short.lower()}_{self.span.say_x12(day)}.csv"
        return folder / self.span.say_iso(day) / organization / name


def head_of(key: tuple[str, str, int]) -> bytes:
    """The header line; the hospital's system writes a byte order mark before it."""
    kind, organization, _ = key
    mark = "\ufeff" if organization == HOSPITAL else ""
    return f"{mark}{HEADERS[kind, organization]}\r\n".encode()


def _spool_name(key: tuple[str, str, int]) -> str:
    return f"csv/{key[0]}/{ORGANIZATIONS[key[1]].short}/{key[2]}"


def _quote(field: str) -> str:
    return f'"{field}"' if "," in field else field


def say_dollars(cents: int, organization: str) -> str:
    """1234.50 for the group, $1,234.50 for the hospital; a returned check in brackets there."""
    whole, rest = divmod(abs(cents), 100)
    if organization == GROUP:
        return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"
    return f"(${whole:,}.{rest:02d})" if cents < 0 else f"${whole:,}.{rest:02d}"


def person_fields(
    person: Person, guarantor: Person | None, organization: str, *, day_text: str, first_name: str = ""
) -> list[str]:
    """A row of demographics."""
    place = person.place
    first = first_name or person.first_name
    phone = f"({place.phone[:3]}) {place.phone[3:6]}-{place.phone[6:]}" if place.phone else ""
    names = [person.last_name, first] if organization == GROUP else [first, person.last_name]
    return [
        person.key(organization),
        guarantor.key(organization) if guarantor else "",
        *names,
        person.birth_on.strftime("%m/%d/%Y"),
        person.sex,
        _LANGUAGES[organization][person.language],
        place.line1,
        place.line2,
        place.city,
        place.state,
        place.zip,
        phone,
        _PHONE_KINDS[organization][place.phone_kind],
        person.email,
        _MEDIA[organization][person.preferred_medium],
        person.is_qmb,
        day_text,
    ]


def contact_fields(happening: Happening, organization: str, span: Span) -> list[str]:
    """A row of contacts."""
    word = GROUP_WORDS[happening.kind] if organization == GROUP else happening.kind.upper()
    return [
        happening.person.key(organization),
        happening.visit.key if happening.visit else "",
        word,
        span.say_us(happening.day),
        _MEDIA[organization][happening.medium],
        happening.value,
        say_dollars(happening.cents, organization) if happening.cents is not None else "",
    ]


def payment_fields(payment: Payment, number: str, organization: str, span: Span, *, names_visit: bool) -> list[str]:
    """A row of payments."""
    return [
        number,
        payment.visit.guarantor.key(organization),
        payment.visit.key if names_visit else "",
        span.say_us(payment.day),
        say_dollars(payment.cents, organization),
        _METHODS[organization][payment.method],
    ]


def opening_fields(
    visit: Visit, *, open_cents: int, why: str, statement_days: tuple[int, int], guarantor: Person | None, span: Span
) -> list[str]:  # fmt: skip
    """A row of the opening balances."""
    organization = visit.organization
    keys = [visit.key, visit.patient.key(organization)]
    first, last = (span.say_us(day) for day in statement_days)
    return [
        *keys,
        guarantor.key(organization) if guarantor else "",
        span.say_us(visit.service_day),
        say_dollars(visit.charge_cents, organization),
        say_dollars(open_cents, organization),
        _WHYS[organization][why],
        first,
        last,
        visit.lines[0].description or "care",
    ]


_COLUMNS: dict[str, tuple[str, ...]] = {
    "contacts": ("party_key", "visit_key", "kind", "happened_on", "medium", "value", "amount_cents"),
    "payments": ("payment_key", "party_key", "visit_key", "paid_on", "amount_cents", "method"),
    "opening": (
        "visit_key", "party_key", "guarantor_key", "service_on", "charge_cents", "open_cents", "reason",
        "first_statement_on", "last_statement_on", "description",
    ),
}  # fmt: skip
_PEOPLE_COLUMNS = (
    "birth_on", "sex", "language", "line1", "line2", "city", "state", "zip", "phone", "phone_kind", "email",
    "preferred_medium", "is_qmb", "as_of_on",
)  # fmt: skip


def write_mappings(folder: Path) -> int:
    """One mapping file a kind and organization. Returns their number."""
    folder.mkdir(parents=True, exist_ok=True)
    for (kind, organization), header in HEADERS.items():
        short = ORGANIZATIONS[organization].short.lower()
        path = folder / f"{FILE_NAMES[kind]}_{short}.mapping.yaml"
        path.write_text(_mapping_text(kind, organization, header), encoding="utf-8")
    return len(HEADERS)


def _mapping_text(kind: str, organization: str, header: str) -> str:
    names = ("first_name", "last_name") if organization == HOSPITAL else ("last_name", "first_name")
    columns = _COLUMNS.get(kind, ("party_key", "guarantor_key", *names, *_PEOPLE_COLUMNS))
    values = _values(organization)
    lines = [
        f"# What the columns of the {kind} file of {ORGANIZATIONS[organization].name} mean.",
        f"kind: {'open_balances' if kind == 'opening' else kind}",
        f'file: "{FILE_NAMES[kind]}_{ORGANIZATIONS[organization].short.lower()}_*.csv"',
        f"organization: {organization}",
        "dates: MM/DD/YYYY",
    ]
    if kind != "demographics":
        lines.append("money: dollars")
    lines.append("columns:")
    for column, source in zip(columns, header.split(","), strict=True):
        known = values.get((kind, column))
        if known is None:
            lines.append(f'  {column}: "{source}"')
        else:
            meanings = ", ".join(f'"{word}": {meaning}' for meaning, word in known.items() if word)
            lines.append(f'  {column}: {{column: "{source}", values: {{{meanings}}}}}')
    return "\n".join(lines) + "\n"


def _values(organization: str) -> dict[tuple[str, str], dict[str, str]]:
    """Columns whose words are the office's own: our word -> theirs."""
    events = GROUP_WORDS if organization == GROUP else {}
    found = {
        ("demographics", "phone_kind"): _PHONE_KINDS[organization],
        ("demographics", "preferred_medium"): _MEDIA[organization],
        ("demographics", "language"): _LANGUAGES[organization],
        ("contacts", "medium"): _MEDIA[organization],
        ("payments", "method"): _METHODS[organization],
        ("opening", "reason"): _WHYS[organization],
    }
    return found | ({("contacts", "kind"): events} if events else {})
