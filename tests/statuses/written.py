"""Small files as receivers write them, read by the real readers, for stories."""

from datetime import date

import polars as pl

from remindful.edges.formats import sniff_format


def read(path, segments, *, sender="CLEAR01"):
    isa = f"ISA*00*          *00*          *ZZ*{sender:<15}*ZZ*CLINIC01       *260310*0900*^*00501*000000041*0*P*:"
    path.write_text("~\n".join([isa, *segments, f"IEA*{int('TA1' not in segments[0])}*000000041"]) + "~\n")
    fmt = sniff_format(path)
    pieces = list(fmt.read(path, None))
    assert not [finding for piece in pieces for finding in piece.findings]
    return pl.concat([piece.frames["claim_statuses"] for piece in pieces])


def acknowledgment(path, *, verdict, group="7", set_number="0001", day=date(2026, 3, 10), faults=()):
    """A 999 on one set."""
    body = [
        f"AK1*HC*{group}*005010X222A1",
        f"AK2*837*{set_number}",
        *faults,
        f"IK5*{verdict}",
        f"AK9*{verdict}*1*1*{int(verdict == 'A')}",
    ]
    return read(path, _set("FA", "005010X231A1", "999", body, day))


def receipt(path, *claims, day=date(2026, 3, 10), batch="0000000070001"):
    """A 277CA. claims: control number, status (STC01), last name, first name, member number."""
    body = [
        "BHT*0085*08*R1*20260310*0900*TH", "HL*1**20*1", "NM1*PR*2*SAMPLE HEALTH PLAN*****PI*77777", "TRN*1*P1",
        "HL*2*1*21*1", "NM1*41*2*SAMPLE CLINIC*****46*CLINIC01", f"TRN*2*{batch}", f"STC*A1:19*{day:%Y%m%d}*WQ*1",
        "HL*3*2*19*1", "NM1*85*2*SAMPLE CLINIC*****XX*1999999984", "TRN*1*0",
    ]  # fmt: skip
    for number, (control, status, last, first, member) in enumerate(claims, start=4):
        body += [f"HL*{number}*3*PT", f"NM1*QC*1*{last}*{first}****MI*{member}", f"TRN*2*{control}"]
        body += [f"STC*{status}*{day:%Y%m%d}*U*150", "DTP*472*D8*20260302"]
    return read(path, _set("HN", "005010X214", "277", body, day))


def _set(function, version, kind, body, day):
    head = [f"GS*{function}*CLEAR01*CLINIC01*{day:%Y%m%d}*0900*41*X*{version}", f"ST*{kind}*0001*{version}"]
    return [*head, *body, f"SE*{len(body) + 2}*0001", "GE*1*41"]
