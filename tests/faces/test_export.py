"""Export at the command line: what goes out is counted, the store stays as it is, and wrong use is said with its cure."""

import json

import pytest

from tests.faces.files import BALANCES, GROUP

pytestmark = pytest.mark.xdist_group("faces-export")
PAID = """\
payment_key,party_key,visit_key,paid_on,amount_cents,method
P1,ann,V1,2026-02-01,1000,check
P2,ann,,2026-02-03,-400,check
"""


def go_out(desk, kind, name, *words):
    return desk.run("export", "--as", kind, "--out", desk.folder / name, "--org", GROUP, "--json", *words)


@pytest.fixture(scope="module")
def paid(desk):
    """The office of the desk, with a payment and one that came back."""
    assert 0 == desk.run("import", desk.file("paid.csv", PAID), "--org", GROUP).code
    return desk


@pytest.mark.parametrize(
    ("kind", "name", "counts"),
    [
        ("fhir", "all.json", {"Account": 3, "Invoice": 3, "Patient": 3, "PaymentReconciliation": 2}),
        ("fhir-ndjson", "all", {"Account": 3, "Invoice": 3, "Patient": 3, "PaymentReconciliation": 2}),
        ("hl7v2", "all.hl7", {"ADT^A31": 3, "DFT^P03": 1}),
    ],
)
def test_an_export_is_counted_and_the_store_stays_as_it_is(paid, kind, name, counts):
    before = paid.rows()
    told = go_out(paid, kind, name)

    assert ["shape", "out", "organization", "counts", "left_out"] == [*told.json]
    assert (counts, GROUP) == (told.json["counts"], told.json["organization"])
    assert (paid.folder / name).exists()
    assert before == paid.rows()


def test_what_hl7_cannot_say_is_left_out_with_3_and_its_cure(paid):
    told = paid.run("export", "--as", "hl7v2", "--out", paid.folder / "left.hl7", "--org", GROUP)

    assert 3 == told.code
    assert "Left out: 1 reversed payments." in told.out
    assert "export as FHIR" in told.out


def test_an_export_is_shown_in_words(paid):
    told = paid.run("export", "--as", "fhir", "--out", paid.folder / "[bold]shown.json", "--account", "ann")

    assert 0 == told.code
    assert "[bold]shown.json, of lakeshore" in told.out
    assert "Patient" in told.out


def test_an_account_or_patient_may_be_named_with_its_organization(paid):
    account = paid.run(
        "export", "--as", "fhir", "--out", paid.folder / "ann.json", "--account", f"{GROUP}/ann", "--json"
    )
    patient = paid.run(
        "export", "--as", "fhir", "--out", paid.folder / "ben.json", "--patient", f"{GROUP}/ben", "--json"
    )

    assert {"Account": 1, "Invoice": 1, "Patient": 1, "PaymentReconciliation": 2} == account.json["counts"]
    assert {"Account": 1, "Invoice": 1, "Patient": 1} == patient.json["counts"]
    assert b"ben" not in (paid.folder / "ann.json").read_bytes()


def test_an_empty_folder_is_as_good_as_none(paid):
    place = paid.folder / "empty"
    place.mkdir()
    told = go_out(paid, "fhir-ndjson", "empty")

    assert 0 == told.code
    assert {"Account.ndjson", "Invoice.ndjson", "Patient.ndjson", "PaymentReconciliation.ndjson"} == {
        file.name for file in place.iterdir()
    }


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("fhir", "taken.json", "nothing is written over"),
        ("hl7v2", "taken.json", "nothing is written over"),
        ("fhir-ndjson", "taken", "nothing is written over"),
        ("fhir", "taken", "one file, and"),
        ("hl7v2", "taken", "one file, and"),
        ("fhir-ndjson", "taken.json", "a folder, and"),
    ],
)
def test_what_is_there_stays_as_it_is(paid, kind, name, said):
    paid.file("taken.json", "mine")
    paid.file("taken/mine.txt", "mine")
    told = go_out(paid, kind, name)

    assert (2, "") == (told.code, told.out)
    assert said in told.err
    assert "--out" in told.err
    assert ("mine", ["mine.txt"]) == (
        (paid.folder / "taken.json").read_text(),
        [file.name for file in (paid.folder / "taken").iterdir()],
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--org", "nobody"), "No organization has the key 'nobody'. Known"),
        (("--account", "zoe"), "There is no account zoe."),
        (("--account", f"{GROUP}/zoe"), f"There is no account {GROUP}/zoe."),
        (("--account", "capital/ann"), "There is no account capital/ann."),
        (("--account", "nobody/ann"), "There is no account nobody/ann."),
        (("--patient", "zoe"), "There is no patient zoe."),
        (("--patient", "'; drop table party; --"), "There is no patient '; drop"),
        ((), "The office has several organizations. Name one with --org KEY: lakeshore, capital."),
    ],
)
def test_whoever_is_not_known_is_said(paid, words, said):
    told = paid.run("export", "--as", "fhir", "--out", paid.folder / "nobody.json", "--json", *words)

    assert (2, "") == (told.code, told.out)
    assert said in told.err.replace("\n", " ")
    assert not (paid.folder / "nobody.json").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "x.json"), "--as"),
        (("--as", "fhir"), "--out"),
        (("--as", "pdf", "--out", "x.json"), "'pdf'"),
        (("--as", "fhir", "--out", "x.json", "--account", "ann", "--patient", "ann"), "not both"),
    ],
)
def test_wrong_use_ends_with_2(paid, words, said):
    told = paid.run("export", *words)

    assert (2, "") == (told.code, told.out)
    assert said in told.err


def test_a_device_is_never_replaced(paid):
    told = paid.run("export", "--as", "fhir", "--out", "/dev/null", "--org", GROUP)

    assert 2 == told.code
    assert "neither a file nor a folder" in told.err


def test_before_any_office_there_is_nothing_to_write(bare):
    told = bare.run("export", "--as", "fhir", "--out", bare.folder / "none.json")

    assert 2 == told.code
    assert "no office yet" in told.err


def test_what_went_out_comes_back_in_an_empty_home(paid, bare):
    go_out(paid, "fhir", "moved.json")
    offices = bare.run("import", paid.folder / "books" / "office.yaml")
    back = bare.run("import", paid.folder / "moved.json", "--org", GROUP, "--json")
    invoices = [
        one["resource"] for one in json.loads((paid.folder / "moved.json").read_text())["entry"]
        if one["resource"]["resourceType"] == "Invoice"
    ]  # fmt: skip

    assert (0, 0) == (offices.code, back.code)
    assert "3 opening balances, 2 payments" in back.json["files"][0]["message"]
    assert BALANCES.count("\n") - 1 == len(invoices)
    assert [4_000, 6_200, 9_000] == sorted(round(one["totalGross"]["value"] * 100) for one in invoices)
    assert paid.run("aging", "--json").json == bare.run("aging", "--json").json
