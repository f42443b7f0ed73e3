"""What can be wrong with rows of care: values that cannot be read, and those that contradict each other."""

from enum import StrEnum

import polars as pl

from remindful.core.words import care
from remindful.core.words.kinds import PayerKind
from remindful.edges.formats.csv_rows.care_columns import DX
from remindful.edges.formats.csv_rows.fault import MAP_IT, TEXT, Fault
from remindful.edges.formats.csv_rows.kinds import RowKind, Shape


def _listed(kinds: type[StrEnum]) -> str:
    return ", ".join(str(kind.value) for kind in kinds)


SHAPE_FAULTS: dict[Shape, tuple[str, str, str]] = {
    Shape.WHOLE: ("row.whole", "is not a whole number from 0", "Correct the number in the export."),
    Shape.NUMBER: ("row.number", "is not a number", "Correct the number in the export."),
    Shape.NPI: (
        "row.npi",
        "is no NPI: ten digits of which the last is a check digit",
        "Look the provider up in NPPES and correct the number.",
    ),
    Shape.DIAGNOSIS: ("row.diagnosis", "is no code of a diagnosis", "Write one code without words, such as E11.9."),
    Shape.PROCEDURE: (
        "row.procedure",
        "is no code of a procedure",
        "Write the code with all its digits and without words.",
    ),
    Shape.CODES: ("row.codes", "is no list of codes", "Part the codes by blanks or commas."),
    Shape.MODIFIERS: ("row.modifiers", "is not up to four modifiers of two signs", "Write them as 25,59."),
    Shape.POINTERS: ("row.pointers", "does not point at diagnoses 1 to 12 (or A to L)", "Write them as 1,2."),
    Shape.REVENUE: ("row.revenue", "is no revenue code of four digits", "Correct the code."),
    Shape.TWO_DIGITS: ("row.two_digits", "is no code of two digits", "Correct the code, or map it by `values:`."),
    Shape.TAXONOMY: (
        "row.taxonomy",
        "is no NUCC taxonomy code (ten signs, the last X)",
        "Correct the code; words are not read.",
    ),
    Shape.CODE_SYSTEM: ("row.code_system", f"is not one of {_listed(care.CodeSystem)}", MAP_IT),
    Shape.PAYER_KIND: ("row.payer_kind", f"is not one of {_listed(PayerKind)}", MAP_IT),
    Shape.RELATIONSHIP: ("row.relationship", "is not one of self, spouse, child, other and X12's codes", MAP_IT),
    Shape.FORM: ("row.form", "is neither P (professional) nor I (institutional)", MAP_IT),
    Shape.SETTING: ("row.setting", "is not one of ambulatory, emergency, inpatient, home, virtual", MAP_IT),
    Shape.PRIORITY: ("row.priority", "is not one of routine, urgent, asap, stat", MAP_IT),
    Shape.ACCIDENT: ("row.accident", "is not one of auto, employment, other", MAP_IT),
    Shape.PRESENT_ON_ADMISSION: ("row.present_on_admission", "is not one of Y, N, U, W, 1", MAP_IT),
    Shape.REFERRAL_STATE: ("row.state", f"is not one of {_listed(care.ReferralState)}", MAP_IT),
    Shape.AUTHORIZATION_STATE: ("row.state", f"is not one of {_listed(care.AuthorizationState)}", MAP_IT),
    Shape.APPOINTMENT_STATE: ("row.state", f"is not one of {_listed(care.AppointmentState)}", MAP_IT),
}


def care_faults(kind: RowKind) -> list[Fault]:
    """What the rows of a kind of care can have wrong among their columns."""
    found: dict[RowKind, list[Fault]] = {
        RowKind.COVERAGES: [_ordered("from_on", "to_on"), _from_one("level_no")],
        RowKind.REFERRALS: [_ordered("ordered_on", "expires_on")],
        RowKind.AUTHORIZATIONS: [_ordered("from_on", "to_on")],
        RowKind.ENCOUNTERS: [_ordered("started_on", "ended_on"), _not_below_zero("patient_paid_cents")],
        RowKind.DIAGNOSES: [_from_one("rank"), _wrong_form()],
        RowKind.CHARGES: _charge_faults(),
        RowKind.CHARGE_CAPTURE: [
            *_charge_faults(),
            _ordered("started_on", "ended_on"),
            _not_below_zero("patient_paid_cents"),
            _pointer_to_nothing(),
        ],
        RowKind.FEES: [_ordered("from_on", "to_on"), _not_below_zero("unit_cents")],
    }
    return found.get(kind, [])


def _charge_faults() -> list[Fault]:
    return [
        Fault(
            "charge.no_code",
            pl.col(TEXT + "procedure_code").is_null() & pl.col(TEXT + "revenue_code").is_null(),
            pl.lit("It has neither a procedure code nor a revenue code, so the service is not known."),
            "Fill in one of them; a line of totals may stay where it is.",
        ),
        _not_below_zero("units"),
        _not_below_zero("charge_cents"),
    ]


def _ordered(first: str, last: str) -> Fault:
    message = pl.format(f"{last} is {{}}, before {first}, {{}}.", pl.col(last), pl.col(first))
    return Fault("row.days", pl.col(last) < pl.col(first), message, "Correct the days.")


def _from_one(name: str) -> Fault:
    return Fault(
        "row.whole", pl.col(name) < 1, pl.lit(f"{name} is 0; the first is 1."), "Correct the number in the export."
    )


def _not_below_zero(name: str) -> Fault:
    message = pl.lit(f"{name} is negative, and it does not show which charge it reverses.")
    if name in ("patient_paid_cents", "unit_cents"):
        message = pl.lit(f"{name} is below zero.")
    return Fault(
        "row.negative", pl.col(name) < 0, message, "To take a charge back, write the same charge with 0 units."
    )


def _wrong_form() -> Fault:
    is_icd10 = pl.col("code").str.contains(r"^[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?$")
    is_icd10cm = pl.col("system") == care.CodeSystem.ICD10CM.value
    message = pl.format('code "{}" is not a valid ICD-10-CM code, as its code system requires.', "code")
    return Fault("row.diagnosis", is_icd10cm & ~is_icd10, message, "Correct the code or its system.")


def _pointer_to_nothing() -> Fault:
    """A pointer to a dx column that is empty in this row."""
    ranks = pl.col("diagnosis_pointers").str.split(":").list.eval(pl.element().cast(pl.Int64, strict=False))
    ranked = pl.concat_list(
        pl.when(pl.col(name).is_not_null()).then(pl.lit(position, pl.Int64)) for position, name in enumerate(DX, 1)
    ).list.drop_nulls()
    lost = ranks.list.set_difference(ranked)
    message = pl.format("diagnosis_pointers points at dx{}, which is empty in this row.", lost.list.first())
    return Fault("charge.pointer", lost.list.len() > 0, message, "Fill that dx column, or correct the pointers.")
