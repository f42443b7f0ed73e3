"""The billing office's own description: which organizations it serves. Read from office.yaml."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import yaml

from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import OrganizationKind
from remindful.core.words.messages import Sender, say_zip
from remindful.flow.office import billing_terms
from remindful.flow.office.billing_terms import BillingTerms

NEEDED = ("key", "name", "kind", "line1", "city", "state", "zip", "phone", "email_from", "pay_url")


@dataclass(frozen=True, slots=True)
class Organization:
    """One organization that the office bills for. `kind` decides what law binds it; `zone` is where its office is."""

    key: str
    name: str
    kind: OrganizationKind
    npi: str | None
    tax_id: str | None
    line1: str
    city: str
    state: str
    zip: str
    zone: str
    phone: str
    hours: str
    email_from: str
    website: str
    pay_url: str
    assistance_phone: str | None
    assistance_url: str | None
    is_practice: bool
    activated_on: date | None
    billing: BillingTerms | None  # None: another system writes its claims

    @property
    def is_in_test(self) -> bool:
        """Whether it exchanges test files: the practice of the example, and who bills without `is_production`."""
        return self.is_practice or (self.billing is not None and not self.billing.is_production)


class _OnceOnly(yaml.SafeLoader):
    """A safe loader that refuses a word that is there twice in one table, where YAML itself lets the last one win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The table of a node. Raises yaml.YAMLError at a word that is there twice."""
        words = [str(key.value) for key, _ in node.value]
        for place, (key, _) in enumerate(node.value):
            if str(key.value) in words[:place]:
                raise yaml.MarkedYAMLError(problem=f"`{key.value}` is there twice", problem_mark=key.start_mark)
        return super().construct_mapping(node, deep=deep)


def read_office(path: Path) -> list[Organization]:
    """The organizations of an office.yaml. Raises Refusal naming every fault at once."""
    try:
        table = _OnceOnly(path.read_text(encoding="utf-8")).get_single_data()
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refusal(f"{path} is not YAML: {error}.", "Fix the file and import it again.") from None
    rows = table.get("organizations") if isinstance(table, dict) else None
    if not isinstance(rows, list) or not rows:
        raise Refusal(f"{path} has no `organizations`.", "See docs/how-to/your-own-files.md for an example.")
    faults = [fault for number, row in enumerate(rows, start=1) for fault in _faults(row, number)]
    keys = [str(row.get("key")) for row in rows if isinstance(row, dict)]
    faults += [f"Two organizations have the key {key!r}." for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if faults:
        raise Refusal(f"{path}: " + " ".join(faults), "Fix these lines and import the file again.")
    return [_organization(row) for row in rows]


def _faults(row: object, number: int) -> list[str]:
    if not isinstance(row, dict):
        return [f"Organization {number} is not a table."]
    where = f"Organization {row.get('key', number)}"
    known = {spot.name for spot in fields(Organization)} | {"address"}
    faults = [f"{where}: unknown word `{word}`." for word in row if word not in known]
    faults += [f"{where}: `{word}` is missing." for word in NEEDED if not row.get(word)]
    if "/" in str(row.get("key", "")):
        faults.append(f"{where}: a key has no slash, because things are named organization/key.")
    if row.get("kind") and row["kind"] not in list(OrganizationKind):
        faults.append(f"{where}: kind {row['kind']!r} is not one of {', '.join(OrganizationKind)}.")
    if row.get("zone") and row["zone"] not in available_timezones():
        faults.append(f"{where}: zone {row['zone']!r} is no IANA time zone.")
    if row.get("billing") is not None:
        faults += billing_terms.find_faults(row["billing"], where)
        faults += [f"{where}: who bills needs `{word}`." for word in ("npi", "tax_id") if not row.get(word)]
    if row.get("kind") == OrganizationKind.TAX_EXEMPT_HOSPITAL and not (
        row.get("assistance_phone") and row.get("assistance_url")
    ):
        faults.append(
            f"{where}: a tax-exempt hospital needs `assistance_phone` and `assistance_url`, because every billing statement "
            "must name them (26 CFR 1.501(r)-4(b)(5))."
        )
    return faults


def _organization(row: dict[str, object]) -> Organization:
    def text(word: str, default: str | None = None) -> str | None:
        found = row.get(word)
        return default if found is None else str(found)

    activated_on, billing = row.get("activated_on"), row.get("billing")
    return Organization(
        key=str(row["key"]),
        name=str(row["name"]),
        kind=OrganizationKind(str(row["kind"])),
        npi=text("npi"),
        tax_id=text("tax_id"),
        line1=str(row["line1"]),
        city=str(row["city"]),
        state=str(row["state"]),
        zip=str(row["zip"]),
        zone=str(ZoneInfo(text("zone", "America/New_York") or "America/New_York")),
        phone=str(row["phone"]),
        hours=text("hours", "") or "",
        email_from=str(row["email_from"]),
        website=text("website", "") or "",
        pay_url=str(row["pay_url"]),
        assistance_phone=text("assistance_phone"),
        assistance_url=text("assistance_url"),
        is_practice=bool(row.get("is_practice", False)),
        activated_on=activated_on if isinstance(activated_on, date) else None,
        billing=billing_terms.read_terms(billing) if isinstance(billing, dict) else None,
    )


def of_row(row: Mapping[str, Any], *, billing: BillingTerms | None) -> Organization:
    """An organization from its row (reads.organizations) and its terms."""
    converted = {"kind", "billing"}
    known: dict[str, Any] = {spot.name: row[spot.name] for spot in fields(Organization) if spot.name not in converted}
    return Organization(kind=OrganizationKind(row["kind"]), billing=billing, **known)


def build_sender(organization: Organization) -> Sender:
    """An organization as a patient sees it."""
    words = (
        "key", "name", "line1", "city", "state", "phone", "hours", "email_from", "website", "pay_url", "assistance_phone",
        "assistance_url",
    )  # fmt: skip
    seen: dict[str, Any] = {word: getattr(organization, word) for word in words}
    return Sender(zip=say_zip(organization.zip), **seen)
