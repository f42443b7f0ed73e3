"""The payer's lines on the visit's items: what is not certain is not matched."""

import polars as pl
import pytest

from remindful.core.remits import find_items
from tests.remits.conftest import SERVED, Remit, items_of


def found(lines: list[dict], items: pl.DataFrame) -> list[int | None]:
    """The item of each line; a line: columns of RemitLines, charged 100 unless said otherwise."""
    remit = Remit().claim(*((line.get("charge_cents", 100), 0, "") for line in lines))
    for row, line in zip(remit.lines, lines, strict=True):
        row.update(line)
    claims = pl.DataFrame({"claim_no": [1], "visit_id": [1]})
    return find_items(claims, remit.frames()[2], items)["item_id"].to_list()


def test_the_line_control_number_is_believed_first():
    items = items_of(100, 100, line_control_number=["V1-1", "V1-2"], procedure_code=["A", "B"])

    assert [2, 1] == found(
        [{"line_control_number": "V1-2", "procedure_code": "A"}, {"line_control_number": "V1-1"}], items
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"procedure_code": "B"}, {"procedure_code": ["A", "B"]}),
        ({"procedure_code": "A", "modifiers": "25"}, {"procedure_code": "A", "modifiers": [None, "25"]}),
        ({"revenue_code": "0450"}, {"revenue_code": ["0300", "0450"]}),
    ],
)
def test_code_modifiers_or_revenue_code_tell_two_equal_charges_apart(line, said):
    assert [2] == found([line | {"service_on": SERVED}], items_of(100, 100, **said))


def test_a_charge_alone_is_enough_where_only_one_item_has_it():
    assert [2] == found([{"charge_cents": 70}], items_of(100, 70))


def test_a_line_that_could_be_either_of_two_items_is_not_matched():
    assert [None] == found([{}], items_of(100, 100))


def test_a_line_of_another_charge_is_not_matched():
    assert [None] == found([{"procedure_code": "A", "charge_cents": 99}], items_of(100, procedure_code="A"))


def test_as_many_lines_as_items_alike_in_everything_are_paired_by_order():
    assert [1, 2] == found([{"procedure_code": "A"}] * 2, items_of(100, 100, procedure_code="A"))


def test_two_lines_for_one_item_are_not_matched():
    assert [None, None] == found([{"procedure_code": "A"}] * 2, items_of(100, procedure_code="A"))


def test_a_reversals_negative_line_finds_the_same_item():
    assert [2] == found([{"charge_cents": -70}], items_of(100, 70))


def test_an_item_of_another_visit_is_never_found():
    assert [None] == found([{}], items_of(100, visit=2))
