"""A plain, slow 835 reader, written apart from the real one: one loop, one segment at a time. For comparison only."""

from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation

ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA")
Rows = dict[str, list[dict[str, object]]]


def read_plainly(segments: list[list[str]], component: str) -> Rows:  # noqa: C901 - one plain loop, on purpose
    """Frames as lists of rows, of segments already split into elements."""
    claims: list[dict] = []
    remits: list[dict] = []
    plbs: list[dict] = []
    remit = claim = line = None
    sets = claim_no = 0
    for segment_no, elements in enumerate(segments, start=1):

        def at(place, elements=elements):
            return (elements[place].strip(" ") or None) if place < len(elements) else None

        kind = elements[0]
        if kind in ENVELOPE or kind in ("LX", "PLB", "CLP"):
            if claim is not None and kind in ("ISA", "GS"):
                claim["bad"] = True
            claim = line = None
        if kind in ("ISA", "GS", "ST", "GE", "IEA"):
            remit = None
        if kind == "ST":
            sets += 1
            remit = {
                "remit_no": sets,
                "segment_no": segment_no,
                "control_number": at(2),
                "is_complete": False,
                "head": True,
            }
            remits.append(remit)
        elif kind == "SE" and remit is not None:
            remit["is_complete"] = at(1) == str(segment_no - remit["segment_no"] + 1)
            remit = None
        elif kind == "CLP":
            claim_no += 1
            if remit is not None:
                remit["head"] = False
                claim = new_claim(remit["remit_no"], claim_no, segment_no, at)
                claims.append(claim)
        elif kind == "LX" and remit is not None:
            remit["head"] = False
        elif kind == "PLB" and remit is not None:
            remit["head"] = False
            plbs += [
                {"remit_no": remit["remit_no"], "segment_no": segment_no, **pair} for pair in plb_pairs(at, component)
            ]
        elif claim is not None:
            line = read_in_claim(kind, claim, line, segment_no, at, component)
        elif remit is not None and remit["head"]:
            read_head(kind, remit, at)
    if claim is not None:
        claim["bad"] = True
    return as_frames(remits, claims, [row for row in plbs if row["amount_cents"] is not None])


def new_claim(remit_no, claim_no, segment_no, at):
    charge, paid, patient = cents(at(3)), cents(at(4)), cents(at(5))
    return {
        "remit_no": remit_no,
        "claim_no": claim_no,
        "segment_no": segment_no,
        "control_number": at(1),
        "status_code": at(2),
        "charge_cents": charge,
        "paid_cents": paid,
        "patient_cents": patient,
        "payer_control_number": at(7),
        "remark_codes": [],
        "lines": [],
        "cas": [],
        "bad": charge is None or paid is None or (at(5) is not None and patient is None),
    }


def read_head(kind, remit, at):
    if kind == "BPR":
        amount = cents(at(2))
        remit.setdefault("paid_cents", -amount if amount is not None and at(3) == "D" else amount)
    elif kind == "TRN":
        remit.setdefault("trace_number", at(2))
    elif kind == "N1" and at(1) == "PR":
        remit.setdefault("payer_name", at(2))


def read_in_claim(kind, claim, line, segment_no, at, component):  # noqa: C901 - likewise
    if kind == "SVC":
        line = new_line(claim, segment_no, at, component)
        claim["lines"].append(line)
    elif kind == "CAS":
        for place in range(2, 20, 3):
            carc, amount, units = at(place), at(place + 1), at(place + 2)
            if carc or amount or units:
                claim["bad"] |= cents(amount) is None
                claim["cas"].append(
                    {
                        "claim_no": claim["claim_no"],
                        "line_no": line["line_no"] if line else None,
                        "segment_no": segment_no,
                        "group_code": at(1),
                        "carc": carc,
                        "amount_cents": cents(amount),
                    }
                )
    elif kind == "NM1" and at(1) == "QC":
        claim.setdefault("patient_last_name", at(3))
    elif kind == "DTM" and at(1) == "232" and line is None:
        claim.setdefault("service_from_on", day(at(2)))
    elif kind == "DTM" and at(1) in ("472", "150") and line is not None:
        line.setdefault("service_on", day(at(2)))
    elif kind == "REF" and at(1) == "6R" and line is not None:
        line.setdefault("line_control_number", at(2))
    elif kind == "MOA":
        claim["remark_codes"] += [code for code in (at(place) for place in range(3, 8)) if code]
    elif kind == "LQ" and at(1) == "HE" and at(2) and line is not None:
        line["remark_codes"].append(at(2))
    return line


def new_line(claim, segment_no, at, component):
    charge, paid = cents(at(2)), cents(at(3))
    claim["bad"] |= charge is None or paid is None
    parts = (at(1) or "").split(component) + [""] * 6
    return {
        "claim_no": claim["claim_no"],
        "line_no": len(claim["lines"]) + 1,
        "segment_no": segment_no,
        "code_qualifier": parts[0] or None,
        "procedure_code": parts[1] or None,
        "modifiers": ":".join(part for part in parts[2:6] if part) or None,
        "charge_cents": charge,
        "paid_cents": paid,
        "remark_codes": [],
    }


def plb_pairs(at, component):
    for place in range(3, 15, 2):
        if at(place) or at(place + 1):
            parts = (at(place) or "").split(component)
            reference = (parts[1] or None) if len(parts) > 1 else None
            yield {"reason_code": parts[0] or None, "reference": reference, "amount_cents": cents(at(place + 1))}


def as_frames(remits, claims, plbs) -> Rows:
    whole = [claim for claim in claims if not claim["bad"]]
    frames: Rows = defaultdict(list)
    frames["remits"] = [without(remit, "head") for remit in remits]
    frames["remit_claims"] = [without(claim, "lines", "cas", "bad") for claim in whole]
    frames["remit_lines"] = [line for claim in whole for line in claim["lines"]]
    frames["remit_adjustments"] = [cas for claim in whole for cas in claim["cas"]]
    frames["remit_provider_adjustments"] = plbs
    return frames


def without(row, *names):
    return {name: value for name, value in row.items() if name not in names}


def cents(text):
    try:
        amount = Decimal(text or "") * 100
    except InvalidOperation:
        return None
    return int(amount) if amount == int(amount) else None


def day(text):
    try:
        return date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:8]}") if text else None
    except ValueError:
        return None
