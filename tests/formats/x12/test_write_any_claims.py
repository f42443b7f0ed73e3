"""Whatever valid claims there are: they are written, counted right, and read back as they were."""

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from remindful.edges.formats import claim837
from remindful.edges.formats.claim837.write import write_claims
from tests.examples import examples
from tests.formats.x12.made837 import HEADER, KINDS, as_frames, together
from tests.formats.x12.reading import join_readings

NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh'-. \u00c9\u00f1*~:^", min_size=1, max_size=30).filter(
    lambda name: any(letter.isalpha() for letter in name)
)
KEYS = st.from_regex(r"[A-Z0-9][A-Z0-9/-]{0,18}[A-Z0-9]", fullmatch=True)
DAYS = st.dates(date(2025, 1, 1), date(2026, 5, 4))
CENTS = st.integers(0, 9_999_999)


@st.composite
def claims(draw: st.DrawFn):
    """Claims of any kinds, with names, numbers, days and amounts of any kind."""
    parts = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=6)), start=1):
        rows = KINDS[kind](number)
        own = rows["claims"][0]
        own["control_number"], own["medical_record_number"] = draw(KEYS), draw(KEYS)
        own["note"] = draw(st.none() | NAMES)
        last, first = draw(NAMES), draw(NAMES)
        for row in [own, *rows["claim_payers"]]:
            who = "patient" if row is own else "subscriber"
            row[f"{who}_last_name"], row[f"{who}_first_name"] = last, first
        if not rows["claim_adjudications"]:
            for line in rows["claim_lines"]:
                line["charge_cents"] = draw(CENTS)
                line["units"] = draw(st.integers(1, 9_999_999)) / 1000
            own["charge_cents"] = sum(line["charge_cents"] for line in rows["claim_lines"])
        if own["form"] == "P":
            day = draw(DAYS)
            own["service_from_on"] = own["service_to_on"] = day
            for line in rows["claim_lines"]:
                line["service_on"], line["service_to_on"] = day, None
        parts.append(rows)
    return as_frames(together(*parts))


@given(frames=claims())
@settings(
    max_examples=examples(8),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_valid_claims_are_written_and_read_back(frames, tmp_path_factory):
    file = write_claims(frames, header=HEADER)
    path = tmp_path_factory.mktemp("any") / "any.837"
    path.write_text(file.text)
    read, findings = join_readings(claim837.FORMAT.read(path, None))

    assert [] == [*file.findings, *findings]
    assert frames["claims"].height == file.sent.height == read["claims"].height
    for name, columns in {
        "claims": ["control_number", "charge_cents", "service_from_on", "frequency_code"],
        "claim_lines": ["claim_no", "line_no", "charge_cents", "units", "service_on", "procedure_code", "modifiers"],
        "claim_codes": ["claim_no", "code_no", "qualifier", "code", "code_on", "to_on", "amount_text"],
        "claim_payer_adjustments": ["claim_no", "level_no", "group_code", "carc", "amount_cents"],
    }.items():
        keys = [
            column for column in ("claim_no", "level_no", "group_code", "carc", "amount_cents") if column in columns
        ]
        assert_frame_equal(frames[name].select(columns).sort(keys), read[name].select(columns).sort(keys))
    for name in read["claims"]["patient_last_name"]:
        assert not set(name) & set("*~:^")
