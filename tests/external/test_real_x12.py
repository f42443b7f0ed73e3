"""Every published X12 file at hand goes through without a crash, whole, and as pyx12 counts it."""

import os
from collections import Counter
from pathlib import Path

import pytest
from pyx12.errors import X12Error
from pyx12.x12file import X12Reader

from remindful.edges.formats import claim837, era835, sniff_format
from remindful.edges.formats.claim837 import shape as claim_shape
from remindful.edges.formats.era835 import shape as era_shape
from remindful.edges.x12.envelope import ENVELOPE_IDS
from remindful.edges.x12.pieces import read_pieces
from tests.formats.x12.reading import join_readings

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("REMINDFUL_SHARED_DATA", ROOT.parent / "shared" / "data")) / "x12"
FILES = sorted(path for path in DATA.glob("*/*") if path.is_file())
NAMES = {"835": "era835", "837": "claim837"}
ANSWERS = {"277": "status277", "278": "authorization278", "999": "ack999"}  # see test_real_answers.py
FORMATS = {
    "era835": (era835.FORMAT, era_shape.CONTRACTS, ("CLP", "ST"), "remit_claims"),
    "claim837": (claim837.FORMAT, claim_shape.CONTRACTS, ("HL", "CLM", "ST"), "claims"),
}
COUNTED = ("CLP", "SVC", "CAS", "CLM", "LX")

pytestmark = pytest.mark.skipif(not FILES, reason=f"no published X12 files under {DATA} (set REMINDFUL_SHARED_DATA)")


def segments_of(path: Path) -> list[list[str]]:
    _, _, starts, _ = FORMATS[NAMES[path.parent.name]]
    pieces = list(read_pieces(path, starts=starts, landmarks=ENVELOPE_IDS))
    return [text.split(piece.separators.element) for piece in pieces for text in piece.rows["text"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name[-60:]}")
def test_the_first_bytes_say_which_it_is(path):
    known = sniff_format(path)

    assert (NAMES | ANSWERS).get(path.parent.name) == (known.name if known else None)


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name[-60:]}")
def test_every_file_goes_through_every_reader_with_frames_that_keep_their_contracts(path, fmt):
    reader, contracts, _, _ = FORMATS[fmt]
    frames, _ = join_readings(reader.read(path, None))

    for name, contract in contracts.items():
        contract.validate(frames[name])


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent.name in NAMES], ids=lambda path: path.name[-60:]
)
def test_each_claim_of_the_file_passes_or_is_set_aside_by_a_finding(path):
    reader, _, _, claims = FORMATS[NAMES[path.parent.name]]
    frames, findings = join_readings(reader.read(path, None))
    aside = {finding.at.key for finding in findings if finding.at.key}
    written = Counter(elements[1] for elements in segments_of(path) if elements[0] in ("CLP", "CLM"))
    passed = Counter(frames[claims]["control_number"].to_list())

    assert aside == set(written - passed)


def test_pyx12_counts_the_same_segments_wherever_it_can_read_the_file():
    compared, unreadable = [], []
    for path in (path for path in FILES if path.parent.name in NAMES):
        try:
            with X12Reader(str(path)) as reader:
                theirs = Counter(segment.get_seg_id() for segment in reader)
        except (X12Error, UnicodeDecodeError):
            unreadable.append(path.name)
            continue
        ours = Counter(elements[0] for elements in segments_of(path))

        assert {name: theirs[name] for name in COUNTED} == {name: ours[name] for name in COUNTED}, path.name
        compared.append(path.name)

    assert len(compared) > 90, unreadable
