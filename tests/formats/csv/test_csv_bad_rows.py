"""Each way in which a row or a file can be bad: what is said of it, and that its good neighbours go on."""

import gzip

import pytest

PEOPLE = "party_key,first_name,birth_on,phone,zip,state,language,email,phone_kind,preferred_medium,is_qmb,as_of_on\n"
BALANCES = "visit_key,party_key,service_on,charge_cents,open_cents,reason,first_statement_on,last_statement_on\n"
PAYMENTS = "payment_key,party_key,paid_on,amount_cents,method\n"
CONTACTS = "party_key,kind,happened_on,medium,value\n"

GOOD = {
    PEOPLE: "P0,Ana,1980-01-02,8505550100,32456,FL,en,a@b.example,mobile,mail,no,2025-06-30\n",
    BALANCES: "V0,P0,2025-01-02,1000,500,copay,2025-02-01,2025-03-01\n",
    PAYMENTS: "K0,P0,2025-01-02,500,cash\n",
    CONTACTS: "P0,opted_out,2025-01-02,text,+18505550100\n",
}
KIND = {PEOPLE: "demographics", BALANCES: "open_balances", PAYMENTS: "payments", CONTACTS: "contacts"}

ASIDE = [
    (PAYMENTS, "K1,P1,2025-02-30,500,cash", "row.day", '"2025-02-30" (column \'paid_on\') is not a day'),
    (PAYMENTS, "K1,P1,45000,500,cash", "row.day", "is not a day written as YYYY-MM-DD or MM/DD/YYYY"),
    (PAYMENTS, "K1,P1,03/04/25,500,cash", "row.day", '"03/04/25"'),
    (PAYMENTS, "K1,P1,2025-02-03,5.00,cash", "row.amount", '"5.00" (column \'amount_cents\') is not an amount'),
    (PAYMENTS, "K1,P1,2025-02-03,five,cash", "row.amount", '"five"'),
    (PAYMENTS, "K1,P1,2025-02-03,,cash", "row.missing", "amount_cents is empty"),
    (PAYMENTS, "K1,,2025-02-03,500,cash", "row.missing", "party_key is empty (column 'party_key')"),
    (PAYMENTS, ",P1,2025-02-03,500,cash", "row.missing", "payment_key is empty"),
    (PAYMENTS, "NULL,P1,2025-02-03,500,cash", "row.missing", "payment_key is empty"),
    (PAYMENTS, "K1,P1,,500,cash", "row.missing", "paid_on is empty"),
    (PAYMENTS, "K1,P1,2025-02-03,0,cash", "payment.zero", "The payment is 0.00"),
    (PAYMENTS, "K0,P1,2025-02-03,500,cash", "row.duplicate", 'payment_key "K0" is a duplicate of line 2'),
    (PAYMENTS, "K1,P1,2025-02-03,500", "csv.fields", "This row has 4 fields, the header has 5"),
    (PAYMENTS, "K1,P1,2025-02-03,1,500,cash", "csv.fields", "This row has 6 fields, the header has 5"),
    (PAYMENTS, "lonely", "csv.fields", "This row has 1 field, the header has 5"),
    (PAYMENTS, 'K1,"P1,2025-02-03,500,cash', "csv.quote", "A quote is not closed"),
    (PAYMENTS, 'K1,"P"1,2025-02-03,500,cash', "csv.quote", "has text beside it"),
    (PAYMENTS, "K1,P\ufffd,2025-02-03,500,cash", "csv.encoding", "A character of this row is damaged"),
    (PAYMENTS, "K1,P\0,2025-02-03,500,cash", "csv.encoding", "A character of this row is damaged"),
    (BALANCES, "V1,P1,2025-01-02,1000,-500,,,", "balance.negative", "The open balance is -5.00"),
    (BALANCES, "V1,P1,2025-01-02,1000,0,,,", "balance.zero", "nothing is left to bring in"),
    (BALANCES, "V1,P1,2025-01-02,1000,1001,,,", "balance.over_charge", "10.01 is open of a charge of 10.00"),
    (BALANCES, "V1,P1,2025-01-02,1000,500,,2025-01-01,", "balance.days", "first statement on 2025-01-01"),
    (BALANCES, "V1,P1,2025-01-02,1000,500,,2025-02-02,2025-02-01", "balance.days", "last statement on 2025-02-01"),
    (BALANCES, "V1,P1,2025-01-02,1000,500,,soon,", "row.day", 'first_statement_on: "soon"'),
    (PEOPLE, "P1,Bo,2025-07-01,,,,,,,,,2025-06-30", "person.birth", "Born on 2025-07-01, after the day of the file"),
    (PEOPLE, "P1,Bo,1/2/80,,,,,,,,,", "row.day", "with all four digits of the year"),
    (CONTACTS, "P1,opt out,2025-01-02,text,", "contact.kind", '"opt out" (column \'kind\') is no kind of event'),
    (CONTACTS, "P1,opted_out,2025-01-02,fax,", "contact.medium", "is not one of mail, email, text, call, portal"),
    (CONTACTS, "P1,consent_given,2025-01-02,,", "contact.consent", "Consent without a contact method"),
]  # fmt: skip
GOES_ON = [
    ("P1,Bo,,000-000-0000,,,,,,,,", "contact.phone", "is not a telephone number", "phone"),
    ("P1,Bo,,,K1A 0B1,,,,,,,", "contact.zip", "is not a ZIP of the United States", "zip"),
    ("P1,Bo,,,,Flor.,,,,,,", "contact.state", "is no state or territory", "state"),
    ("P1,Bo,,,,,Klingon,,,,,", "contact.language", "is no language", "language"),
    ("P1,Bo,,,,,,nobody,,,,", "contact.email", "is not an email address", "email"),
    ("P1,Bo,,,,,,,home,,,", "contact.phone_kind", "is not one of mobile, landline, voip, work", "phone_kind"),
    ("P1,Bo,,,,,,,,fax,,", "contact.medium", "is not one of mail", "preferred_medium"),
    ("P1,Bo,,,,,,,,,perhaps,", "person.yes_no", "is neither yes nor no", "is_qmb"),
]


@pytest.mark.parametrize(("header", "row", "code", "message"), ASIDE)
def test_a_bad_row_is_set_aside_with_its_line_and_text_and_its_neighbours_go_on(read_text, header, row, code, message):
    last = GOOD[header].replace("V0", "V9").replace("K0", "K9").replace("P0,Ana", "P9,Ana")
    whole = read_text(header + GOOD[header] + row + "\n" + last)

    assert [(3, code)] == whole.codes()
    assert message in whole.findings[0].message
    assert whole.findings[0].remedy
    assert row == whole.findings[0].raw
    assert whole.frames[KIND[header]]["line_no"].to_list() == [2, 4]
    assert (whole.rows_read, whole.exception_count) == (3, 1)


@pytest.mark.parametrize(("row", "code", "message", "column"), GOES_ON)
def test_an_unreadable_detail_is_not_known_and_the_row_goes_on(read_text, row, code, message, column):
    whole = read_text(PEOPLE + row + "\n")

    assert [(2, code)] == whole.codes()
    assert message in whole.findings[0].message
    assert "the row was imported" in whole.findings[0].message
    assert whole.frames["demographics"][column].to_list() == [None]
    assert (whole.rows_read, whole.exception_count) == (1, 0)


def test_a_row_with_two_faults_counts_once(read_text):
    whole = read_text(PAYMENTS + "K1,P1,never,nothing,cash\n")

    assert sorted(whole.codes(), reverse=True, key=lambda code: code[1]) == [(2, "row.day"), (2, "row.amount")]
    assert (whole.rows_read, whole.exception_count) == (1, 1)


def test_a_bad_first_row_does_not_make_the_second_of_its_key_a_repeat(read_text):
    whole = read_text(PAYMENTS + "K1,P1,never,500,cash\nK1,P1,2025-02-03,500,cash\n")

    assert whole.frames["payments"]["line_no"].to_list() == [3]


def test_an_unclosed_quote_takes_no_other_row_with_it(read_text):
    rows = [f"K{n},P{n},2025-02-03,500,cash" for n in range(1, 6)]
    rows[1], rows[3] = 'K2,"P2,2025-02-03,500,cash', 'K4,"P4,2025-02-03,500,"cash"'
    whole = read_text(PAYMENTS + "\n".join(rows) + "\n")

    assert whole.frames["payments"]["payment_key"].to_list() == ["K1", "K3", "K5"]
    assert [finding.at.line for finding in whole.findings] == [3, 5]


def test_an_unclosed_quote_that_a_later_one_seems_to_close_takes_no_other_row_with_it(read_text):
    rows = ["K1,P1,2025-02-03,500,cash", 'K2,"P2,2025-02-03,500,cash', 'K3,P3,2025-02-03,500,cash"']
    whole = read_text(PAYMENTS + "\n".join(rows) + "\n")

    assert whole.frames["payments"]["payment_key"].to_list() == ["K1", "K3"]
    assert whole.codes() == [(3, "csv.fields"), (4, "payment.method")]


def test_a_key_that_has_swallowed_another_row_is_no_key(read_text):
    rows = ['K1,"P1,2025-02-03,500,cash', 'K2,P2",2025-02-03,500,cash', "K3,P3,2025-02-03,500,cash"]
    whole = read_text(PAYMENTS + "\n".join(rows) + "\n")

    assert whole.frames["payments"]["payment_key"].to_list() == ["K3"]
    assert whole.codes() == [(2, "row.key")]
    assert whole.findings[0].raw == "\n".join(rows[:2])


def test_a_quoted_line_end_is_part_of_a_value_and_lines_are_counted_as_they_stand(read_text):
    whole = read_text(CONTACTS + 'P1,disputed,2025-01-02,,"says\nhe never came"\nP2,what,2025-01-02,,\n')

    assert whole.frames["contacts"]["value"].to_list() == ["says\nhe never came"]
    assert whole.codes() == [(4, "contact.kind")]


def test_blank_lines_and_rows_of_delimiters_are_no_rows(read_text):
    whole = read_text(PAYMENTS + "\n,,,,\n  \nK1,P1,2025-02-03,500,cash\n\n")

    assert whole.frames["payments"]["line_no"].to_list() == [5]
    assert (whole.rows_read, whole.exception_count) == (1, 0)


def test_empty_fields_beyond_the_header_are_no_fault(read_text):
    whole = read_text(PAYMENTS + "K1,P1,2025-02-03,500,cash,,\n")

    assert whole.findings == []
    assert whole.rows_read == 1


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"", "csv.empty", "The file is empty"),
        (b"\xef\xbb\xbf\r\n", "csv.empty", "The file is empty"),
        (b"PK\x03\x04\x14\0\x06\0", "csv.not_text", "an Excel workbook (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "csv.not_text", "an old Excel workbook (.xls)"),
        (gzip.compress(b"a,b", mtime=0), "csv.not_text", "a gzip archive"),
        (b"a,b\0\0\0", "csv.not_text", "it is full of zero bytes"),
        (b"x" * 70_000, "csv.not_text", "hold no line end"),
        (b"Name,Age\nAna,40\n", "csv.no_mapping", "its header (Name, Age) does not use our own names"),
    ],
)
def test_a_file_that_is_no_table_of_ours_is_one_finding_and_no_rows(read_text, content, code, message):
    whole = read_text(content)

    assert [code] == [finding.code for finding in whole.findings]
    assert message in whole.findings[0].message
    assert whole.frames == {}
    assert whole.rows_read == 0


def test_a_header_alone_is_no_fault(read_text):
    whole = read_text(PAYMENTS)

    assert whole.findings == []
    assert whole.frames["payments"].height == 0


def test_a_column_that_is_none_of_ours_is_said_once_and_the_rest_is_read(read_text):
    whole = read_text("payment_key,party_key,paid_on,amount_cents,metod\nK1,P1,2025-02-03,500,cash\n")

    assert whole.codes() == [(1, "csv.column")]
    assert "'metod' is not a known column" in whole.findings[0].message
    assert whole.frames["payments"]["method"].to_list() == [None]


def test_a_repeat_far_down_the_file_is_found_across_batches(read_text, monkeypatch):
    monkeypatch.setattr("remindful.edges.formats.csv_rows.records.BATCH_CHARS", 200)
    rows = [f"K{n},P{n},2025-02-03,500,cash" for n in range(50)]
    whole = read_text(PAYMENTS + "\n".join([*rows, rows[3], 'K51,P51,2025-02-03,500,"cash\n"']) + "\n")

    assert whole.codes() == [(52, "row.duplicate")]
    assert "of line 5" in whole.findings[0].message
    assert whole.frames["payments"].height == 51
