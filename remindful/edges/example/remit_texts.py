"""The segments of a remittance: its head, the loop of one answer, the provider's own adjustments."""

from collections.abc import Sequence

from remindful.edges.example.answers import Answer
from remindful.edges.example.claim_texts import adjustment_segments, procedure
from remindful.edges.example.numbers import say_amount
from remindful.edges.example.office import Organization
from remindful.edges.example.people import plain_upper
from remindful.edges.example.plans import Payer
from remindful.edges.example.span import Span

PAIRS_A_SEGMENT = 6


def remit_head(payer: Payer, organization: Organization, day: str, paid_cents: int, set_no: int) -> list[str]:
    """From ST to the payee. Nothing paid: a notice without money."""
    assert paid_cents >= 0, (payer.key, day, paid_cents)
    line1, city, state, zip_code = payer.address
    originator = f"1{int(payer.key[3:]):09d}"
    accounts = f"01*999999992*DA*00{payer.key[3:]}*{originator}**01*999999992*DA*00099*{day}"
    bpr = f"BPR*I*{say_amount(paid_cents)}*C*ACH*CCP*{accounts}" if paid_cents else f"BPR*H*0*C*NON************{day}"
    return [
        f"ST*835*{set_no:04d}",
        bpr,
        f"TRN*1*{payer.key}{day}{organization.short}*{originator}",
        f"DTM*405*{day}",
        f"N1*PR*{payer.name}",
        f"N3*{line1}",
        f"N4*{city}*{state}*{zip_code}",
        f"REF*2U*{payer.key}",
        "PER*BL*REMITTANCE DESK*TE*8005550100",
        f"N1*PE*{organization.name.upper()}*XX*{organization.npi}",
        f"N3*{organization.line1.upper()}",
        f"N4*{organization.city.upper()}*{organization.state}*{organization.zip}0000",
        f"REF*TJ*{organization.x12_tax_id}",
    ]


def answer_segments(answer: Answer, span: Span) -> list[str]:
    """The loop of one claim. A reversal has every amount negative and says nothing of the patient's part."""
    visit, cover, sign = answer.visit, answer.cover, answer.sign
    facility = visit.reason.place if not visit.is_institutional else "11" if visit.is_stay else "13"
    patient = say_amount(answer.share_cents) if sign > 0 and answer.share_cents else "" if sign < 0 else "0"
    segments = [
        f"CLP*{visit.key}*{answer.status}*{say_amount(sign * visit.charge_cents)}"
        f"*{say_amount(sign * answer.paid_cents)}*{patient}*{cover.payer.remit_filing}*{answer.number}"
        f"*{facility}*{answer.frequency}"
    ]
    if answer.is_claim_level:
        segments += adjustment_segments([each for line in answer.lines for each in line.adjustments], sign)
    segments += _names(answer)
    if visit.is_stay:
        codes = "".join(f"*{code}" for code in answer.remarks[1:4])
        segments.append(
            f"MIA*0****{answer.remarks[0]}{'*' * 14 + codes if codes else ''}" if answer.remarks else "MIA*0"
        )
    elif answer.remarks:
        segments.append("MOA***" + "*".join(answer.remarks))
    segments += [
        f"REF*EA*{visit.patient.key(visit.organization)}",
        f"DTM*232*{span.say_x12(visit.service_day)}",
        f"DTM*233*{span.say_x12(visit.until_day)}",
        f"DTM*050*{span.say_x12(min(visit.billed_day + 1, answer.paid_day))}",
    ]
    if answer.interest_cents:
        segments.append(f"AMT*I*{say_amount(answer.interest_cents)}")
    if not answer.is_claim_level:
        for place in range(len(answer.lines)):
            segments += _line(answer, place, span)
    return segments


def _names(answer: Answer) -> list[str]:
    patient, cover = answer.visit.patient, answer.cover
    segments = [f"NM1*QC*1*{plain_upper(patient.last_name)}*{plain_upper(patient.first_name)}****MI*{cover.member_id}"]
    if cover.relation != "18":
        subscriber = cover.subscriber
        segments.append(
            f"NM1*IL*1*{plain_upper(subscriber.last_name)}*{plain_upper(subscriber.first_name)}****MI*{cover.member_id}"
        )
    if answer.crossover is not None:
        segments.append(f"NM1*TT*2*{answer.crossover.name}*****PI*{answer.crossover.key}")
    return segments


def _line(answer: Answer, place: int, span: Span) -> list[str]:
    said, visit, sign = answer.lines[place], answer.visit, answer.sign
    line = said.line
    revenue = line.revenue if visit.is_institutional and line.code else ""
    segments = [
        f"SVC*{procedure(line)}*{say_amount(sign * line.charge_cents)}*{say_amount(sign * said.paid_cents)}"
        f"*{revenue}*{line.units}",
        f"DTM*472*{span.say_x12(visit.service_day)}",
    ]
    adjustments = list(said.adjustments)
    if answer.out_of_balance_cents and place == 0:
        # A planted error: the payer left out a part of what it adjusted.
        group, carc, cents = adjustments[0]
        adjustments[0] = (group, carc, cents - answer.out_of_balance_cents)
    segments += adjustment_segments(adjustments, sign)
    if answer.cover.payer.returns_line_numbers:
        segments.append(f"REF*6R*{visit.key}-{said.line_no}")
    # What sequestration takes was allowed before.
    allowed = said.paid_cents + said.share_cents + sum(cents for _, carc, cents in said.adjustments if carc == "253")
    if sign > 0 and allowed:
        segments.append(f"AMT*B6*{say_amount(allowed)}")
    segments += [f"LQ*HE*{code}" for code in said.remarks]
    return segments


def split_provider_adjustments(
    organization: Organization, adjustments: Sequence[tuple[str, str, int]], year: str
) -> list[str]:
    """PLB segments of at most six pairs. A positive amount lowers the payment."""
    pairs = [f"{reason}:{reference}*{say_amount(cents)}" for reason, reference, cents in adjustments]
    return [
        f"PLB*{organization.npi}*{year}1231*" + "*".join(pairs[place : place + PAIRS_A_SEGMENT])
        for place in range(0, len(pairs), PAIRS_A_SEGMENT)
    ]
