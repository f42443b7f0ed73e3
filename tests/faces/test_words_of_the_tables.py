"""Tables show words, not codes: each step of the nightly run and each verdict has its own."""

from remindful.core.words.kinds import Verdict
from remindful.faces.cli.tables import STEPS, VERDICTS
from remindful.flow.night.night import NIGHT


def test_every_step_of_the_night_is_shown_in_words():
    assert [station.name for station in NIGHT] == list(STEPS)


def test_every_verdict_is_shown_in_words():
    assert {str(verdict) for verdict in Verdict} == set(VERDICTS)
