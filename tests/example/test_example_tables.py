"""The files are read by our own readers, and only what is planted wrong is set aside."""

from itertools import batched

from remindful.edges.example import Wrong
from remindful.edges.formats import claim837, csv_rows, era835


def read_tables(root):
    frames, findings = {}, []
    mappings = sorted((root / "mappings").glob("*.mapping.yaml"))
    for path in sorted(root.glob("files/*/*/*.csv")):
        mapping = next(one for one in mappings if path.name.startswith(one.name.removesuffix(".mapping.yaml")))
        for reading in csv_rows.FORMAT.read(path, mapping):
            findings += reading.findings
            for name, frame in reading.frames.items():
                frames[name] = frames.get(name, 0) + frame.height
    return frames, findings


def test_only_the_rows_with_a_bad_date_are_set_aside(large):
    frames, findings = read_tables(large.root)
    doubled = sum(
        len((large.root / each.file).read_text().splitlines()) - 2
        for each in large.counts.planted
        if each.case == Wrong.CORRECTED_FILE
    )

    assert ["row.day"] * large.counts.cases[Wrong.BAD_DATE] == [finding.code for finding in findings]
    assert large.counts.opening_balances == frames["open_balances"]
    assert large.counts.events + large.counts.cases[Wrong.NOBODY_KNOWN] == frames["contacts"]
    assert large.counts.payments + doubled - bad_rows_sent_twice(large) == frames["payments"]


def bad_rows_sent_twice(written):
    corrected = [written.root / each.file for each in written.counts.planted if each.case == Wrong.CORRECTED_FILE]
    return sum(path.read_text().count("13/45/2026") for path in corrected)


def test_every_organization_and_kind_has_a_mapping_that_names_it(large):
    named = {
        (one.name.split("_")[0], csv_rows.organization_of(one)) for one in (large.root / "mappings").glob("*.yaml")
    }

    assert 8 == len(named) == large.counts.files["mappings"]
    assert {"lakeshore-physicians", "capital-memorial"} == {organization for _, organization in named}


def test_our_own_readers_take_every_claim_and_answer_without_a_finding(large, tmp_path):
    """Twenty-five files in one, for time: a file may hold many interchanges. The first of each twenty-five alone, too."""
    counts = {"claims": 0, "remit_claims": 0, "remits": 0}
    findings = []
    for fmt, suffix in ((claim837.FORMAT, "837"), (era835.FORMAT, "835")):
        paths = [path for path in sorted(large.root.glob(f"files/*/*/*.{suffix}")) if "_RESENT" not in path.name]
        assert [] == [path for path in paths if not fmt.sniff(path.read_bytes()[:65536], path.name)]
        for together in batched(paths, 25):
            findings += [finding for reading in fmt.read(together[0], None) for finding in reading.findings]
            joined = tmp_path / f"joined.{suffix}"
            joined.write_bytes(b"".join(path.read_bytes() for path in together))
            for reading in fmt.read(joined, None):
                findings += reading.findings
                for name in counts.keys() & reading.frames.keys():
                    counts[name] += reading.frames[name].height

    assert findings == []
    assert large.counts.claims == counts["claims"]
    assert large.counts.answers + large.counts.cases[Wrong.NOBODY_BILLED] == counts["remit_claims"]
    assert large.counts.remits == counts["remits"]


def test_files_are_counted_by_kind(large):
    patterns = {
        "claims": "files/*/*/*.837", "remits": "files/*/*/*.835", "demographics": "files/*/*/demographics_*.csv",
        "contacts": "files/*/*/contacts_*.csv", "payments": "files/*/*/payments_*.csv",
        "opening": "files/*/*/opening_*.csv",
        "mappings": "mappings/*.yaml",
    }  # fmt: skip

    assert {kind: len(list(large.root.glob(pattern))) for kind, pattern in patterns.items()} == large.counts.files
    assert not (large.root / ".waiting").exists()
