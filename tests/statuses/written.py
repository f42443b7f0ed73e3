"""Small files as receivers write them, read by the real readers, for stories."""

from datetime import date

import polars as pl

from remindful.edges.formats import sniff_format


def whole(segments, *, sender="CLEAR01"):
    """A file of these segments."""
    isa = f"ISA*00*          *00*          *ZZ*{sender:<15}*ZZ*CLINIC01       *260310*0900*^*00501*000000041*0*P*:"
    groups = sum(segment.startswith("GS*") for segment in segments)
    return "~\n".join([isa, *segments, f"IEA*{groups}*000000041"]) + "~\n"


def read(path, segments, *, sender="CLEAR01"):
    path.write_text(whole(segments, sender=sender))
    fmt = sniff_format(path)
    pieces = list(fmt.read(path, None))
    assert not [finding for piece in pieces for finding in piece.findings]
    return pl.concat([piece.frames["claim_statuses"] for piece in pieces])


def acknowledgment(path, **said):
    """A 999 on one set, as read."""
    return read(path, acknowledges(**said))


def acknowledges(*, verdict, group="7", set_number="0001", day=date(2026, 3, 10), faults=(), function="HC"):
    """The segments of a 999 on one set."""
    body = [
        f"AK1*{function}*{group}",
        f"AK2*837*{set_number}",
        *faults,
        f"IK5*{verdict}",
        f"AK9*{verdict}*1*1*{int(verdict == 'A')}",
    ]
    return set_of("FA", "005010X231A1", "999", body, day)


def receipt(path, *claims, **said):
    """A 277CA, as read."""
    return read(path, receives(*claims, **said))


def receives(*claims, day=date(2026, 3, 10), batch="0000000070001", payer="77777"):
    """The segments of a 277CA. claims: control number, status (STC01), last name, first name, member number."""
    body = [
        "BHT*0085*08*R1*20260310*0900*TH", "HL*1**20*1", f"NM1*PR*2*SAMPLE HEALTH PLAN*****PI*{payer}", "TRN*1*P1",
        "HL*2*1*21*1", "NM1*41*2*SAMPLE CLINIC*****46*CLINIC01", f"TRN*2*{batch}", f"STC*A1:19*{day:%Y%m%d}*WQ*1",
        "HL*3*2*19*1", "NM1*85*2*SAMPLE CLINIC*****XX*1999999984", "TRN*1*0",
    ]  # fmt: skip
    for number, (control, status, last, first, member) in enumerate(claims, start=4):
        body += [f"HL*{number}*3*PT", f"NM1*QC*1*{last}*{first}****MI*{member}", f"TRN*2*{control}"]
        body += [f"STC*{status}*{day:%Y%m%d}*U*150", "DTP*472*D8*20260302"]
    return set_of("HN", "005010X214", "277", body, day)


def answers(*, trace, status, day, payer):
    """The segments of a 277 that answers a 276 about one claim, by its trace number."""
    body = [
        f"BHT*0010*08*ANSWER-1*{day:%Y%m%d}*0900*DG", "HL*1**20*1", f"NM1*PR*2*SAMPLE HEALTH PLAN*****PI*{payer}", "HL*2*1*21*1",
        "NM1*41*2*SAMPLE CLINIC*****46*CLINIC01", "HL*3*2*19*1", "NM1*1P*2*SAMPLE CLINIC*****XX*1999999984", "HL*4*3*22*0",
        "NM1*IL*1*EXAMPLE*ANA****MI*M1ANA", f"TRN*2*{trace}", f"STC*{status}*{day:%Y%m%d}**150", "REF*1K*ICN-1", "DTP*472*D8*20260302",
    ]  # fmt: skip
    return set_of("HN", "005010X212", "277", body, day)


def set_of(function, version, kind, body, day):
    head = [f"GS*{function}*CLEAR01*CLINIC01*{day:%Y%m%d}*0900*41*X*{version}", f"ST*{kind}*0001*{version}"]
    return [*head, *body, f"SE*{len(body) + 2}*0001", "GE*1*41"]
