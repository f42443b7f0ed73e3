"""Who bills, and how: what an organization says once of the claims that Remindful writes for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Biller:
    """The billing provider (X12 loops 1000A, 2010AA) and the house's terms. Percent are whole."""

    npi: str
    name: str
    tax_id: str
    taxonomy: str | None  # NUCC, PRV03
    line1: str
    city: str
    state: str
    zip: str
    self_pay_discount_percent: int = 0  # taken off what nobody covers, when it is billed


#: SBR09 by the kind of payer, for each form. Blue plans and others that need another say so in the office's payer list.
FILING_CODES = {
    "commercial": ("CI", "CI"),
    "medicare": ("MB", "MA"),
    "medicare_advantage": ("16", "16"),
    "medicaid": ("MC", "MC"),
    "military": ("CH", "CH"),
    "workers_compensation": ("WC", "WC"),
    "auto": ("AM", "AM"),
    "other": ("ZZ", "ZZ"),
    "unknown": ("ZZ", "ZZ"),
}
