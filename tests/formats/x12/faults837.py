"""Faults planted in whole claim files, and who finds each: pyx12, x12sdk, or only Remindful's own check before writing."""

import re
from collections.abc import Callable
from functools import cache

from remindful.edges.formats.claim837.write import write_claims
from tests.formats.x12.made837 import CLINIC, HEADER, KINDS, as_frames


@cache
def written(kind: str) -> str:
    return write_claims(as_frames(KINDS[kind]()), header=HEADER).text


def recount(text: str) -> str:
    """The file with SE01 as its segments are, so that only the planted fault is wrong."""
    segments = text.split("~\n")
    first = next(place for place, one in enumerate(segments) if one.startswith("ST*"))
    last = next(place for place, one in enumerate(segments) if one.startswith("SE*"))
    segments[last] = re.sub(r"SE\*\d+", f"SE*{last - first + 1}", segments[last])
    return "~\n".join(segments)


def without(pattern: str) -> Callable[[str], str]:
    return lambda text: recount(re.sub(pattern, "", text, count=1))


def instead(old: str, new: str) -> Callable[[str], str]:
    return lambda text: recount(text.replace(old, new, 1))


#: What is wrong: the kind of claim, how it is broken, whether pyx12 and x12sdk reject it.
FAULTS: dict[str, tuple[str, Callable[[str], str], bool, bool]] = {
    "the billing provider has no street (2010AA N3)": ("authorized", without(r"N3\*1 CLINIC WAY~\n"), True, True),
    "the charge is not the sum of the lines (CLM02)": ("authorized", instead("*250***", "*999***"), False, True),
    "a ZIP code has a letter (N403)": ("authorized", instead("*FL*32312~", "*FL*3231X~"), False, False),
    "the subscriber has no SBR": ("authorized", without(r"SBR\*P[^~]*~\n"), True, True),
    "a birth is on 30 February": ("authorized", instead("*19800102*", "*19800230*"), True, True),
    "SE counts one too many": ("authorized", lambda text: text.replace("SE*48*", "SE*49*"), True, True),
    "SE has another number than ST": ("authorized", instead("*0001~\nGE", "*0002~\nGE"), True, False),
    "there is no payer (2010BB)": ("authorized", without(r"NM1\*PR[^~]*~\n"), True, True),
    "a line has no day (DTP*472)": ("authorized", without(r"DTP\*472[^~]*~\n"), True, True),
    "there is no diagnosis (HI)": ("authorized", without(r"HI\*[^~]*~\n"), True, True),
    "the kind of insurance is none (SBR09)": ("authorized", instead("GRP1******CI~", "GRP1******QQ~"), True, True),
    "a line points to no diagnosis (SV107)": ("authorized", instead("*UN*1***1~", "*UN*1~"), True, True),
    "an HL names a parent that is not there": ("authorized", instead("HL*2*1*22", "HL*2*9*22"), True, True),
    "an NPI has a wrong check digit": ("authorized", instead(CLINIC, CLINIC[:-1] + "8"), False, False),
    "the tax number is missing (REF*EI)": ("authorized", without(r"REF\*EI[^~]*~\n"), True, True),
    "N4 stands before N3": ("authorized", lambda text: re.sub(r"(N3\*1 [^~]*~\n)(N4[^~]*~\n)", r"\2\1", text), True, False),
    "a segment of no guide": ("authorized", instead("LX*1~", "ZZZ*1~\nLX*1~"), True, True),
    "an adjustment's group is none (CAS01)": ("secondary", instead("CAS*PR*2*15", "CAS*XX*2*15"), True, True),
    "another payer's answer does not add up": ("secondary", instead("CAS*PR*2*15", "CAS*PR*2*16"), False, False),
    "a hospital names nobody who attended (2310A)": ("inpatient", without(r"NM1\*71[^~]*~\nPRV\*AT[^~]*~\n"), False, False),
    "an amount has a letter (SV102)": ("authorized", instead("*150*UN", "*15O*UN"), True, True),
    "a sex is none (DMG03)": ("authorized", instead("*19800102*F", "*19800102*X"), True, True),
}  # fmt: skip
