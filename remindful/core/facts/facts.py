"""THE table of facts that a decision may read. A rule that names anything else does not load."""

# ruff: noqa: E501, SIM905 (a table: one row a fact)
from remindful.core.words.facts import Fact, FactScope, FactType
from remindful.core.words.kinds import CareMark, Duty, Notice, OrganizationKind

BOOL, INT, TEXT, DATE, DATES = FactType.BOOL, FactType.INT, FactType.TEXT, FactType.DATE, FactType.DATES
MEDIUM, ACT = FactScope.MEDIUM, FactScope.ACT

#: The states, the District and the territories whose law can bind. A state that is none of these holds.
STATES = tuple(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI "
    "SC SD TN TX UT VT VA WA WV WI WY PR VI GU AS MP".split()
)

#: What each special kind of care is called, for the sentence.
_CARE = {
    CareMark.SUD: "of a substance use disorder program (42 CFR part 2)",
    CareMark.CONFIDENTIAL_MINOR: "to which a minor consented alone",
    CareMark.VETERAN: "for which the Department of Veterans Affairs answers",
    CareMark.UNPRICED: "from a hospital that had not published its prices",
    CareMark.EMERGENCY_NOW: "under way: the patient is being screened or stabilised",
}
_ROWS = (
    # --- where and who
    Fact("organization_kind", TEXT, "What the organization is to the law.", "accounts", values=tuple(OrganizationKind)),
    Fact("creditor_is_hospital", BOOL, "The debt is a hospital's: its own, or the one that it gave to a vendor or agency.", "accounts; events: creditor_is"),
    Fact("creditor_is_tax_exempt", BOOL, "The debt is a tax-exempt hospital's (26 USC 501(c)(3)).", "accounts; events: creditor_is"),
    Fact("patient_state", TEXT, "State where the guarantor lives.", "parties.state of the guarantor", values=STATES),
    Fact("facility_state", TEXT, "State where care was given.", "accounts.facility_state", values=STATES),
    Fact("guarantor_is_known", BOOL, "Somebody is on file as the one who owes.", "accounts.guarantor_id, parties"),
    Fact("guarantor_is_minor", BOOL, "The guarantor is younger than 18 on the day.", "parties.birth_on"),
    Fact("guarantor_is_deceased", BOOL, "The guarantor has died.", "events: died"),
    Fact("has_representative", BOOL, "A personal representative of the guarantor is named.", "events: representative_named"),
    Fact("has_minor_patient", BOOL, "A patient of a due visit is younger than 18 on the day.", "visits due, parties.birth_on"),
    Fact("has_attorney", BOOL, "An attorney stands for the guarantor.", "events: attorney_named, attorney_released"),
    Fact("has_ceased", BOOL, "The guarantor asked in writing that contact cease.", "events: cease_requested, cease_withdrawn"),
    Fact("is_in_bankruptcy", BOOL, "A bankruptcy is open: filed, not ended and not discharged since.", "events: bankruptcy_*"),
    Fact("is_discharged", BOOL, "A due visit is from before a discharge in bankruptcy.", "events: bankruptcy_discharged, visits due"),
    Fact("income_percent_fpl", INT, "Household income, percent of the federal poverty level.", "events: income_reported", unit="percent"),
    Fact("household_size", INT, "Persons in the household.", "events: income_reported", unit="count"),
    Fact("monthly_income_cents", INT, "Household income a month.", "events: income_reported", unit="cents"),
    Fact("has_income", BOOL, "The household's income was told.", "events: income_reported"),
    Fact("guarantor_is_in_new_york_city", BOOL, "The guarantor's ZIP is one of New York City.", "parties.zip"),
    Fact("is_active_duty", BOOL, "The guarantor is on active military duty.", "events: service_began, service_ended"),
    Fact("died_on", DATE, "Day of death.", "events: died"),
    # --- money
    Fact("due_cents", INT, "What the patient owes now.", "balances", unit="cents"),
    Fact("pending_payer_cents", INT, "Open and waiting for a payer's answer.", "balances", unit="cents"),
    Fact("denied_cents", INT, "Open because a payer denied: the provider's work.", "balances", unit="cents"),
    Fact("review_cents", INT, "Open until a person decides whose it is.", "balances", unit="cents"),
    Fact("protected_cents", INT, "Open, but the law says that the patient does not owe it.", "balances", unit="cents"),
    Fact("credit_cents", INT, "Overpaid items, as a positive number.", "balances", unit="cents"),
    Fact("visits_due", INT, "Visits with something due from the patient.", "item_balances", unit="count"),
    Fact("has_payer", BOOL, "A due visit has a payer on file.", "visits due, visit_payers"),
    Fact("is_uninsured", BOOL, "No due visit has a payer on file.", "visits due, visit_payers"),
    Fact("has_medicare_balance", BOOL, "A due visit has Medicare or Medicare Advantage as a payer.", "visits due, visit_payers"),
    Fact("has_medicaid_balance", BOOL, "A due visit has Medicaid as a payer.", "visits due, visit_payers"),
    Fact("has_qmb_balance", BOOL, "The patient of a due visit is a Qualified Medicare Beneficiary; not known when Medicare pays and the office did not look.", "visits due, parties.is_qmb, visit_payers"),
    Fact("has_estimate", BOOL, "A good-faith estimate was given for a due visit.", "events: estimate_given, visits due"),
    Fact("over_estimate_cents", INT, "Largest excess of charges, less discounts, over the estimate, over due visits that have one.", "events: estimate_given, item_balances", unit="cents"),
    Fact("last_payment_on", DATE, "Day of the patient's last payment.", "balances"),
    Fact("has_payment", BOOL, "The patient has paid something.", "balances"),
    Fact("has_cost_share", BOOL, "A due visit is protected by the No Surprises Act, and its cost share is known.", "events: cost_share_set"),
    Fact("over_cost_share_cents", INT, "Largest excess of what is asked over the protected cost share.", "events: cost_share_set, item_balances", unit="cents"),
    Fact("interest_basis_points", INT, "Interest asked, a year.", "events: interest_charged", unit="basis_points"),
    Fact("has_interest_agreement", BOOL, "The agreement that made the debt, or a law, allows the interest or fee.", "events: interest_charged"),
    *(Fact(f"has_{mark}_care", BOOL, f"A due visit is one {_CARE[mark]}.", "events: care_marked") for mark in CareMark),
    # --- clocks of the due visits
    Fact("oldest_breach_on", DATE, "Day from which a limitation runs: the oldest due visit's first statement, else its day of service.", "visits due"),
    Fact("delinquent_on", DATE, "First day of delinquency.", "events: delinquent"),
    Fact("has_invoice_due", BOOL, "The final invoice has a day on which it is due.", "events: invoice_due"),
    Fact("invoice_due_on", DATE, "Day on which the final invoice is due.", "events: invoice_due"),
    Fact("oldest_service_on", DATE, "First day of service, oldest due visit.", "visits due"),
    Fact("newest_service_on", DATE, "Last day of service, newest due visit.", "visits due"),
    Fact("newest_discharged_on", DATE, "Newest day on which a patient of a due visit left: discharge, else last day of service.", "visits due"),
    Fact("first_became_patients_on", DATE, "Day on which the oldest due item became the patient's.", "item_balances"),
    Fact("last_became_patients_on", DATE, "Day on which the newest due item became the patient's.", "item_balances"),
    Fact("has_first_statement_for_all", BOOL, "Every due visit has had its first statement.", "visits due"),
    Fact("newest_first_statement_on", DATE, "Latest first statement over due visits; not known while one has had none.", "visits due"),
    Fact("oldest_first_statement_on", DATE, "Earliest first statement over due visits; not known when none has had one.", "visits due"),
    # --- notices and assistance
    Fact("has_collection_notice", BOOL, "A written notice of collection actions was sent since the newest due visit.", "events: collection_notice_sent"),
    Fact("collection_notice_on", DATE, "Day of the latest such notice.", "events: collection_notice_sent"),
    Fact("collection_notice_names_act", BOOL, "Such a notice names this act.", "events: collection_notice_sent, value", ACT),
    Fact("collection_notice_for_act_on", DATE, "Day of the latest such notice that names this act.", "events: collection_notice_sent, value", ACT),
    Fact("has_oral_effort", BOOL, "An effort was made, since the newest due visit, to tell the patient about assistance by word of mouth.", "events: oral_effort_made"),
    Fact("oral_effort_on", DATE, "Day of the first such effort.", "events: oral_effort_made"),
    Fact("assistance_is_pending", BOOL, "An application for assistance, complete or not, is not decided.", "events: assistance_applied, assistance_decided"),
    Fact("assistance_is_approved", BOOL, "The last decision on assistance was approval.", "events: assistance_decided"),
    Fact("assistance_applied_on", DATE, "Day of the last application for assistance.", "events: assistance_applied"),
    Fact("assistance_decided_on", DATE, "Day of the last decision on assistance.", "events: assistance_decided"),
    Fact("has_open_dispute", BOOL, "A dispute of the debt, or of a visit, is not resolved.", "events: disputed, dispute_resolved"),
    Fact("dispute_resolution_is_open", BOOL, "Patient-provider dispute resolution under the No Surprises Act is open.", "events: dispute_resolution_*"),
    Fact("has_unverified_dispute", BOOL, "A dispute in writing has had no verification, and is not resolved.", "events: disputed, notice_sent, dispute_resolved"),
    Fact("written_dispute_on", DATE, "Day of the last dispute in writing.", "events: disputed"),
    Fact("creditor_is_requested", BOOL, "The person asked in writing who the original creditor is, and was not told.", "events: creditor_requested, creditor_named"),
    Fact("itemization_is_requested", BOOL, "An itemised bill was asked for and has not been sent.", "events: itemization_requested, itemized_bill_sent"),
    Fact("has_itemized_bill", BOOL, "An itemised bill of the newest due visit was sent.", "events: itemized_bill_sent"),
    Fact("itemized_bill_on", DATE, "Day of the last such bill.", "events: itemized_bill_sent"),
    Fact("has_appeal", BOOL, "An appeal of an insurer's decision, or a grievance, is open.", "events: appeal_opened, appeal_closed"),
    *(row for one in Notice for row in (
        Fact(f"has_{one}_notice", BOOL, f"A notice of this kind was sent since the newest due visit: {one.replace('_', ' ')}.", "events: notice_sent"),
        Fact(f"{one}_notice_on", DATE, "Day of the last such notice.", "events: notice_sent"),
    )),
    *(Fact(f"has_{one}", BOOL, f"This was done, as some law asks before an act: {one.replace('_', ' ')}.", "events: duty_met") for one in Duty),
    # --- the account
    Fact("has_missed_plan", BOOL, "A payment of the present plan was missed.", "events: plan_agreed, plan_missed"),
    Fact("plan_monthly_cents", INT, "What the proposed plan asks a month.", "events: plan_proposed", unit="cents"),
    Fact("plan_share_basis_points", INT, "What the proposed plan asks, of the income of a month, rounded up.", "events: plan_proposed, income_reported", unit="basis_points"),
    Fact("plan_payments", INT, "Payments of the proposed plan.", "events: plan_proposed", unit="count"),
    Fact("plan_has_charge", BOOL, "The proposed plan bears a finance charge.", "events: plan_proposed"),
    Fact("is_held", BOOL, "A person holds the account.", "events: held, released"),
    Fact("has_plan", BOOL, "A payment plan is agreed and has not ended.", "events: plan_agreed, plan_ended"),
    Fact("is_placed", BOOL, "The account is with an agency.", "events: placed, recalled"),
    Fact("placed_on", DATE, "Day of the last placement.", "events: placed"),
    Fact("has_open_promise", BOOL, "A promise to pay was made whose day has not passed.", "events: promise_made"),
    Fact("promised_on", DATE, "The latest promised day.", "events: promise_made, value"),
    # --- contacts
    Fact("counted_call_dates", DATES, "Days of calls placed that count, newest first: not those that did not connect to the number, nor those asked for.", "events: call_placed"),
    Fact("contact_dates", DATES, "Days of everything sent or placed to the person, newest first.", "events: call_placed, *_sent"),
    Fact("has_conversation", BOOL, "There was a conversation by telephone, whoever began it.", "events: conversation"),
    Fact("last_conversation_on", DATE, "Day of the last such conversation.", "events: conversation"),
    Fact("has_call_consent", BOOL, "The person asked for a call, or consented to calls, and has not taken it back.", "events: consent_given, opted_out"),
    Fact("call_consent_on", DATE, "Day of the last such consent.", "events: consent_given"),
    Fact("has_consent", BOOL, "The person consented to this medium and has not taken it back.", "events: consent_given, opted_out", MEDIUM),
    Fact("has_esign_consent", BOOL, "The person consented to electronic disclosures (15 USC 7001(c)).", "events: esign_consented"),
    Fact("opted_out_on", DATE, "Day of the last such request.", "events: opted_out", MEDIUM),
    Fact("other_medium_is_requested", BOOL, "The person asked to be reached only by another medium.", "events: other_means_requested", MEDIUM),
    Fact("address_is_work", BOOL, "The address or number on file is one at work.", "parties.phone_kind; events: work_address_reported", MEDIUM),
    Fact("employer_forbids_calls", BOOL, "The employer forbids calls at work.", "events: employer_forbade"),
    Fact("phone_is_mobile", BOOL, "The number on file is a mobile one.", "parties.phone_kind"),
    Fact("hour_is_requested", BOOL, "The person asked for this hour.", "events: hours_requested", MEDIUM),
    Fact("hour_is_refused", BOOL, "The person said that this hour does not suit.", "events: hours_refused", MEDIUM),
    Fact("prerecorded_call_dates", DATES, "Days of calls with a recorded or artificial voice, newest first.", "events: call_placed, value"),
    Fact("has_text_received", BOOL, "The person wrote a text from the number.", "events: text_received"),
    Fact("last_text_received_on", DATE, "Day of the last such text.", "events: text_received"),
    Fact("has_number_check", BOOL, "The number was looked up in a register of reassigned numbers.", "events: number_checked"),
    Fact("number_checked_on", DATE, "Day of the last look.", "events: number_checked"),
    Fact("number_is_reassigned", BOOL, "The last look said that the number is another's now.", "events: number_checked"),
    Fact("has_delivered_message", BOOL, "A statement, letter or email was sent and has not come back.", "events: *_sent, mail_returned, email_bounced"),
    Fact("first_delivered_on", DATE, "Day of the first such message.", "events: *_sent, mail_returned, email_bounced"),
    Fact("has_message", BOOL, "A statement, letter or email has been sent.", "events: *_sent"),
    Fact("first_message_on", DATE, "Day of the first statement, letter or email.", "events: *_sent"),
    Fact("last_message_on", DATE, "Day of the last statement, letter or email.", "events: *_sent"),
    Fact("medium_is_opted_out", BOOL, "The person asked not to be reached by this medium, or at this address or number.", "events: opted_out, opt_out_withdrawn", MEDIUM),
    Fact("has_address", BOOL, "The guarantor can be reached by this medium.", "parties", MEDIUM),
    Fact("address_is_bad", BOOL, "Mail came back or email bounced, and no new address came since.", "events: mail_returned, email_bounced, address_changed", MEDIUM),
    Fact("local_minute_earliest", INT, "Minutes after midnight at the moment, in that plausible place where it is earliest by the clock.", "parties.zone, parties.phone_zones", MEDIUM, "minutes"),
    Fact("local_minute_latest", INT, "Minutes after midnight at the moment, in that plausible place where it is latest by the clock.", "parties.zone, parties.phone_zones", MEDIUM, "minutes"),
)  # fmt: skip

FACTS: dict[str, Fact] = {fact.name: fact for fact in _ROWS}
assert len(FACTS) == len(_ROWS), "a fact stands twice in the table"
