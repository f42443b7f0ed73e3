"""What senders really do to a file changes nothing in its frames."""

from pathlib import Path

import pytest

from remindful.edges.formats import claim837, era835
from tests.formats.x12.reading import SAMPLES, as_golden, expected_of, join_readings

SAMPLE = SAMPLES / "era835" / "samples" / "two_payers.835"
PLAIN = SAMPLE.read_text().replace("\n", "")
FRAMES = {name: rows for name, rows in expected_of(SAMPLE).items() if name != "findings"}


def separated(text: str, element: str, component: str, terminator: str) -> str:
    return text.translate(str.maketrans({"*": element, ":": component, "~": terminator}))


ODD = {
    "no line ends at all": PLAIN.encode(),
    "CRLF after each terminator": PLAIN.replace("~", "~\r\n").encode(),
    "CR after each terminator": PLAIN.replace("~", "~\r").encode(),
    "blank lines between segments": PLAIN.replace("~", "~\n\n").encode(),
    "indented segments": PLAIN.replace("~", "~\r\n\t  ").encode(),
    "terminators that begin the next line": PLAIN.replace("~", "\n~").encode(),
    "terminators after CRLF and blanks": PLAIN.replace("~", " \r\n  ~").encode(),
    "terminators alone on their line": PLAIN.replace("~", "\r\n~\r\n").encode(),
    "blanks before terminators": PLAIN.replace("~", "  ~").encode(),
    "line ends as terminators": separated(PLAIN, "*", ":", "\n").encode(),
    "CRLF as terminators": separated(PLAIN, "*", ":", "\r").replace("\r", "\r\n").encode(),
    "pipes, carets, exclamation marks": separated(PLAIN, "|", "^", "!").encode(),
    "tabs between elements": separated(PLAIN, "\t", ":", "~").encode(),
    "control characters": separated(PLAIN, "\x1d", "\x1f", "\x1c").encode(),
    "lines wrapped at 80 bytes": "\r\n".join(PLAIN[at : at + 80] for at in range(0, len(PLAIN), 80)).encode(),
    "a byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "a mail's header before": b"From: payer\r\nSubject: your ISA file\r\n\r\n" + PLAIN.encode(),
    "text after": PLAIN.encode() + b"\r\n-- \r\nthe end\r\n\x1a",
    "no last terminator": PLAIN.removesuffix("~").encode(),
    "a short sender in the ISA": PLAIN.replace("*SAMPLEPAYER    *", "*SAMPLEPAYER*", 1).encode(),
    "a long sender in the ISA": PLAIN.replace("*SAMPLEPAYER    *", "*SAMPLEPAYER OF A VERY LONG NAME*", 1).encode(),
    "ISA11 is U": PLAIN.replace("*^*00501*", "*U*00401*", 1).encode(),
    "elements padded with blanks": PLAIN.replace("*ACCT-1*", "* ACCT-1  *").replace("*MEM-1~", "*MEM-1   ~").encode(),
}


def read(path: Path, content: bytes, fmt=era835.FORMAT):
    path.write_bytes(content)
    assert fmt.sniff(content[:65536], path.name)
    return as_golden(*join_readings(fmt.read(path, None)))


@pytest.mark.parametrize("oddity", ODD)
def test_an_oddity_changes_no_frame(oddity, tmp_path):
    golden = read(tmp_path / "odd.835", ODD[oddity])

    assert {name: rows for name, rows in golden.items() if name != "findings"} == FRAMES


@pytest.mark.parametrize("isa", [("ISA*00*", "ISA*"), ("*P*:~", "*P*X*:~")], ids=["too few", "too many"])
def test_an_isa_with_an_element_too_few_or_too_many_still_gives_its_claims(isa, tmp_path):
    golden = read(tmp_path / "odd.835", PLAIN.replace(*isa, 1).encode())

    for name in ("remit_claims", "remit_lines", "remit_adjustments", "remit_provider_adjustments"):
        assert FRAMES[name] == golden[name]


@pytest.mark.parametrize("name", ["professional.837", "institutional_dental.837"])
@pytest.mark.parametrize("ends", ["", "\r\n", "\r\n   "])
def test_an_837_reads_the_same_whatever_its_line_ends(name, ends, tmp_path):
    sample = SAMPLES / "claim837" / "samples" / name
    text = sample.read_text().replace("\n", "").replace("~", "~" + ends)

    assert expected_of(sample) == read(tmp_path / "odd.837", text.encode(), claim837.FORMAT)


def test_windows_bytes_are_read_as_windows_and_utf8_as_utf8(tmp_path):
    content = PLAIN.replace("*DOE*ANN*", "*DOE*A\u00d1A*").encode("cp1252")
    content = content.replace(b"*ROE*CY*", "*ROE*JOS\u00c9*".encode())
    golden = read(tmp_path / "odd.835", content)

    assert [row["patient_first_name"] for row in golden["remit_claims"]] == ["A\u00d1A", "JOS\u00c9", "DI"]


def test_each_interchange_may_have_its_own_separators(tmp_path):
    other = separated(PLAIN, "|", "^", "!")
    golden = read(tmp_path / "two.835", (PLAIN + "\r\n" + other + separated(PLAIN, "+", ">", "\n")).encode())

    assert golden["findings"] == []
    assert [row["remit_no"] for row in golden["remits"]] == [1, 2, 3, 4, 5, 6]
    assert [row["control_number"] for row in FRAMES["remit_claims"]] * 3 == [
        row["control_number"] for row in golden["remit_claims"]
    ]
    assert list(range(1, 10)) == [row["claim_no"] for row in golden["remit_claims"]]
    assert FRAMES["remit_lines"][0]["modifiers"] == golden["remit_lines"][6]["modifiers"]


def test_an_interchange_that_breaks_off_before_the_next_loses_its_last_claim_only(tmp_path):
    broken = PLAIN[: PLAIN.index("CAS*CO*197") + 7]
    golden = read(tmp_path / "cut.835", (broken + PLAIN).encode())

    assert [row["control_number"] for row in golden["remit_claims"]] == [
        "ACCT-1",
        "ACCT-2",
        "ACCT-1",
        "ACCT-2",
        "ACCT-3",
    ]
    assert [row["is_complete"] for row in golden["remits"]] == [True, False, True, True]
    assert any(finding.startswith("remit.claim_cut_off") for finding in golden["findings"])
    assert any(finding.startswith("x12.cut_off") for finding in golden["findings"])


def test_a_claim_outside_a_transaction_is_set_aside(tmp_path):
    stray = PLAIN.replace("GE*2*7~", "CLP*STRAY*1*10*10~SVC*HC:1*10*10~GE*2*7~")
    golden = read(tmp_path / "stray.835", stray.encode())

    assert FRAMES["remit_claims"] == golden["remit_claims"]
    assert golden["findings"] == ["remit.outside_claim 52"]


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"ISA", b"no X12 at all", b"ISA*00*", b"\x00" * 3000, b"visa,12\n" * 999]
)
@pytest.mark.parametrize("fmt", [era835.FORMAT, claim837.FORMAT], ids=lambda fmt: fmt.name)
def test_what_is_no_x12_is_a_finding_and_no_crash(content, fmt, tmp_path):
    path = tmp_path / "empty.835"
    path.write_bytes(content)
    assert not fmt.sniff(content, path.name)

    frames, findings = join_readings(fmt.read(path, None))

    assert [finding.code for finding in findings] == ["x12.no_interchange"]
    assert all(frame.is_empty() for frame in frames.values())


@pytest.mark.parametrize("at", range(0, len(PLAIN), 37))
def test_a_file_that_stops_anywhere_passes_whole_claims_only(at, tmp_path):
    path = tmp_path / "stops.835"
    path.write_bytes(PLAIN[:at].encode())
    golden = as_golden(*join_readings(era835.FORMAT.read(path, None)))
    whole = {row["control_number"]: row for row in FRAMES["remit_claims"]}

    assert all(row == whole[row["control_number"]] for row in golden["remit_claims"])
    for name in ("remit_lines", "remit_adjustments"):
        of_claims = [row["claim_no"] for row in golden["remit_claims"]]
        assert [row for row in FRAMES[name] if row["claim_no"] in of_claims] == golden[name]
