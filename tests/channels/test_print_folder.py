"""The print folder: a letter once, a batch once, a manifest that tells where and nothing else."""

import csv
import io
import os
import stat
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import MessageState
from remindful.edges.channels import SendSettings, files, letter
from remindful.edges.channels.letter import print_folder

DAY = date(2025, 3, 3)


def put(home, contents):
    """Render and send; the receipts."""
    with letter.CHANNEL.open_outlet(SendSettings(home=home, day=DAY)) as outlet:
        return [
            outlet.send(content, rendered) for content, rendered in zip(contents, letter.render(contents), strict=True)
        ]


def read_rows(batch):
    with batch.manifest.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_letter_is_put_once_and_again_is_nothing(tmp_path, make_content):
    first, again = put(tmp_path, [make_content()]), put(tmp_path, [make_content()])

    assert first == again
    assert MessageState.SENT is first[0].state
    assert first[0].reference == "print/2025-03-03/letters/1.pdf"
    assert (tmp_path / first[0].reference).read_bytes().startswith(b"%PDF")


def test_another_letter_under_the_same_number_is_refused(tmp_path, make_content):
    put(tmp_path, [make_content()])
    with pytest.raises(WorldFault, match="other words") as refusal:
        put(tmp_path, [make_content(language="es")])

    assert refusal.value.kind == "permanent"


def test_only_the_owner_may_read_a_letter(tmp_path, make_content):
    (receipt,) = put(tmp_path, [make_content()])
    path = tmp_path / receipt.reference

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_full_disk_is_a_passing_fault_and_leaves_nothing(tmp_path, monkeypatch):
    def refuse(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(WorldFault) as fault:
        files.write_whole(tmp_path / "a.pdf", b"x")

    assert fault.value.kind == "passing"
    assert list(tmp_path.iterdir()) == []


def test_a_batch_holds_every_page_and_the_manifest_tells_where_each_begins(tmp_path, make_content, a_visit):
    long = tuple(a_visit(number * 7, lines=8) for number in range(5))
    put(tmp_path, [make_content(message_id=10), make_content(message_id=9, visits=long), make_content(message_id=11)])
    (batch,) = letter.close_batch(tmp_path, DAY)
    rows = read_rows(batch)
    pdf = pypdf.PdfReader(batch.pdf)

    assert [row["message_id"] for row in rows] == ["9", "10", "11"]
    assert [(row["first_page"], row["pages"]) for row in rows] == [("1", "4"), ("5", "1"), ("6", "1")]
    assert (batch.letters, batch.pages, len(pdf.pages)) == (3, 6, 6)
    assert "Page 1 of 4" in pdf.pages[0].extract_text()
    assert "Page 1 of 1" in pdf.pages[4].extract_text()


def test_closing_again_adds_only_what_came_since(tmp_path, make_content):
    put(tmp_path, [make_content(message_id=1)])
    first = letter.close_batch(tmp_path, DAY)
    stamp = first[0].pdf.read_bytes()
    same = letter.close_batch(tmp_path, DAY)
    put(tmp_path, [make_content(message_id=2)])
    more = letter.close_batch(tmp_path, DAY)

    assert first == same == more[:1]
    assert stamp == first[0].pdf.read_bytes()
    assert [[row["message_id"] for row in read_rows(batch)] for batch in more] == [["1"], ["2"]]


def test_a_day_without_letters_has_no_batch(tmp_path):
    assert letter.close_batch(tmp_path, DAY) == []


def test_many_letters_are_several_batches(tmp_path, make_content, monkeypatch):
    monkeypatch.setattr(print_folder, "LETTERS_A_BATCH", 2)
    put(tmp_path, [make_content(message_id=number) for number in (1, 2, 3)])

    assert [batch.letters for batch in letter.close_batch(tmp_path, DAY)] == [2, 1]


def test_two_sided_print_keeps_families_apart(tmp_path, make_content):
    put(tmp_path, [make_content(message_id=1), make_content(message_id=2)])
    (batch,) = letter.close_batch(tmp_path, DAY, two_sided=True)
    pdf = pypdf.PdfReader(batch.pdf)

    assert [row["first_page"] for row in read_rows(batch)] == ["1", "3"]
    assert pdf.pages[1].extract_text().strip() == ""
    assert pdf.viewer_preferences.duplex == "/DuplexFlipLongEdge"


def test_a_letter_that_was_changed_stops_the_batch(tmp_path, make_content):
    (receipt,) = put(tmp_path, [make_content()])
    (tmp_path / receipt.reference).write_bytes(b"%PDF-other")

    with pytest.raises(ValueError, match="changed after it was sent"):
        letter.close_batch(tmp_path, DAY)


def test_a_half_written_letter_is_not_in_the_batch(tmp_path, make_content):
    put(tmp_path, [make_content(message_id=1), make_content(message_id=2)])
    (tmp_path / "print/2025-03-03/letters/2.json").unlink()
    (batch,) = letter.close_batch(tmp_path, DAY)

    assert [row["message_id"] for row in read_rows(batch)] == ["1"]


def test_the_manifest_runs_no_formula_and_tells_no_amount_or_service(tmp_path, make_content, ana):
    sly = replace(ana, name='=HYPERLINK("x")', line1="+1 Main", line2="@B")
    put(tmp_path, [make_content(addressee=sly)])
    (batch,) = letter.close_batch(tmp_path, DAY)
    (row,) = read_rows(batch)
    text = batch.manifest.read_text("utf-8")

    assert (row["name"], row["line1"], row["line2"]) == ('\'=HYPERLINK("x")', "'+1 Main", "'@B")
    assert "$" not in text
    assert "Office visit" not in text
    assert "LFM-204518" not in text


def test_the_same_letters_make_the_same_batch(tmp_path, make_content):
    made = []
    for home in (tmp_path / "a", tmp_path / "b"):
        put(home, [make_content(message_id=number) for number in (1, 2)])
        (batch,) = letter.close_batch(home, DAY)
        made.append((batch.pdf.read_bytes(), batch.manifest.read_bytes()))

    assert made[0] == made[1]
    assert len(pypdf.PdfReader(io.BytesIO(made[0][0])).pages) == 2
