"""Frames of every contract, made by hypothesis from the contract itself, and the reading of what was written."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
from hypothesis import strategies as st

from remindful.core.words import care, kinds
from remindful.edges.formats.fhir.read import CONTRACTS, SCHEMAS, read_fhir

type Frames = dict[str, pl.DataFrame]
NPIS = ("1234567893", "1245319599", "1003000126", "9999984591")
PHONES = ("+12125550123", "+18505551234", "+13053051234")
WORDS = st.text(st.characters(categories=("Lu", "Ll", "Nd"), include_characters=" '-.&/é"), min_size=1, max_size=12)
TEXTS = WORDS.map(lambda text: " ".join(text.split()) or "x")
CODES = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=7)
KINDS = {
    ("coverages", "payer_kind"): kinds.PayerKind,
    ("claim_payers", "payer_kind"): kinds.PayerKind,
    ("demographics", "preferred_medium"): kinds.Medium,
    ("referrals", "state"): care.ReferralState,
    ("authorizations", "state"): care.AuthorizationState,
    ("appointments", "state"): care.AppointmentState,
    ("diagnoses", "system"): care.CodeSystem,
    ("charges", "system"): care.CodeSystem,
}
VALUES = {
    "sex": st.sampled_from(("F", "M", "U")),
    "state": st.sampled_from(("FL", "NY", "CA")),
    "language": st.sampled_from(("en", "es", "ht")),
    "phone": st.sampled_from(PHONES),
    "npi": st.sampled_from(NPIS),
    "email": st.sampled_from(("ana@example.org", "bo@example.org")),
    "setting": st.sampled_from(("ambulatory", "emergency", "inpatient", "home", "virtual")),
    "modifiers": st.lists(st.sampled_from(("25", "59", "LT", "RT")), min_size=1, max_size=4).map(":".join),
    "diagnosis_pointers": st.lists(st.sampled_from("1234"), min_size=1, max_size=4).map(":".join),
    "service_codes": st.lists(CODES, min_size=1, max_size=3).map(":".join),
    "qualifier": st.sampled_from(("ABK", "ABF", "ABJ", "APR", "BBR", "BBQ", "BH", "BE", "BG", "DR")),
    "form": st.sampled_from("PI"),
    "group_code": st.sampled_from(("CO", "PR", "OA", "PI")),
    "remark_codes": st.lists(st.sampled_from(("N130", "MA01", "M15")), max_size=3),
    "place_of_service": st.sampled_from(("11", "21", "22", "23")),
    "phone_kind": st.sampled_from(("mobile", "landline", "work")),
    "code": CODES,
}


def values_of(name: str, column: str, dtype: pl.DataType) -> st.SearchStrategy:
    """Plausible values of a column."""
    if (name, column) in KINDS:
        return st.sampled_from([str(kind) for kind in KINDS[name, column]])
    if column in VALUES:
        return VALUES[column]
    if column.endswith("_npi"):
        return st.sampled_from(NPIS)
    cents = st.integers(-9_999_999, 9_999_999)
    by_type = {
        pl.Date: st.dates(date(1901, 1, 1), date(2099, 12, 31)),
        pl.Boolean: st.booleans(),
        pl.Float64: st.integers(1, 4_000).map(lambda quarters: quarters / 4),
        pl.Int64: cents if column.endswith("_cents") else st.integers(1, 99),
    }
    return by_type.get(type(dtype), TEXTS)


def frame_of(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as the contract has them; what is not given is null."""
    schema = SCHEMAS[name]
    whole = [{column: row.get(column) for column in schema} for row in rows]
    return CONTRACTS[name].validate(pl.DataFrame(whole, schema=schema), cast=True)


@st.composite
def rows_of(draw: st.DrawFn, name: str, count: int, given: list[dict[str, object]] | None = None) -> pl.DataFrame:
    """A frame of some rows; `given` columns are taken as they are, others drawn, null where they may be."""
    columns = CONTRACTS[name].columns()
    rows: list[dict[str, object]] = []
    for no in range(count):
        row: dict[str, object] = dict(given[no]) if given else {}
        for column, dtype in SCHEMAS[name].items():
            if column not in row:
                value = values_of(name, column, dtype)
                nullable = columns[column].nullable
                row[column] = draw(st.one_of(st.none(), value) if nullable else value)
        rows.append(row)
    return frame_of(name, rows)


def read_back(path: Path) -> tuple[Frames, list[str]]:
    """Frames of a file or folder, and the codes of what was found."""
    pieces: dict[str, list[pl.DataFrame]] = {}
    findings: list[str] = []
    for reading in read_fhir(path):
        findings += [finding.code for finding in reading.findings]
        for name, frame in reading.frames.items():
            pieces.setdefault(name, []).append(frame)
    return {name: pl.concat(frames) for name, frames in pieces.items()}, findings


def plain(frames: Mapping[str, pl.DataFrame]) -> dict[str, list[dict[str, object]]]:
    """Rows without their places in the file, which no round trip keeps, and in an order that does not depend on it."""
    found: dict[str, list[dict[str, object]]] = {}
    for name, frame in frames.items():
        drop = [column for column in ("segment_no",) if column in frame.columns]
        if name in ("demographics", "contacts", "open_balances", "payments"):
            drop.append("line_no")
        rows = list(frame.drop(drop).iter_rows(named=True))
        if rows:
            found[name] = sorted(rows, key=lambda row: [str(value) for value in row.values()])
    return found


#: Frames that are written together, since they mean each other, with the keys that hold them together: by row number.
FAMILIES: dict[str, dict[str, dict[str, object]]] = {
    "people": {"demographics": {"party_key": "P{}"}, "contacts": {"party_key": "P{}", "kind": "died"} | dict.fromkeys(
        ("happened_at", "visit_key", "medium", "value", "amount_cents"))},
    "coverages": {"coverages": {"party_key": "P{}"}},
    "providers": {"providers": {"npi": NPIS}},
    "encounters": {"encounters": {"encounter_key": "E{}"}, "diagnoses": {"encounter_key": "E1", "rank": int}, "charges": {
        "encounter_key": "E1", "line_no": int}},
    "referrals": {"referrals": {"referral_key": "R{}"}},
    "authorizations": {"authorizations": {"authorization_key": "A{}"}},
    "appointments": {"appointments": {"appointment_key": "A{}"}},
    "claims": {"claims": {"claim_no": int}, "claim_payers": {"claim_no": 1, "level_no": int}, "claim_lines": {
        "claim_no": 1, "line_no": int}, "claim_codes": {"claim_no": 1, "code_no": int}, "claim_providers": {"claim_no": 2}},
    "remits": {"remits": {"remit_no": int}, "remit_claims": {"remit_no": 1, "claim_no": int}, "remit_lines": {
        "claim_no": 1, "line_no": int}, "remit_adjustments": {"claim_no": 1, "line_no": (1, None)},
        "remit_provider_adjustments": {"remit_no": 2}},
    "open_balances": {"open_balances": {"visit_key": "V{}"}},
    "payments": {"payments": {"payment_key": "M{}"}},
}  # fmt: skip


def _given(pattern: object, no: int) -> object:
    match pattern:
        case str():
            return pattern.format(no)
        case tuple():
            return pattern[no - 1]
        case type():
            return no
        case _:
            return pattern


@st.composite
def families(draw: st.DrawFn, family: str, count: int = 2) -> Frames:
    """Frames of a family, two rows each, that are right by their contracts."""
    made: Frames = {}
    for name, keys in FAMILIES[family].items():
        given = [{column: _given(pattern, no) for column, pattern in keys.items()} for no in range(1, count + 1)]
        made[name] = draw(rows_of(name, count, given))
    return made
