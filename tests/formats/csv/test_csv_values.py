"""How single values are read: amounts, days, ZIPs, phones, states, languages."""

from datetime import date

import polars as pl
import pytest

from remindful.edges.formats.csv_rows import lists
from remindful.edges.formats.csv_rows.dates import read_days
from remindful.edges.formats.csv_rows.phones import read_phones
from remindful.edges.formats.csv_rows.shapes import read_amounts, read_emails, read_zips
from remindful.edges.formats.languages import language_lists


def _texts(*values: str | None) -> pl.Series:
    return pl.Series("texts", values, dtype=pl.String)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1234.5", 123_450), ("$1,234.50", 123_450), ("(12.00)", -1_200), ("12.00-", -1_200), ("-$12", -1_200),
        ("$-12", -1_200), ("- 12.00", -1_200), ("12.00 CR", -1_200), (".5", 50), ("5.", 500), ("12.500", 1_250),
        ("1,234,567", 123_456_700), ("\u221212", -1_200), ("0", 0), ("$ 7", 700), ("($7.00)", -700),
        ("12.345", None), ("1,23", None), ("1.234,50", None), ("--5", None), ("(-5)", None), ("5 0", None),
        ("$", None),
        ("-", None), ("()", None), ("1e5", None), ("12.00 DR", None), ("99999999999999", None), ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_dollars(text, cents):
    assert [cents] == read_amounts(_texts(text), money="dollars").to_list()
    assert [cents, 100] == read_amounts(_texts(text, "1"), money="dollars").to_list()
    turned = None if cents is None else -cents
    assert [turned] == read_amounts(_texts(text), money="dollars", is_negated=True).to_list()


@pytest.mark.parametrize(
    ("text", "cents"),
    [("500", 500), ("-5", -5), ("(7)", -7), ("7-", -7), ("$5", 5), ("12.50", None), ("1,000", None), (None, None)],
)
def test_cents(text, cents):
    assert [cents] == read_amounts(_texts(text), money="cents").to_list()


def test_days_outside_the_span_of_lives_and_half_read_ones_are_not_days():
    texts = _texts(
        "2025-03-04", "3/4/2025", "20250304", "3/4/2025 12:00:00 AM", "3/4/25", "0025-03-04", "2025111", "2025-02-29"
    )
    day = date(2025, 3, 4)

    assert [day, day, day, day, None, None, None, None] == read_days(
        texts, ("YYYY-MM-DD", "MM/DD/YYYY", "YYYYMMDD")
    ).to_list()


def test_two_digits_of_year_are_read_where_named_but_never_for_a_birth():
    texts = _texts("03/04/25", "03/04/1931")

    assert [date(2025, 3, 4), date(1931, 3, 4)] == read_days(texts, ("MM/DD/YYYY", "MM/DD/YY")).to_list()
    assert [None, date(1931, 3, 4)] == read_days(texts, ("MM/DD/YYYY", "MM/DD/YY"), is_century_required=True).to_list()


def test_zips_get_back_the_zeros_that_a_spreadsheet_dropped():
    texts = _texts(
        "02081", "2081", "501", "02081-1234", "020811234", "20811234", "2081.0", "00000", "K1A 0B1", "12", None
    )

    assert read_zips(texts).to_list() == [
        "02081",
        "02081",
        "00501",
        "02081",
        "02081",
        "02081",
        "02081",
        None,
        None,
        None,
        None,
    ]


def test_phones_become_e164():
    good = ["(850) 555-0100", "8505550100", "+1 850-555-0100", "1-850-555-0100", "850.555.0100 x12", "850/555/0100"]
    bad = ["000-000-0000", "555-0100", "999-999-9999", "junk", "1505550100", None]

    assert read_phones(_texts(*good, *bad)).to_list() == ["+18505550100"] * 6 + [None] * 6
    assert read_phones(_texts("+44 20 7183 8750")).to_list() == ["+442071838750"]


def test_states_and_languages_by_code_or_name():
    states, languages = (
        _texts("fl", "Florida", "new  york", "D.C.", "Zz"),
        _texts("Spanish", "en-US", "spa", "ESPAÑOL", "?"),
    )

    assert lists.read_states(states).to_list() == ["FL", "FL", "NY", "DC", None]
    assert lists.read_languages(languages).to_list() == ["es", "en", "es", "es", None]


def test_every_state_is_there_once_and_every_language_word_means_one_language():
    codes = set(lists.read_states(_texts(*(entry.split()[0] for entry in lists._STATES.split("|")))))
    words = [word for line in language_lists().values() for word in line]

    assert len(codes - {None}) == 51 + 5 + 3
    assert len(words) == len(set(words))


def test_an_address_with_a_blank_or_two_addresses_is_none():
    texts = _texts("Ana.B+c@Mail.EXAMPLE.org", "a b@c.example", "a@b.example; c@d.example", "a@b")

    assert read_emails(texts).to_list() == ["Ana.B+c@mail.example.org", None, None, None]
