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
    """codes: code, description, parent, is_billable. sides: code, side, other, as find_sides gives them; None: they are found here."""

    def __init__(self, codes: pl.DataFrame, sides: pl.DataFrame | None = None) -> None:
        names = codes["code"].to_list()
        self.descriptions: dict[str, str] = dict(zip(names, codes["description"].to_list(), strict=True))
        self.billable = frozenset(codes.filter("is_billable")["code"].to_list())
        self.parents: dict[str, str | None] = dict(zip(names, codes["parent"].to_list(), strict=True))
        self.has_parents = codes["parent"].null_count() < codes.height
        below = codes.group_by("parent", maintain_order=True).agg("code")
        self._children: dict[str | None, list[str]] = dict(
            zip(below["parent"].to_list(), below["code"].to_list(), strict=True)
        )
        self._sided = _categories(codes, r"(?i)\b(?:right|left|bilateral)\b")
        self._two_sided = _categories(codes, "(?i)bilateral")
        self._body_mass = [
            (code, float(least or 0), float(most) + 0.1 if most else float("inf"))
            for code, title in _select(codes.filter("is_billable"), r"\[BMI\] ").select("code", "description").rows()
            for least, most in _BODY_MASS_SPAN.findall(title)
        ]
        found = self.find_sides(codes) if sides is None else sides
        self._on_side = {(code, side): other for code, side, other in found.select("code", "side", "other").rows()}

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
        return self._on_side.get((code, side), code)

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

    def find_sides(self, codes: pl.DataFrame) -> pl.DataFrame:
        """(code, side, other): of each billable code without a side, the same one on a side. Takes a third of a second for ICD-10-CM."""
        title = pl.col("description").str.to_lowercase()
        titles = codes.filter("is_billable").with_columns(
            category=pl.col("code").str.slice(0, 3),
            title=_without_sides(title),
            short=_without_sides(title.str.replace(r", unspecified \w+$", "")),
            side=title.str.extract(r"\b(right|left|bilateral)\b"),
        )
        on_side = titles.filter(pl.col("side").is_not_null())
        plainest: dict[tuple[str, str, str], str] = {}
        for category, title, side, code in on_side.select("category", "title", "side", "code").rows():
            before = plainest.get((category, title, side))
            if before is None or self.plainness(code) > self.plainness(before):
                plainest[category, title, side] = code
        sideless = titles.filter(pl.col("side").is_null()).select("code", "category", "title", "short")
        rows = [
            # "Hearing loss, unspecified ear" on both sides is "hearing loss, bilateral".
            (code, side, plainest.get((category, title, side)) or plainest.get((category, short, side)))
            for code, category, title, short in sideless.rows()
            for side in ("right", "left", "bilateral")
        ]
        schema = {"code": pl.String, "side": pl.String, "other": pl.String}
        return pl.DataFrame(rows, schema=schema, orient="row").drop_nulls("other")

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


def _select(codes: pl.DataFrame, pattern: str) -> pl.DataFrame:
    return codes.filter(pl.col("description").str.contains(pattern))


def _categories(codes: pl.DataFrame, pattern: str) -> frozenset[str]:
    """Categories of which some code's title has a pattern."""
    return frozenset(_select(codes, pattern)["code"].str.slice(0, 3).unique().to_list())


def _without_sides(title: pl.Expr) -> pl.Expr:
    """Titles that are alike but for their side as one: no sides, singular, letters only."""
    return title.str.replace_all(_SIDE_OR_NONE, "").str.replace_all(r"ies\b", "y").str.replace_all(r"s\b|[^a-z0-9]", "")
