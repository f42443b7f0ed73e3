"""Sheet: every word of one letter, worked out before it is laid out, so that what is printed is what is checked."""

from collections.abc import Callable
from dataclasses import dataclass

from remindful.core.words.kinds import Act
from remindful.core.words.messages import MessageContent, StatementLine, StatementVisit
from remindful.core.words.money import say_cents
from remindful.edges.channels import reasons, wording

#: Rows on a reminder, visits and money not tied to one; more are told in one sentence, so that it stays one page.
ROWS_ON_A_REMINDER = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and its text."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: words first, then amounts; notes stand under the words."""

    cells: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading. `words_columns` of the columns hold words, the rest amounts. total: empty = none."""

    heading: str
    note: str
    columns: tuple[str, ...]
    words_columns: int
    rows: tuple[Row, ...]
    total: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coupon:
    """The slip at the foot of the first page, to tear off."""

    cut: str
    heading: str
    from_label: str
    from_name: str
    pay_to_label: str
    pay_to: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    amount_sent: str
    check: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter. `pay_url` and `qr_alt` go with the code to scan; coupon None: nothing to pay."""

    language: str
    document_title: str
    page_of: str
    return_address: tuple[str, ...]
    address: tuple[str, ...]
    title: str
    facts: tuple[tuple[str, str], ...]
    account: str
    due_label: str
    due: str
    due_note: str
    greeting: str
    opening: tuple[str, ...]
    why: Passage
    questions: Passage
    assistance: Passage
    ways_heading: str
    ways: tuple[Passage, ...]
    pay_url: str
    qr_alt: str
    scan: str
    details_heading: str
    details_text: str
    tables: tuple[Table, ...]
    sums: tuple[tuple[str, str], ...]
    glossary: Passage | None
    closing: str
    language_help: str
    language_help_other: str
    language_help_other_language: str
    coupon: Coupon | None


def compose_sheet(content: MessageContent) -> Sheet:
    """A statement or a reminder in words. AssertionError when its sums do not tie: a wrong bill never leaves."""
    assert content.act in {Act.STATEMENT, Act.LETTER}, content.act
    reasons.assert_ties(content)
    words = wording.load_wording(content.template, content.language)
    sender = content.sender
    is_statement = content.act is Act.STATEMENT
    has_due = content.due_cents > 0
    lines = reasons.all_lines(content)
    return Sheet(
        language=words.language,
        document_title=words.say("document_title", title=words.title, sender=sender.name),
        page_of=words.labels["page_of"],
        return_address=(sender.name, sender.line1, f"{sender.city}, {sender.state} {sender.zip}"),
        address=address_lines(content),
        title=words.title,
        facts=(
            (words.labels["date_label"], words.say_day(content.day)),
            (words.labels["account_label"], content.account_key),
        ),
        account=words.say("account", account=content.account_key),
        due_label=_due_label(content, words),
        due=say_cents(abs(content.due_cents)),
        due_note=_due_note(content, words),
        greeting=words.greeting.format(name=content.addressee.name),
        opening=tuple(text.format(sender=sender.name) for text in words.opening),
        why=Passage(words.labels["why_heading" if has_due else "why_heading_credit"], reasons.say_why(content, words)),
        questions=Passage(words.labels["questions_heading"], words.say_questions(sender)),
        assistance=Passage(*words.say_help(sender)),
        ways_heading=words.labels["ways_heading"] if has_due else "",
        ways=_compose_ways(content, words) if has_due else (),
        pay_url=sender.pay_url,
        qr_alt=words.say("qr_alt", pay_url=sender.pay_url),
        scan=words.labels["scan"],
        details_heading=words.labels["details_heading" if is_statement else "visits_heading"],
        details_text="" if is_statement else _say_visits(content, words),
        tables=compose_visit_tables(content, words) if is_statement else _compose_visit_list(content, words),
        sums=_compose_sums(content, words) if is_statement else (),
        glossary=_compose_glossary(lines, words) if is_statement else None,
        closing=words.closing,
        language_help=words.say("language_help", phone=sender.phone),
        language_help_other=words.say("language_help_other", phone=sender.phone),
        language_help_other_language=words.labels["language_help_other_language"],
        coupon=_compose_coupon(content, words) if has_due else None,
    )


def address_lines(content: MessageContent) -> tuple[str, ...]:
    """Name and address, as the window shows them: nothing else, so that the envelope tells nobody what it is about."""
    to = content.addressee
    assert all((to.line1, to.city, to.state, to.zip)), f"message {content.message_id}: no full address"
    return tuple(line for line in (to.name, to.line1, to.line2, f"{to.city}, {to.state} {to.zip}") if line)


def reading_order(sheet: Sheet) -> str:
    """All that a reader sees, a line a piece, in the order of the page."""
    lines = [*sheet.return_address, *sheet.address, sheet.title]
    lines += [f"{label}: {fact}" for label, fact in sheet.facts]
    lines += [
        sheet.due_label,
        sheet.due,
        sheet.due_note,
        sheet.greeting,
        *sheet.opening,
        sheet.why.heading,
        sheet.why.text,
    ]
    for passage in (sheet.questions, sheet.assistance):
        lines += [passage.heading, passage.text]
    lines += [sheet.details_heading, sheet.details_text]
    for table in sheet.tables:
        lines += [table.heading, table.note, " | ".join(table.columns)]
        for row in table.rows:
            lines += [" | ".join(row.cells), *row.notes]
        lines.append(" | ".join(table.total))
    lines += [f"{label}: {amount}" for label, amount in sheet.sums]
    if sheet.glossary:
        lines += [sheet.glossary.heading, *sheet.glossary.text.split("\n")]
    lines += [sheet.closing, sheet.language_help, sheet.language_help_other, sheet.ways_heading]
    for way in sheet.ways:
        lines += [way.heading, way.text]
    if sheet.coupon:
        lines.append(sheet.scan)
        lines += _read_coupon(sheet.coupon)
    return "\n".join(line for line in lines if line)


def _read_coupon(coupon: Coupon) -> list[str]:
    facts = [f"{label}: {fact}" for label, fact in coupon.facts]
    payee = [coupon.pay_to_label, *coupon.pay_to]
    return [
        coupon.cut,
        coupon.heading,
        *facts,
        coupon.amount_sent,
        coupon.from_label,
        coupon.from_name,
        *payee,
        coupon.check,
    ]


def _due_label(content: MessageContent, words: wording.Wording) -> str:
    if content.due_cents < 0:
        return words.labels["credit"]
    return words.labels["you_owe" if content.due_cents else "nothing_to_pay"]


def _due_note(content: MessageContent, words: wording.Wording) -> str:
    if content.due_cents <= 0:
        return "" if content.due_cents else words.labels["nothing_due_note"]
    count = len(content.visits)
    return words.labels["for_visit"] if count == 1 else words.say("for_visits", count=str(count))


def _compose_ways(content: MessageContent, words: wording.Wording) -> tuple[Passage, ...]:
    sender = content.sender
    return (
        Passage(words.labels["way_online"], words.say("way_online_text", pay_url=sender.pay_url)),
        Passage(words.labels["way_phone"], words.say("way_phone_text", phone=sender.phone)),
        Passage(words.labels["way_mail"], words.labels["way_mail_text"]),
    )


def _compose_coupon(content: MessageContent, words: wording.Wording) -> Coupon:
    sender = content.sender
    return Coupon(
        cut=words.labels["coupon_cut"],
        heading=words.labels["coupon_heading"],
        from_label=words.labels["coupon_from"],
        from_name=content.addressee.name,
        pay_to_label=words.labels["coupon_pay_to"],
        pay_to=(sender.name, sender.line1, f"{sender.city}, {sender.state} {sender.zip}"),
        facts=(
            (words.labels["account_label"], content.account_key),
            (words.labels["coupon_amount_due"], say_cents(content.due_cents)),
        ),
        amount_sent=words.labels["coupon_amount_sent"],
        check=words.say("coupon_check", account=content.account_key),
    )


def _money_columns(content: MessageContent, words: wording.Wording) -> list[tuple[str, Callable[[StatementLine], int]]]:
    """The amount columns that this statement needs, by their heading: one that is $0.00 in every line is left out."""
    lines = reasons.all_lines(content)
    has_payer = any(visit.payers for visit in content.visits)
    # Visits that were brought in on several days share a column: its heading tells the last of them.
    opened_on = max((visit.opened_on for visit in content.visits if visit.opened_on), default=None)
    before = words.say("column_opening_off", day=words.say_day(opened_on)) if opened_on else ""
    columns: list[tuple[str, Callable[[StatementLine], int], bool]] = [
        (words.labels["column_charge"], lambda line: line.charge_cents, True),
        (words.labels["column_payer_paid"], lambda line: line.payer_paid_cents, has_payer),
        (words.labels["column_contract"], lambda line: line.contract_cents, False),
        (words.labels["column_other_off"], lambda line: line.other_off_cents, False),
        (before, lambda line: line.opening_off_cents, False),
        (words.labels["column_patient_paid"], lambda line: line.patient_paid_cents, False),
        (words.labels["column_elsewhere"], lambda line: line.elsewhere_cents, False),
        (words.labels["column_due"], lambda line: line.due_cents, True),
    ]
    return [(heading, cents) for heading, cents, always in columns if always or any(map(cents, lines))]


def compose_visit_tables(content: MessageContent, words: wording.Wording) -> tuple[Table, ...]:
    """One table a visit, each with its own total."""
    columns = _money_columns(content, words)
    return tuple(_compose_visit_table(visit, columns, words) for visit in content.visits)


def _compose_visit_table(
    visit: StatementVisit, columns: list[tuple[str, Callable[[StatementLine], int]]], words: wording.Wording
) -> Table:
    rows = tuple(
        Row(
            cells=(line.description, *(say_cents(cents(line)) for _, cents in columns)),
            # The heading tells the day of the visit; a line says its own only when it is another (a stay).
            notes=(() if line.service_on == visit.service_on else (words.say_day(line.service_on),))
            + reasons.say_line_reasons(line, words),
        )
        for line in visit.lines
    )
    total = (words.labels["visit_total"], *(say_cents(sum(map(cents, visit.lines))) for _, cents in columns))
    return Table(
        heading=words.say("visit_on", patient=visit.patient_name, day=words.say_day(visit.service_on)),
        note=_say_payers(visit, words),
        columns=(words.labels["column_service"], *(heading for heading, _ in columns)),
        words_columns=1,
        rows=rows,
        total=total if len(visit.lines) > 1 else (),
    )


def _say_payers(visit: StatementVisit, words: wording.Wording) -> str:
    """Whom a visit was billed to. Of an open balance from another system that is not known."""
    if visit.payers:
        return words.say("visit_payers", payers=words.join(visit.payers))
    return words.labels["visit_opening" if visit.opened_on else "visit_no_payer"]


def _is_short(content: MessageContent) -> bool:
    return len(content.visits) + bool(content.unapplied_cents) <= ROWS_ON_A_REMINDER


def _say_visits(content: MessageContent, words: wording.Wording) -> str:
    """What a reminder of many visits is for, in one sentence, and where the lines are."""
    if _is_short(content):
        return ""
    days = sorted(visit.service_on for visit in content.visits)
    return words.say(
        "visits_sentence",
        count=str(len(days)),
        first=words.say_day(days[0]),
        last=words.say_day(days[-1]),
        patients=words.join(list(dict.fromkeys(visit.patient_name for visit in content.visits))),
        phone=content.sender.phone,
    )


def _compose_visit_list(content: MessageContent, words: wording.Wording) -> tuple[Table, ...]:
    """The visits of a reminder: day, patient, what is owed. No services: a reminder is read at the kitchen table."""
    if not _is_short(content):
        return ()
    listed = [(visit, sum(line.due_cents for line in visit.lines)) for visit in content.visits]
    rows = [
        Row((words.say_day(visit.service_on), visit.patient_name, say_cents(due_cents))) for visit, due_cents in listed
    ]
    if content.unapplied_cents:
        rows.append(Row((words.labels["sum_unapplied"], "", say_cents(-content.unapplied_cents))))
    columns = tuple(words.labels[label] for label in ("column_date", "column_patient", "column_due"))
    due_label = words.labels["sum_due" if content.due_cents >= 0 else "sum_credit"]
    total = (due_label, "", say_cents(abs(content.due_cents))) if len(rows) > 1 else ()
    return (Table(heading="", note="", columns=columns, words_columns=2, rows=tuple(rows), total=total),)


def _compose_sums(content: MessageContent, words: wording.Wording) -> tuple[tuple[str, str], ...]:
    """How the visits and money not yet tied to one add up; empty where the one visit's own total already says it."""
    if not content.unapplied_cents and len(content.visits) == 1:
        return ()
    due_label = words.labels["sum_due" if content.due_cents >= 0 else "sum_credit"]
    sums = [(words.labels["sum_visits"], say_cents(content.due_cents + content.unapplied_cents))]
    if content.unapplied_cents:
        sums.append((words.labels["sum_unapplied"], say_cents(-content.unapplied_cents)))
    return (*sums, (due_label, say_cents(abs(content.due_cents))))


def _compose_glossary(lines: list[StatementLine], words: wording.Wording) -> Passage | None:
    """Only the words that this statement uses."""
    used = ["contract"] if any(line.contract_cents for line in lines) else []
    used += ["other_off"] if any(line.other_off_cents for line in lines) else []
    used += [part for part in reasons.used_parts(lines) if part in {"deductible", "coinsurance", "copay"}]
    texts = [words.labels[f"word_{word}"] for word in used]
    return Passage(words.labels["words_heading"], "\n".join(texts)) if texts else None
