"""Nobody real is in the example: telephone numbers of fiction, mail to nowhere, impossible provider numbers."""

import re

import zipcodes

from remindful.edges.example import names
from remindful.edges.example.numbers import make_npi, make_phone
from remindful.edges.example.services import CHARGES, DESCRIPTIONS

TEXTS = ("*.csv", "*.837", "*.835", "*.yaml")
PHONE = re.compile(r"\(\d{3}\) \d{3}-\d{4}|\*TE\*\d{10}")


def read_all(root):
    for pattern in TEXTS:
        for path in sorted(root.rglob(pattern)):
            yield path, path.read_text("utf-8-sig")


def test_every_telephone_number_is_one_of_fiction(large):
    found = {phone for _, text in read_all(large.root) for phone in PHONE.findall(text)}

    assert len(found) > 100
    assert [phone for phone in found if not re.search(r"555-?01\d\d$", phone)] == []


def test_every_email_address_and_web_address_is_reserved_for_examples(large):
    hosts = {host for _, text in read_all(large.root) for host in re.findall(r"@([\w.-]+)", text)}
    sites = {host for _, text in read_all(large.root) for host in re.findall(r"https?://([\w.-]+)", text)}

    assert hosts == {"example.org", "example.com", "example.net", "lakeshore.example.org", "capital.example.org"}
    assert sites == {"lakeshore.example.org", "capital.example.org"}


def test_every_provider_number_has_a_right_check_digit_and_begins_as_no_real_one_does(large):
    found = {npi for _, text in read_all(large.root) for npi in re.findall(r"\*XX\*(\d+)", text)}
    office = set(re.findall(r'npi: "(\d+)"', (large.root / "office.yaml").read_text()))

    assert len(found) > 10
    assert office <= found
    for npi in found:
        doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed("80840" + npi))]
        assert sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0, npi
        assert npi[0] == "9"


def test_the_check_digit_agrees_with_the_published_example():
    # The CMS example: 1234567893. Ours begin otherwise, so the rule is tried on our own numbers' neighbours.
    npi = make_npi(1)
    wrong = [npi[:-1] + str(digit) for digit in range(10) if str(digit) != npi[-1]]

    def total(number):
        doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed("80840" + number))]
        return sum(each - 9 if each > 9 else each for each in doubled) % 10

    assert 0 == total("1234567893") == total(npi)
    assert 0 not in {total(each) for each in wrong}


def test_every_tax_number_begins_with_00_which_is_given_to_nobody(large):
    found = {number for _, text in read_all(large.root) for number in re.findall(r"REF\*(?:EI|TJ)\*(\d+)", text)}

    assert {"000000101", "000000202"} == found


def test_every_town_is_where_the_post_office_says(large, read_rows):
    for city, state, code, _, zone, *_ in (*names.TOWNS, *names.FAR_TOWNS):
        place = zipcodes.matching(code)[0]
        assert (state, zone) == (place["state"], place["timezone"]), code
        assert city in {place["city"], *place["acceptable_cities"]}, code
    known = {(city, state, code) for city, state, code, *_ in (*names.TOWNS, *names.FAR_TOWNS)}

    assert {(row["City"], row["ST"], row["Zip"]) for row in read_rows(large.root, "demographics_lpg_*.csv")} <= known


def test_no_descriptor_of_a_procedure_is_printed_only_our_own_words(large):
    said = {
        text
        for path, whole in read_all(large.root)
        if path.suffix == ".837"
        for text in re.findall(r"SV[12]\*[^~]*?:{4,5}([^:*]+)\*", whole)
    }

    assert said
    assert said <= set(DESCRIPTIONS.values())
    assert all(re.fullmatch(r"\d{5}|[A-Z]\d{4}|\d{4}", code) for code in CHARGES)


def test_a_phone_number_is_of_the_reserved_exchange():
    assert make_phone("850", 42) == "8505550142"
