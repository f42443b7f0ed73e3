"""The map of the 51 jurisdictions, a tile each: how much of its own law is modelled, and how much nobody read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from remindful.core.law.rule import Rulebook
from remindful.faces.lawsite.rule_view import page_of
from remindful.faces.lawsite.templating import render
from remindful.faces.lawsite.wording import STATE_NAMES

#: Rows from north to south; two letters a tile, dots where there is none.
_ROWS = """
AK .. .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. .. VT NH
.. WA ID MT ND MN IL WI MI NY RI MA
.. OR NV WY SD IA IN OH PA NJ CT ..
.. CA UT CO NE MO KY WV VA MD DE ..
.. .. AZ NM KS AR TN NC SC DC .. ..
.. .. .. .. OK LA MS AL GA .. .. ..
HI .. .. .. TX .. .. .. .. FL .. ..
"""
TILES: Mapping[str, tuple[int, int]] = {
    code.lower(): (column, row)
    for row, line in enumerate(_ROWS.strip().splitlines())
    for column, code in enumerate(line.split())
    if code != ".."
}
assert set(TILES) == set(STATE_NAMES), "a state without its tile"
_SIZE, _GAP = 56, 4

#: The least number of topics, the colour of the tile and of its letters (6.5:1 or more), the words of the legend.
_SHADES = (
    (7, "#123f5c", "#ffffff", "7 or more"),
    (4, "#1f5f85", "#ffffff", "4 to 6"),
    (2, "#a3cbe0", "#10222e", "2 or 3"),
    (1, "#dcebf3", "#10222e", "1"),
    (0, "#f6f6f4", "#10222e", "none"),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One jurisdiction on the map. x, y: its upper left corner."""

    code: str
    name: str
    href: str
    x: int
    y: int
    fill: str
    ink: str
    modelled: int
    unread: int


@dataclass(frozen=True, slots=True)
class Shade:
    """One colour of the legend."""

    fill: str
    text: str
    x: int


def count_topics(rulebook: Rulebook, jurisdiction: str) -> tuple[int, int]:
    """How many topics a jurisdiction's own rules model, and of how many some part is unread (or stands nowhere)."""
    modelled = {rule.topic for rule in rulebook.rules.values() if rule.jurisdiction == jurisdiction}
    lines = [line for line in rulebook.coverage if line.jurisdiction == jurisdiction]
    unread = {line.topic for line in lines if line.status == "unread"}
    nowhere = rulebook.topics.keys() - {line.topic for line in lines}
    return len(modelled), len(unread | nowhere)


def draw_map(rulebook: Rulebook, on: date) -> str:
    """An SVG of 51 tiles, each a link to its page. Its colours stand in it, so it needs no style sheet."""
    shades = [Shade(fill, text, number * 112) for number, (_, fill, _, text) in enumerate(reversed(_SHADES))]
    tiles = [_lay_tile(code, rulebook) for code in sorted(TILES)]
    return render("map.svg", {"tiles": tiles, "shades": shades, "topics": len(rulebook.topics), "on": on.isoformat()})


def _lay_tile(code: str, rulebook: Rulebook) -> Tile:
    modelled, unread = count_topics(rulebook, code)
    fill, ink = next((fill, ink) for least, fill, ink, _ in _SHADES if modelled >= least)
    column, row = TILES[code]
    step = _SIZE + _GAP
    return Tile(code.upper(), STATE_NAMES[code], page_of(code), column * step, row * step, fill, ink, modelled, unread)
