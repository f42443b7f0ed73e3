"""Every sample of the readers of answers gives exactly the frames and findings that stand beside it, however the file is cut up."""

import pytest

from remindful.edges.formats import ack999, authorization278, sniff_format, status277
from remindful.edges.formats.ack999.read import read_acknowledgment
from remindful.edges.formats.authorization278.read import read_authorizations
from remindful.edges.formats.status277.read import read_status
from tests.formats.x12.reading import SAMPLES, as_golden, expected_of, join_readings

READERS = {
    "ack999": (ack999.FORMAT, read_acknowledgment, "claim_statuses"),
    "status277": (status277.FORMAT, read_status, "claim_statuses"),
    "authorization278": (authorization278.FORMAT, read_authorizations, "authorizations"),
}
FILES = [path for name in READERS for path in sorted((SAMPLES / name / "samples").iterdir()) if path.suffix != ".json"]
WHOLE = [path for path in FILES if path.stem != "broken"]
by_name = pytest.mark.parametrize("sample", FILES, ids=lambda path: path.name)
by_whole = pytest.mark.parametrize("sample", WHOLE, ids=lambda path: path.name)


def reader_of(sample):
    return READERS[sample.parent.parent.name]


def test_each_reader_has_a_whole_sample_and_a_broken_one():
    assert set(READERS) == {path.parent.parent.name for path in WHOLE}
    assert set(READERS) == {path.parent.parent.name for path in FILES if path.stem == "broken"}


@by_name
def test_a_sample_gives_its_expected_frames_and_findings(sample):
    fmt, _, _ = reader_of(sample)

    assert expected_of(sample) == as_golden(*join_readings(fmt.read(sample, None)))


@by_name
def test_a_sample_is_known_by_its_first_bytes(sample):
    fmt, _, _ = reader_of(sample)

    assert fmt.name == sniff_format(sample).name


@by_name
def test_every_finding_says_where_why_and_what_to_do(sample):
    fmt, _, _ = reader_of(sample)
    _, findings = join_readings(fmt.read(sample, None))

    for finding in findings:
        assert finding.at.file == sample.name
        assert finding.at.line is not None
        assert finding.message.endswith((".", '."'))
        assert finding.remedy.endswith(".")


@by_name
def test_every_frame_keeps_its_contract(sample):
    fmt, _, name = reader_of(sample)
    contract = {
        "claim_statuses": status277.read.shape.CONTRACTS,
        "authorizations": authorization278.read.shape.CONTRACTS,
    }[name][name]
    frames, _ = join_readings(fmt.read(sample, None))

    contract.validate(frames[name])


@by_name
@pytest.mark.parametrize("chunk_bytes", [1, 300, 900, 2000])
def test_pieces_of_any_size_give_the_same(sample, chunk_bytes):
    _, read, _ = reader_of(sample)
    golden = as_golden(*join_readings(read(sample, None, chunk_bytes=chunk_bytes)))
    expected = expected_of(sample)

    assert sorted(map(str, expected.pop("findings"))) == sorted(map(str, golden.pop("findings")))
    assert expected == golden


def separated(text, element, component, terminator):
    return text.translate(str.maketrans({"*": element, ":": component, "~": terminator}))


ODD = {
    "no line ends": lambda text: text.replace("\n", "").encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "indented": lambda text: text.replace("\n", "\r\n\t  ").encode(),
    "blanks around elements": lambda text: text.replace("~\n", "  ~").encode(),
    "pipes, carets, exclamation marks": lambda text: separated(text.replace("^", "!", 1), "|", "^", "\x1c").encode(),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "text after": lambda text: text.encode() + b"\r\n-- \r\nthe end",
    "no last terminator": lambda text: text.rstrip("~\n").encode(),
}


@by_whole
@pytest.mark.parametrize("oddity", ODD)
def test_an_oddity_changes_no_frame(sample, oddity, tmp_path):
    fmt, _, name = reader_of(sample)
    path = tmp_path / "odd.txt"
    path.write_bytes(ODD[oddity](sample.read_text()))
    golden = as_golden(*join_readings(fmt.read(path, None)))
    expected = expected_of(sample)[name]

    assert sniff_format(path).name == fmt.name
    if oddity.startswith("pipes"):
        # What words quote from the file has its separators.
        golden[name] = [without_words(row) for row in golden[name]]
        expected = [without_words(row) for row in expected]
    assert expected == golden[name]


def without_words(row):
    return {
        key: value.replace("|", "*") if isinstance(value, str) else value
        for key, value in row.items()
        if key != "message"
    }


@by_whole
def test_a_file_that_stops_anywhere_passes_only_what_is_whole(sample, tmp_path):
    fmt, _, name = reader_of(sample)
    text, path = sample.read_text().replace("\n", ""), tmp_path / "cut.txt"
    whole = expected_of(sample)[name]
    for at in range(120, len(text), 101):
        path.write_text(text[:at])
        golden = as_golden(*join_readings(fmt.read(path, None)))
        known = [{key: value for key, value in row.items() if key not in LATER} for row in whole]
        told = [{key: value for key, value in row.items() if key not in LATER} for row in golden[name]]

        assert all(row in known for row in told), at
        assert golden["findings"], at


#: Of a fault, the verdict on its set comes after it.
LATER = ("category_code", "is_accepted")


@pytest.mark.parametrize("content", [b"", b"\n", b"ISA", b"no X12 at all", b"ISA*00*", b"\x00" * 3000])
@pytest.mark.parametrize("name", READERS)
def test_what_is_no_x12_is_a_finding_and_no_crash(content, name, tmp_path):
    fmt, _, frame = READERS[name]
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    frames, findings = join_readings(fmt.read(path, None))

    assert not fmt.sniff(content, path.name)
    assert ["x12.no_interchange"] == [finding.code for finding in findings]
    assert frames[frame].is_empty()


PAIRS = [(name, path) for name in READERS for path in FILES if path.parent.parent.name != name]


@pytest.mark.parametrize(("name", "other"), PAIRS, ids=lambda part: part if isinstance(part, str) else part.name)
def test_a_reader_passes_nothing_of_another_kind(name, other):
    fmt, _, frame = READERS[name]
    frames, findings = join_readings(fmt.read(other, None))
    passed = frames[frame].rows()
    if name == "ack999":
        # A TA1 may stand in any interchange; those without a number are named.
        passed = [row for row in passed if "TA1" not in row]

    assert passed == []
    assert findings or other.suffix == ".ta1"


def test_the_smallest_pieces_are_many(tmp_path):
    _, read, _ = READERS["status277"]
    sample = SAMPLES / "status277" / "samples" / "receipt.277ca"

    assert len(list(read(sample, None, chunk_bytes=1))) > 3
