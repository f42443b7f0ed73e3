"""Where resources come from: a bundle, NDJSON, one resource, or a folder of such files. Read as often as asked, in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from remindful.core.words.findings import At, Finding
from remindful.edges.formats.fhir.elements import Json, Resource, parts, text
from remindful.edges.formats.instants import localize_json

SUFFIXES = (".json", ".ndjson", ".jsonl")
BESIDE = (".md", ".yaml")  # what may lie beside the data without being data
HEAD_BYTES = 65_536
BOM = b"\xef\xbb\xbf"
REMEDY = "Have the sender export the file again; one that broke off ends in the middle."


@dataclass(slots=True)
class Source:
    """Files read as one. `findings`: what could not be parsed, filled by the first reading only."""

    files: tuple[Path, ...]
    findings: list[Finding] = field(default_factory=list)
    broken: int = 0
    zone: str | None = None  # in which instants are local times
    _is_read: bool = False

    def resources(self) -> Iterator[Resource]:
        """Every resource, those inside bundles each by itself."""
        for path in self.files:
            yield from self._read(path)
        self._is_read = True

    def _read(self, path: Path) -> Iterator[Resource]:
        if _is_lines(path):
            with path.open("rb") as file:
                for line_no, line in enumerate(file, 1):
                    if line.strip():
                        yield from self._parse(line, path.name, line_no)
        else:
            yield from self._parse(path.read_bytes(), path.name, None)

    def _parse(self, raw: bytes, file: str, line_no: int | None) -> Iterator[Resource]:
        try:
            bare = raw.removeprefix(BOM)
            body = orjson.loads(bare if self.zone is None else localize_json(bare, self.zone))
        except orjson.JSONDecodeError as fault:
            self._tell("fhir.json", At(file, line_no or fault.lineno), f"This is no JSON: {fault.msg}.", raw)
            return
        if isinstance(body, Mapping) and text(body, "resourceType"):
            yield from self._open(body, file, line_no)
        else:
            self._tell("fhir.not_a_resource", At(file, line_no), "This JSON names no resourceType.", raw)

    def _open(self, body: Json, file: str, line_no: int | None) -> Iterator[Resource]:
        kind = text(body, "resourceType") or ""
        if kind != "Bundle":
            yield Resource(kind, body, file, line_no or 1)
            return
        for entry_no, entry in enumerate(parts(body, "entry"), 1):
            inner, no = entry.get("resource"), line_no or entry_no
            if (text(entry, "request", "method") or "").upper() == "DELETE":
                message = (
                    f"This entry asks to delete {text(entry, 'request', 'url')}; nothing is ever deleted by a file."
                )
                self._tell("fhir.delete", At(file, no), message, b"", remedy="Void it manually, if it was posted.")
            elif not isinstance(inner, Mapping) or not text(inner, "resourceType"):
                self._tell("fhir.empty_entry", At(file, no), "This entry has no resource.", orjson.dumps(entry))
            elif inner.get("resourceType") == "Bundle":
                yield from self._open(inner, file, no)
            else:
                yield Resource(text(inner, "resourceType") or "", inner, file, no, text(entry, "fullUrl"))

    def _tell(self, code: str, at: At, message: str, raw: bytes, *, remedy: str = REMEDY) -> None:
        if not self._is_read:
            self.broken += 1
            self.findings.append(Finding(code, at, message, remedy, raw[:2_000].decode(errors="replace") or None))


def source_of(path: Path, *, zone: str | None = None) -> Source:
    """A file, or the FHIR files of a folder in name order; its other JSON files are told, not read."""
    if not path.is_dir():
        return Source((path,), zone=zone)
    data = fhir_files(path)
    others = [one for one in _data_files(path) if one not in data]
    findings = [
        Finding(
            "fhir.not_a_resource", At(one.name), "This file of the folder holds no FHIR.", "Nothing, if it is none."
        )
        for one in others
    ]
    return Source(tuple(data), findings, broken=len(findings), zone=zone)


def fhir_files(folder: Path) -> list[Path]:
    """The FHIR files of a folder in name order."""
    return [one for one in _data_files(folder) if one.suffix.lower() in SUFFIXES and sniff_file(one)]


def is_fhir_folder(path: Path) -> bool:
    """Whether this folder is read as one: some file is FHIR, and no folder and no data of another kind lies beside it."""
    if not path.is_dir() or any(one.is_dir() and not one.name.startswith(".") for one in path.iterdir()):
        return False
    inner = _data_files(path)
    return all(one.suffix.lower() in SUFFIXES for one in inner) and any(sniff_file(one) for one in inner)


def _data_files(folder: Path) -> list[Path]:
    every = [one for one in sorted(folder.iterdir()) if one.is_file() and not one.name.startswith(".")]
    return [one for one in every if one.suffix.lower() not in BESIDE]


def sniff_file(path: Path) -> bool:
    """`sniff_fhir` of a file's first bytes."""
    with path.open("rb") as file:
        return sniff_fhir(file.read(HEAD_BYTES), path.name)


def sniff_fhir(head: bytes, name: str) -> bool:
    """Whether these are the first bytes of FHIR's JSON: an object that says its resourceType; the name does not matter."""
    del name
    start = head.removeprefix(BOM).lstrip()
    if not start.startswith(b"{") or b'"resourceType"' not in start:
        return False
    value = start.split(b'"resourceType"', 1)[1].lstrip().removeprefix(b":").lstrip()
    return value[:1] == b'"' and value[1:2].isupper()


def _is_lines(path: Path) -> bool:
    """Whether the first line is JSON by itself and others follow; a file of one line is read whole."""
    with path.open("rb") as file:
        first = next((line for line in file if line.strip()), b"")
        has_more = any(line.strip() for line in file)
    return has_more and is_json(first.removeprefix(BOM))


def is_json(raw: bytes) -> bool:
    """Whether this is one JSON text."""
    try:
        value: Any = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return False
    return isinstance(value, Mapping)
