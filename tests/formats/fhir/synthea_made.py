"""A person whom Synthea made up, and her visits, as its FHIR writes them."""

from tests.formats.fhir.strangers import HL7, Made, coded, dollars, ref

SYSTEM = "https://github.com/synthetichealth/synthea"
SNOMED, CVX, LOINC = "http://snomed.info/sct", "http://hl7.org/fhir/sid/cvx", "http://loinc.org"
WELLNESS, PROBLEM, EMERGENCY = "162673000", "185347001", "50849002"
ADA: Made = {
    "resourceType": "Patient", "id": "ada", "identifier": [{"system": SYSTEM, "value": "ada"}], "name": [{"family": "Ng", "given": ["Ada"]}],
    "gender": "female", "birthDate": "1970-05-05",
}  # fmt: skip
STRANGER: Made = ADA | {"identifier": [{"system": "http://clinic.example/mrn", "value": "ada"}]}


def encounter(key: str, on: str, *, code: str = PROBLEM, kind: str = "AMB", **more: object) -> Made:
    """A finished visit of Ada's."""
    return {
        "resourceType": "Encounter", "id": key, "status": "finished", "class": {"system": f"{HL7}/v3-ActCode", "code": kind},
        "type": [coded(SNOMED, code, text="Visit")], "subject": ref("Patient/ada"), "period": {"start": on, "end": on},
    } | more  # fmt: skip


def condition(key: str, visit: str, code: str, on: str, until: str | None = None) -> Made:
    """What was found at a visit, and until when she had it."""
    return {
        "resourceType": "Condition", "id": key, "subject": ref("Patient/ada"), "encounter": ref(f"Encounter/{visit}"),
        "code": coded(SNOMED, code), "onsetDateTime": on,
    } | ({"abatementDateTime": until} if until else {})  # fmt: skip


def done(code: str, price: float | None) -> Made:
    """The item of a procedure."""
    return {"procedureSequence": [1], "productOrService": coded(SNOMED, code)} | (
        {"net": dollars(price)} if price else {}
    )


def other(system: str, code: str, price: float) -> Made:
    """The item of a vaccine, a report, a device."""
    return {"informationSequence": [1], "productOrService": coded(system, code), "net": dollars(price)}


def claim(
    visit: str,
    on: str,
    total: float,
    *items: Made,
    code: str = PROBLEM,
    form: str = "professional",
    payer: str = "Humana",
    **more: object,
) -> Made:
    """The claim of a visit: its first item is the visit, without a price."""
    own = {"productOrService": coded(SNOMED, code), "encounter": [ref(f"Encounter/{visit}")]}
    every = [one | {"sequence": no} for no, one in enumerate([own, *items], 1)]
    return {
        "resourceType": "Claim", "id": f"c-{visit}", "status": "active", "use": "claim", "type": coded(f"{HL7}/claim-type", form),
        "patient": ref("Patient/ada"), "billablePeriod": {"start": on, "end": on}, "created": on,
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": payer}}], "item": every, "total": dollars(total),
    } | more  # fmt: skip
