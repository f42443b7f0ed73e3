"""What a payer decided of a line or claim, in HL7's, CARIN's and Blue Button's categories: charge, allowed, paid, and why less."""

from dataclasses import dataclass, field
from typing import Any

from remindful.edges.formats.fhir.collected import Collected
from remindful.edges.formats.fhir.elements import Json, Resource, cents, code_in, codings, parts, text
from remindful.edges.formats.fhir.systems import CARCS, GROUP, RARCS

CHARGE = {"submitted", "line_sbmtd_chrg_amt", "line_tot_chrg_amt", "clm_tot_chrg_amt"}
ALLOWED = {"eligible", "allowed", "line_alowd_chrg_amt", "rev_cntr_tot_chrg_amt"}
#: In order of preference, where a payer names several.
PAID = ("paidtoprovider", "benefit", "line_prvdr_pmt_amt", "line_nch_pmt_amt", "rev_cntr_prvdr_pmt_amt")
#: What each category is by itself: group and CARC. A group that nobody names stays unknown, and a person decides.
REASONS: dict[str, tuple[str | None, str]] = {
    "deductible": ("PR", "1"),
    "line_bene_ptb_ddctbl_amt": ("PR", "1"),
    "rev_cntr_cash_ddctbl_amt": ("PR", "1"),
    "coinsurance": ("PR", "2"),
    "line_coinsrnc_amt": ("PR", "2"),
    "copay": ("PR", "3"),
    "discount": ("CO", "45"),
    "priorpayerpaid": ("OA", "23"),
    "noncovered": (None, "96"),
}
#: Sums of the others, percentages and marks: nothing is taken from them.
INFORMATIONAL = {
    "memberliability", "paidbypatient", "paidtopatient", "drugcost", "eligpercent", "unallocdeduct", "tax",
    "line_prcsg_ind_cd", "innetwork", "outofnetwork", "other", "contracted", "noncontracted", "line_bene_pmt_amt",
    "line_bene_prmry_pyr_pd_amt",
}  # fmt: skip


@dataclass(slots=True)
class Decision:
    """Cents that a payer decided. adjustments: group_code, carc, amount_cents."""

    charge_cents: int | None = None
    allowed_cents: int | None = None
    paid_cents: int | None = None
    member_cents: int | None = None
    adjustments: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    remark_codes: list[str] = field(default_factory=list[str])


def decide(entries: Json | list[Json], owner: Resource, collected: Collected) -> Decision:
    """Read every adjudication (or total) of a line or claim."""
    decision = Decision()
    paid: dict[str, int] = {}
    for entry in parts(entries):
        decision.remark_codes += [code for system, code, _ in codings(entry.get("reason")) if system in RARCS]
        category = _category(entry)
        amount_cents = cents(entry, "amount")
        if amount_cents is not None:
            _take(decision, paid, category, amount_cents, entry, owner, collected)
    decision.paid_cents = next((paid[name] for name in PAID if name in paid), None)
    return decision


def _category(entry: Json) -> str:
    """The category's code; Blue Button writes it as a URL."""
    codes = [code.rsplit("/", 1)[-1].lower() for _, code, _ in codings(entry.get("category"))]
    known = [code for code in codes if code in CHARGE | ALLOWED | set(PAID) | set(REASONS) | INFORMATIONAL]
    return next(iter([*known, *codes]), text(entry, "category", "text") or "")


def _take(
    decision: Decision,
    paid: dict[str, int],
    category: str,
    amount_cents: int,
    entry: Json,
    owner: Resource,
    collected: Collected,
) -> None:
    carc, group = code_in(entry.get("reason"), CARCS), code_in(entry.get("reason"), GROUP)
    if category in CHARGE:
        decision.charge_cents = amount_cents
    elif category in ALLOWED:
        decision.allowed_cents = amount_cents
    elif category in PAID:
        paid[category] = amount_cents
    elif category in REASONS or carc is not None:
        by_itself = REASONS.get(category, (None, None))
        if amount_cents != 0:
            one = {"group_code": group or by_itself[0], "carc": carc or by_itself[1], "amount_cents": amount_cents}
            decision.adjustments.append(one)
    elif category == "memberliability":
        decision.member_cents = amount_cents
    elif category not in INFORMATIONAL:
        message = f"An amount is adjudicated as {category or 'nothing'}, a category that is not known; it is left out."
        collected.note(
            owner,
            "fhir.adjudication",
            message,
            "Compare the payer's own remittance; if the claim does not tie, it waits.",
        )
