"""Code sets as they are published, in small and made up: what is read, what is set aside with its line, what is refused; and which edition counts on a day."""

from datetime import date

import polars as pl
import pytest

from remindful.core.words.spans import in_force
from remindful.edges.codes.edit_tables import SHIPPED_FROM, codes_of_note, read_edit_tables
from remindful.edges.codes.load import KINDS, Loaded, keep_edition, list_editions, load_file, load_files

JAN = date(2026, 1, 1)
#: As CMS writes its pairs: a notice, a title, a heading over four lines, Windows line ends.
PAIRS_HEADING = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
#: As CMS writes its units: a quoted notice of several lines with marks of Windows, a heading with a line end in it.
UNITS = (
    '"CPT\u00ae codes, descriptions and other data\nonly are copyright 2025\nAmerican Medical Association.",,,\n'
    '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
    "00001,1,2 Date of Service Edit: Policy,Made up\n00002,6,1 Line Edit,Made up\n"
)
HCPCS = (
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,ADD DT,ACT EFF DT,TERM DT\n"
    "G0001,00100,3,First made up,20050101,20050101,\n"
    "G0001,00200,4,and more of it,,,\n"
    "G0002,00100,3,Second made up,20050101,20240401,20240331\n"
    "QQ,00100,7,Made-up modifier,20200101,20200101,\n"
)
ORDER = (
    "00001 A00     0 Cholera                                                      Cholera\n"
    "00002 A000    1 Cholera due to Vibrio cholerae 01, biovar cholerae           Cholera due to Vibrio cholerae 01, biovar cholerae\n"
)


@pytest.fixture
def load(tmp_path):
    """Write texts as files, and load them as one edition of a kind."""

    def loaded(kind: str, *texts: str | bytes, since: date = JAN) -> Loaded:
        paths = []
        for number, text in enumerate(texts, start=1):
            paths.append(tmp_path / f"file{number}.txt")
            paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_files(paths, kind, from_on=since)

    return loaded


@pytest.fixture
def kept(tmp_path, load):
    """Load and keep editions; read the tables as edits have them."""

    def tables(*editions: tuple[str, date, str]):
        for kind, since, text in editions:
            keep_edition(load(kind, text, since=since), kind, from_on=since, stored_in=tmp_path / "codes")
        return read_edit_tables(tmp_path / "codes")

    return tables


# --- what is read -----------------------------------------------------------------------------------------------------


def test_pairs_are_read_below_a_heading_of_several_lines_and_end_when_they_are_deleted(load):
    text = (
        PAIRS_HEADING + "00001\t00002\t*\t19960101\t*\t0\tMade up\r\n00001\t00003\t\t20200101\t20231231\t1\tMade up\r\n"
    )
    loaded = load("ptp-practitioner", text)

    assert () == loaded.findings
    assert [
        ("00001", "00002", "P", "0", date(1996, 1, 1), None),
        ("00001", "00003", "P", "1", date(2020, 1, 1), date(2023, 12, 31)),
    ] == loaded.frame.drop("edition").rows()


def test_pairs_saved_from_the_workbook_are_read_too(load):
    heading = '"Column 1","Column 2","*=in existence\nprior to 1996","Effective\nDate","Deletion\nDate\n*=no data","Modifier\n0=not allowed\n1=allowed\n9=not applicable"\n'  # noqa: E501
    loaded = load("ptp-hospital", heading + "00001,00002,,20200101,20231231,1\n")

    assert [("00001", "00002", "I", "1", date(2020, 1, 1), date(2023, 12, 31))] == loaded.frame.drop("edition").rows()


def test_pairs_without_their_last_day_are_refused(load):
    with pytest.raises(ValueError, match=r"no heading with the columns .*deletion date"):
        load("ptp-practitioner", "Column 1,Column 2,Effective Date,Modifier\n00001,00002,20200101,1\n")


def test_the_parts_of_an_edition_are_loaded_as_one(load, tmp_path):
    parts = [PAIRS_HEADING + f"00001\t0000{number}\t\t20200101\t*\t0\tMade up\r\n" for number in (2, 3, 4)]
    loaded = load("ptp-practitioner", *parts)

    assert ["00002", "00003", "00004"] == loaded.frame["second"].to_list()
    assert 3 == loaded.frame["edition"].n_unique(), "each says the file that it came from"


def test_units_are_read_below_a_notice_with_marks_of_windows(load):
    loaded = load("mue-practitioner", UNITS.encode("cp1252"))

    assert [("00001", "P", 1, "2", JAN), ("00002", "P", 6, "1", JAN)] == loaded.frame.select(
        "code", "form", "most", "indicator", "from_on"
    ).rows()


@pytest.mark.parametrize(
    ("kind", "said"), [("mue-hospital", "Practitioner Services"), ("mue-practitioner", "Outpatient Hospital Services")]
)
def test_units_of_others_are_refused(kind, said, load):
    with pytest.raises(ValueError, match="no heading"):
        load(kind, UNITS.replace("Practitioner Services", said))
    with pytest.raises(ValueError, match="no heading"):
        load(kind, UNITS.replace("Practitioner Services", "DME Supplier Services"))


def test_hcpcs_codes_and_modifiers_are_read_from_the_same_file(load):
    codes, modifiers = load("hcpcs", HCPCS), load("modifiers", HCPCS)

    assert () == codes.findings + modifiers.findings
    assert [
        ("G0001", "First made up and more of it", date(2005, 1, 1), None),
        ("G0002", "Second made up", date(2005, 1, 1), date(2024, 3, 31)),
    ] == codes.frame.select("code", "description", "from_on", "to_on").rows()
    assert [("QQ", date(2020, 1, 1), None)] == modifiers.frame.rows()


def test_days_and_descriptions_may_come_in_two_files_in_any_order(load):
    days = "hcpcs_code,date_term,date_added\nG0001,2024-03-31,1985-01-01\n"
    words = "hcpcs_code,hcpcs_desc_type,hcpcs_description\nG0001,Long,Made up at length\nG0001,Short,Made up\n"
    both = [load("hcpcs", *texts).frame.drop("edition").rows() for texts in ((days, words), (words, days))]

    assert [("G0001", "hcpcs", "Made up at length", date(1985, 1, 1), date(2024, 3, 31))] == both[0] == both[1]


def test_places_that_are_not_assigned_are_left_out(load):
    loaded = load(
        "places", "Place of Service Code(s),Place of Service Name\n1,Pharmacy\n28-30,Unassigned\n66,Made up\n"
    )

    assert ["01", "66"] == loaded.frame["place"].to_list()
    assert () == loaded.findings


def test_diagnoses_are_read_from_the_order_file_and_a_letter_may_stand_second(load):
    loaded = load(
        "icd10cm",
        ORDER + "00003 QA00101 1 Made up, unspecified                                         Made up, unspecified\n",
    )

    assert [("A00", False), ("A00.0", True), ("QA0.0101", True)] == loaded.frame.select("code", "is_billable").rows()
    assert [False, False, True] == loaded.frame["is_unspecified"].to_list()


def test_diagnoses_without_a_word_on_what_is_billable_are_refused(load):
    with pytest.raises(ValueError, match=r"no heading with the columns .*billable"):
        load("icd10cm", "code,description\nA000,Cholera\n")


# --- what is set aside, and what is refused ---------------------------------------------------------------------------

BAD = {
    "ptp-practitioner": (PAIRS_HEADING + "0001\t00002\t\t20200101\t*\t0\t\r\n00001\t00002\t\t20200101\t*\t0\t\r\n", 7, "five characters"),
    "ptp-hospital": (PAIRS_HEADING + "00001\t00002\t\t2020-13-01\t*\t0\t\r\n00001\t00002\t\t20200101\t*\t0\t\r\n", 7, "no day"),
    "mue-practitioner": (UNITS + "00003,many,1 Line Edit,\n", 8, "number of units"),
    "mue-hospital": (UNITS.replace("Practitioner", "Outpatient Hospital") + "00003,1,4 Other,\n", 8, "adjudication indicator"),
    "hcpcs": (HCPCS + "G003,00100,3,Too short,,,\n", 6, "five characters"),
    "cpt": ("Code,Description\n00001,Made up\n100,Excel took its zeros\n", 3, "five characters"),
    "modifiers": ("modifier,description\nQQ,Made up\nQQQ,Too long\n", 3, "two characters"),
    "places": ("pos_code,pos_name\n01,Pharmacy\nhome,Home\n", 3, "two digits"),
    "icd10cm": ("code,billable,description\nA000,1,Cholera\nA001,perhaps,Cholera\n", 3, "billable"),
    "taxonomy": ("Code,Grouping,Classification,Specialization\n000000000X,a,b,c\n000,a,b,c\n", 3, "taxonomy code"),
    "payer-rules": ("payer_key,code,needs\nAETNA,00001,referral\n,00001,referral\n", 3, "payer is not named"),
}  # fmt: skip


def test_every_kind_that_is_a_table_of_rows_has_its_bad_row():
    assert {"icd10cm-index"} == set(KINDS) - set(BAD), "the index is XML: it has a test of its own"


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_row_is_set_aside_with_its_line_and_the_others_are_kept(kind, load):
    text, line, reason = BAD[kind]
    loaded = load(kind, text)
    [finding] = loaded.findings

    assert ("codes.bad_row", "file1.txt", line) == (finding.code, finding.at.file, finding.at.line)
    assert reason in finding.message
    assert finding.raw
    assert not loaded.frame.is_empty()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [b"", b"a,b\n1,2\n", b"PK\x03\x04\x00\x00", b"\xff\xfe\x00"])
def test_another_file_is_refused(kind, text, load):
    with pytest.raises(ValueError, match=r"file1\.txt"):
        load(kind, text)


# --- editions by day --------------------------------------------------------------------------------------------------


def units_on(tables, day: date) -> list[int]:
    return tables.units.filter(in_force(pl.lit(day)) & (pl.col("code") == "00001"))["most"].to_list()


def test_an_edition_counts_until_the_next_of_its_kind_begins(kept):
    april = UNITS.replace("00001,1,", "00001,3,")
    tables = kept(("mue-practitioner", JAN, UNITS), ("mue-practitioner", date(2026, 4, 1), april))

    assert [[], [1], [1], [3], [3]] == [
        units_on(tables, day)
        for day in (date(2025, 12, 31), JAN, date(2026, 3, 31), date(2026, 4, 1), date(2030, 1, 1))
    ]


def test_of_pairs_the_newest_edition_counts_for_every_day(kept):
    january, april = (PAIRS_HEADING + f"00001\t0000{number}\t\t20200101\t*\t0\t\r\n" for number in (2, 3))
    tables = kept(("ptp-practitioner", date(2026, 4, 1), april), ("ptp-practitioner", JAN, january))

    assert ["00003"] == tables.pairs["second"].to_list()


def test_the_same_kind_and_day_is_replaced(tmp_path, kept):
    kept(("mue-practitioner", JAN, UNITS), ("mue-practitioner", JAN, UNITS.partition("00002")[0]))

    assert [1] == list_editions(tmp_path / "codes")["rows"].to_list()


def editions_of_cholera(tables) -> list[tuple[date | None, date | None, bool]]:
    rows = tables.diagnoses.filter(pl.col("code") == "A00.0").sort("from_on", nulls_last=False)
    return [
        (from_on, to_on, "file1" in edition)
        for from_on, to_on, edition in rows.select("from_on", "to_on", "edition").rows()
    ]


@pytest.mark.parametrize(
    ("loaded", "wanted"),
    [
        ((), [(None, None, False)]),
        ((date(2026, 10, 1),), [(None, date(2026, 9, 30), False), (date(2026, 10, 1), None, True)]),
        ((SHIPPED_FROM,), [(None, date(2026, 3, 31), False), (SHIPPED_FROM, None, True)]),
        (
            (date(2024, 10, 1),),
            [(None, date(2024, 9, 30), False), (date(2024, 10, 1), date(2026, 3, 31), True), (SHIPPED_FROM, None, False)],
        ),
        (
            (date(2025, 10, 1), date(2026, 10, 1)),
            [
                (None, date(2025, 9, 30), False), (date(2025, 10, 1), date(2026, 3, 31), True),
                (SHIPPED_FROM, date(2026, 9, 30), False), (date(2026, 10, 1), None, True),
            ],
        ),
        (
            (date(2025, 10, 1), SHIPPED_FROM),
            [(None, date(2025, 9, 30), False), (date(2025, 10, 1), date(2026, 3, 31), True), (SHIPPED_FROM, None, True)],
        ),
    ],
)  # fmt: skip
def test_diagnoses_that_come_along_count_from_their_day_and_before_all_that_were_loaded(loaded, wanted, kept):
    assert wanted == editions_of_cholera(kept(*[("icd10cm", day, ORDER) for day in loaded]))


def test_loaded_diagnoses_keep_what_the_tabular_list_says_of_them(kept):
    # G63 is "Polyneuropathy in diseases classified elsewhere": a manifestation, with a note to code the disease first.
    line = "00001 G63     1 Polyneuropathy in diseases classified elsewhere              Polyneuropathy in diseases classified elsewhere\n"
    tables = kept(("icd10cm", date(2026, 10, 1), line))
    [row] = tables.diagnoses.filter((pl.col("code") == "G63") & (pl.col("from_on") == date(2026, 10, 1))).rows(
        named=True
    )

    assert row["is_manifestation"]
    assert row["has_code_first"]


def test_a_file_that_was_kept_before_a_column_was_thought_of_is_read(tmp_path, kept):
    kept(("hcpcs", JAN, HCPCS))
    [path] = list_editions(tmp_path / "codes")["path"]
    pl.read_parquet(path).drop("description").write_parquet(path)
    tables = read_edit_tables(tmp_path / "codes")

    assert [None, None] == tables.procedures["description"].to_list()


def test_one_file_is_an_edition_too(tmp_path):
    path = tmp_path / "cpt.csv"
    path.write_text("Code,Description\n00001,Made up\n")

    assert ["00001"] == load_file(path, "cpt", from_on=JAN).frame["code"].to_list()


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("precerebral arteries causing infarction (I63.0-I63.2)", [("I63.0", "I63.2")]),
        ("fractures (S12.0-S12.3-)", [("S12.0", "S12.3")]),
        ("lung disease (J60-J67.9)", [("J60", "J67.9")]),
        ("made up (QA0.-)", [("QA0", None)]),
        ("not otherwise said (NOS)", []),
    ],
)
def test_the_spans_of_a_note_keep_their_characters(note, codes):
    assert codes == codes_of_note(note)
