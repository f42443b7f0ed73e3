"""Columns that FHIR has no place for, kept as extensions of our own, so that what we write we read again whole."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from remindful.edges.formats.fhir.elements import Json, parts, text
from remindful.edges.formats.fhir.systems import NATIVE, NATIVE_COLUMN

type Row = Mapping[str, Any]

TAG: dict[str, Any] = {"tag": [{"system": NATIVE, "code": "written"}]}


def is_native(body: Json) -> bool:
    """Whether we wrote this resource: then what it leaves out is not known, and nothing is worked out in its place."""
    return any(text(tag, "system") == NATIVE for tag in parts(body, "meta", "tag"))


def keep(row: Row, columns: Iterable[str]) -> list[dict[str, Any]]:
    """Extensions of the columns that are not null."""
    return [{"url": f"{NATIVE_COLUMN}{name}", **_value(row[name])} for name in columns if row.get(name) is not None]


def restore(row: Row, body: Json, columns: Iterable[str]) -> dict[str, Any]:
    """The row with what its resource keeps. Of what we wrote, a column that it does not keep is null, whatever FHIR implies."""
    blank = dict.fromkeys(columns) if is_native(body) else {}
    return dict(row) | blank | stored_columns(body)


def _value(value: object) -> dict[str, Any]:
    match value:
        case bool():
            return {"valueBoolean": value}
        case date():
            return {"valueDate": value.isoformat()}
        case int() | float():
            return {"valueDecimal": value}
        case _:
            return {"valueString": str(value)}


def stored_columns(node: Json) -> dict[str, Any]:
    """The columns that an element keeps."""
    found: dict[str, Any] = {}
    for extension in parts(node, "extension"):
        url = text(extension, "url") or ""
        if not url.startswith(NATIVE_COLUMN):
            continue
        name = url.removeprefix(NATIVE_COLUMN)
        for slot in ("valueBoolean", "valueDecimal", "valueString"):
            if isinstance(extension.get(slot), bool | int | float | str):
                found[name] = extension[slot]
        if "valueDate" in extension:
            found[name] = _day(extension["valueDate"])
    return found


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
