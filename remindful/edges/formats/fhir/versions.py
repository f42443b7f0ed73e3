"""Which FHIR a source is of: R4 is read; DSTU2 and STU3, which write the same words otherwise, are refused by name.

Source: the differences that HL7 lists between STU3 and R4 (hl7.org/fhir/R4/diff.html) and between DSTU2 and STU3.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from remindful.core.words.findings import At, Finding
from remindful.edges.formats.fhir.elements import Json, Resource, parts

DSTU2, STU3, R4 = "DSTU2", "STU3", "R4"
#: Kinds of resources that only this version has.
KINDS = {
    **dict.fromkeys(("MedicationOrder", "DiagnosticOrder", "Conformance", "DeviceUseRequest", "Order", "OrderResponse"), DSTU2),
    **dict.fromkeys(("ProcedureRequest", "ReferralRequest", "EligibilityRequest", "EligibilityResponse", "ProcessRequest"), STU3),
    **dict.fromkeys(("ServiceRequest", "CoverageEligibilityRequest", "CoverageEligibilityResponse"), R4),
}  # fmt: skip
LINKS = ("careTeamLinkId", "diagnosisLinkId", "procedureLinkId", "informationLinkId")
_OF_BILLING = ("Claim", "ExplanationOfBenefit")


@dataclass(slots=True)
class Watch:
    """What the resources of a source look like, counted while they are read for another purpose."""

    counts: Counter[str] = field(default_factory=Counter[str])
    first: dict[str, At] = field(default_factory=dict[str, At])
    total: int = 0

    def over(self, resources: Iterable[Resource]) -> Iterator[Resource]:
        """The same resources."""
        for resource in resources:
            self.total += 1
            version = version_of(resource.kind, resource.body)
            if version is not None:
                self.counts[version] += 1
                self.first.setdefault(version, resource.at)
            yield resource

    def finding(self) -> Finding | None:
        """Why the source is not read; None: nothing speaks for an older version, or something for R4."""
        if self.counts[R4] or not self.counts:
            return None
        version = DSTU2 if self.counts[DSTU2] else STU3
        return Finding(
            "fhir.version",
            self.first[version],
            f"This is FHIR {version}, by its {self.first[version].key}. Remindful reads FHIR R4, so nothing of it was posted.",
            "Have the sender export FHIR R4 (4.0.1); most servers and Synthea can.",
        )


def version_of(kind: str, body: Json) -> str | None:
    """The version that a resource alone tells for certain; most look alike in all."""
    if kind in KINDS:
        return KINDS[kind]
    if kind == "Encounter" and isinstance(body.get("class"), str):
        return DSTU2
    if kind == "Condition":
        status = body.get("clinicalStatus")
        if isinstance(status, str):
            return STU3 if "subject" in body else DSTU2
        return R4 if isinstance(status, dict) else None
    if kind in _OF_BILLING:
        return _version_of_bill(body)
    return None


def _version_of_bill(body: Json) -> str | None:
    items = list(parts(body, "item"))
    if any("productOrService" in item for item in items):
        return R4
    if any("service" in item or any(link in item for link in LINKS) for item in items):
        return STU3
    return None
