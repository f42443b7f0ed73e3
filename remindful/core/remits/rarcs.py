"""Remittance remark codes (RARC) that decide what is done about a denial, as dated data. The other thousand change no step."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.remits.causes import RootCause

#: code | from | stop | root cause | what it says, in our own words | what to do
_ROWS = """
M15 | 1997-01-01 | - | bundling | Part of another procedure of the claim. | Check the pair; send the modifier if the record shows a distinct service.
M20 | 1997-01-01 | - | coding | The HCPCS code is missing or wrong. | Correct the code.
M25 | 1997-01-01 | - | documentation | The records do not show the need for this level. | Send the records, or bill the lower level.
M26 | 1997-01-01 | - | documentation | The records do not show the need for this level. | Send the records; refund the patient where that was collected.
M51 | 1997-01-01 | - | coding | A procedure code is missing or wrong. | Correct the procedure code.
M52 | 1997-01-01 | - | coding | The first day of service is missing or wrong. | Correct the days of service.
M53 | 1997-01-01 | - | coding | The days or units are missing or wrong. | Correct the units.
M62 | 1997-01-01 | - | authorization | The authorization code is missing or wrong. | Put the authorization number on the claim (REF*G1).
M64 | 1997-01-01 | - | coding | Another diagnosis is missing or wrong. | Correct the diagnoses.
M76 | 1997-01-01 | - | coding | A diagnosis is missing or wrong. | Correct the diagnoses and their pointers.
M77 | 1997-01-01 | - | coding | The place of service is missing or wrong. | Correct the place of service.
M79 | 1997-01-01 | - | coding | A charge is missing or wrong. | Correct the charge.
M80 | 1997-01-01 | - | bundling | Not paid with another service of the same session. | Look for the other service; leave it if they belong together.
M86 | 1997-01-01 | - | duplicate | A like procedure was paid within the set time. | Compare both days; appeal if they are distinct.
M97 | 1997-01-01 | - | bundling | Paid to the facility, not to the practitioner, in this place. | Check the place of service.
M119 | 1997-01-01 | - | coding | The drug code (NDC) is missing or wrong. | Put the NDC, its units and measure on the line.
M127 | 1997-01-01 | - | documentation | The medical record is missing. | Send the record of the service.
MA04 | 1997-01-01 | - | coordination | What the first payer paid is missing or cannot be read. | Send the first payer's answer with the claim.
MA07 | 1997-01-01 | - | coordination | Passed on to Medicaid. | Wait for Medicaid's answer.
MA18 | 1997-01-01 | - | coordination | Passed on to the supplemental insurer. | Wait for the other insurer's answer; do not bill it as well.
MA27 | 1997-01-01 | - | registration | The member's number or name is missing or wrong. | Copy number and name from the card.
MA40 | 1997-01-01 | - | coding | The day of admission is missing or wrong. | Correct the day of admission.
MA61 | 1997-01-01 | - | registration | The social security number is missing or wrong. | Correct the number, or the member number.
MA63 | 1997-01-01 | - | coding | The principal diagnosis is missing or wrong. | Correct the first diagnosis.
MA92 | 1997-01-01 | - | coordination | The other plan's data are missing. | Complete the other coverage.
MA112 | 1997-01-01 | - | enrollment | The data of the group practice are missing or wrong. | Check group and billing NPI.
MA120 | 1997-01-01 | - | enrollment | The CLIA number is missing or wrong. | Put the laboratory's CLIA number on the claim (REF*X4).
MA130 | 2001-10-12 | - | information | The claim cannot be processed: there is nothing to appeal. | Complete it and send it as a new claim, not as an appeal.
N4 | 2000-01-01 | - | coordination | The earlier payer's remittance is missing or wrong. | Send the earlier payer's answer with the claim.
N19 | 2000-01-01 | - | bundling | Incidental to the main procedure. | Leave it, unless the record shows a distinct service.
N20 | 2000-01-01 | - | bundling | Not payable with another service of that day. | Check the pair; send the modifier if it is distinct.
N29 | 2000-01-01 | - | documentation | Notes, orders or a report are missing. | Send them.
N30 | 2000-01-01 | - | eligibility | The patient is not eligible for this. | Check the coverage on the day of service.
N34 | 2000-01-01 | - | coding | The wrong kind of claim for this service. | Bill it on the other form.
N48 | 2000-01-01 | - | coordination | Does not agree with what another insurer said. | Compare with the other insurer's remittance.
N54 | 2000-01-01 | - | authorization | Does not agree with what was authorized. | Compare code, days and provider with the authorization.
N56 | 2000-01-01 | - | coding | The procedure code is not right for the service or its day. | Correct the procedure code.
N95 | 2001-07-31 | - | enrollment | This kind of provider may not bill this. | Check the taxonomy and the contract.
N115 | 2002-05-30 | - | medical_necessity | Decided by a local coverage determination. | Compare the diagnosis with the policy.
N130 | 2002-10-31 | - | non_covered | The plan's documents have a restriction. | Read the plan's policy for the service.
N179 | 2003-02-28 | - | coordination | The payer asked the member for information. | Ask the patient to answer the plan.
N180 | 2003-02-28 | - | non_covered | Does not meet the conditions of the category billed. | Check code and category.
N211 | 2003-06-30 | - | information | The payer says that this may not be appealed. | Check the contract; mostly nothing is left.
N216 | 2004-04-01 | - | eligibility | This part of the plan does not cover it or the patient is not enrolled in it. | Check the coverage.
N255 | 2004-12-02 | - | enrollment | The billing provider's taxonomy is missing or wrong. | Correct the taxonomy (PRV).
N257 | 2004-12-02 | - | enrollment | The billing provider's identifier is missing or wrong. | Correct the billing NPI.
N264 | 2004-12-02 | - | referral | The ordering provider's name is missing or wrong. | Name the ordering provider.
N265 | 2004-12-02 | - | referral | The ordering provider's identifier is missing or wrong. | Put the ordering provider's NPI on the claim.
N286 | 2004-12-02 | - | referral | The referring provider's identifier is missing or wrong. | Put the referring provider's NPI on the claim.
N290 | 2004-12-02 | - | enrollment | The rendering provider's identifier is missing or wrong. | Correct the rendering NPI.
N350 | 2005-08-01 | - | documentation | An unlisted code lacks its description. | Describe the service on the line.
N357 | 2005-11-18 | - | bundling | Too soon after, or too far from, a related service. | Compare the days with the policy.
N362 | 2005-11-18 | - | coding | More units than the payer allows. | Check the units against the MUE.
N382 | 2007-04-01 | - | registration | The patient's identifier is missing or wrong. | Copy the number from the card.
N386 | 2007-04-01 | - | medical_necessity | Decided by a national coverage determination. | Compare the diagnosis with the policy.
N390 | 2007-08-01 | - | bundling | May not be billed apart. | Leave it.
N425 | 2007-08-01 | - | non_covered | Excluded by statute. | Nothing, unless a notice was signed.
N432 | 2007-11-05 | - | payer_error | Adjusted by a recovery audit. | Read the audit's letter; its own deadline counts.
N435 | 2008-07-01 | - | medical_necessity | More often than allowed without support. | Send the records that support the frequency.
N517 | 2009-03-01 | - | information | A new claim with what was asked for is expected. | Send a new claim.
N519 | 2009-07-01 | - | coding | The modifiers do not go together. | Correct the modifiers.
N522 | 2009-11-01 | - | duplicate | A duplicate of a claim that was passed on. | Nothing: wait for the answer to the other one.
N525 | 2010-03-01 | - | bundling | Within the global period of another service. | Send modifier 24, 25, 58, 78 or 79 where one is true.
N620 | 2013-07-15 | - | information | A code for reporting only. | Nothing.
N640 | 2013-07-15 | - | medical_necessity | More often than approved. | Compare with the policy.
N657 | 2013-07-15 | - | coding | Another code belongs to this service. | Correct the code.
N674 | 2013-07-15 | - | non_covered | Something that must be done before is not on file. | Look for the service that must come first.
N702 | 2014-03-01 | - | duplicate | Decided by earlier claims for the like service. | Look for the earlier claim.
N706 | 2014-03-01 | - | documentation | Documentation is missing. | Send the records.
N822 | 2019-07-01 | - | coding | A modifier is missing. | Add the modifier.
N823 | 2019-07-01 | - | coding | A modifier is not complete or wrong. | Correct the modifier.
"""


@dataclass(frozen=True, slots=True)
class Rarc:
    """One code. Its cause is closer than that of the CARC beside it."""

    code: str
    from_on: date
    stop_on: date | None
    cause: RootCause
    description: str
    remedy: str


def _read_row(row: str) -> Rarc:
    code, begin, stop, cause, description, remedy = (cell.strip() for cell in row.split("|"))
    day = None if stop == "-" else date.fromisoformat(stop)
    return Rarc(code, date.fromisoformat(begin), day, RootCause(cause), description, remedy)


RARCS: dict[str, Rarc] = {rarc.code: rarc for rarc in map(_read_row, _ROWS.strip().split("\n"))}


def rarc_frame() -> pl.DataFrame:
    """rarc, rarc_from_on, rarc_stop_on, rarc_cause, rarc_says, rarc_mend: one row a code."""
    rows = [(one.code, one.from_on, one.stop_on, str(one.cause), one.description, one.remedy) for one in RARCS.values()]
    days = {"rarc_from_on": pl.Date, "rarc_stop_on": pl.Date}
    texts = dict.fromkeys(("rarc_cause", "rarc_text", "rarc_remedy"), pl.String)
    return pl.DataFrame(rows, schema={"rarc": pl.String, **days, **texts}, orient="row")
