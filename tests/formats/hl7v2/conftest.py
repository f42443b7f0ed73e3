"""Reads HL7 text through the format, as an import does."""

from pathlib import Path

import pytest

from tests.formats.hl7v2.messages import read_path


@pytest.fixture
def read_text(tmp_path: Path):
    def read(text: str | bytes, name: str = "in.hl7"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_path(path)

    return read
