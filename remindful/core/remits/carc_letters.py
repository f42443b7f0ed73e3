"""CARCs with a letter: code | from | stop | meaning | root cause | recoverable | way | what it says, in our own words.

Codes and days are X12's list (as of March 2024); `stop` is the first day on which the code is no longer used. The words are ours.
"""

ROWS = """
A0 | 1995-01-01 | - | unknown | patient_share | rarely | none | A refund to the patient.
A1 | 1995-01-01 | - | denied | information | sometimes | corrected | Denied; a remark says why.
A2 | 1995-01-01 | 2008-01-01 | off | contractual | rarely | none | An adjustment by contract.
A3 | 1995-01-01 | 2003-10-16 | unknown | coordination | rarely | none | Medicare's part as a secondary payer is met.
A4 | 1995-01-01 | 2008-04-01 | unknown | contractual | rarely | none | Capital part of a day outlier.
A5 | 1995-01-01 | - | unknown | contractual | rarely | none | Capital part of a cost outlier.
A6 | 1995-01-01 | - | unknown | non_covered | rarely | appeal | No hospital stay before, or no transfer within 30 days.
A7 | 1995-01-01 | 2015-07-01 | unknown | contractual | rarely | none | A presumptive payment.
A8 | 1995-01-01 | - | unknown | coding | likely | corrected | No diagnosis-related group can be made of the codes.
B1 | 1995-01-01 | - | coverage | non_covered | sometimes | appeal | Visits that are not covered.
B2 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Visits that are covered.
B3 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Charges that are covered.
B4 | 1995-01-01 | - | unknown | timely_filing | rarely | appeal | A penalty for filing late.
B5 | 1995-01-01 | 2016-05-01 | unknown | non_covered | sometimes | appeal | The program's guidelines are not met or exceeded.
B6 | 1995-01-01 | 2006-02-01 | unknown | enrollment | sometimes | appeal | Adjusted for this kind of provider or facility.
B7 | 1995-01-01 | - | denied | enrollment | sometimes | corrected | The provider was not certified for this on the day of service.
B8 | 1995-01-01 | - | denied | medical_necessity | sometimes | appeal | Another service was available and should have been used.
B9 | 1995-01-01 | - | coverage | coordination | sometimes | corrected | The patient is enrolled in a hospice.
B10 | 1995-01-01 | - | off | contractual | rarely | none | Cut because a part was paid to somebody else.
B11 | 1995-01-01 | - | coverage | coordination | likely | none | Passed on to the payer that is to pay.
B12 | 1995-01-01 | - | denied | documentation | sometimes | appeal | The records do not show the service.
B13 | 1995-01-01 | - | coverage | duplicate | sometimes | reconsideration | Paid before, perhaps with another service.
B14 | 1995-01-01 | - | unknown | bundling | sometimes | appeal | Only one visit or consultation of a physician a day is paid.
B15 | 1995-01-01 | - | denied | bundling | sometimes | corrected | Another service that must come with it was not received or not covered.
B16 | 1995-01-01 | - | denied | coding | likely | corrected | The patient is not new under the coding rules.
B17 | 1995-01-01 | 2006-02-01 | unknown | documentation | sometimes | corrected | Not ordered in time, or the prescription is not in order.
B18 | 1995-01-01 | 2009-03-01 | unknown | coding | likely | corrected | The code and modifier were not valid on the day of service.
B19 | 1995-01-01 | 2003-10-16 | unknown | medical_necessity | sometimes | appeal | As a review organization found.
B20 | 1995-01-01 | - | denied | duplicate | sometimes | appeal | Another provider gave all or part of it.
B21 | 1995-01-01 | 2003-10-16 | unknown | bundling | sometimes | appeal | Cut because another physician gave a part.
B22 | 1995-01-01 | - | unknown | coding | sometimes | corrected | Adjusted because of the diagnosis.
B23 | 1995-01-01 | - | unknown | enrollment | sometimes | corrected | The laboratory's CLIA certificate does not cover this test.
D1 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | The level of subluxation is missing or not enough.
D2 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | The drug's name, strength or dosage is missing.
D3 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | Not said whether the patient owns the equipment.
D4 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | Not said for how long it is needed.
D5 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | The codes of the single laboratory tests are missing.
D6 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | The patient's record of the service is missing.
D7 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | The date of the last visit to the physician is missing.
D8 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | Not said that the x-ray can be seen.
D9 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | An invoice of the real cost is missing.
D10 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | The form on the physician's financial interests is missing.
D11 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | The pacemaker's registration form is missing.
D12 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | Not said who did a bought test, or at what price.
D13 | 1995-01-01 | 2003-10-16 | unknown | enrollment | rarely | appeal | The ordering physician has a financial interest in who did it.
D14 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | Not said that a plan of treatment is on file.
D15 | 1995-01-01 | 2003-10-16 | unknown | documentation | sometimes | corrected | Not said that a physician supervised or examined.
D16 | 1995-01-01 | 2007-06-30 | unknown | coordination | sometimes | corrected | What the earlier payer paid is missing.
D17 | 1995-01-01 | 2007-06-30 | unknown | coding | sometimes | corrected | The days that are not covered are wrong.
D18 | 1995-01-01 | 2007-06-30 | unknown | coding | sometimes | corrected | Something about the diagnosis is missing.
D19 | 1995-01-01 | 2007-06-30 | unknown | documentation | sometimes | corrected | The physician's or surgeon's records are missing.
D20 | 1995-01-01 | 2007-06-30 | unknown | documentation | sometimes | corrected | Something about the service or product is missing.
D21 | 1995-01-01 | 2007-06-30 | unknown | coding | sometimes | corrected | A diagnosis is missing or wrong.
D22 | 2008-01-27 | 2009-01-01 | unknown | information | sometimes | none | The reasons come in a letter.
D23 | 2009-11-01 | 2012-01-01 | unknown | coordination | sometimes | corrected | Medicare Part D covered the patient after all.
P1 | 2013-11-01 | - | unknown | contractual | rarely | none | What the state orders for property and casualty.
P2 | 2013-11-01 | - | unknown | coordination | sometimes | corrected | Not a work injury: the health plan is to be billed.
P3 | 2013-11-01 | - | unknown | coordination | rarely | none | The case was settled; a set-aside of the patient pays.
P4 | 2013-11-01 | - | unknown | coordination | sometimes | corrected | Not a claim for workers' compensation.
P5 | 2013-11-01 | - | unknown | contractual | sometimes | appeal | Above what the payer holds reasonable.
P6 | 2013-11-01 | - | unknown | coordination | sometimes | appeal | Depends on the entitlement to benefits.
P7 | 2013-11-01 | - | unknown | coding | sometimes | corrected | The fee schedule does not have this code.
P8 | 2013-11-01 | - | unknown | information | sometimes | none | Under investigation.
P9 | 2013-11-01 | - | unknown | coding | sometimes | corrected | No code of the fee schedule describes it.
P10 | 2013-11-01 | - | unknown | coordination | rarely | none | Nothing paid because of a lawsuit.
P11 | 2013-11-01 | - | unknown | coordination | rarely | none | Not decided until a lawsuit ends.
P12 | 2013-11-01 | - | unknown | contractual | sometimes | appeal | The state's fee schedule for workers' compensation.
P13 | 2013-11-01 | - | unknown | contractual | sometimes | appeal | Reduced or denied by the state's rules on workers' compensation.
P14 | 2013-11-01 | - | unknown | bundling | sometimes | appeal | Included in another service of the day by the state's rules.
P15 | 2013-11-01 | - | unknown | medical_necessity | sometimes | appeal | By the state's treatment guidelines for work injuries.
P16 | 2013-11-01 | - | unknown | enrollment | sometimes | corrected | The provider may not treat work injuries in this state.
P17 | 2013-11-01 | - | unknown | referral | sometimes | reconsideration | The attending physician did not refer.
P18 | 2013-11-01 | - | unknown | coding | sometimes | appeal | Not in the state's schedule: paid as a like procedure.
P19 | 2013-11-01 | - | unknown | contractual | rarely | none | Its value in the state's schedule is zero.
P20 | 2013-11-01 | - | unknown | contractual | rarely | appeal | Not paid under the state's outpatient schedule.
P21 | 2013-11-01 | - | unknown | coordination | sometimes | appeal | Denied by the state's rules on auto medical benefits.
P22 | 2013-11-01 | - | unknown | contractual | sometimes | appeal | Adjusted by the state's rules on auto medical benefits.
P23 | 2013-11-01 | - | unknown | contractual | sometimes | appeal | The state's fee schedule for auto medical benefits.
P24 | 2017-11-01 | - | unknown | contractual | rarely | none | By a preferred-provider agreement (property and casualty).
P25 | 2017-11-01 | - | unknown | contractual | rarely | none | By a medical provider network (property and casualty).
P26 | 2017-11-01 | - | unknown | contractual | rarely | none | By a voluntary provider network (property and casualty).
P27 | 2017-11-01 | - | unknown | coordination | sometimes | appeal | Denied by the state's rules on liability coverage.
P28 | 2017-11-01 | - | unknown | contractual | sometimes | appeal | Adjusted by the state's rules on liability coverage.
P29 | 2017-11-01 | - | unknown | contractual | sometimes | appeal | The state's fee schedule for liability coverage.
P30 | 2020-11-01 | - | unknown | documentation | sometimes | reconsideration | The records for a worsening are not complete.
P31 | 2020-11-01 | - | unknown | medical_necessity | rarely | appeal | Treated longer than a worsening allows.
P32 | 2022-08-01 | - | unknown | contractual | rarely | appeal | Split between several causes or insurers.
W1 | 2000-02-29 | 2014-07-01 | unknown | contractual | sometimes | appeal | The state's fee schedule for workers' compensation.
W2 | 2010-10-17 | 2014-07-01 | unknown | contractual | sometimes | appeal | Reduced or denied by the state's rules on workers' compensation.
W3 | 2012-09-30 | 2014-07-01 | unknown | bundling | sometimes | appeal | Included in another service of the day by the state's rules.
W4 | 2012-09-30 | 2014-07-01 | unknown | medical_necessity | sometimes | appeal | By the state's treatment guidelines for work injuries.
W5 | 2013-06-02 | 2014-07-01 | unknown | enrollment | sometimes | corrected | The provider may not treat work injuries in this state.
W6 | 2013-06-02 | 2014-07-01 | unknown | referral | sometimes | reconsideration | The attending physician did not refer.
W7 | 2013-06-02 | 2014-07-01 | unknown | coding | sometimes | appeal | Not in the state's schedule: paid as a like procedure.
W8 | 2013-06-02 | 2014-07-01 | unknown | contractual | rarely | none | Its value in the state's schedule is zero.
W9 | 2013-06-02 | 2014-07-01 | unknown | contractual | rarely | appeal | Not paid under the state's outpatient schedule.
Y1 | 2012-09-30 | 2014-07-01 | unknown | coordination | sometimes | appeal | Denied by the state's rules on auto medical benefits.
Y2 | 2012-09-30 | 2014-07-01 | unknown | contractual | sometimes | appeal | Adjusted by the state's rules on auto medical benefits.
Y3 | 2012-09-30 | 2014-07-01 | unknown | contractual | sometimes | appeal | The state's fee schedule for auto medical benefits.
"""
