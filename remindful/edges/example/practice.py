"""Tells the eighteen months, account by account, and hands each piece to the file of its day."""

from dataclasses import dataclass, field, replace
from random import Random

from remindful.edges.example import happenings, paying
from remindful.edges.example.answers import Answer, Desk, Recoupment, answer_visit, claim_day_of_second
from remindful.edges.example.cast import GROUP, Case, Role
from remindful.edges.example.counts import Planted, Tally, Wrong
from remindful.edges.example.happenings import Happening
from remindful.edges.example.numbers import percent_of
from remindful.edges.example.paying import Due, Payment, Temper
from remindful.edges.example.people import Household
from remindful.edges.example.span import CLAIM_WEEKDAY, PEOPLE_WEEKDAY, Span
from remindful.edges.example.visits import Visit, make_visits
from remindful.edges.example.write_835 import Remits
from remindful.edges.example.write_837 import ClaimFiles
from remindful.edges.example.write_csv import CsvFiles, contact_fields, opening_fields, payment_fields, person_fields

OUT_OF_BALANCE_CENTS = 2_500
LESS_CENTS = 1_500  # what a replacement charges less
WITNESSES = 64  # answers and payments of which the planted errors are made


@dataclass(slots=True)
class Practice:
    """The files that grow, and what is remembered between accounts."""

    span: Span
    desk: Desk
    claims: ClaimFiles
    remits: Remits
    tables: CsvFiles
    tally: Tally
    numbers: dict[str, int]  # last visit number by organization
    receipts: dict[str, int]  # last payment number by organization
    wrong_left: int  # answers still to be put out of balance
    answer_witnesses: list[Answer] = field(default_factory=list)
    payment_witnesses: list[Payment] = field(default_factory=list)


def tell_account(practice: Practice, household: Household, organization: str, rng: Random) -> None:
    """All that happens on one account, into its files."""
    span, tally = practice.span, practice.tally
    role = household.role if household.role and household.role.organization == organization else None
    visits = make_visits(household, organization, rng=rng, span=span, numbers=practice.numbers)
    temper = paying.choose_temper(rng, role)
    _register(practice, household, organization, visits, rng)
    dues: list[Due] = []
    for visit in visits:
        if visit.service_day < 0:
            _open(practice, household, visit, temper, rng)
            continue
        tally.visits += 1
        due = _tell_visit(practice, visit, temper, rng, role)
        if due is not None:
            dues.append(due)
    if role is not None and visits:
        for happening in happenings.happen(household, role, visits, dues, span):
            _tell_event(practice, happening, organization)
        tally.plant(_planted(role, household, visits, dues))
    tally.accounts += 1
    tally.people += len(household.people)


def _planted(role: Role, household: Household, visits: list[Visit], dues: list[Due]) -> Planted:
    visit = visits[-1]
    cents = sum(due.cents for due in dues) or None
    return Planted(
        role.case, role.organization, household.guarantor.key(role.organization), visit.key, amount_cents=cents
    )


def _register(practice: Practice, household: Household, organization: str, visits: list[Visit], rng: Random) -> None:
    """Everybody of the household into the people's file before the first visit; later changes into later files."""
    span = practice.span
    first_day = max(0, min((visit.service_day for visit in visits), default=0) - 3 - int(rng.random() * 8))
    # A file of the Thursday before: who comes on Friday is named by then.
    day = 0 if first_day == 0 else max(0, span.weekday_from(first_day, PEOPLE_WEEKDAY) - 7)
    role = household.role
    knows = not (role is not None and role.case is Case.NO_GUARANTOR and role.organization == organization)
    guarantor = household.guarantor if knows else None
    for person in household.people:
        born_day = (person.birth_on - span.first_on).days
        name, on = "", day
        if born_day >= 0:
            name, on = happenings.newborn_name(person), span.weekday_from(born_day, PEOPLE_WEEKDAY)
        fields = person_fields(person, guarantor, organization, day_text=span.say_us(on), first_name=name)
        practice.tables.add("demographics", organization, on, fields)
    for change_day, person in happenings.change_people(household, rng, span):
        on = span.weekday_from(max(change_day, day + 7), PEOPLE_WEEKDAY)
        practice.tables.add(
            "demographics", organization, on, person_fields(person, guarantor, organization, day_text=span.say_us(on))
        )


def _open(practice: Practice, household: Household, visit: Visit, temper: Temper, rng: Random) -> None:
    """A visit of the former system: on the opening list where something of it is still to pay."""
    span = practice.span
    open_cents = percent_of(visit.charge_cents, 100 if not visit.coverages else 12 + int(rng.random() * 30))
    due = Due(visit, open_cents, visit.service_day + 25)
    payments, _ = paying.pay_later(due, temper, rng, span=span, role=None)
    if (payments and payments[0].day <= 0) or rng.random() < 0.35:
        return
    if any(coverage.payer.plans and coverage.plan.name == "NOSHARE" for coverage in visit.coverages):
        return
    why = "self_pay" if not visit.coverages else rng.choice(("deductible", "deductible", "coinsurance", "copay"))
    fields = opening_fields(
        visit, open_cents=open_cents, why=why, statement_days=(due.day + 5, due.day + (5 if due.day > -35 else 35)),
        guarantor=household.guarantor, span=span,
    )  # fmt: skip
    practice.tables.add("opening", visit.organization, 0, fields)
    practice.tally.opening_balances += 1
    for payment in payments:
        _tell_payment(practice, payment)


def _tell_visit(practice: Practice, visit: Visit, temper: Temper, rng: Random, role: Role | None) -> Due | None:
    """Bill, answers, money. Returns what was left to the patient, before later payments."""
    case = role.case if role else None
    at_desk = paying.pay_at_desk(visit, rng, role)
    paid_cents = at_desk.cents if at_desk else 0
    visit = _send_claims(practice, visit, case, paid_cents)
    if at_desk is not None:
        _tell_payment(practice, at_desk)
    answers, recoupments = ([], []) if case is Case.VOIDED else answer_visit(visit, practice.desk, rng=rng, case=case)
    known = _tell_answers(practice, answers, recoupments, plays_a_case=case is not None)
    if case is Case.VOIDED:
        return None
    due = paying.due_of_visit(visit, known, at_desk)
    if due is None or due.day > practice.span.last_day:
        return None
    payments, statements = paying.pay_later(due, temper, rng, span=practice.span, role=role)
    for statement in statements:
        _tell_event(
            practice,
            Happening(visit.guarantor, statement.day, "statement_sent", visit, medium="mail"),
            visit.organization,
        )
    for payment in payments:
        _tell_payment(practice, payment)
    return due


def _send_claims(practice: Practice, visit: Visit, case: Case | None, paid_cents: int) -> Visit:
    """The claim; where the case wants it, a week later its replacement or its end. Returns what stands."""
    sent = practice.claims.add(visit, day=visit.billed_day, patient_paid_cents=paid_cents)
    practice.tally.claims += sent
    practice.tally.self_pay_bills += sent and not visit.coverages
    practice.tally.charge_cents += visit.charge_cents if sent else 0
    if case not in {Case.REPLACED, Case.VOIDED}:
        return visit
    number = practice.desk.number(visit.coverages[0].payer, visit.billed_day + 3)
    later = replace(visit, billed_day=visit.billed_day + 7)
    if case is Case.REPLACED:
        first = visit.lines[0]
        later = replace(later, lines=(replace(first, charge_cents=first.charge_cents - LESS_CENTS), *visit.lines[1:]))
    frequency = "7" if case is Case.REPLACED else "8"
    if practice.claims.add(later, day=later.billed_day, frequency=frequency, replaces=number):
        practice.tally.claims += 1
        practice.tally.charge_cents -= LESS_CENTS if case is Case.REPLACED else visit.charge_cents
    return later


def _tell_answers(
    practice: Practice, answers: list[Answer], recoupments: list[Recoupment], *, plays_a_case: bool
) -> list[Answer]:
    """Into the remits, as far as the last day goes. Returns the answers that came."""
    known: list[Answer] = []
    for place, answer in enumerate(answers):
        sent = _maybe_wrong(practice, answer, may_be=len(answers) == 1 and not plays_a_case)
        if not practice.remits.add(sent):
            break
        known.append(answer)
        practice.tally.answers += 1
        practice.tally.payer_paid_cents += answer.sign * answer.paid_cents
        _send_again(practice, answers, place)
    else:
        for recoupment in recoupments:
            practice.remits.add_recoupment(recoupment)
    return known


def _maybe_wrong(practice: Practice, answer: Answer, *, may_be: bool) -> Answer:
    """Keep some answers as witnesses, and put the wanted number of them out of balance."""
    first = answer.lines[0]
    fits = may_be and answer.level_no == 1 and not answer.is_claim_level and answer.visit.organization == GROUP
    fits = fits and bool(first.adjustments) and first.adjustments[0][2] > OUT_OF_BALANCE_CENTS and answer.paid_cents > 0
    if not fits or answer.paid_day + 30 > practice.span.last_day:
        return answer
    if len(practice.answer_witnesses) < WITNESSES:
        practice.answer_witnesses.append(answer)
    if not practice.wrong_left:
        return answer
    practice.wrong_left -= 1
    visit = answer.visit
    practice.tally.plant(
        Planted(
            Wrong.OUT_OF_BALANCE, visit.organization, visit.guarantor.key(visit.organization), visit.key,
            amount_cents=OUT_OF_BALANCE_CENTS,
        )
    )  # fmt: skip
    return replace(answer, out_of_balance_cents=OUT_OF_BALANCE_CENTS)


def _send_again(practice: Practice, answers: list[Answer], place: int) -> None:
    """The claims that an answer brings about: the second payer's, and the corrected one after a denial for its data."""
    answer = answers[place]
    following = answers[place + 1] if place + 1 < len(answers) else None
    if following is None:
        return
    if following.level_no == 2 and answer.crossover is None:
        day = claim_day_of_second(answer, practice.span)
        practice.tally.claims += practice.claims.add(answer.visit, day=day, level_no=2, prior=answer)
    elif following.sign < 0 and any(carc == "16" for _, carc, _ in answer.lines[0].adjustments):
        day = practice.span.weekday_from(answer.paid_day + 8, CLAIM_WEEKDAY)
        practice.tally.claims += practice.claims.add(answer.visit, day=day, frequency="7", replaces=answer.number)


def _tell_payment(practice: Practice, payment: Payment) -> None:
    organization = payment.visit.organization
    day = practice.span.money_day(payment.day)
    if payment.day < 0 or day > practice.span.last_day:
        return
    practice.receipts[organization] += 1
    number = f"{'R' if organization == GROUP else 'T'}{practice.receipts[organization]:07d}"
    # The front desk's money has a visit number only once the visit is billed.
    names_visit = payment.is_directed and (payment.visit.service_day < 0 or payment.visit.billed_day <= day)
    fields = payment_fields(payment, number, organization, practice.span, names_visit=names_visit)
    practice.tables.add("payments", organization, day, fields)
    practice.tally.payments += 1
    practice.tally.patient_paid_cents += payment.cents
    if len(practice.payment_witnesses) < WITNESSES:
        practice.payment_witnesses.append(payment)


def _tell_event(practice: Practice, happening: Happening, organization: str) -> None:
    day = practice.span.money_day(happening.recorded_day or happening.day)
    if practice.tables.add("contacts", organization, day, contact_fields(happening, organization, practice.span)):
        practice.tally.events += 1
