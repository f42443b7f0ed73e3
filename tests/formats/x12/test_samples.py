"""Every sample of the X12 readers gives exactly the frames and findings that stand beside it."""

import pytest

from remindful.edges.formats import claim837, era835, sniff_format
from remindful.edges.formats.claim837 import shape as claim_shape
from remindful.edges.formats.era835 import shape as era_shape
from tests.formats.x12.reading import SAMPLES, as_golden, expected_of, join_readings

READERS = {
    "era835": (era835.FORMAT, era_shape.CONTRACTS),
    "claim837": (claim837.FORMAT, claim_shape.CONTRACTS),
}
FILES = [path for name in READERS for path in sorted((SAMPLES / name / "samples").glob("*.8[0-9][0-9]"))]


def test_there_are_samples_of_both():
    assert {"era835", "claim837"} == {path.parent.parent.name for path in FILES}


@pytest.mark.parametrize("sample", FILES, ids=lambda path: path.name)
def test_a_sample_gives_its_expected_frames_and_findings(sample):
    fmt, _ = READERS[sample.parent.parent.name]

    assert expected_of(sample) == as_golden(*join_readings(fmt.read(sample, None)))


@pytest.mark.parametrize("sample", FILES, ids=lambda path: path.name)
def test_every_frame_keeps_its_contract(sample):
    fmt, contracts = READERS[sample.parent.parent.name]
    frames, _ = join_readings(fmt.read(sample, None))

    assert list(contracts) == list(frames)
    for name, contract in contracts.items():
        contract.validate(frames[name])


@pytest.mark.parametrize("sample", FILES, ids=lambda path: path.name)
def test_a_sample_is_known_by_its_first_bytes(sample):
    known = sniff_format(sample)

    assert known is not None
    assert sample.parent.parent.name == known.name


@pytest.mark.parametrize("sample", FILES, ids=lambda path: path.name)
def test_every_finding_says_where_why_and_what_to_do(sample):
    fmt, _ = READERS[sample.parent.parent.name]
    _, findings = join_readings(fmt.read(sample, None))

    for finding in findings:
        assert finding.at.file == sample.name
        assert finding.at.line is not None
        assert finding.message.endswith(".")
        assert finding.remedy.endswith(".")
