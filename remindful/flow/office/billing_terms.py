"""How an organization's claims are to be written: the part `billing` of office.yaml. Without it another system bills."""

from dataclasses import asdict, dataclass, fields

from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.office import settings

SETTING = "billing"
NEEDED = ("submitter_id", "receiver_id", "contact")


@dataclass(frozen=True, slots=True)
class BillingTerms:
    """Who sends the files to whom (X12 loops 1000A, 1000B), and the house's terms for those whom nobody covers."""

    submitter_id: str  # as the clearinghouse knows the sender: ISA06, GS02
    receiver_id: str  # ISA08, GS03
    contact: str  # whom a payer may ask, PER02
    receiver_name: str = "CLEARINGHOUSE"
    contact_phone: str | None = None  # the organization's own where it is not given
    taxonomy: str | None = None  # NUCC, of the billing provider
    is_production: bool = False  # ISA15 = P; T until somebody says so
    self_pay_discount_percent: int = 0


def find_faults(row: object, where: str) -> list[str]:
    """What is wrong with a `billing` of office.yaml, in words."""
    if not isinstance(row, dict):
        return [f"{where}: `billing` is not a table."]
    known = {spot.name for spot in fields(BillingTerms)}
    faults = [f"{where}: unknown word `{word}` in `billing`." for word in row if word not in known]
    faults += [f"{where}: `billing` lacks `{word}`." for word in NEEDED if not row.get(word)]
    percent = row.get("self_pay_discount_percent", 0)
    if not isinstance(percent, int) or not 0 <= percent <= 100:
        faults.append(f"{where}: `self_pay_discount_percent` is {percent!r}; write a whole number from 0 to 100.")
    for word, longest in (("submitter_id", 15), ("receiver_id", 15)):
        if len(str(row.get(word, ""))) > longest:
            faults.append(f"{where}: `{word}` is longer than {longest} characters (ISA06 and ISA08 hold no more).")
    return faults


def read_terms(row: dict[str, object]) -> BillingTerms:
    """The terms of a `billing` without faults."""
    texts = {name: str(value) for name, value in row.items() if value is not None and not isinstance(value, bool | int)}
    return BillingTerms(
        submitter_id=str(row["submitter_id"]),
        receiver_id=str(row["receiver_id"]),
        contact=texts["contact"],
        receiver_name=texts.get("receiver_name", "CLEARINGHOUSE"),
        contact_phone=None if row.get("contact_phone") is None else str(row["contact_phone"]),
        taxonomy=texts.get("taxonomy"),
        is_production=bool(row.get("is_production", False)),
        self_pay_discount_percent=int(str(row.get("self_pay_discount_percent", 0))),
    )


def keep_terms(store: Store, terms: dict[str, BillingTerms | None]) -> None:
    """Keep each organization's terms, by its key. None: another system bills for it."""
    ids = dict(reads.organizations(store).select("key", "organization_id").rows())
    for key, one in terms.items():
        settings.keep(store.of(ids[key]), SETTING, None if one is None else asdict(one))


def terms_of_setting(setting: object) -> BillingTerms | None:
    """The terms of a setting as it was kept; None: Remindful does not bill for the organization."""
    return BillingTerms(**setting) if isinstance(setting, dict) else None
