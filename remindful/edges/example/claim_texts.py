"""The loops of one claim: subscriber, patient, claim, other payers, lines. Hierarchical numbers are the file's."""

from collections.abc import Sequence

from remindful.edges.example.answers import Answer, LineAnswer
from remindful.edges.example.cast import GROUP
from remindful.edges.example.numbers import say_amount
from remindful.edges.example.people import Cover, Person, plain_upper
from remindful.edges.example.span import Span
from remindful.edges.example.visits import Line, Visit

LEVELS = "PST"


def claim_segments(
    visit: Visit, *, level_no: int, hl: int, span: Span, frequency: str = "1", replaces: str = "",
    prior: Answer | None = None, patient_paid_cents: int = 0,
) -> list[str]:  # fmt: skip
    """The segments of one claim from its subscriber's HL on. level_no: the payer level that it goes to."""
    cover = visit.covers[level_no - 1] if visit.covers else None
    subscriber = cover.subscriber if cover else visit.patient
    # Medicaid, Medicare and their like insure each person alone; a family plan names the patient in a loop of its own.
    is_own = cover is None or cover.relation == "18"
    segments = [f"HL*{hl}*1*22*{0 if is_own else 1}", _subscriber_line(cover, LEVELS[level_no - 1], visit)]
    # Who is not insured has no member number; the office's own stands in its place.
    member_id = cover.member_id if cover else visit.patient.key(visit.organization)
    segments += _person("IL", subscriber, f"****MI*{member_id}", with_place=is_own)
    if cover:
        segments.append(f"NM1*PR*2*{cover.payer.name}*****PI*{cover.payer.key}")
    if not is_own:
        assert cover is not None
        segments += [
            f"HL*{hl + 1}*{hl}*23*0",
            f"PAT*{cover.relation}",
            *_person("QC", visit.patient, "", with_place=True),
        ]
    segments += _claim(visit, span, frequency, replaces, patient_paid_cents)
    segments += _doctor(visit)
    for other_no, other in enumerate(visit.covers, start=1):
        if other_no != level_no:
            segments += _other_payer(other, other_no, prior if other_no == 1 else None, visit, span)
    for line_no, line in enumerate(visit.lines, start=1):
        said = prior.lines[line_no - 1] if prior is not None and not prior.is_claim_level else None
        segments += _line(visit, line, line_no, span, said, prior)
    return segments


def _subscriber_line(cover: Cover | None, level: str, visit: Visit) -> str:
    if cover is None:
        return f"SBR*{level}*18"
    relation = "18" if cover.relation == "18" else ""
    filing = cover.payer.institutional_filing if visit.is_institutional else cover.payer.filing
    # SBR05 says why Medicare is second; here it never is.
    return f"SBR*{level}*{relation}*{_group_number(cover)}******{filing}"


def _group_number(cover: Cover) -> str:
    return f"G{cover.plan.name[:6]}" if cover.plan.deductible_cents and cover.payer.filing in {"CI", "BL"} else ""


def _person(role: str, person: Person, member: str, *, with_place: bool) -> list[str]:
    segments = [f"NM1*{role}*1*{plain_upper(person.last_name)}*{plain_upper(person.first_name)}{member}"]
    if with_place:
        place = person.place
        line2 = f"*{plain_upper(place.line2)}" if place.line2 else ""
        segments += [
            f"N3*{plain_upper(place.line1)}{line2}",
            f"N4*{place.city.upper()}*{place.state}*{place.zip}",
            f"DMG*D8*{person.birth_x12}*{person.sex}",
        ]
    return segments


def _claim(visit: Visit, span: Span, frequency: str, replaces: str, patient_paid_cents: int) -> list[str]:
    first, last = span.say_x12(visit.service_day), span.say_x12(visit.until_day)
    charge = say_amount(visit.charge_cents)
    if visit.organization == GROUP:
        related = _related(visit)
        segments = [
            f"CLM*{visit.key}*{charge}***{visit.reason.place}:B:{frequency}*Y*A*Y*Y{'**' + related if related else ''}"
        ]
        if related:
            segments.append(f"DTP*439*D8*{first}")
        if visit.reason.place == "21":
            segments += [f"DTP*435*D8*{first}", f"DTP*096*D8*{last}"]
        if patient_paid_cents:
            segments.append(f"AMT*F5*{say_amount(patient_paid_cents)}")
    else:
        bill_type = "11" if visit.is_stay else "13"
        segments = [f"CLM*{visit.key}*{charge}***{bill_type}:A:{frequency}**A*Y*Y"]
        if visit.is_stay:
            segments.append("DTP*096*TM*1100")
        segments.append(f"DTP*434*RD8*{first}-{last}")
        if visit.is_stay:
            segments.append(f"DTP*435*DT*{first}0900")
        is_birth = visit.reason.diagnoses[0].startswith("Z38")
        segments.append(f"CL1*{4 if is_birth else 1 if visit.is_stay else 3}*{5 if is_birth else 1}*01")
    if visit.referral and visit.organization == GROUP:
        segments.append(f"REF*9F*{visit.referral}")
    if visit.authorization and visit.covers:
        segments.append(f"REF*G1*{visit.authorization}")
    if replaces:
        segments.append(f"REF*F8*{replaces}")
    segments.append(f"REF*EA*{visit.patient.key(visit.organization)}")
    return [*segments, *_diagnoses(visit)]


def _related(visit: Visit) -> str:
    """CLM11: an accident at work, or of a car with its state."""
    filing = visit.covers[0].payer.filing if visit.covers else ""
    return "EM" if filing == "WC" else "AA:::FL" if filing == "AM" else ""


def _diagnoses(visit: Visit) -> list[str]:
    codes = visit.reason.diagnoses
    if visit.organization == GROUP:
        return ["HI*" + "*".join(f"{'ABK' if place == 0 else 'ABF'}:{code}" for place, code in enumerate(codes))]
    present = ":::::::Y" if visit.is_stay and not codes[0].startswith("Z") else ""
    segments = [f"HI*ABK:{codes[0]}{present}"]
    if visit.is_stay:
        segments.append(f"HI*ABJ:{codes[0]}")
    elif visit.reason.specialty == "emergency":
        segments.append(f"HI*APR:{codes[0]}")
    if len(codes) > 1:
        exempt = {code for code in codes if code.startswith("Z")}
        segments.append(
            "HI*"
            + "*".join(f"ABF:{code}{':::::::Y' if visit.is_stay and code not in exempt else ''}" for code in codes[1:])
        )
    return segments


def _doctor(visit: Visit) -> list[str]:
    doctor = visit.doctor
    role, provider = ("82", "PE") if visit.organization == GROUP else ("71", "AT")
    segments = [
        f"NM1*{role}*1*{doctor.last_name}*{doctor.first_name}****XX*{doctor.npi}",
        f"PRV*{provider}*PXC*{doctor.taxonomy}",
    ]
    if visit.organization == GROUP and visit.reason.place == "21":
        segments += ["NM1*77*2*CAPITAL MEMORIAL HOSPITAL", "N3*200 EXAMPLE WAY", "N4*TALLAHASSEE*FL*323010000"]
    return segments


def _other_payer(cover: Cover, level_no: int, prior: Answer | None, visit: Visit, span: Span) -> list[str]:
    """Loop 2320: another payer of the claim; of one that has answered, with what it said."""
    filing = cover.payer.institutional_filing if visit.is_institutional else cover.payer.filing
    segments = [f"SBR*{LEVELS[level_no - 1]}*{cover.relation}*{_group_number(cover)}******{filing}"]
    if prior is not None:
        if prior.is_claim_level:
            segments += adjustment_segments([each for line in prior.lines for each in line.adjustments])
        segments.append(f"AMT*D*{say_amount(prior.paid_cents)}")
    segments.append("OI***Y***Y" if visit.is_institutional else "OI***Y*P**Y")
    subscriber = cover.subscriber
    segments.append(
        f"NM1*IL*1*{plain_upper(subscriber.last_name)}*{plain_upper(subscriber.first_name)}****MI*{cover.member_id}"
    )
    segments.append(f"NM1*PR*2*{cover.payer.name}*****PI*{cover.payer.key}")
    if prior is not None:
        if prior.is_claim_level:
            segments.append(f"DTP*573*D8*{span.say_x12(prior.paid_day)}")
        segments.append(f"REF*F8*{prior.number}")
    return segments


def _line(
    visit: Visit, line: Line, line_no: int, span: Span, said: LineAnswer | None, prior: Answer | None
) -> list[str]:
    charge, code = say_amount(line.charge_cents), procedure(line)
    words = procedure(line, with_words=True)
    if visit.organization == GROUP:
        pointers = "1:2" if len(visit.reason.diagnoses) > 1 else "1"
        service = f"SV1*{words}*{charge}*UN*{line.units}***{pointers}"
    else:
        unit = "DA" if line.revenue in {"0120", "0170"} else "UN"
        service = f"SV2*{line.revenue}*{words if line.code else ''}*{charge}*{unit}*{line.units}"
    day = span.say_x12(visit.service_day)
    segments = [f"LX*{line_no}", service]
    if not visit.is_stay:
        segments.append(f"DTP*472*D8*{day}")
    segments.append(f"REF*6R*{visit.key}-{line_no}")
    if said is not None and prior is not None:
        revenue = f"*{line.revenue}" if visit.is_institutional else "*"
        paid = say_amount(said.paid_cents)
        segments.append(f"SVD*{prior.cover.payer.key}*{paid}*{code if line.code else ''}{revenue}*{line.units}")
        segments += adjustment_segments(said.adjustments)
        segments.append(f"DTP*573*D8*{span.say_x12(prior.paid_day)}")
    return segments


def procedure(line: Line, *, with_words: bool = False) -> str:
    """SV101, SVC01: code, modifier, and our own words seventh; lines of a revenue code alone have NU and that."""
    if not line.code:
        return f"NU:{line.revenue}"
    modifier = f":{line.modifier}" if line.modifier else ""
    words = f"{':' * (4 if modifier else 5)}{line.description}" if with_words and line.description else ""
    return f"HC:{line.code}{modifier}{words}"


def adjustment_segments(adjustments: Sequence[tuple[str, str, int]], sign: int = 1) -> list[str]:
    """CAS segments: one a group code, equal reasons added up."""
    groups: dict[str, dict[str, int]] = {}
    for group, carc, cents in adjustments:
        carcs = groups.setdefault(group, {})
        carcs[carc] = carcs.get(carc, 0) + cents
    return [
        f"CAS*{group}*" + "**".join(f"{carc}*{say_amount(sign * cents)}" for carc, cents in carcs.items())
        for group, carcs in groups.items()
    ]
