"""A file format is one folder with a FORMAT: it is found, recognizes its files and reads them with no other file touched."""

import pytest

from remindful.edges import formats

ADDED = """
import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.formats import Format, Reading


def read(path, mapping=None):
    rows = path.read_text().splitlines()[1:]
    bad = [Finding("lockbox.amount", At(path.name, line=2), "No amount.", "Ask the bank.") for row in rows if not row.isdigit()]
    yield Reading({"deposits": pl.DataFrame({"cents": [int(row) for row in rows if row.isdigit()]})}, bad, len(rows), len(bad))


FORMAT = Format("lockbox", "Deposits of a lockbox", lambda head, name: head.startswith(b"LOCKBOX"), read)
"""


@pytest.fixture
def added(tmp_path, monkeypatch):
    (tmp_path / "lockbox").mkdir()
    (tmp_path / "lockbox" / "__init__.py").write_text(ADDED)
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    monkeypatch.delitem(formats.__dict__, "lockbox", raising=False)
    yield tmp_path
    import sys

    sys.modules.pop("remindful.edges.formats.lockbox", None)


def test_a_folder_with_a_format_is_found_and_reads_its_files(added):
    file = added / "june.dat"
    file.write_text("LOCKBOX 7\n4000\nx\n")
    found = formats.sniff_format(file)
    assert found is not None
    [reading] = found.read(file, None)

    assert "lockbox" in {one.name for one in formats.find_formats()}
    assert [4000] == reading.frames["deposits"]["cents"].to_list()
    assert (2, 1, "Ask the bank.") == (reading.rows_read, reading.exception_count, reading.findings[0].remedy)


def test_without_the_folder_the_file_is_of_no_format(tmp_path):
    file = tmp_path / "june.dat"
    file.write_text("LOCKBOX 7\n4000\n")

    assert formats.sniff_format(file) is None or "lockbox" != formats.sniff_format(file).name
