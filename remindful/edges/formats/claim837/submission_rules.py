"""What the guides require of a claim as a whole, as rules. Elements are named, so that a vendor understands too."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from remindful.core.words.kinds import PayerKind
from remindful.edges.formats.claim837.submission_rule import (
    BY_CARD,
    BY_CHART,
    BY_OFFICE,
    BY_VISIT,
    FILING_CODES,
    MOST_CENTS,
    Rule,
    missing,
    named,
    npi_is_wrong,
    unsayable_keys,
    unsayable_texts,
    zip_is_wrong,
)

BILLING = ("last_name", "npi", "tax_id", "line1", "city", "state", "zip")
DESTINATION = (
    "payer_name",
    "payer_key",
    "payer_kind",
    "member_id",
    "filing_code",
    "insurance_type",
    "group_number",
    "subscriber_last_name",
    "subscriber_first_name",
    "subscriber_birth_on",
    "subscriber_sex",
    "subscriber_line1",
    "subscriber_city",
    "subscriber_state",
    "subscriber_zip",
)
DIAGNOSES = ("ABK", "ABF", "BK", "BF")
STAYS = ("11", "18", "21")  # types of bill of inpatients
_FINAL = ("1", "4", "7")  # CLM05-3 of a bill that ends a stay
_STILL_THERE = "30"  # CL103
_REPLACES = ("7", "8")
_OF_CARS = r"(^|:)AA(:|$)"
_OF_ACCIDENTS = r"(^|:)(AA|OA)(:|$)"
_MOST_LINES = {"P": 50, "I": 999}


def of_claims(day: date) -> list[Rule]:
    """About the claim as a whole. Columns of Claims, of who bills (bill_*), of who is asked, and counts."""
    return [
        *_of_form(),
        *_of_billing(),
        *_of_people(day),
        *_of_destination(),
        *_of_whole(),
        *_of_consents_and_days(day),
        *_of_stay(),
        *_of_texts(),
    ]


def _of_form() -> Iterator[Rule]:
    yield Rule(
        "claim.form_unwritten",
        ~pl.col("form").is_in(["P", "I"]).fill_null(value=False),
        "it is no professional or institutional claim, and Remindful writes no other (a dental one needs its teeth).",
        "Send it by the dental system.",
    )
    number = pl.col("control_number")
    is_wrong = missing("control_number") | (number.str.len_chars() > 20)
    yield Rule(
        "claim.control_number",
        is_wrong,
        "its control number (CLM01) is missing or longer than 20.",
        "Give the visit a shorter number.",
    )
    yield from named(
        "claim.place_or_frequency",
        {
            "facility_code": "the place of service or type of bill (CLM05-1)",
            "frequency_code": "the frequency (CLM05-3)",
        },
        BY_VISIT,
    )
    replaces = pl.col("frequency_code").is_in(_REPLACES) & missing("payer_claim_number")
    yield Rule(
        "claim.no_payer_claim_number",
        replaces,
        "it replaces or voids a claim, but the payer's number of that one (REF*F8) is missing.",
        "Take the number from the payer's remittance (CLP07) or portal.",
    )


def _of_billing() -> Iterator[Rule]:
    names = {
        "bill_last_name": "the billing provider's name (2010AA)",
        "bill_tax_id": "the billing provider's tax number (REF*EI)",
    }
    address_parts = {
        "bill_line1": "the billing provider's street (N3)",
        "bill_city": "the billing provider's city (N4)",
        "bill_state": "the billing provider's state (N4)",
    }
    yield from named("claim.billing_provider", names | address_parts, BY_OFFICE)
    npi_message = "the billing provider's NPI is missing, or its check digit is wrong."
    yield Rule("claim.billing_npi", npi_is_wrong(pl.col("bill_npi")), npi_message, BY_OFFICE)
    zip_message = "the billing provider's ZIP code is missing or is neither five nor nine digits."
    yield Rule("claim.billing_zip", zip_is_wrong("bill_zip"), zip_message, BY_OFFICE)
    tax = pl.col("bill_tax_id").str.replace_all("-", "", literal=True)
    yield Rule(
        "claim.billing_tax_id",
        ~tax.str.contains(r"^[0-9]{9}$"),
        "the billing provider's tax number is not nine digits.",
        BY_OFFICE,
    )
    is_box = pl.col("bill_line1").str.contains(r"(?i)^\s*(p\.?\s*o\.?\s*box|post office box)")
    yield Rule(
        "claim.billing_po_box",
        is_box,
        "the billing provider's street is a post-office box, which payers refuse (2010AA N3).",
        "Give the office's street as its address, and the box as its pay-to address.",
    )


def _of_people(day: date) -> Iterator[Rule]:
    patient = {
        "patient_last_name": "the patient's last name",
        "patient_birth_on": "the patient's day of birth (DMG02)",
        "patient_sex": "the patient's sex (DMG03: F, M or U)",
        "patient_line1": "the patient's street (N3)",
        "patient_city": "the patient's city (N4)",
        "patient_state": "the patient's state (N4)",
    }
    has_patient = pl.col("has_patient")
    yield from named("claim.patient", patient, BY_CHART, when=has_patient)
    subscriber = {name.replace("patient_", "subscriber_"): message for name, message in patient.items()}
    yield from named("claim.patient", subscriber, BY_CHART, when=~has_patient)
    yield from named(
        "claim.subscriber",
        {"subscriber_last_name": "the subscriber's last name (2010BA)", "member_id": "the member ID (NM109)"},
        BY_CARD,
    )
    message = "the patient's ZIP code is missing or is neither five nor nine digits."
    for who, when in (("patient", has_patient), ("subscriber", ~has_patient)):
        yield Rule("claim.patient_zip", when & zip_is_wrong(f"{who}_zip"), message, BY_CHART)
        is_odd = ~pl.col(f"{who}_sex").is_in(["F", "M", "U"])
        yield Rule("claim.patient_sex", when & is_odd, "the patient's sex is not one of F, M, U (DMG03).", BY_CHART)
        state = ~pl.col(f"{who}_state").str.contains(r"^[A-Z]{2}$")
        yield Rule(
            "claim.patient_state", when & state, "the patient's state is not two capital letters (N402).", BY_CHART
        )
    is_later = pl.col("patient_birth_on") > pl.lit(day)
    yield Rule("claim.birth_later", is_later, "the patient's day of birth lies in the future.", BY_CHART)
    yield Rule(
        "claim.relationship",
        missing("relationship_code"),
        "how the patient is related to the subscriber (SBR02, PAT01) is missing.",
        BY_CARD,
    )


def _of_destination() -> Iterator[Rule]:
    yield Rule(
        "claim.no_payer",
        pl.col("destination_count") != 1,
        "not exactly one payer is the one that it goes to.",
        "Choose the payer to bill. A patient without coverage gets a statement, not a claim.",
    )
    required = {
        "payer_name": "the payer's name (2010BB)",
        "payer_key": "the payer's number (2010BB NM109)",
        "filing_code": "the kind of insurance (SBR09)",
    }
    yield from named("claim.payer", required, BY_CARD, when=pl.col("destination_count") == 1)
    odd = ~pl.col("filing_code").is_in(FILING_CODES)
    yield Rule("claim.filing_code", odd, "its kind of insurance (SBR09) is not one of the guide's codes.", BY_CARD)
    is_second = pl.col("level_no") > 1
    yield Rule(
        "claim.no_prior_payer",
        is_second & (pl.col("prior_count") < pl.col("level_no") - 1),
        "it goes to a later payer, but a payer before that one is not named (2320).",
        BY_CARD,
    )
    yield Rule(
        "claim.no_prior_answer",
        is_second & (pl.col("adjudicated_count") < pl.col("prior_count")),
        "it goes to a later payer, but what a payer before that one paid (AMT*D) is not known.",
        "Wait for that payer's remittance, or post its paper one; then send the claim.",
    )
    medicare = (pl.col("payer_kind") == PayerKind.MEDICARE.value) & is_second & missing("insurance_type")
    yield Rule(
        "claim.no_insurance_type",
        medicare,
        "Medicare is not its first payer, and the reason (SBR05) is missing.",
        "Enter the reason in the patient's coverage: 12 working aged, 13 renal disease, 14 no-fault, 15 work, 43 disabled, 47 liability.",
    )


def _of_whole() -> Iterator[Rule]:
    yield Rule("claim.no_lines", pl.col("line_count") == 0, "it has no lines.", BY_VISIT)
    most = pl.col("form").replace_strict(_MOST_LINES, default=999, return_dtype=pl.Int64)
    yield Rule(
        "claim.too_many_lines",
        pl.col("line_count") > most,
        "it has more lines than a claim may have (50, institutional 999).",
        "Split the visit over two claims.",
    )
    is_off = pl.col("charge_cents").is_null() | (pl.col("charge_cents") != pl.col("lines_cents")) & (
        pl.col("line_count") > 0
    )
    yield Rule("claim.charge_sum", is_off, "its charge (CLM02) is not the sum of its lines.", BY_VISIT)
    too_much = (pl.col("charge_cents") < 0) | (pl.col("charge_cents") > MOST_CENTS)
    yield Rule("claim.charge_size", too_much, "its charge (CLM02) is below 0 or has more than ten digits.", BY_VISIT)
    yield Rule(
        "claim.no_diagnosis",
        pl.col("principal_count") != 1,
        "it does not have exactly one principal diagnosis (HI*ABK).",
        BY_VISIT,
    )
    most_codes = pl.when(pl.col("form") == "P").then(12).otherwise(25)
    yield Rule(
        "claim.too_many_diagnoses",
        pl.col("diagnosis_count") > most_codes,
        "it has more diagnoses than a claim may have (12, institutional 25).",
        BY_VISIT,
    )


def _of_consents_and_days(day: date) -> Iterator[Rule]:
    consents = {
        "assignment_code": "whether the provider accepts assignment (CLM07)",
        "benefits_code": "whether benefits are assigned (CLM08)",
        "release_code": "whether records may be released (CLM09)",
    }
    yield from named("claim.consent", consents, BY_CHART)
    signed = {"signature_code": "whether the provider's signature is on file (CLM06)"}
    yield from named("claim.consent", signed, BY_OFFICE, when=pl.col("form") == "P")
    in_car = pl.col("accident_kinds").str.contains(_OF_CARS) & missing("accident_state")
    yield Rule(
        "claim.accident_state",
        in_car,
        "it is of a car accident, but the state where it happened (CLM11-4) is missing.",
        BY_VISIT,
    )
    undated = pl.col("accident_kinds").str.contains(_OF_ACCIDENTS) & missing("accident_on") & (pl.col("form") == "P")
    yield Rule("claim.accident_day", undated, "it is of an accident, but its day (DTP*439) is missing.", BY_VISIT)
    is_later = pl.any_horizontal(pl.col("service_from_on", "service_to_on") > pl.lit(day))
    yield Rule("claim.service_later", is_later, "a day of service lies in the future.", BY_VISIT)
    yield Rule(
        "claim.unborn",
        pl.col("service_from_on") < pl.col("patient_birth_on"),
        "it was served before the patient was born.",
        BY_CHART,
    )


def _of_stay() -> Iterator[Rule]:
    institutional = pl.col("form") == "I"
    stay = institutional & pl.col("facility_code").is_in(STAYS)
    yield from named(
        "claim.institutional",
        {
            "service_from_on": "the days of its statement (DTP*434)",
            "admission_type": "the type of admission (CL101)",
            "discharge_status": "the patient's status (CL103)",
        },
        BY_VISIT,
        when=institutional,
    )
    yield Rule(
        "claim.no_attending",
        institutional & (pl.col("attending_count") == 0),
        "its attending provider (2310A, NM1*71) is missing.",
        BY_VISIT,
    )
    yield from named(
        "claim.stay",
        {"admitted_on": "the day of admission (DTP*435)", "admission_source": "the source of admission (CL102)"},
        BY_VISIT,
        when=stay,
    )
    yield Rule(
        "claim.no_admitting",
        stay & (pl.col("admitting_count") == 0),
        "it is of a stay, but its admitting diagnosis (HI*ABJ) is missing.",
        BY_VISIT,
    )
    ended = stay & pl.col("frequency_code").is_in(_FINAL) & (pl.col("discharge_status") != _STILL_THERE)
    yield Rule(
        "claim.no_discharge_hour",
        ended & missing("discharged_time"),
        "it ends a stay, but the hour of discharge (DTP*096) is missing.",
        BY_VISIT,
    )
    for name, message in {"admitted_time": "admission", "discharged_time": "discharge"}.items():
        is_odd = institutional & ~pl.col(name).str.contains(r"^([01][0-9]|2[0-3])[0-5][0-9]$")
        yield Rule("claim.hour", is_odd, f"the hour of {message} is no hour and minute (HHMM).", BY_VISIT)


def _of_texts() -> Iterator[Rule]:
    keys = {
        "control_number": 20,
        "payer_claim_number": 50,
        "medical_record_number": 50,
        "prior_authorization": 50,
        "referral_number": 50,
        "member_id": 80,
        "payer_key": 80,
        "group_number": 50,
        "bill_npi": 10,
        "bill_tax_id": 11,
    }
    yield from unsayable_keys(keys)
    names = {
        "patient_last_name": 60,
        "patient_first_name": 35,
        "subscriber_last_name": 60,
        "subscriber_first_name": 35,
        "bill_last_name": 60,
        "payer_name": 60,
        "patient_line1": 55,
        "patient_city": 30,
        "bill_line1": 55,
        "bill_city": 30,
        "note": 80,
    }
    yield from unsayable_texts(names)
