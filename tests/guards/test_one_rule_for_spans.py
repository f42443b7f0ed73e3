"""Whether a dated row is in force is asked in one place: core and flow spell it out nowhere else."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2] / "remindful"
RULE = "core/words/spans.py"


def spelled_out(text: str) -> list[int]:
    """Lines that compare an open end themselves: `col("to_on").is_null() | ...`, in either order."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.BitOr)
        and any(ast.unparse(side).endswith("col('to_on').is_null()") for side in (node.left, node.right))
    ]


def test_a_planted_copy_is_seen():
    copy = 'held.filter((pl.col("from_on") <= day) & (pl.col("to_on").is_null() | (day <= pl.col("to_on"))))'
    turned = copy.replace(
        '(pl.col("to_on").is_null() | (day <= pl.col("to_on")))',
        '((pl.col("to_on") >= day) | pl.col("to_on").is_null())',
    )

    assert [[1], [1], []] == [spelled_out(text) for text in (copy, turned, "held.filter(in_force(day))")]


def test_a_span_is_compared_with_a_day_only_where_the_rule_is():
    places = [path for part in ("core", "flow") for path in sorted((ROOT / part).rglob("*.py"))]
    found = {path.relative_to(ROOT).as_posix() for path in places if spelled_out(path.read_text())}

    assert 150 < len(places)
    assert {RULE} == found
