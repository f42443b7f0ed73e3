"""A control number that comes again: the same claim, a correction of it, or another visit that is an exception."""

import pytest

from tests.intake.office import RealGroup, codes, read_books
from tests.stories.practice import GROUP, NPI, claim_answer, claim_text

PAID = claim_answer("V1", ("99213", 100, 70, "CO45:10 PR3:20"), number="ICN7")


def claim(
    group: RealGroup, key: str, *lines: tuple[str, int], on: str = "2026-01-05", frequency: str = "1", payers: tuple[str, ...] = ("AETNA",),
    of: str = "ana", corrects: str | None = None, paid: str | None = None,
) -> str:  # fmt: skip
    """An 837 of one claim in production. corrects: REF*F8. paid: AMT*F5."""
    text = claim_text(
        key, group.people[of], lines or [("99213", 100)], on=on, payers=list(payers), npi=NPI[GROUP], frequency=frequency,
        discharged_on=None,
    ).replace("*0*T*:", "*0*P*:")  # fmt: skip
    more = [f"REF*F8*{corrects}~\n"] if corrects else []
    more = [f"AMT*F5*{paid}~\n", *more] if paid else more
    return text.replace("REF*EA", "".join(more) + "REF*EA").replace(
        f"SE*{text.count('~') - 4}*", f"SE*{text.count('~') - 4 + len(more)}*"
    )


def owed(group: RealGroup, on: str = "2026-04-01") -> dict[str, int]:
    return group.owed("ana", day=on)


def test_the_same_claim_in_another_file_is_the_same_claim(group):
    group.brings(claim(group, "V1"), "a.837")
    report = group.brings(claim(group, "V1", payers=("AETNA", "CIGNA")), "b.837")

    assert ([], {"payer": 10_000, "due": 0}) == (codes(report), owed(group))


@pytest.mark.parametrize(
    ("again", "code", "names"),
    [
        ({"on": "2026-02-12"}, "claim.number_used_again", "99213 of 2026-01-05"),
        ({"lines": (("99203", 100),)}, "claim.number_used_again", "99213 of 2026-01-05"),
        ({"lines": (("99213", 60), ("81002", 40))}, "claim.number_used_again", "99213 of 2026-01-05"),
        ({"of": "bo"}, "claim.other_patient", "99213 of 2026-01-05"),
        ({"of": "bo", "frequency": "7"}, "claim.other_patient", "99213 of 2026-01-05"),
        ({"of": "bo", "frequency": "8"}, "claim.other_patient", "99213 of 2026-01-05"),
        ({"lines": (("99213", 120),)}, "claim.changed", "another charge"),
    ],
)
def test_another_visit_with_the_number_is_an_exception_that_names_both(group, again, code, names):
    group.person("bo", last_name="Other", birth_on="1990-09-09")
    group.brings(claim(group, "V1"), "a.837")
    lines = again.pop("lines", ())
    report = group.brings(claim(group, "V1", *lines, **again), "b.837")

    assert [code] == codes(report)
    assert names in report.exceptions[0].example
    assert {"payer": 10_000, "due": 0} == owed(group)


def test_two_visits_with_one_number_in_one_file_are_an_exception(group):
    first, second = claim(group, "V1"), claim(group, "V1", on="2026-02-12")
    report = group.brings(first + second, "a.837")

    assert (["claim.number_used_again"], {"payer": 10_000, "due": 0}) == (codes(report), owed(group))


def test_the_same_person_under_another_record_number_is_the_same_patient(group):
    group.person("ana2", first_name="Ana")
    group.brings(claim(group, "V1"), "a.837")
    report = group.brings(claim(group, "V1", of="ana2", payers=("AETNA", "CIGNA")), "b.837")

    assert [] == codes(report)


def test_a_voided_visit_may_be_billed_anew_on_another_day(group):
    group.brings(claim(group, "V1"), "a.837")
    group.brings(claim(group, "V1", frequency="8"), "b.837", day="2026-03-03")
    report = group.brings(claim(group, "V1", on="2026-01-06"), "c.837", day="2026-03-04")

    assert ([], {"payer": 10_000, "due": 0}) == (codes(report), owed(group))


def answered(group: RealGroup) -> RealGroup:
    group.brings(claim(group, "V1"), "a.837", day="2026-01-06")
    group.answer(PAID, day="2026-02-15")
    return group


def test_a_replacement_under_a_new_number_is_found_by_the_payers_number(group):
    report = answered(group).brings(claim(group, "V1R", ("99213", 130), frequency="7", corrects="ICN7"), "b.837")

    assert ([], 13_000) == (codes(report), owed(group)["payer"])
    assert ["V1"] == read_books("visit_ids")["visit_key"].to_list()


def test_the_payers_answer_to_the_new_number_posts_on_the_visit(group):
    answered(group).brings(claim(group, "V1R", ("99213", 130), frequency="7", corrects="ICN7"), "b.837")
    back = claim_answer("V1", ("99213", -100, -70, "CO45:-10 PR3:-20"), status="22", number="ICN7")
    again = claim_answer("V1R", ("99213", 130, 100, "CO45:10 PR3:20"), number="ICN8")
    report = group.answer(back, again, day="2026-03-15")

    assert ([], {"patient": 2_000, "due": 2_000}) == (codes(report), owed(group))


def test_a_void_under_a_new_number_takes_the_claim_back(group):
    report = answered(group).brings(claim(group, "V1X", frequency="8", corrects="ICN7"), "b.837")

    assert ([], None) == (codes(report), owed(group).get("patient"))


@pytest.mark.parametrize("corrects", [None, "ICN9"])
def test_a_replacement_that_names_nothing_on_file_is_an_exception(group, corrects):
    report = answered(group).brings(claim(group, "V1R", frequency="7", corrects=corrects), "b.837")

    assert ["claim.nothing_to_replace"] == codes(report)


def test_a_payers_number_that_two_claims_have_names_neither(group):
    answered(group).brings(claim(group, "V2", on="2026-01-07"), "c.837", day="2026-01-08")
    group.answer(
        claim_answer("V2", ("99213", 100, 70, "CO45:10 PR3:20"), number="ICN7"), day="2026-02-16", payer="OTHER"
    )
    report = group.brings(claim(group, "V1R", frequency="7", corrects="ICN7"), "b.837")

    assert ["claim.nothing_to_replace"] == codes(report)
