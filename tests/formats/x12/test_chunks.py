"""A file read in pieces of any size is the file read whole, and is what a plain slow reader reads."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from remindful.edges.formats.claim837.read import read_claims
from remindful.edges.formats.era835.read import read_era
from tests.examples import examples
from tests.formats.x12.made835 import FILES, render
from tests.formats.x12.reading import SAMPLES, join_readings
from tests.formats.x12.reference835 import read_plainly

#: Not shrunk: a file is short enough to read as it is, and shrinking would take minutes.
QUICKLY = settings(
    max_examples=examples(12),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def said(findings):
    return sorted((finding.code, finding.at.line or 0, finding.message, finding.raw or "") for finding in findings)


@given(made=FILES, chunk_bytes=st.integers(1, 4000))
@QUICKLY
def test_an_835_in_pieces_is_the_835_whole(made, chunk_bytes, tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "made.835"
    path.write_bytes(render(made).encode())
    whole, whole_findings = join_readings(read_era(path))
    pieces, piece_findings = join_readings(read_era(path, chunk_bytes=chunk_bytes))

    assert said(whole_findings) == said(piece_findings)
    for name, frame in whole.items():
        assert_frame_equal(frame, pieces[name])


@given(made=FILES)
@QUICKLY
def test_an_835_is_what_a_plain_reader_reads(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "made.835"
    path.write_bytes(render(made).encode())
    frames, _ = join_readings(read_era(path))
    segments = [[element.replace("\0", ":") for element in elements] for one, _ in made for elements in one]

    for name, rows in read_plainly(segments, ":").items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        expected = [{column: row.get(column) for column in columns} for row in rows]

        assert len(rows) == frames[name].height
        assert expected == frames[name].select(columns).to_dicts()


def test_rows_read_and_set_aside_count_each_segment_once_in_any_pieces():
    broken = SAMPLES / "era835" / "samples" / "broken.835"
    for chunk_bytes in (1, 100, 600, 8 << 20):
        readings = list(read_era(broken, chunk_bytes=chunk_bytes))

        assert (sum(one.rows_read for one in readings), sum(one.exception_count for one in readings)) == (31, 13)


@given(
    chunk_bytes=st.integers(1, 4000),
    times=st.integers(1, 4),
    name=st.sampled_from(["professional", "institutional_dental", "broken", "whole"]),
)
@settings(QUICKLY, max_examples=examples(6))
def test_an_837_in_pieces_is_the_837_whole(chunk_bytes, times, name, tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "made.837"
    path.write_bytes((SAMPLES / "claim837" / "samples" / f"{name}.837").read_bytes() * times)
    whole, whole_findings = join_readings(read_claims(path))
    pieces, piece_findings = join_readings(read_claims(path, chunk_bytes=chunk_bytes))

    assert said(whole_findings) == said(piece_findings)
    for contract, frame in whole.items():
        assert_frame_equal(frame, pieces[contract])
