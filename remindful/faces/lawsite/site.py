"""Writing the site: the index, a page a jurisdiction, the page of changes."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from remindful.core.law.rule import Rulebook
from remindful.faces.lawsite import pages, wording
from remindful.faces.lawsite.rule_view import page_of
from remindful.faces.lawsite.templating import render
from remindful.faces.lawsite.tiles import draw_map


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """How many pages were written, and how many rules stand on them."""

    pages: int
    rules: int


def write_site(rulebook: Rulebook, out: Path, *, on: date) -> SiteCounts:
    """Write the rulebook as HTML into the folder `out`, which is made if need be. on: the day that the pages tell of.

    The same rulebook and day give the same bytes. Pages of the same names are overwritten. Raises OSError.
    """
    shared = {"version": rulebook.version, "on": wording.say_day(on)}
    map_svg = draw_map(rulebook, on)
    written = {
        "index.html": render("index.html", shared | pages.view_index(rulebook) | {"title": "Index", "map": map_svg}),
        "terms.html": render(
            "terms.html", shared | pages.view_changes(rulebook, on=on) | {"title": "What changes when"}
        ),
    }
    for code, name in wording.PLACE_NAMES.items():
        values = shared | pages.view_jurisdiction(code, rulebook, on=on) | {"title": name}
        written[page_of(code)] = render("jurisdiction.html", values)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    return SiteCounts(pages=len(written), rules=len(rulebook.rules))
