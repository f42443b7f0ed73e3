"""Which files are for the CSV reader."""

import pytest

from remindful.edges.formats.csv_rows import FORMAT


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"a,b\n1,2\n", "x.csv"),
        (b"a\tb\n", "x.TSV"),
        (b"a|b\n", "x.txt"),
        (b"a;b\n", "3f9c"),
        (b"payment_key,party_key,paid_on,amount_cents\n", "x.dat"),
        (b"", "x.csv"),
        (b"PK\x03\x04", "x.csv"),
        (b"PK\x03\x04", "x.xlsx"),
        ("a,b\n".encode("utf-16"), "x.csv"),
        (b"id,name,address,city,state,zip\n", "x.csv"),
    ],
)
def test_tables_are(head, name):
    assert FORMAT.sniff(head, name)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"ISA*00*", "x.csv"),
        (b"\xef\xbb\xbf  ISA|00|", "x.txt"),
        (b"MSH|^~\\&|", "x.txt"),
        (b'{"a": 1, "b": 2}', "x.txt"),
        (b"<a>,</a>", "x.txt"),
        (b"Id,BIRTHDATE,DEATHDATE,SSN,DRIVERS\n", "patients.csv"),
        (b"ID,CLAIMID,CHARGEID,PATIENTID,TYPE,AMOUNT\n", "claims_transactions.csv"),
        (b"PK\x03\x04", "x.zip"),
        (b"hello, world\n", "x.md"),
        (b"hello", "x.txt"),
    ],
)
def test_other_formats_are_not(head, name):
    assert not FORMAT.sniff(head, name)
