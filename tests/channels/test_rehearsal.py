"""The ladder's templates, held against the law of the office before anybody gets a message."""

from dataclasses import replace
from datetime import date

from remindful.core.words.kinds import OrganizationKind
from remindful.flow.messages.rehearsal import rehearse
from remindful.flow.office.home import Home
from remindful.flow.office.organizations import Organization
from remindful.flow.office.tonight import read_ladder, read_rulebook

OFFICE = Organization(
    key="lakeside", name="Lakeside Family Medicine", kind=OrganizationKind.PROVIDER, npi=None, tax_id=None, line1="410 Harbor Street",
    city="Pensacola", state="FL", zip="32502", zone="America/Chicago", phone="(850) 555-0100", hours="Monday to Friday, 8 am to 5 pm",
    email_from="billing@lakeside.example.org", website="https://lakeside.example.org", pay_url="https://lakeside.example.org/pay",
    assistance_phone="(850) 555-0102", assistance_url="https://lakeside.example.org/help", is_practice=True, activated_on=None,
    billing=None,
)  # fmt: skip


def said(tmp_path, **changed):
    home = Home(tmp_path)
    faults = rehearse(
        read_ladder(home),
        rulebook=read_rulebook(home),
        organizations=[replace(OFFICE, **changed)],
        day=date(2026, 11, 23),
    )
    return " ".join(fault.message for fault in faults)


def test_what_the_ladder_sends_is_lawful_for_a_provider_and_a_tax_exempt_hospital(tmp_path):
    assert "" == said(tmp_path)
    assert "" == said(tmp_path, kind=OrganizationKind.TAX_EXEMPT_HOSPITAL)


def test_a_tax_exempt_hospital_without_a_page_for_help_is_told_which_template_lacks_it(tmp_path):
    told = said(tmp_path, kind=OrganizationKind.TAX_EXEMPT_HOSPITAL, assistance_url=None)

    assert "first_statement (en, statement) of lakeside" in told
    assert "26 CFR 1.501(r)-4(b)(5)" in told


def test_a_collectors_letters_lack_what_a_collectors_letters_must_say(tmp_path):
    told = said(tmp_path, kind=OrganizationKind.THIRD_PARTY)

    assert "12 CFR 1006.18(e)" in told
    assert "12 CFR 1006.34" in told


def test_a_hospital_in_new_mexico_needs_the_sheet_on_screening(tmp_path):
    assert "NMSA 57-32-6" in said(tmp_path, kind=OrganizationKind.HOSPITAL, state="NM", zip="87501")
