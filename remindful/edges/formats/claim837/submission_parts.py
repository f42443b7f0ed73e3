"""What the guides require of a claim's lines, providers, other payers, codes, and of what other payers answered, as rules."""

from datetime import date

import polars as pl

from remindful.edges.formats.claim837.submission_rule import (
    BY_ANSWER,
    BY_CARD,
    BY_OFFICE,
    BY_VISIT,
    FILING_CODES,
    GROUP_CODES,
    MOST_CENTS,
    Rule,
    missing,
    named,
    npi_is_wrong,
    unsayable_keys,
    unsayable_texts,
    zip_is_wrong,
)
from remindful.edges.formats.claim837.submission_rules import DIAGNOSES


def of_lines(day: date) -> list[Rule]:
    """About each line. Columns of ClaimLines, and form, diagnosis_count of its claim."""
    is_later = pl.max_horizontal("service_on", "service_to_on") > pl.lit(day)
    return [
        *_of_amounts(),
        *_of_pointers(),
        *_of_services(),
        Rule(
            "claim.line_day",
            pl.col("service_to_on") < pl.col("service_on"),
            "its last day lies before its first.",
            BY_VISIT,
        ),
        Rule("claim.service_later", is_later, "its day of service lies in the future.", BY_VISIT),
        *_of_drugs(),
        *unsayable_keys({"line_control_number": 50, "prior_authorization": 50}),
        *unsayable_texts({"description": 80}),
    ]


def _of_amounts() -> list[Rule]:
    professional, institutional = pl.col("form") == "P", pl.col("form") == "I"
    units = pl.col("units")
    return [
        *named(
            "claim.line",
            {"charge_cents": "the charge", "units": "the units", "unit_basis": "the unit (UN, MJ, DA)"},
            BY_VISIT,
        ),
        Rule(
            "claim.line_charge",
            (pl.col("charge_cents") < 0) | (pl.col("charge_cents") > MOST_CENTS),
            "its charge is below 0 or has more than ten digits.",
            BY_VISIT,
        ),
        Rule(
            "claim.line_units",
            (units <= 0) | (units >= 1e8) | ((units - (units * 1000).round() / 1000).abs() > 1e-7),
            "its units are not above 0, or finer than a thousandth.",
            BY_VISIT,
        ),
        *named(
            "claim.line",
            {"procedure_code": "the procedure (SV101)", "service_on": "the day of service (DTP*472)"},
            BY_VISIT,
            when=professional,
        ),
        *named("claim.line", {"revenue_code": "the revenue code (SV201)"}, BY_VISIT, when=institutional),
    ]


def _of_pointers() -> list[Rule]:
    professional, pointers = pl.col("form") == "P", pl.col("diagnosis_pointers")
    pointed = pointers.str.split(":").list.eval(pl.element().cast(pl.Int64, strict=False))
    beyond = (
        (pointed.list.max() > pl.col("diagnosis_count"))
        | (pointed.list.min() < 1)
        | ~pointers.str.contains(r"^[0-9]{1,2}(:[0-9]{1,2}){0,3}$")
    )
    return [
        *named(
            "claim.line_pointer",
            {"diagnosis_pointers": "which diagnosis it was for (SV107)"},
            BY_VISIT,
            when=professional,
        ),
        Rule(
            "claim.line_pointer",
            professional & beyond,
            "it points to a diagnosis that the claim does not have, or to more than four (SV107).",
            BY_VISIT,
        ),
    ]


def _of_services() -> list[Rule]:
    institutional = pl.col("form") == "I"
    return [
        Rule(
            "claim.line_code",
            ~pl.col("procedure_code").str.contains(r"^[A-Z0-9]{4,7}$"),
            "its procedure is no code: letters and digits, five as a rule.",
            BY_VISIT,
        ),
        Rule(
            "claim.line_code",
            institutional & ~pl.col("revenue_code").str.contains(r"^[0-9]{4}$"),
            "its revenue code is not four digits.",
            BY_VISIT,
        ),
        Rule(
            "claim.line_modifiers",
            ~pl.col("modifiers").str.contains(r"^[A-Z0-9]{2}(:[A-Z0-9]{2}){0,3}$"),
            "its modifiers are more than four, or not two characters each.",
            BY_VISIT,
        ),
    ]


def _of_drugs() -> list[Rule]:
    ndc = pl.col("ndc")
    return [
        Rule(
            "claim.line_drug",
            ndc.is_not_null() & ~ndc.str.contains(r"^[0-9]{11}$"),
            "its drug's NDC is not eleven digits (5-4-2, without hyphens).",
            BY_VISIT,
        ),
        Rule(
            "claim.line_drug",
            ndc.is_not_null()
            & (
                missing("ndc_units") | ~pl.col("ndc_basis").is_in(["F2", "GR", "ME", "ML", "UN"]).fill_null(value=False)
            ),
            "how much of its drug was given, and in what unit (CTP: F2, GR, ME, ML, UN), is missing.",
            BY_VISIT,
        ),
    ]


OF_PROVIDERS: tuple[Rule, ...] = (
    Rule(
        "claim.provider_npi",
        (pl.col("role") != "77") & npi_is_wrong(pl.col("npi")),
        "its NPI is missing, or its check digit is wrong.",
        BY_OFFICE,
    ),
    Rule(
        "claim.provider_npi",
        (pl.col("role") == "77") & pl.col("npi").is_not_null() & npi_is_wrong(pl.col("npi")),
        "the check digit of its NPI is wrong.",
        BY_OFFICE,
    ),
    *named("claim.provider", {"last_name": "its name", "is_person": "whether it is a person"}, BY_OFFICE),
    *named(
        "claim.provider",
        {"line1": "its street (N3)", "city": "its city (N4)", "state": "its state (N4)"},
        BY_OFFICE,
        when=pl.col("role") == "77",
    ),
    Rule(
        "claim.provider",
        (pl.col("role") == "77") & zip_is_wrong("zip"),
        "its ZIP code is missing or is neither five nor nine digits.",
        BY_OFFICE,
    ),
    Rule(
        "claim.provider_taxonomy",
        ~pl.col("taxonomy").str.contains(r"^[0-9]{3}[0-9A-Z]{6}X$"),
        "its taxonomy is no code of ten characters that ends with X.",
        BY_OFFICE,
    ),
    *unsayable_texts({"last_name": 60, "first_name": 35, "line1": 55, "city": 30}),
)

OF_OTHERS: tuple[Rule, ...] = (
    *named(
        "claim.other_payer",
        {
            "payer_name": "its name (2330B)",
            "payer_key": "its number (2330B NM109)",
            "member_id": "the member ID (2330A NM109)",
            "subscriber_last_name": "the subscriber's last name (2330A)",
            "relationship_code": "how the patient is related to the subscriber (SBR02)",
            "filing_code": "the kind of insurance (SBR09)",
        },
        BY_CARD,
    ),
    Rule(
        "claim.filing_code",
        ~pl.col("filing_code").is_in(FILING_CODES),
        "its kind of insurance (SBR09) is not one of the guide's codes.",
        BY_CARD,
    ),
    *unsayable_keys({"member_id": 80, "payer_key": 80, "group_number": 50}),
    *unsayable_texts({"payer_name": 60, "subscriber_last_name": 60, "subscriber_first_name": 35}),
)

OF_ADJUSTMENTS: tuple[Rule, ...] = (
    Rule(
        "claim.answer_group",
        ~pl.col("group_code").is_in(GROUP_CODES).fill_null(value=False),
        "the group of another payer's adjustment (CAS01) is not one of CO, CR, OA, PI, PR.",
        BY_ANSWER,
    ),
    *named("claim.answer_adjustment", {"carc": "its reason (CARC)", "amount_cents": "its amount"}, BY_ANSWER),
)

OF_CODES: tuple[Rule, ...] = (
    Rule(
        "claim.code",
        pl.col("qualifier").is_in([*DIAGNOSES, "ABJ", "APR", "ABN"]) & ~pl.col("code").str.contains(r"^[A-Z0-9]{3,7}$"),
        "a diagnosis is written without its dot, three to seven letters and digits.",
        BY_VISIT,
    ),
    Rule(
        "claim.code", ~pl.col("code").str.contains(r"^[A-Z0-9]{1,30}$"), "a code is letters and digits only.", BY_VISIT
    ),
    Rule(
        "claim.code_day",
        pl.col("qualifier").is_in(["BBR", "BBQ", "BH", "BI"]) & pl.col("code_on").is_null(),
        "a procedure or occurrence needs its day.",
        BY_VISIT,
    ),
    Rule(
        "claim.code_amount",
        (pl.col("qualifier") == "BE")
        & ~pl.col("amount_text").str.contains(r"^[0-9]{1,10}(\.[0-9]{1,2})?$").fill_null(value=False),
        "a value code needs its amount.",
        BY_VISIT,
    ),
)

OF_ANSWERED_LINES: tuple[Rule, ...] = (
    Rule(
        "claim.answer_of_no_line",
        pl.col("charge_cents").is_null(),
        "another payer's adjudication is for a line that the claim does not have.",
        BY_ANSWER,
    ),
    Rule(
        "claim.answer_unpaid",
        pl.col("unpaid_count") > 0,
        "what another payer paid of it (SVD02) is missing.",
        BY_ANSWER,
    ),
    Rule(
        "claim.answer_undated",
        pl.col("undated_count") > 0,
        "the date of another payer's adjudication (DTP*573) is missing.",
        BY_ANSWER,
    ),
    Rule(
        "claim.answer_unbalanced",
        pl.col("paid_cents") + pl.col("adjusted_cents") != pl.col("charge_cents"),
        "what another payer paid of it and adjusted is not its charge (2430).",
        BY_ANSWER,
    ),
)

OF_ANSWERED_CLAIMS: tuple[Rule, ...] = (
    Rule(
        "claim.answer_sum",
        (pl.col("answered_lines") > 0)
        & (pl.col("lines_paid_cents") - pl.col("adjusted_cents") != pl.col("paid_cents")),
        "what another payer paid of the lines, less what it adjusted of the whole, is not what it paid (AMT*D).",
        BY_ANSWER,
    ),
    Rule(
        "claim.answer_sum",
        (pl.col("answered_lines") == 0) & (pl.col("paid_cents") + pl.col("adjusted_cents") != pl.col("charge_cents")),
        "what another payer paid and adjusted of the whole is not the charge (2320).",
        BY_ANSWER,
    ),
)
