"""Reads resources as a file."""

from collections.abc import Callable

import pytest

from remindful.core.words.findings import Finding
from remindful.edges.formats.fhir.read import read_fhir
from tests.formats.fhir.making import Frames, read_back
from tests.formats.fhir.strangers import bundle


@pytest.fixture
def read(tmp_path) -> Callable[..., tuple[Frames, list[str]]]:
    """Frames and the codes of findings of a bundle of resources."""

    def read(*resources: dict, urls: dict[str, str] | None = None) -> tuple[Frames, list[str]]:
        path = tmp_path / "bundle.json"
        path.write_bytes(bundle(*resources, urls=urls))
        return read_back(path)

    return read


@pytest.fixture
def findings(tmp_path) -> Callable[..., list[Finding]]:
    """The findings themselves."""

    def findings(*resources: dict) -> list[Finding]:
        path = tmp_path / "bundle.json"
        path.write_bytes(bundle(*resources))
        return [finding for reading in read_fhir(path) for finding in reading.findings]

    return findings
