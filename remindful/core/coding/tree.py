"""Codes under their headings: the plainest below one, and the same code on a side."""

import re

import polars as pl

MOST_DESCENTS = 6
MOST_UNSPECIFIED = 2
_SIDE_OR_NONE = r"\b(?:unspecified|right|left|bilateral|one|both)\b"
_SIDED = re.compile(r"\b(?:right|left|bilateral)\b", re.I)
_BODY_MASS = re.compile(r"\s*bmi\s*(?:of|is|=|:)?\s*(\d{2}(?:\.\d+)?)\s*", re.I)
_BODY_MASS_SPAN = re.compile(r"\[BMI\] (?:(\d+(?:\.\d)?)(?:-| or greater))?(\d+\.\d)?(?: or less)?, adult")


class CodeTree:
    """codes: code, description, parent, is_billable."""

    def __init__(self, codes: pl.DataFrame) -> None:
        self.descriptions: dict[str, str] = dict(codes.select("code", "description").rows())
        self.billable = frozenset(codes.filter("is_billable")["code"])
        self.parents: dict[str, str | None] = dict(codes.select("code", "parent").rows())
        self.has_parents = any(self.parents.values())
        self._children: dict[str | None, list[str]] = {}
        for code, parent in codes.select("code", "parent").rows():
            self._children.setdefault(parent, []).append(code)
        self._sided = {code[:3] for code, title in self.descriptions.items() if _SIDED.search(title)}
        self._two_sided = {code[:3] for code, title in self.descriptions.items() if "bilateral" in title.lower()}
        self._body_mass = [
            (code, float(least or 0), float(most) + 0.1 if most else float("inf"))
            for code, title in self.descriptions.items()
            if code in self.billable
            for least, most in _BODY_MASS_SPAN.findall(title)
        ]
        self._sideless, self._by_side = self._find_sides(codes)

    def default_of(self, code: str) -> str:
        """The billable code that says no more than this one: unspecified, right away, first encounter."""
        for _ in range(MOST_DESCENTS):
            below = self._children.get(code, [])
            if code in self.billable or not below:
                return code
            is_unspecified = any("unspecified" in self.descriptions[one].lower() for one in below)
            # Where nothing is "unspecified", what is not told apart is "other".
            others = [] if is_unspecified else [one for one in below if self.descriptions[one].startswith("Other ")]
            code = max(others or below, key=self.plainness)
        return code

    def on_side(self, code: str, side: str | None) -> str:
        """The same code on a side, where there is one: of the same category, with the same title but for its sides."""
        if side is None or _SIDED.search(self.descriptions[code]):
            return code
        if code not in self._sideless:
            return code
        category, title, short = self._sideless[code]
        # "Hearing loss, unspecified ear" on both sides is "hearing loss, bilateral".
        return self._by_side.get((category, title, side)) or self._by_side.get((category, short, side), code)

    def leaves_of(self, code: str) -> list[str]:
        """The billable codes below a heading, or the code itself."""
        below = self._children.get(code, [])
        return [code] if code in self.billable or not below else [leaf for one in below for leaf in self.leaves_of(one)]

    def leaves_side_open(self, code: str, side: str | None) -> bool:
        """Whether a code says no side, though others of its category do and one was asked for."""
        if side is None:
            return False
        if _SIDED.search(self.descriptions[code]):
            return (
                side == "bilateral"
                and "bilateral" not in self.descriptions[code].lower()
                and code[:3] in self._two_sided
            )
        return code[:3] in self._sided

    def by_body_mass(self, text: str) -> str | None:
        """The code of an adult's body mass index that a text tells and nothing else: "BMI 34.5"."""
        match = _BODY_MASS.fullmatch(text)
        if match is None:
            return None
        value = float(match.group(1))
        return next((code for code, least, most in self._body_mass if least <= value < most), None)

    def is_on_other_side(self, code: str, side: str | None) -> bool:
        """Whether a code names the other side than the one that was asked for."""
        other = {"left": "right ", "right": "left "}.get(side or "")
        return other is not None and re.search(rf"\b{other}", self.descriptions[code].lower() + " ") is not None

    def _find_sides(
        self, codes: pl.DataFrame
    ) -> tuple[dict[str, tuple[str, str, str]], dict[tuple[str, str, str], str]]:
        """(category, title without sides, and without what has a side, of each code; the code of each on a side)."""
        description = pl.col("description").str.to_lowercase()
        titles = codes.filter("is_billable").with_columns(
            category=pl.col("code").str.slice(0, 3),
            title=_without_sides(description),
            short=_without_sides(description.str.replace(r", unspecified \w+$", "")),
            side=description.str.extract(r"\b(right|left|bilateral)\b"),
        )
        on_side = titles.filter(pl.col("side").is_not_null())
        sides: dict[tuple[str, str, str], str] = {}
        for category, title, side, code in on_side.select("category", "title", "side", "code").rows():
            before = sides.get((category, title, side))
            if before is None or self.plainness(code) > self.plainness(before):
                sides[category, title, side] = code
        sideless = titles.filter(pl.col("side").is_null()).select("code", "category", "title", "short").rows()
        return {code: (category, title, short) for code, category, title, short in sideless}, sides

    def plainness(self, code: str) -> float:
        """How little a code says beyond its parent: what a plain phrase means, where nothing more is said. In a list without parents: 1."""
        if not self.has_parents:
            return 1.0
        text = self.descriptions[code].lower()
        plain = 1.0
        plain += (
            0.05 * min(text.count("unspecified"), MOST_UNSPECIFIED)
            + 0.03 * ("initial encounter" in text)
            + 0.03 * ("uncomplicated" in text)
        )
        plain += 0.02 * ("without" in text) + 0.02 * ("closed fracture" in text) - 0.02 * ("open" in text)
        plain -= 0.06 * ("subsequent encounter" in text) + 0.06 * ("sequela" in text) + 0.02 * ("other " in text)
        plain -= 0.1 * ("diseases classified elsewhere" in text)
        plain -= 0.03 * code.startswith(("O", "P")) + 0.08 * code.startswith(("V", "W", "X", "Y"))
        plain -= 0.02 * code.startswith(("Z8", "Z7"))
        plain += 0.015 * (code in self.billable)
        return plain - 0.004 * len(code)


def _without_sides(title: pl.Expr) -> pl.Expr:
    """Titles that are alike but for their side as one: no sides, singular, letters only."""
    return title.str.replace_all(_SIDE_OR_NONE, "").str.replace_all(r"ies\b", "y").str.replace_all(r"s\b|[^a-z0-9]", "")
