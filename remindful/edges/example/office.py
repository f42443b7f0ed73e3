"""The office of the example: its two organizations, and office.yaml."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from remindful.edges.example.cast import GROUP, HOSPITAL
from remindful.edges.example.numbers import make_npi


@dataclass(frozen=True, slots=True)
class Organization:
    """What files say of an organization."""

    key: str
    short: str  # in file names
    name: str
    kind: str
    npi: str
    tax_id: str
    line1: str
    city: str
    state: str
    zip: str
    phone: str
    taxonomy: str
    website: str

    @property
    def x12_tax_id(self) -> str:
        """Nine digits."""
        return self.tax_id.replace("-", "")


ORGANIZATIONS: dict[str, Organization] = {
    GROUP: Organization(
        GROUP, "LPG", "Lakeshore Physicians Group", "provider", make_npi(1), "00-0000101",
        "100 Example Way", "Tallahassee", "FL", "32308", "8505550100", "193200000X", "https://lakeshore.example.org",
    ),
    HOSPITAL: Organization(
        HOSPITAL, "CMH", "Capital Memorial Hospital", "tax_exempt_hospital", make_npi(2), "00-0000202",
        "200 Example Way", "Tallahassee", "FL", "32301", "8505550101", "282N00000X", "https://capital.example.org",
    ),
}  # fmt: skip


def write_office(path: Path, *, activated_on: date) -> None:
    """office.yaml: what `remindful import` reads first."""
    lines = [
        "# The office of the example practice. People, numbers and addresses in it are invented.",
        "organizations:",
    ]
    for one in ORGANIZATIONS.values():
        phone = f"({one.phone[:3]}) {one.phone[3:6]}-{one.phone[6:]}"
        lines += [
            f"  - key: {one.key}",
            f"    name: {one.name}",
            f"    kind: {one.kind}",
            f'    npi: "{one.npi}"',
            f'    tax_id: "{one.tax_id}"',
            f"    line1: {one.line1}",
            f"    city: {one.city}",
            f"    state: {one.state}",
            f'    zip: "{one.zip}"',
            "    zone: America/New_York",
            f'    phone: "{phone}"',
            '    hours: "Monday to Friday, 8 am to 5 pm"',
            f"    email_from: billing@{one.website.removeprefix('https://')}",
            f"    website: {one.website}",
            f"    pay_url: {one.website}/pay",
        ]
        if one.kind == "tax_exempt_hospital":
            lines += ['    assistance_phone: "(850) 555-0102"', f"    assistance_url: {one.website}/help-with-bills"]
        lines += ["    is_practice: true", f"    activated_on: {activated_on.isoformat()}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
