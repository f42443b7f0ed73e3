"""A small practice's FHIR as somebody else's system writes it. Made-up people."""

from typing import Any

import orjson

type Made = dict[str, Any]
HL7 = "http://terminology.hl7.org/CodeSystem"
NPI = "http://hl7.org/fhir/sid/us-npi"
CPT = "http://www.ama-assn.org/go/cpt"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
C4BB = "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication"
CARC = "https://x12.org/codes/claim-adjustment-reason-codes"
GROUP = "https://x12.org/codes/claim-adjustment-group-codes"


def coded(system: str, *codes: str, text: str | None = None) -> Made:
    return {"coding": [{"system": system, "code": code} for code in codes]} | ({"text": text} if text else {})


def dollars(value: float, currency: str = "USD") -> Made:
    return {"value": value, "currency": currency}


def ref(said: str) -> Made:
    return {"reference": said}


def decided(category: str, value: float, *, carc: str | None = None, group: str | None = None) -> Made:
    reason = [(CARC, carc), (GROUP, group)]
    coding = [{"system": system, "code": code} for system, code in reason if code]
    return {"category": coded(C4BB, category), "amount": dollars(value)} | (
        {"reason": {"coding": coding}} if coding else {}
    )


PATIENT: Made = {
    "resourceType": "Patient", "id": "p1",
    "identifier": [
        {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-00-1234", "type": coded(f"{HL7}/v2-0203", "SS")},
        {"system": "http://clinic.example/mrn", "value": "MRN-1", "type": coded(f"{HL7}/v2-0203", "MR")},
    ],
    "extension": [{"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", "extension": []}],
    "name": [{"use": "old", "family": "Before"}, {"use": "official", "family": "Lopez", "given": ["Ana", "Maria"]}],
    "telecom": [
        {"system": "phone", "value": "(212) 555-0123", "use": "home"}, {"system": "phone", "value": "212-555-0199", "use": "mobile"},
        {"system": "email", "value": "ana@example.org"},
    ],
    "gender": "female", "birthDate": "1980-02-03",
    "address": [{"line": ["1 Main Street", "Apt 2"], "city": "Tampa", "state": "FL", "postalCode": "33601"}],
    "communication": [{"language": coded("urn:ietf:bcp:47", "es-US")}], "meta": {"lastUpdated": "2025-03-09T12:00:00Z"},
}  # fmt: skip
CHILD: Made = {
    "resourceType": "Patient", "id": "p2", "name": [{"family": "Lopez", "given": ["Bo"]}], "birthDate": "2015-02-03",
    "meta": {"lastUpdated": "2025-03-09T12:00:00Z"},
}  # fmt: skip
PARENT: Made = {
    "resourceType": "RelatedPerson", "id": "rp1", "patient": ref("Patient/p2"), "relationship": [coded(f"{HL7}/v3-RoleClass", "GUARD")],
    "name": [{"family": "Lopez", "given": ["Cy"]}],
}  # fmt: skip
PAYER: Made = {
    "resourceType": "Organization", "id": "o1", "type": [coded(f"{HL7}/organization-type", "pay")], "name": "Acme Health",
    "identifier": [{"system": "http://payers.example", "value": "60054"}],
}  # fmt: skip
DOCTOR: Made = {
    "resourceType": "Practitioner", "id": "d1", "identifier": [{"system": NPI, "value": "1234567893"}],
    "name": [{"family": "Reed", "given": ["Di"]}],
}  # fmt: skip
ROLE: Made = {
    "resourceType": "PractitionerRole", "id": "r1", "practitioner": ref("Practitioner/d1"),
    "specialty": [coded("http://nucc.org/provider-taxonomy", "207Q00000X")],
}  # fmt: skip
COVERAGE: Made = {
    "resourceType": "Coverage", "id": "c1", "status": "active", "type": coded("https://nahdo.org/sopt", "512"),
    "subscriber": ref("Patient/p1"), "subscriberId": "W123", "beneficiary": ref("Patient/p1"),
    "relationship": coded(f"{HL7}/subscriber-relationship", "self"), "period": {"start": "2025-01-01"},
    "payor": [ref("Organization/o1")], "class": [{"type": coded(f"{HL7}/coverage-class", "group"), "value": "G7"}],
}  # fmt: skip
ENCOUNTER: Made = {
    "resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"system": f"{HL7}/v3-ActCode", "code": "AMB"},
    "subject": ref("Patient/p1"), "period": {"start": "2025-03-01T23:30:00-05:00", "end": "2025-03-02T00:10:00-05:00"},
    "participant": [{"type": [coded(f"{HL7}/v3-ParticipationType", "ATND")], "individual": ref("PractitionerRole/r1")}],
    "diagnosis": [{"condition": ref("Condition/x2"), "rank": 1}, {"condition": ref("Condition/x1"), "rank": 2}],
}  # fmt: skip
CONDITIONS: list[Made] = [
    {"resourceType": "Condition", "id": "x1", "encounter": ref("Encounter/e1"), "subject": ref("Patient/p1"),
     "code": {"coding": [{"system": "http://snomed.info/sct", "code": "38341003"}, {"system": ICD, "code": "I10", "display": "Pressure"}]}},
    {"resourceType": "Condition", "id": "x2", "encounter": ref("Encounter/e1"), "subject": ref("Patient/p1"), "code": coded(ICD, "E11.9")},
]  # fmt: skip
CHARGE: Made = {
    "resourceType": "ChargeItem", "id": "ch1", "status": "billable", "code": coded(CPT, "99213", text="Visit"), "context": ref("Encounter/e1"),
    "subject": ref("Patient/p1"), "occurrenceDateTime": "2025-03-01", "quantity": {"value": 1}, "priceOverride": dollars(150.1),
}  # fmt: skip
CLAIM: Made = {
    "resourceType": "Claim", "id": "cl1", "identifier": [{"value": "CLM-7"}], "status": "active", "use": "claim",
    "type": coded(f"{HL7}/claim-type", "professional"), "patient": ref("Patient/p1"), "created": "2025-03-05",
    "billablePeriod": {"start": "2025-03-01"}, "provider": ref("Practitioner/d1"),
    "insurance": [{"sequence": 1, "focal": True, "coverage": ref("Coverage/c1")}],
    "diagnosis": [{"sequence": 3, "diagnosisReference": ref("Condition/x2")}, {"sequence": 5, "diagnosisCodeableConcept": coded(ICD, "I10")}],
    "item": [{"sequence": 1, "productOrService": coded(CPT, "99213"), "modifier": [coded(CPT, "25")], "diagnosisSequence": [5, 3],
              "servicedDate": "2025-03-01", "quantity": {"value": 1}, "net": dollars(150.1), "encounter": [ref("Encounter/e1")]}],
    "total": dollars(150.1),
}  # fmt: skip
BENEFIT: Made = {
    "resourceType": "ExplanationOfBenefit", "id": "eb1", "identifier": [{"value": "ICN-9"}], "status": "active", "use": "claim",
    "type": coded(f"{HL7}/claim-type", "professional"), "patient": ref("Patient/p1"), "created": "2025-03-20", "outcome": "complete",
    "insurer": ref("Organization/o1"), "provider": ref("Practitioner/d1"), "claim": ref("Claim/cl1"),
    "insurance": [{"focal": True, "coverage": ref("Coverage/c1")}], "billablePeriod": {"start": "2025-03-01", "end": "2025-03-01"},
    "item": [{"sequence": 1, "productOrService": coded(CPT, "99213"), "servicedDate": "2025-03-01", "adjudication": [
        decided("submitted", 150.1), decided("eligible", 110), decided("benefit", 64.0),
        decided("denialreason", 40.1, carc="45", group="CO"), decided("copay", 20), decided("coinsurance", 26),
        decided("deductible", 0)]}],
    "total": [decided("submitted", 150.1), decided("memberliability", 46)],
    "payment": {"amount": dollars(64.0), "date": "2025-03-21"},
}  # fmt: skip
PAYMENT: Made = {
    "resourceType": "PaymentReconciliation", "id": "pr1", "status": "active", "created": "2025-03-21", "paymentDate": "2025-03-21",
    "paymentIssuer": ref("Organization/o1"), "paymentAmount": dollars(60), "paymentIdentifier": {"value": "EFT-1"},
    "detail": [{"type": coded(f"{HL7}/payment-type", "payment"), "response": ref("ExplanationOfBenefit/eb1"), "amount": dollars(64)},
               {"type": coded(f"{HL7}/payment-type", "adjustment"), "identifier": {"value": "FB-2"}, "amount": dollars(-4)}],
}  # fmt: skip
ORDER: Made = {
    "resourceType": "ServiceRequest", "id": "sr1", "status": "active", "intent": "order", "priority": "urgent", "subject": ref("Patient/p1"),
    "authoredOn": "2025-02-01", "requester": ref("Practitioner/d1"), "performerType": coded("http://nucc.org/provider-taxonomy", "207RC0000X"),
    "reasonCode": [coded(ICD, "I10", text="High pressure")], "code": coded(CPT, "93306"), "insurance": [ref("Coverage/c1")],
    "occurrencePeriod": {"end": "2025-05-01"},
}  # fmt: skip
TASK: Made = {
    "resourceType": "Task", "id": "t1", "status": "completed", "intent": "order", "focus": ref("ServiceRequest/sr1"),
    "executionPeriod": {"start": "2025-02-02", "end": "2025-02-20"},
}  # fmt: skip
APPOINTMENT: Made = {
    "resourceType": "Appointment", "id": "a1", "status": "noshow", "start": "2025-02-10T09:00:00-05:00", "created": "2025-02-03",
    "basedOn": [ref("ServiceRequest/sr1")],
    "participant": [{"actor": ref("Practitioner/d1"), "status": "accepted"}, {"actor": ref("Patient/p1"), "status": "accepted"}],
}  # fmt: skip
ACCOUNT: Made = {
    "resourceType": "Account", "id": "ac1", "identifier": [{"value": "V-1"}], "status": "active", "subject": [ref("Patient/p1")],
    "servicePeriod": {"start": "2024-12-01"}, "description": "Old visit",
}  # fmt: skip
INVOICE: Made = {
    "resourceType": "Invoice", "id": "i1", "status": "issued", "subject": ref("Patient/p1"), "account": ref("Account/ac1"), "date": "2025-01-05",
    "lineItem": [{"chargeItemCodeableConcept": coded(CPT, "99213"), "priceComponent": [
        {"type": "base", "amount": dollars(90)}, {"type": "deduction", "amount": dollars(-50)}]}],
    "totalGross": dollars(40),
}  # fmt: skip
CASH: Made = {
    "resourceType": "PaymentReconciliation", "id": "m1", "status": "active", "created": "2025-03-22", "paymentDate": "2025-03-22",
    "paymentAmount": dollars(15), "detail": [{"type": coded(f"{HL7}/payment-type", "payment"), "request": ref("Account/ac1"), "amount": dollars(15)}],
}  # fmt: skip
EVERYTHING = [
    PATIENT, CHILD, PARENT, PAYER, DOCTOR, ROLE, COVERAGE, ENCOUNTER, *CONDITIONS, CHARGE, CLAIM, BENEFIT, PAYMENT, ORDER, TASK,
    APPOINTMENT, ACCOUNT, INVOICE, CASH,
]  # fmt: skip


def bundle(*resources: Made, urls: dict[str, str] | None = None) -> bytes:
    """A collection of resources; urls: fullUrl by id."""
    entries = [{"fullUrl": (urls or {}).get(one.get("id", ""), ""), "resource": one} for one in resources]
    return orjson.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})
