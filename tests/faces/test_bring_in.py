"""Import at the command line: what is read is posted, what is not is set aside with its cure, and nothing is lost."""

import pytest

from tests.faces.files import BAD_ROW, BALANCES, GROUP, NPI, OFFICE, PEOPLE, PERSON, claim_text

pytestmark = pytest.mark.xdist_group("faces-import")

CLAIM = claim_text(
    "C1", {"party_key": "ann"} | PERSON, [("99213", 100)], on="2026-02-02", payers=["AETNA"], npi=NPI[GROUP],
    frequency="1", discharged_on=None,
)  # fmt: skip

BOOKED = {"party", "account", "visit", "item", "entry", "posting", "event", "message"}


def take_in(desk, name, content, *words):
    return desk.run("import", desk.file(name, content), "--json", *words)


def test_a_file_before_any_office_is_refused_and_says_what_comes_first(bare):
    told = take_in(bare, "people.csv", PEOPLE)

    assert (2, "") == (told.code, told.out)
    assert "no office yet" in told.err
    assert "office.yaml" in told.err


def test_an_office_alone_is_taken_and_said_to_be(bare):
    told = bare.run("import", bare.file("office.yaml", OFFICE))

    assert 0 == told.code
    assert "The office.yaml, if you gave one, is saved" in told.out
    assert 2 == bare.rows()["organization"]


def test_a_good_file_is_posted_with_0(desk):
    told = take_in(desk, "claim.837", CLAIM)
    [file] = told.json["files"]

    assert 0 == told.code
    assert ["files", "stations", "exceptions", "posted_cents", "suspense_cents"] == [*told.json]
    assert ["file", "format", "state", "rows_read", "exception_count", "message"] == [*file]
    assert ("claim.837", "claim837", "posted") == (file["file"], file["format"], file["state"])


def test_the_same_file_twice_changes_nothing_and_says_so(desk):
    before = desk.rows()
    told = take_in(desk, "under_another_name.csv", PEOPLE)
    [file] = told.json["files"]

    assert (0, "seen_before") == (told.code, file["state"])
    assert "people.csv: nothing changed" in file["message"]
    assert before == desk.rows()


def test_a_bad_row_is_set_aside_with_3_and_the_rest_goes_on(desk):
    told = take_in(desk, "paid.csv", BAD_ROW + "P2,ann,V1,2026-03-01,100,check\n", "--org", GROUP)
    [file], [aside] = told.json["files"], told.json["exceptions"]

    assert (3, "partly", 1) == (told.code, file["state"], file["exception_count"])
    assert "1 payments" in file["message"]
    assert all(said in aside["example"] for said in ("2026-02-30", "paid_on", "Correct the date"))


@pytest.mark.parametrize(
    ("name", "content", "said", "cure"),
    [
        ("empty.csv", "", "empty", ""),
        ("empty.835", "", "", ""),
        (
            "eligible.271",
            b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260101*1200*^*00501*000000001*0*T*:~"
            b"GS*HB*A*B*20260101*1200*1*X*005010X279A1~ST*271*0001*005010X279A1~",
            "X12 271, a response about eligibility and benefits",
            "It reads",
        ),
        ("noise.bin", bytes(range(256)) * 40, "of no kind that Remindful reads", "--mapping"),
        ("zeros.csv", b"\0" * 5000, "", ""),
        ("photo.835", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "of no kind that Remindful reads", "era835"),
        ("other.csv", "Name,Amt\nx,1\n", "no mapping file", "mapping"),
        ("words.txt", "Dear office, see you on Monday.\n", "", ""),
        ("isa.835", CLAIM[:60], "", ""),
        ("cut_early.837", CLAIM[: len(CLAIM) // 3], "", ""),
        ("cut_late.837", CLAIM[:-60], "middle of a segment", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_set_aside_with_its_cure(desk, name, content, said, cure):
    before = desk.rows()
    told = take_in(desk, name, content, "--org", GROUP)
    [file], exceptions = told.json["files"], told.json["exceptions"]
    [example] = [aside["example"] for aside in exceptions if file["message"] in aside["example"]]

    assert (3, name, "set_aside") == (told.code, file["file"], file["state"])
    assert said in file["message"]
    assert cure in example
    assert len(example) > len(file["message"]) + 10, "no cure is told"
    assert BOOKED <= before.keys()
    assert [before[table] for table in BOOKED] == [desk.rows()[table] for table in BOOKED]


def test_a_file_with_a_header_and_no_rows_is_no_fault(desk):
    told = take_in(desk, "header.csv", PEOPLE.splitlines()[0] + "\n", "--org", GROUP)

    assert (0, "nothing in it") == (told.code, told.json["files"][0]["message"])


def test_a_mapping_that_is_no_yaml_is_said(desk):
    mapping = desk.file("bad.mapping.yaml", "kind: [\n")
    told = take_in(desk, "mapped.csv", PEOPLE + "\n", "--mapping", mapping)

    assert 3 == told.code
    assert "mapping file is not readable YAML" in told.json["files"][0]["message"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.835"], "nowhere.835"),
        ([], "paths"),
        ([__file__, "--mapping", "nowhere.yaml"], "nowhere.yaml"),
        ([__file__, "--format", "x12"], "--format"),
    ],
)
def test_wrong_use_ends_with_2(desk, words, said):
    told = desk.run("import", *words)

    assert (2, "") == (told.code, told.out)
    assert said in told.err


def test_an_unknown_organization_is_answered_with_the_known_ones(desk):
    told = take_in(desk, "whose.csv", BALANCES + "\n", "--org", "nobody")

    assert (2, "") == (told.code, told.out)
    assert "'nobody'" in told.err
    assert "Known: lakeshore, capital." in told.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no `organizations`"),
        ("organizations: 3", "no `organizations`"),
        ("organizations: [", "not YAML"),
        (b"\xff\x00", "not YAML"),
        ("organizations: [{key: x, kind: provider}]", "Organization x: `name` is missing."),
        (OFFICE.replace("America/New_York", "Mars/Base"), "zone 'Mars/Base' is no IANA time zone"),
        (OFFICE.replace("kind: provider", "kind: friend"), "kind 'friend' is not one of provider"),
        (OFFICE + "    colour: red\n", "unknown word `colour`"),
    ],
)
def test_a_bad_office_is_refused_whole_with_what_to_mend(desk, content, said):
    before = desk.rows()
    told = take_in(desk, "office.yaml", content)

    assert (2, "") == (told.code, told.out)
    assert all(word in told.err for word in (said, "office.yaml"))
    assert before == desk.rows()


def test_names_with_brackets_are_shown_as_written(desk):
    told = desk.run("import", desk.file("[bold]people[1].csv", PEOPLE + "\n"), "--org", GROUP)

    assert 0 == told.code
    assert "[bold]people[1].csv" in told.out


def test_an_empty_folder_is_no_fault(desk):
    folder = desk.folder / "nothing"
    folder.mkdir()

    assert (0, []) == (desk.run("import", folder).code, desk.run("import", folder, "--json").json["files"])
