"""CARCs that are numbers: code | from | stop | meaning | root cause | recoverable | way | what it says, in our own words.

Codes and days are X12's list (as of March 2024); `stop` is the first day on which the code is no longer used. The words are ours.
"""

ROWS = """
1 | 1995-01-01 | - | deductible | patient_share | rarely | none | Goes to the plan's yearly deductible.
2 | 1995-01-01 | - | coinsurance | patient_share | rarely | none | The patient's percentage under the plan.
3 | 1995-01-01 | - | copay | patient_share | rarely | none | The patient's fixed amount for each visit.
4 | 1995-01-01 | - | denied | coding | likely | corrected | The modifier is missing or does not go with the procedure.
5 | 1995-01-01 | - | denied | coding | likely | corrected | The procedure does not go with the place of service or the type of bill.
6 | 1995-01-01 | - | denied | coding | likely | corrected | The code does not go with the patient's age.
7 | 1995-01-01 | - | denied | coding | likely | corrected | The code does not go with the patient's sex as the plan has it.
8 | 1995-01-01 | - | denied | enrollment | sometimes | corrected | The code does not go with the specialty (taxonomy) of the provider.
9 | 1995-01-01 | - | denied | coding | likely | corrected | The diagnosis does not go with the patient's age.
10 | 1995-01-01 | - | denied | coding | likely | corrected | The diagnosis does not go with the patient's sex as the plan has it.
11 | 1995-01-01 | - | denied | coding | likely | corrected | The diagnosis does not support the procedure.
12 | 1995-01-01 | - | denied | coding | sometimes | corrected | The diagnosis does not go with this kind of provider.
13 | 1995-01-01 | - | coverage | registration | sometimes | corrected | The plan has a date of death before the service.
14 | 1995-01-01 | - | coverage | registration | likely | corrected | The plan has a date of birth after the service.
15 | 1995-01-01 | 2018-05-01 | denied | authorization | likely | corrected | The authorization number is missing, wrong, or for something else.
16 | 1995-01-01 | - | denied | information | likely | corrected | The claim lacks something or has an error; the remark says what.
17 | 1995-01-01 | 2009-07-01 | unknown | documentation | likely | reconsideration | What the payer asked for did not come, or was not enough.
18 | 1995-01-01 | - | denied | duplicate | sometimes | reconsideration | The payer has this same claim or line already.
19 | 1995-01-01 | - | coverage | coordination | sometimes | corrected | Taken for a work injury: workers' compensation is to pay.
20 | 1995-01-01 | - | coverage | coordination | sometimes | corrected | Taken for an injury that a liability insurer covers.
21 | 1995-01-01 | - | coverage | coordination | sometimes | corrected | Taken for an injury that a no-fault auto insurer covers.
22 | 1995-01-01 | - | coverage | coordination | likely | corrected | Another plan may have to pay first.
23 | 1995-01-01 | - | prior_payer | contractual | rarely | none | What an earlier payer paid and took off.
24 | 1995-01-01 | - | off | contractual | rarely | none | Paid by the monthly capitation, not by the service.
25 | 1995-01-01 | 2008-04-01 | unknown | patient_share | rarely | none | A stop-loss deductible was not yet met.
26 | 1995-01-01 | - | coverage | eligibility | sometimes | corrected | The service was before the coverage began.
27 | 1995-01-01 | - | coverage | eligibility | sometimes | corrected | The service was after the coverage ended.
28 | 1995-01-01 | 2003-10-16 | coverage | eligibility | sometimes | corrected | The coverage was not in force on the day of service.
29 | 1995-01-01 | - | denied | timely_filing | sometimes | appeal | The claim came after the payer's limit for filing.
30 | 1995-01-01 | 2006-02-01 | unknown | eligibility | sometimes | corrected | A condition of eligibility was not met (spend-down, waiting, residence).
31 | 1995-01-01 | - | coverage | registration | likely | corrected | The payer does not find this person among its members.
32 | 1995-01-01 | - | coverage | eligibility | sometimes | corrected | The plan does not have the patient as an eligible dependent.
33 | 1995-01-01 | - | coverage | eligibility | rarely | corrected | The member's plan has no coverage for dependents.
34 | 1995-01-01 | - | coverage | eligibility | sometimes | corrected | The member's plan has no coverage for newborns.
35 | 1995-01-01 | - | coverage | non_covered | rarely | appeal | The lifetime maximum is used up.
36 | 1995-01-01 | 2003-10-16 | unknown | patient_share | rarely | none | The amount does not exceed the copay.
37 | 1995-01-01 | 2003-10-16 | unknown | patient_share | rarely | none | The amount does not exceed the deductible.
38 | 1995-01-01 | 2013-01-01 | denied | authorization | sometimes | appeal | Not given or authorized by a provider of the plan's network.
39 | 1995-01-01 | - | denied | authorization | sometimes | appeal | The payer refused it when authorization was asked for.
40 | 1995-01-01 | - | denied | medical_necessity | sometimes | appeal | The payer does not see an emergency or urgent care in it.
41 | 1995-01-01 | 2003-10-16 | off | contractual | rarely | none | A discount of the preferred-provider contract.
42 | 1995-01-01 | 2007-06-01 | off | contractual | rarely | none | Above the fee schedule or the most that is allowed.
43 | 1995-01-01 | 2006-07-01 | off | contractual | rarely | none | A cut that an old federal budget law ordered.
44 | 1995-01-01 | - | off | contractual | rarely | none | A discount for prompt payment.
45 | 1995-01-01 | - | off | contractual | rarely | none | Above what the contract or fee schedule allows.
46 | 1995-01-01 | 2003-10-16 | unknown | non_covered | rarely | appeal | The service is not covered.
47 | 1995-01-01 | 2006-02-01 | unknown | coding | sometimes | corrected | The diagnosis is not covered, missing or wrong.
48 | 1995-01-01 | 2003-10-16 | unknown | non_covered | rarely | appeal | The procedure is not covered.
49 | 1995-01-01 | - | not_covered | non_covered | rarely | appeal | A routine or preventive exam that the plan does not cover.
50 | 1995-01-01 | - | denied | medical_necessity | sometimes | appeal | The payer does not see it as medically necessary.
51 | 1995-01-01 | - | denied | non_covered | sometimes | appeal | Taken for a condition from before the coverage.
52 | 1995-01-01 | 2006-02-01 | unknown | enrollment | sometimes | corrected | The provider may not refer, order or perform this.
53 | 1995-01-01 | - | unknown | non_covered | rarely | appeal | Given by a relative or member of the household.
54 | 1995-01-01 | - | off | coding | sometimes | appeal | More than one physician or an assistant is not paid for this.
55 | 1995-01-01 | - | denied | medical_necessity | sometimes | appeal | The payer takes it as experimental.
56 | 1995-01-01 | - | denied | medical_necessity | sometimes | appeal | The payer takes it as not proven to work.
57 | 1995-01-01 | 2007-06-30 | unknown | documentation | sometimes | appeal | The records do not support this level or amount of service.
58 | 1995-01-01 | - | denied | coding | likely | corrected | The place of service is wrong or not suited.
59 | 1995-01-01 | - | off | bundling | sometimes | reconsideration | Cut as one of several procedures of the same session.
60 | 1995-01-01 | - | unknown | bundling | rarely | appeal | Outpatient care too close to an inpatient stay to be paid alone.
61 | 1995-01-01 | - | unknown | authorization | rarely | appeal | A second opinion before surgery was not obtained.
62 | 1995-01-01 | 2007-04-01 | unknown | authorization | sometimes | reconsideration | The authorization is missing or used up.
63 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | A correction to an earlier claim.
64 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | An earlier denial was taken back after medical review.
65 | 1995-01-01 | 2003-10-16 | unknown | coding | sometimes | corrected | The procedure code was wrong; paid as the payer thinks right.
66 | 1995-01-01 | - | deductible | patient_share | rarely | none | Goes to the blood deductible.
67 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Days of the lifetime reserve.
68 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | The weight of the diagnosis-related group.
69 | 1995-01-01 | - | unknown | contractual | rarely | none | A stay that lasted longer than its group: day outlier.
70 | 1995-01-01 | - | off | contractual | rarely | none | A stay that cost more than its group: cost outlier.
71 | 1995-01-01 | 2000-06-30 | unknown | coordination | rarely | none | What the primary payer paid.
72 | 1995-01-01 | 2003-10-16 | unknown | patient_share | rarely | none | Coinsurance days.
73 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Administrative days.
74 | 1995-01-01 | - | unknown | contractual | rarely | none | Addition for indirect medical education.
75 | 1995-01-01 | - | unknown | contractual | rarely | none | Addition for direct medical education.
76 | 1995-01-01 | - | unknown | contractual | rarely | none | Addition for a disproportionate share of poor patients.
77 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Covered days.
78 | 1995-01-01 | - | off | contractual | sometimes | reconsideration | Days or a room rate that are not covered.
79 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Days of the cost report.
80 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Outlier days.
81 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Number of discharges.
82 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Days of periodic interim payment.
83 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Number of visits.
84 | 1995-01-01 | 2003-10-16 | unknown | contractual | rarely | none | Adjustment for capital costs.
85 | 1995-01-01 | - | unknown | patient_share | rarely | none | Interest that is the patient's.
86 | 1995-01-01 | 2003-10-16 | unknown | contractual | rarely | none | An adjustment that a statute orders.
87 | 1995-01-01 | 2012-01-01 | unknown | contractual | rarely | none | A transfer amount.
88 | 1995-01-01 | 2007-06-30 | unknown | information | rarely | none | Taken to recover an earlier overpayment.
89 | 1995-01-01 | - | unknown | contractual | rarely | none | The professional fees were taken out.
90 | 1995-01-01 | - | off | contractual | rarely | none | Cut of the ingredient cost of a drug.
91 | 1995-01-01 | - | off | contractual | rarely | none | Cut of the dispensing fee.
92 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | Paid in full.
93 | 1995-01-01 | 2003-10-16 | unknown | information | rarely | none | No adjustment of the claim as a whole.
94 | 1995-01-01 | - | off | contractual | rarely | none | Allowed more than was charged.
95 | 1995-01-01 | - | denied | authorization | sometimes | appeal | The plan's procedures were not followed.
96 | 1995-01-01 | - | not_covered | non_covered | sometimes | appeal | Charges that are not covered; the remark says why.
97 | 1995-01-01 | - | off | bundling | sometimes | reconsideration | Included in the payment of another service.
98 | 1995-01-01 | 2003-10-16 | unknown | bundling | rarely | none | The hospital must bill this for its inpatient.
99 | 1995-01-01 | 2003-10-16 | unknown | coordination | rarely | none | Adjusted because Medicare is secondary.
100 | 1995-01-01 | - | coverage | payer_error | sometimes | reconsideration | The payer paid the patient or member instead of the office.
101 | 1995-01-01 | - | unknown | information | rarely | none | A forecast only: paid when the service is done.
102 | 1995-01-01 | - | unknown | patient_share | rarely | none | A major-medical adjustment.
103 | 1995-01-01 | - | off | contractual | rarely | none | A discount that the provider offers.
104 | 1995-01-01 | - | off | contractual | rarely | none | Withheld under the managed-care contract.
105 | 1995-01-01 | - | off | contractual | rarely | none | Withheld for taxes.
106 | 1995-01-01 | - | unknown | eligibility | sometimes | none | The patient's payment option is not in force.
107 | 1995-01-01 | - | denied | information | likely | corrected | The claim to which this one belongs was not found.
108 | 1995-01-01 | - | unknown | non_covered | sometimes | corrected | The rules for renting or buying equipment are not met.
109 | 1995-01-01 | - | coverage | coordination | likely | corrected | Another payer or contractor is to get this claim.
110 | 1995-01-01 | - | denied | coding | likely | corrected | Billed with a date before the service.
111 | 1995-01-01 | - | unknown | enrollment | sometimes | corrected | Only paid to a provider who takes assignment.
112 | 1995-01-01 | - | denied | documentation | sometimes | appeal | Not shown to have been given to the patient.
113 | 1995-01-01 | 2007-06-30 | unknown | non_covered | rarely | none | Given outside the United States.
114 | 1995-01-01 | - | unknown | non_covered | rarely | appeal | A drug or device without approval of the FDA.
115 | 1995-01-01 | - | unknown | non_covered | sometimes | appeal | The procedure was put off or called off.
116 | 1995-01-01 | - | denied | documentation | rarely | appeal | The notice that the patient signed beforehand was not in order.
117 | 1995-01-01 | - | unknown | non_covered | sometimes | appeal | Transport is covered to the nearest suitable place only.
118 | 1995-01-01 | - | off | contractual | rarely | none | A cut that supports the kidney-disease networks.
119 | 1995-01-01 | - | not_covered | non_covered | rarely | appeal | The plan's maximum for this period is used up.
120 | 1995-01-01 | 2007-06-30 | unknown | coordination | sometimes | corrected | A managed-care plan covers the patient.
121 | 1995-01-01 | - | off | contractual | rarely | none | Compensates for what members left unpaid.
122 | 1995-01-01 | - | coinsurance | patient_share | rarely | none | The plan's cut for mental-health care.
123 | 1995-01-01 | 2007-06-30 | unknown | information | rarely | none | Given back because of an overpayment.
124 | 1995-01-01 | 2007-06-30 | unknown | registration | rarely | none | Given back: not the payer's patient.
125 | 1995-01-01 | 2013-11-01 | denied | information | likely | corrected | An error in how it was billed.
126 | 1997-02-28 | 2008-04-01 | unknown | patient_share | rarely | none | Deductible of major medical.
127 | 1997-02-28 | 2008-04-01 | unknown | patient_share | rarely | none | Coinsurance of major medical.
128 | 1997-02-28 | - | unknown | bundling | rarely | reconsideration | The newborn's care is in the mother's payment.
129 | 1997-02-28 | - | denied | coordination | likely | corrected | What is said of an earlier payer's decision looks wrong.
130 | 1997-02-28 | - | unknown | contractual | rarely | none | A fee for submitting claims.
131 | 1997-02-28 | - | off | contractual | rarely | none | A discount agreed for this claim.
132 | 1997-02-28 | - | off | contractual | rarely | none | An agreed adjustment of a demonstration project.
133 | 2014-07-01 | - | denied | information | likely | none | Still under review: another answer will come.
134 | 1998-10-31 | - | unknown | contractual | rarely | none | The technical fees were taken out.
135 | 1998-10-31 | - | denied | coding | likely | corrected | Interim bills are not taken: bill the whole stay.
136 | 1998-10-31 | - | unknown | coordination | sometimes | appeal | An earlier payer's rules were not followed.
137 | 1999-02-28 | - | off | contractual | rarely | none | A surcharge, assessment or health tax of the state.
138 | 1999-06-30 | 2018-05-01 | denied | timely_filing | rarely | appeal | The way or the time for an appeal was not kept.
139 | 1999-06-30 | - | off | contractual | rarely | none | An agreement about the provider's own employees.
140 | 1999-06-30 | - | unknown | registration | likely | corrected | The member number and the name do not belong together.
141 | 1999-06-30 | 2012-07-01 | unknown | eligibility | likely | corrected | The claim spans time with and without coverage.
142 | 2000-06-30 | - | unknown | patient_share | rarely | none | The patient's monthly part under Medicaid.
143 | 2001-02-28 | - | unknown | contractual | sometimes | none | A part of the payment comes later.
144 | 2001-06-30 | - | off | contractual | rarely | none | An incentive.
145 | 2002-06-30 | 2008-04-01 | unknown | contractual | rarely | none | Withheld from premiums.
146 | 2002-06-30 | - | denied | coding | likely | corrected | The diagnosis code was not valid on the day of service.
147 | 2002-06-30 | - | denied | enrollment | sometimes | reconsideration | The contract's rate ended or the payer does not have it.
148 | 2002-06-30 | - | unknown | documentation | sometimes | reconsideration | What another provider was to send did not come.
149 | 2002-10-31 | - | not_covered | non_covered | rarely | appeal | The lifetime maximum for this service is used up.
150 | 2002-10-31 | - | denied | documentation | sometimes | appeal | What was sent does not support this level of service.
151 | 2002-10-31 | - | denied | medical_necessity | sometimes | appeal | What was sent does not support this many services.
152 | 2002-10-31 | - | denied | medical_necessity | sometimes | appeal | What was sent does not support this length of service.
153 | 2002-10-31 | - | unknown | medical_necessity | sometimes | appeal | What was sent does not support this dosage.
154 | 2002-10-31 | - | unknown | medical_necessity | sometimes | appeal | What was sent does not support this many days' supply.
155 | 2003-06-30 | - | unknown | non_covered | rarely | none | The patient refused the service.
156 | 2003-09-30 | 2009-10-01 | unknown | patient_share | rarely | none | Paid from a flexible spending account.
157 | 2003-09-30 | - | unknown | non_covered | rarely | none | Caused by an act of war.
158 | 2003-09-30 | - | unknown | non_covered | rarely | none | Given outside the United States.
159 | 2003-09-30 | - | unknown | non_covered | rarely | none | Caused by terrorism.
160 | 2003-09-30 | - | unknown | non_covered | rarely | appeal | An injury from an activity that the plan excludes.
161 | 2004-02-29 | - | off | contractual | rarely | none | A bonus for performance.
162 | 2004-02-29 | 2014-07-01 | unknown | contractual | rarely | none | What the state orders for property and casualty.
163 | 2004-06-30 | - | denied | documentation | likely | corrected | The attachment that the claim names did not come.
164 | 2004-06-30 | - | denied | documentation | sometimes | reconsideration | The attachment that the claim names came too late.
165 | 2004-10-31 | 2018-05-01 | denied | referral | sometimes | reconsideration | The referral is missing or used up.
166 | 2005-02-28 | - | unknown | coordination | sometimes | corrected | Sent after this payer's duty for the plan had ended.
167 | 2005-06-30 | - | unknown | coding | sometimes | corrected | The diagnosis is not covered.
168 | 2005-06-30 | 2018-05-01 | unknown | coordination | likely | corrected | It belongs to the patient's medical plan.
169 | 2005-06-30 | - | unknown | non_covered | rarely | appeal | Another benefit was given instead.
170 | 2005-06-30 | - | denied | enrollment | sometimes | appeal | Not paid to this kind of provider.
171 | 2005-06-30 | - | denied | enrollment | sometimes | appeal | Not paid to this kind of provider in this kind of place.
172 | 2005-06-30 | - | off | contractual | sometimes | reconsideration | Adjusted because of the provider's specialty.
173 | 2005-06-30 | - | denied | documentation | sometimes | corrected | No physician ordered it.
174 | 2005-06-30 | - | denied | documentation | rarely | appeal | It was ordered only after it was delivered.
175 | 2005-06-30 | - | denied | documentation | sometimes | corrected | The prescription is not complete.
176 | 2005-06-30 | - | denied | documentation | sometimes | corrected | The prescription is no longer current.
177 | 2005-06-30 | - | denied | eligibility | sometimes | corrected | The patient had not met the plan's conditions.
178 | 2005-06-30 | - | denied | eligibility | sometimes | corrected | The patient had not met the spend-down.
179 | 2005-06-30 | - | denied | eligibility | rarely | appeal | The patient was still in a waiting period.
180 | 2005-06-30 | - | unknown | eligibility | rarely | appeal | The patient had not met the condition of residence.
181 | 2005-06-30 | - | denied | coding | likely | corrected | The procedure code was not valid on the day of service.
182 | 2005-06-30 | - | denied | coding | likely | corrected | The modifier was not valid on the day of service.
183 | 2005-06-30 | - | denied | referral | sometimes | corrected | The referring provider may not refer for this.
184 | 2005-06-30 | - | denied | enrollment | sometimes | corrected | The ordering provider may not order this.
185 | 2005-06-30 | - | denied | enrollment | sometimes | corrected | The rendering provider may not perform this.
186 | 2005-06-30 | - | unknown | medical_necessity | sometimes | appeal | The level of care was changed.
187 | 2005-06-30 | - | unknown | patient_share | rarely | none | Paid from the patient's spending account (HSA, FSA, HRA).
188 | 2005-06-30 | - | unknown | non_covered | rarely | appeal | Covered only as the FDA advises its use.
189 | 2005-06-30 | - | denied | coding | likely | corrected | An unlisted code was billed where a specific one exists.
190 | 2005-10-31 | - | denied | bundling | rarely | none | Included in the payment of a skilled nursing stay: bill the facility.
191 | 2005-10-31 | 2014-07-01 | unknown | coordination | sometimes | corrected | Not a work injury.
192 | 2005-10-31 | - | denied | coding | likely | corrected | A code that is not of the standard, from a paper claim.
193 | 2006-02-28 | - | denied | payer_error | rarely | appeal | Looked at again, and decided as before.
194 | 2006-02-28 | - | off | bundling | rarely | appeal | Anesthesia by the surgeon or attending is not paid apart.
195 | 2006-02-28 | - | unknown | coordination | sometimes | none | A refund went to the wrong payer first.
196 | 2006-06-30 | 2007-02-01 | unknown | coordination | sometimes | corrected | Denied because of an earlier payer's coverage.
197 | 2006-10-31 | - | denied | authorization | sometimes | appeal | No authorization, or no notice given, before the service.
198 | 2006-10-31 | - | denied | authorization | sometimes | reconsideration | More than the authorization allowed.
199 | 2006-10-31 | - | denied | coding | likely | corrected | The revenue code and the procedure code do not go together.
200 | 2006-10-31 | - | coverage | eligibility | sometimes | corrected | The service fell in a gap of the coverage.
201 | 2006-10-31 | - | coverage | coordination | rarely | none | To be paid from a workers' compensation set-aside.
202 | 2007-02-28 | - | unknown | non_covered | rarely | none | For comfort or convenience.
203 | 2007-02-28 | - | unknown | non_covered | sometimes | corrected | The service was stopped or reduced.
204 | 2007-02-28 | - | not_covered | non_covered | sometimes | appeal | Not covered under the patient's present plan.
205 | 2007-07-09 | - | unknown | contractual | rarely | none | A fee of a pharmacy discount card.
206 | 2007-07-09 | - | denied | registration | likely | corrected | A provider's NPI is missing.
207 | 2007-07-09 | - | denied | registration | likely | corrected | A provider's NPI has a wrong form.
208 | 2007-07-09 | - | denied | enrollment | likely | corrected | The payer does not have this NPI for the provider.
209 | 2007-07-09 | - | coverage | contractual | rarely | none | May not be collected from the patient; another payer may be billed.
210 | 2007-07-09 | - | unknown | authorization | sometimes | appeal | Authorization was asked for too late.
211 | 2007-07-09 | - | unknown | coding | sometimes | corrected | The drug code is not eligible for a rebate.
212 | 2007-11-05 | - | unknown | contractual | rarely | none | Administrative surcharges are not covered.
213 | 2008-01-27 | - | denied | enrollment | rarely | appeal | Against the rules on referring to oneself.
214 | 2008-01-27 | 2014-07-01 | unknown | coordination | sometimes | corrected | Not a claim for workers' compensation.
215 | 2008-01-27 | - | unknown | coordination | rarely | none | Paid by a settlement with a third party.
216 | 2008-01-27 | - | unknown | medical_necessity | sometimes | appeal | As a review organization found.
217 | 2008-01-27 | 2014-07-01 | unknown | contractual | sometimes | appeal | Above what the payer holds reasonable.
218 | 2008-01-27 | 2014-07-01 | unknown | coordination | sometimes | appeal | Depends on the entitlement to benefits.
219 | 2008-01-27 | - | unknown | coordination | sometimes | appeal | Depends on how far the injury goes.
220 | 2008-01-27 | 2014-07-01 | unknown | coding | sometimes | corrected | The fee schedule does not have this code.
221 | 2008-01-27 | 2014-07-01 | unknown | information | sometimes | none | Under investigation.
222 | 2008-06-01 | - | denied | authorization | sometimes | appeal | More hours, days or units than the contract allows.
223 | 2008-06-01 | - | off | contractual | rarely | none | An adjustment that a law orders.
224 | 2008-06-01 | - | unknown | registration | rarely | none | The patient's identity was stolen.
225 | 2008-06-01 | - | unknown | contractual | rarely | none | A penalty or interest between plans.
226 | 2008-09-21 | - | denied | documentation | likely | reconsideration | What was asked of the provider did not come, or was not enough.
227 | 2008-09-21 | - | denied | coordination | sometimes | reconsideration | What was asked of the patient did not come, or was not enough.
228 | 2008-09-21 | - | unknown | coordination | sometimes | reconsideration | An earlier payer did not get what it asked for.
229 | 2009-01-25 | - | unknown | bundling | rarely | none | A part that Medicare leaves out because of the type of bill.
230 | 2009-01-25 | 2014-07-01 | unknown | coding | sometimes | corrected | The fee schedule has no code for it.
231 | 2009-07-01 | - | off | bundling | sometimes | reconsideration | Two procedures that cannot be done in one session.
232 | 2009-11-01 | - | unknown | contractual | rarely | none | Cut because of a transfer between hospitals.
233 | 2010-01-24 | - | unknown | medical_necessity | rarely | appeal | Care of a harm that arose in the hospital.
234 | 2010-01-24 | - | denied | bundling | sometimes | reconsideration | Not paid apart.
235 | 2010-06-06 | - | off | contractual | rarely | none | Sales tax.
236 | 2011-01-30 | - | off | bundling | sometimes | reconsideration | Not payable together with another code of the day (NCCI).
237 | 2011-06-05 | - | off | contractual | rarely | none | A penalty that a law or regulation orders.
238 | 2012-03-01 | - | unknown | eligibility | sometimes | corrected | Cut for the days without coverage.
239 | 2012-03-01 | - | unknown | eligibility | likely | corrected | Bill the days with and without coverage apart.
240 | 2012-06-03 | - | denied | coding | likely | corrected | The diagnosis does not go with the birth weight.
241 | 2012-06-03 | - | copay | patient_share | rarely | none | The copay of the low-income subsidy.
242 | 2012-06-03 | - | coverage | authorization | sometimes | appeal | Not given by a provider of the network.
243 | 2012-06-03 | - | denied | authorization | sometimes | appeal | The network or the primary care provider did not authorize it.
244 | 2012-09-30 | 2014-07-01 | unknown | coordination | rarely | none | Nothing paid because of a lawsuit.
245 | 2012-09-30 | - | unknown | contractual | rarely | none | Withheld by a performance program.
246 | 2012-09-30 | - | off | information | rarely | none | A code for reporting only: nothing is paid for it.
247 | 2012-09-30 | - | deductible | patient_share | rarely | none | The deductible for a professional service on a hospital claim.
248 | 2012-09-30 | - | coinsurance | patient_share | rarely | none | The coinsurance for a professional service on a hospital claim.
249 | 2012-09-30 | - | denied | medical_necessity | sometimes | appeal | Taken for a readmission.
250 | 2012-09-30 | - | denied | documentation | likely | corrected | The attachment is not of the kind that was expected.
251 | 2012-09-30 | - | denied | documentation | likely | corrected | The attachment lacks something.
252 | 2012-09-30 | - | denied | documentation | likely | corrected | An attachment is needed to decide.
253 | 2013-06-02 | - | off | contractual | rarely | none | Sequestration: the cut of Medicare payments by law.
254 | 2013-06-02 | - | unknown | coordination | likely | corrected | The dental plan does not cover it: send it to the medical plan.
255 | 2013-06-02 | 2014-07-01 | unknown | eligibility | sometimes | none | Not decided: the member is behind with the premium.
256 | 2013-06-02 | - | denied | contractual | rarely | appeal | Not payable under the managed-care contract.
257 | 2013-11-01 | - | unknown | eligibility | sometimes | none | Not decided: the member is in the grace period for a premium.
258 | 2013-11-01 | - | unknown | eligibility | sometimes | corrected | Not covered while the patient is in custody.
259 | 2014-01-26 | - | unknown | contractual | rarely | none | An added payment for dental or vision use.
260 | 2014-01-26 | - | unknown | contractual | rarely | none | Paid by the raised Medicaid schedule.
261 | 2014-06-01 | - | unknown | coding | sometimes | corrected | The procedure does not go with the patient's history.
262 | 2014-11-01 | - | unknown | contractual | rarely | none | Adjustment for delivery (pharmacy).
263 | 2014-11-01 | - | unknown | contractual | rarely | none | Adjustment for shipping.
264 | 2014-11-01 | - | unknown | contractual | rarely | none | Adjustment for postage.
265 | 2014-11-01 | - | unknown | contractual | rarely | none | Adjustment for administration.
266 | 2014-11-01 | - | unknown | contractual | rarely | none | Adjustment for preparing a compound.
267 | 2014-11-01 | - | unknown | coding | likely | corrected | The claim spans several months: bill each apart.
268 | 2014-11-01 | - | unknown | coding | likely | corrected | The claim spans two years: bill each apart.
269 | 2015-03-01 | - | unknown | bundling | sometimes | appeal | Anesthesia is not covered for this procedure.
270 | 2015-07-01 | - | coverage | coordination | likely | corrected | The medical plan does not cover it: send it to the dental plan.
271 | 2015-11-01 | - | unknown | contractual | rarely | none | Offsets what the periodic payment schedule took before.
272 | 2015-11-01 | - | denied | non_covered | sometimes | appeal | The program's guidelines are not met.
273 | 2015-11-01 | - | unknown | non_covered | sometimes | appeal | The program's guidelines are exceeded.
274 | 2015-11-01 | - | unknown | contractual | rarely | appeal | Not payable under the care-coordination agreement.
275 | 2015-11-01 | - | unknown | coordination | rarely | none | The patient's part under the earlier payer is not covered.
276 | 2015-11-01 | - | denied | coordination | sometimes | appeal | What the earlier payer denied is not covered here.
277 | 2015-11-01 | - | unknown | eligibility | sometimes | none | Not decided: grace period of an exchange plan's premium.
278 | 2016-07-01 | - | unknown | contractual | rarely | none | The performance program's requirements are not met.
279 | 2016-11-01 | - | unknown | authorization | sometimes | appeal | Not given by a preferred provider of the network.
280 | 2017-03-01 | - | unknown | coordination | likely | corrected | The medical plan does not cover it: send it to the pharmacy plan.
281 | 2017-07-01 | - | unknown | contractual | rarely | none | The deductible is waived by contract.
282 | 2017-07-01 | - | unknown | coding | likely | corrected | The code does not go with the type of bill.
283 | 2017-11-01 | - | unknown | enrollment | sometimes | corrected | The attending provider may not direct this care.
284 | 2017-11-01 | - | denied | authorization | likely | corrected | The authorization number does not cover what was billed.
285 | 2017-11-01 | - | unknown | timely_filing | rarely | none | The way of appealing was not kept.
286 | 2017-11-01 | - | denied | timely_filing | rarely | none | The time for an appeal was not kept.
287 | 2017-11-01 | - | unknown | referral | sometimes | reconsideration | More than the referral allowed.
288 | 2017-11-01 | - | denied | referral | sometimes | reconsideration | There is no referral.
289 | 2017-11-01 | - | unknown | non_covered | rarely | appeal | Neither the dental nor the medical plan covers it.
290 | 2017-11-01 | - | unknown | coordination | likely | none | The dental plan passed it on to the medical plan.
291 | 2017-11-01 | - | unknown | coordination | likely | none | The medical plan passed it on to the dental plan.
292 | 2017-11-01 | - | unknown | coordination | likely | none | The medical plan passed it on to the pharmacy plan.
293 | 2018-05-01 | - | unknown | payer_error | sometimes | reconsideration | The payer paid the employer.
294 | 2017-11-01 | - | unknown | payer_error | sometimes | reconsideration | The payer paid the attorney.
295 | 2018-03-01 | - | unknown | contractual | rarely | none | Direct and indirect remuneration of a pharmacy.
296 | 2018-07-01 | - | denied | authorization | likely | corrected | The authorization number is not for this provider.
297 | 2019-03-01 | - | unknown | coordination | likely | corrected | The medical plan does not cover it: send it to the vision plan.
298 | 2019-03-01 | - | unknown | coordination | likely | none | The medical plan passed it on to the vision plan.
299 | 2019-07-01 | - | unknown | enrollment | sometimes | corrected | The billing provider may not be paid for this.
300 | 2019-07-01 | - | unknown | coordination | likely | none | The medical plan passed it on to the behavioral health plan.
301 | 2019-07-01 | - | unknown | coordination | likely | corrected | The medical plan does not cover it: send it to the behavioral health plan.
302 | 2020-11-01 | - | unknown | authorization | sometimes | reconsideration | The time of the authorization had run out.
303 | 2021-07-01 | - | unknown | coordination | rarely | none | What earlier payers left to a QMB is not covered; never the patient's.
304 | 2022-03-01 | - | unknown | coordination | likely | corrected | The medical plan does not cover it: send it to the hearing plan.
305 | 2022-03-01 | - | unknown | coordination | likely | none | The medical plan passed it on to the hearing plan.
306 | 2023-11-01 | - | unknown | coding | likely | corrected | The type of bill does not go with the patient's status.
"""
