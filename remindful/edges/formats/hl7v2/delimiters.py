"""The five signs that part an HL7 message, as its MSH-1 and MSH-2 name them, and the escapes that stand for them."""

import re
from dataclasses import dataclass

FORMATTING = {".br": "\n", ".ce": "\n", "H": "", "N": ""}  # a line end; highlighting on and off


@dataclass(frozen=True, slots=True)
class Delimiters:
    """What parts fields, components, repetitions and subcomponents, and what begins an escape. None: MSH-2 names none."""

    field: str = "|"
    component: str = "^"
    repetition: str | None = "~"
    escape: str | None = "\\"
    subcomponent: str | None = "&"

    @property
    def encoding(self) -> str:
        """MSH-2."""
        return self.component + "".join(one or "" for one in (self.repetition, self.escape, self.subcomponent))


USUAL = Delimiters()


def delimiters_of(msh: str) -> Delimiters | None:
    """The signs of an MSH (or FHS, BHS) segment; None where it is too short, or they are letters or one another."""
    if len(msh) < 5 or msh[3].isalnum() or msh[3].isspace():  # MSH, its separator, one sign
        return None
    signs = msh[4:].split(msh[3], 1)[0]
    is_clear = len(set(signs)) == len(signs) and not any(sign.isalnum() or sign.isspace() for sign in signs)
    if not signs or not is_clear:
        return None
    component, repetition, escape, subcomponent = (*signs[:4], *(None,) * (4 - len(signs[:4])))
    return Delimiters(msh[3], component or "^", repetition, escape, subcomponent)


def unescape(text: str, marks: Delimiters, codec: str) -> str:
    r"""The text that was meant: \F\ \S\ \T\ \R\ \E\ as signs, \Xdd..\ as bytes of the charset, \.br\ as a line end.

    What is no escape that we know (a lone sign, \Cxxyy\, \Zdd\) stays as it came, so that nothing is lost.
    """
    sign = marks.escape
    if sign is None or sign not in text:
        return text
    signs = {
        "F": marks.field,
        "S": marks.component,
        "R": marks.repetition,
        "T": marks.subcomponent,
        "E": sign,
        "P": "#",
    }

    def meant(found: re.Match[str]) -> str:
        name = found[1]
        if name in signs:
            return signs[name] or found[0]
        if name in FORMATTING:
            return FORMATTING[name]
        if name.startswith(".sp") and name[3:].strip(" +").isdecimal():
            return "\n" * min(int(name[3:].strip(" +")), 9)
        if re.fullmatch(r"X(?:[0-9A-Fa-f]{2})+", name):
            return bytes.fromhex(name[1:]).decode(codec, "replace")
        return found[0]

    bar = re.escape(sign)
    return re.sub(f"{bar}([^{bar}]{{0,200}}){bar}", meant, text)


def escape(text: str, codec: str = "utf-8") -> str:
    """A text as it stands in a field that uses the usual signs."""
    names = {"|": "F", "^": "S", "&": "T", "~": "R", "\\": "E"}
    parts = [
        f"\\{names[one]}\\" if one in names else f"\\X{one.encode(codec).hex().upper()}\\" if one < " " or one == "\x7f" else one
        for one in text
    ]  # fmt: skip
    return "".join(parts)
