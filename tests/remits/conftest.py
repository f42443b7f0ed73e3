"""Small remittances and claims as the readers give them, and the way from an answer to its entries."""

from datetime import date

import polars as pl
from hypothesis import settings

from remindful.core.remits import find_items, post_adjudications, spread_claim
from remindful.core.words.frames import (
    ClaimLines,
    ClaimPayers,
    Claims,
    Items,
    RemitAdjustments,
    RemitClaims,
    RemitLines,
    RemitProviderAdjustments,
    Remits,
)
from tests.examples import examples
from tests.stories.conftest import practice

__all__ = ["practice"]

SERVED, ANSWERED = date(2026, 1, 5), date(2026, 1, 20)

#: Properties are never timed: the machine may be busy.
unhurried = settings(deadline=None, max_examples=examples(25))


def frame_of(contract, rows: list[dict]) -> pl.DataFrame:
    """Rows as a frame that keeps the contract; columns that a row does not name are not known."""
    return contract.validate(pl.DataFrame(rows, schema=contract.create_empty().schema), cast=True)


class Remit:
    """The frames of one 835 file. A claim is told with its lines: (charge, paid, "CO45:2000 PR1:500"), all in cents."""

    def __init__(self):
        self.remits, self.claims, self.lines, self.adjustments, self.provider = [], [], [], [], []

    def pays(self, cents, *, remit=1):
        """BPR02 of a transaction."""
        self.remits.append(
            {"remit_no": remit, "segment_no": remit, "paid_cents": cents, "is_complete": True, "trace_number": f"T{remit}"}
        )  # fmt: skip
        return self

    def claim(self, *lines, remit=1, number="V1", status="1", charge=None, paid=None, cas="", **said):
        """charge, paid: CLP03 and CLP04, else the sums of the lines. cas: adjustments of the claim as a whole."""
        claim_no = len(self.claims) + 1
        self.claims.append(
            {"remit_no": remit, "claim_no": claim_no, "segment_no": 10 * claim_no, "control_number": number, "status_code": status,
             "charge_cents": sum(line[0] for line in lines) if charge is None else charge,
             "paid_cents": sum(line[1] for line in lines) if paid is None else paid, "remark_codes": []} | said
        )  # fmt: skip
        self._adjust(claim_no, None, cas)
        for line_no, (cents, pays, text) in enumerate(lines, start=1):
            self.lines.append(
                {"claim_no": claim_no, "line_no": line_no, "segment_no": 10 * claim_no + line_no, "charge_cents": cents,
                 "paid_cents": pays, "remark_codes": []}
            )  # fmt: skip
            self._adjust(claim_no, line_no, text)
        return self

    def _adjust(self, claim_no, line_no, text):
        for word in text.split():
            code, cents = word.split(":")
            self.adjustments.append(
                {"claim_no": claim_no, "line_no": line_no, "segment_no": 1, "group_code": code[:2], "carc": code[2:], "amount_cents": int(cents)}
            )  # fmt: skip

    def takes(self, cents, *, remit=1):
        """A PLB: positive lowers the payment."""
        self.provider.append({"remit_no": remit, "segment_no": 99, "reason_code": "WO", "amount_cents": cents})
        return self

    def frames(self) -> tuple[pl.DataFrame, ...]:
        return (
            frame_of(Remits, self.remits),
            frame_of(RemitClaims, self.claims),
            frame_of(RemitLines, self.lines),
            frame_of(RemitAdjustments, self.adjustments),
            frame_of(RemitProviderAdjustments, self.provider),
        )

    def post(self, *charges: int, level=1):
        """What its claims post on the items of visit 1, charged `charges`."""
        _, claims, lines, adjustments, _ = self.frames()
        matched = claims.select("claim_no", "paid_cents", "status_code", visit_id=pl.lit(1, dtype=pl.Int64))
        items = items_of(*charges)
        said = spread_claim(
            matched.select("claim_no", "visit_id", "paid_cents"), adjustments, find_items(matched, lines, items), items
        )
        keyed = matched.select(
            "claim_no", "visit_id", "status_code", organization_id=pl.lit(1), remit_claim_id="claim_no", level_no=pl.lit(level),
            adjudicated_on=pl.lit(ANSWERED), adjudication_key=pl.format("answer:{}", "claim_no"), source=pl.lit("june.835:1"),
        )  # fmt: skip
        return post_adjudications(keyed, said)


def items_of(*charges: int, visit=1, **said) -> pl.DataFrame:
    """Items 1, 2 ... of a visit, of these charges. said: columns, alike on all or a list of one each."""
    rows = [
        {"item_id": number, "organization_id": 1, "visit_id": visit, "line_no": number, "service_on": SERVED, "charge_cents": cents}
        | {name: value[number - 1] if isinstance(value, list) else value for name, value in said.items()}
        for number, cents in enumerate(charges, start=1)
    ]  # fmt: skip
    return frame_of(Items, rows)


def bill(*claims: dict) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Claims, ClaimPayers and ClaimLines of an 837. A claim: number, lines (cents), and columns that differ."""
    heads, payers, lines = [], [], []
    for claim_no, told in enumerate(claims, start=1):
        said = dict(told)
        charges, named = said.pop("lines", [10_000]), said.pop("payers", ["AETNA"])
        heads.append(
            {"claim_no": claim_no, "segment_no": claim_no, "form": "P", "control_number": "V1", "charge_cents": sum(filter(None, charges)),
             "frequency_code": "1", "medical_record_number": "ana", "billed_on": date(2026, 1, 6), "service_from_on": SERVED} | said
        )  # fmt: skip
        payers += [
            {"claim_no": claim_no, "level_no": level, "is_destination": level == 1, "payer_name": name, "payer_key": name,
             "payer_kind": "commercial"}
            for level, name in enumerate(named, start=1)
        ]  # fmt: skip
        lines += [
            {
                "claim_no": claim_no,
                "line_no": number,
                "segment_no": claim_no,
                "charge_cents": cents,
                "service_on": SERVED,
            }
            for number, cents in enumerate(charges, start=1)
        ]
    return frame_of(Claims, heads), frame_of(ClaimPayers, payers), frame_of(ClaimLines, lines)
