"""Stories: the accounts that the tour of the example asks about, picked from the last night."""

from remindful.core.words.kinds import Act
from remindful.flow.ask.account_inquiry import pick_examples
from remindful.flow.office.home import read_home
from tests.stories.practice import Practice


def test_one_reached_one_stopped_by_law_and_not_by_the_house_and_one_that_waits_for_its_payer(practice: Practice):
    for key in ("ana", "bob", "cy"):
        practice.person(key).opens_with(key, visit=f"V-{key}", charge=150, open=150, on="2026-01-05")
    practice.person("dan").visit("V4", "dan", ("99213", 150), on="2026-01-05")
    practice.happens("held", "ana", on="2026-01-06")
    practice.happens("bankruptcy_filed", "bob", on="2026-01-06", value="7")
    night = practice.night("2026-01-21")
    picked = [(account, act) for account, act, _ in pick_examples(home=read_home())]

    assert {"ana": "not_free", "bob": "not_free"} == night.why_not
    assert [("lakeshore/cy", Act.STATEMENT), ("lakeshore/bob", Act.LETTER), ("lakeshore/dan", Act.STATEMENT)] == picked
