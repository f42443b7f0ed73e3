"""However a file is wrapped, it tells the same."""

import polars as pl
import pytest

from remindful.edges.formats import find_formats
from remindful.edges.formats.hl7v2.delimiters import delimiters_of, escape, unescape
from tests.formats.hl7v2.messages import SAMPLES, charge, message, visit

PLAIN = (SAMPLES / "registration.hl7").read_text("utf-8")
FRAMES = ("demographics", "coverages", "encounters", "diagnoses", "providers")


def _odd(text: str) -> str:
    """The same with other signs: $ for |, ! for ^, % for ~, ? for the escape, @ for & - and @ in an address escaped."""
    swapped = text.replace("@", "?T?").translate(str.maketrans("|^~&", "$!%@"))
    return swapped.replace("MSH$!%\\@", "MSH$!%?@", 1)


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        b"\x0b" + PLAIN.replace("\n", "\r").encode() + b"\x1c\r",
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\n\n  ").encode(),
        _odd(PLAIN).encode(),
        PLAIN.replace("UNICODE UTF-8", "8859/1").encode("latin-1"),
        PLAIN.replace("UNICODE UTF-8", "").encode(),
    ],
    ids=["cr", "crlf", "mllp", "bom", "utf16", "blank", "signs", "latin1", "untold"],
)  # fmt: skip
def test_line_ends_frames_signs_and_charsets_change_nothing(read_text, raw):
    wanted, found = read_text(PLAIN), read_text(raw)

    assert [] == found.codes()
    assert all(
        wanted.frames[name].drop("line_no", strict=False).equals(found.frames[name].drop("line_no", strict=False))
        for name in FRAMES
    )


def test_many_messages_with_or_without_frames_are_read_in_order(read_text):
    one = message("DFT^P03", visit("V1"), charge("1"))
    two = message("DFT^P03", visit("V2"), charge("2"))
    framed = b"".join(b"\x0b" + text.encode() + b"\x1c\r" for text in (one, two))

    assert ["V1", "V2"] == read_text(one + two).column("encounters", "encounter_key")
    assert ["V1", "V2"] == read_text(framed).column("encounters", "encounter_key")


def test_a_charset_that_is_not_the_one_told_is_said(read_text):
    wrong = PLAIN.replace("UNICODE UTF-8", "UNICODE UTF-8").encode("cp1252")
    whole = read_text(wrong)

    assert [(1, "hl7v2.charset")] == whole.codes()
    assert "Núñez" == whole.row("demographics")["last_name"]


def test_a_batch_that_lacks_messages_is_said(read_text):
    text = (SAMPLES / "charges.hl7").read_text("utf-8").replace("BTS|2", "BTS|3")

    assert (21, "hl7v2.batch") in read_text(text).codes()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\F\b\S\c\T\d\R\e\E\f", "a|b^c&d~e\\f"), (r"\XC3A9\t\X41\ ", "ét" + "A "), (r"one\.br\two", "one\ntwo"),
        (r"a\H\b\N\c", "abc"), (r"lone \ stays", r"lone \ stays"), (r"\Zxy\ and \Cx\ stay", r"\Zxy\ and \Cx\ stay"),
        (r"\E\F\E\ ", "\\F\\ "), (r"c:\dir\file", r"c:\dir\file"),
    ],
)  # fmt: skip
def test_escapes_mean_what_they_stand_for_and_others_stay(written, meant):
    assert meant == unescape(written, delimiters_of("MSH|^~\\&|"), "utf-8")


def test_what_is_escaped_is_unescaped_again():
    text = 'a|b^c&d~e\\f\rg\nh\x0b\x1c "" é\\.br\\ \\X41\\'

    assert text == unescape(escape(text), delimiters_of("MSH|^~\\&|"), "utf-8")
    assert not set("|^&~\r\n\x0b\x1c") & set(escape(text))


@pytest.mark.parametrize("msh", ["MSH", "MSH|", "MSHA^~", "MSH|^^~&|", "MSH|ab|", "MSH |^~"])
def test_an_msh_without_clear_signs_is_none(msh):
    assert delimiters_of(msh) is None


def test_few_signs_are_enough():
    marks = delimiters_of("MSH|^|A")

    assert marks is not None
    assert ("^", None, None) == (marks.component, marks.repetition, marks.escape)


@pytest.mark.parametrize(
    ("head", "name"),
    [(b"MSH|^~\\&|A", "x"), (b"\x0bMSH|^~\\&|A", "x.txt"), (b"FHS|^~\\&|A", "x.txt"), (b"BHS|^~\\&|A", "x"), (b"MSH$!%?@$A,B", "x.txt"),
     (b"\xef\xbb\xbfMSH|^~\\&|A", "x.dat"), ("MSH|^~\\&|A".encode("utf-16"), "x.hl7"), (b"\r\nMSH|^~\\&|A", "x.csv")],
)  # fmt: skip
def test_a_file_of_messages_is_known_by_its_beginning_and_by_no_other_format(head, name):
    assert ["hl7v2"] == [fmt.name for fmt in find_formats() if fmt.sniff(head, name)]


@pytest.mark.parametrize("head", [b"ISA*00*", b"MSHA,B,C\n", b"MSH", b"", b"PID|1||X", b'{"MSH": 1}', b"MSH ID,Name\n"])
def test_other_files_are_not(head):
    (fmt,) = [fmt for fmt in find_formats() if fmt.name == "hl7v2"]

    assert not fmt.sniff(head, "x")


def test_a_segment_that_spans_lines_is_told_and_the_rest_goes_on(read_text):
    text = message("DFT^P03", visit("V1"), charge("1"), "NTE|1||a note\nthat goes on", charge("2"))
    whole = read_text(text)

    assert [(7, "hl7v2.segment")] == whole.codes()
    assert [1, 2] == whole.column("charges", "line_no")
    assert (9, 1) == (whole.rows_read, whole.exception_count)


def test_what_stands_before_the_first_message_is_told(read_text):
    whole = read_text(b"MSH|^^\rPID|1||9\r" + message("ADT^A31").encode())

    assert ["hl7v2.msh", "hl7v2.msh"] == [code for _, code in whole.codes()]
    assert ["100345"] == whole.column("demographics", "party_key")
    assert pl.Date == whole.frames["demographics"]["as_of_on"].dtype
