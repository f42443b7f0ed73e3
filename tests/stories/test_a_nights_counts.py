"""Stories: what each station of a night counts, in which language it writes, and which visits still want a statement."""

from datetime import UTC, datetime

from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from tests.stories.practice import Practice, claim_answer
from tests.stories.test_what_is_sent import SHARE, first_statement


def counts(night, *stations: str) -> dict[str, tuple[int, int, int]]:
    """Of each station: what came in, what it passed on, and what it kept back."""
    return {
        one.station: (one.came_in, one.into, one.exceptions) for one in night.report.stations if one.station in stations
    }


def owes(practice: Practice, key: str, **person: str) -> None:
    """A person who owes 150 dollars."""
    practice.person(key, **person).opens_with(key, visit=f"V-{key}", charge=150, open=150, on="2026-01-05")


def test_each_station_counts_what_came_in_what_it_passed_on_and_what_it_kept_back(practice: Practice):
    for key in ("ana", "bob", "eva"):
        owes(practice, key)
    practice.pays("eva", 150, on="2026-01-10")
    practice.person("dan").visit("V4", "dan", ("99213", 150), on="2026-01-05")
    practice.happens("opted_out", "ana", on="2026-01-06", medium="email")
    practice.happens("bankruptcy_filed", "bob", on="2026-01-06", value="7")
    first, second = practice.night("2026-01-21"), practice.night("2026-01-22")

    assert {
        "settle": (1, 1, 0),
        "owe": (4, 3, 1),
        "judge": (2, 1, 1),
        "choose": (2, 1, 1),
        "reach": (1, 1, 0),
    } == counts(first, "settle", "owe", "judge", "choose", "reach")
    assert {"choose": (2, 0, 2), "reach": (0, 0, 0)} == counts(second, "choose", "reach")


def test_a_message_is_in_the_readers_language_where_we_write_it_and_else_in_english(practice: Practice):
    for key, language in (("ana", "es"), ("bob", "fr"), ("cy", "en")):
        owes(practice, key, language=language)
    practice.night("2026-01-21")
    with open_store(organizations="all", now=datetime(2026, 1, 22, tzinfo=UTC), read_only=True) as store:
        keys = reads.accounts(store).select("account_id", "account_key")
        written = reads.messages(store).join(keys, on="account_id").select("account_key", "language")

    assert {"ana": "es", "bob": "en", "cy": "en"} == dict(written.rows())


def test_a_visit_that_the_payer_paid_in_full_wants_no_statement_and_delays_no_reminder(practice: Practice):
    first_statement(practice).visit("V2", "ana", ("99213", 150), on="2026-01-06")
    practice.answer(claim_answer("V2", ("99213", 150, 150, ""), number="ICN2"), day="2026-01-25")

    assert [("ana", "email", "gentle_reminder")] == practice.night("2026-02-11").sent


def test_a_new_visit_gets_its_statement_after_the_rest_days_and_not_the_old_ones_reminder(practice: Practice):
    first_statement(practice).visit("V2", "ana", ("99213", 150), on="2026-01-06")
    practice.answer(claim_answer("V2", SHARE, number="ICN2"), day="2026-01-25")
    early, on_time = practice.night("2026-02-14"), practice.night("2026-02-15")

    assert ([], [("ana", "statement", "first_statement")]) == (early.sent, on_time.sent)
