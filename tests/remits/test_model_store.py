"""The same lives of visits by real files through the store: it says of every item what a plain ledger says."""

from collections import Counter
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from remindful.edges.store import reads
from remindful.flow.books import posting
from remindful.flow.books.position import take_position
from remindful.flow.night import stations
from remindful.flow.office.actors import NIGHT
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.home import read_home
from tests.examples import examples
from tests.remits.desk import LATER, ledger
from tests.remits.scripts import (
    Visit,
    day_of,
    items_wanted,
    open_visits,
    play_day,
    random_lives,
    remit_text,
    waiting_wanted,
)
from tests.stories.offices import copy_office
from tests.stories.practice import GROUP, NPI, Practice, claim_text

VISITS = 20  # of one run: each is a model of its own


def open_office(folder: Path) -> Practice:
    return Practice(folder).open()


def bill(office: Practice, visit: Visit, day, *, frequency: str) -> None:
    person = office.people.get(visit.key) or office.person(visit.key, last_name="Example").people[visit.key]
    lines = [(code, cents // 100) for code, cents in visit.lines()]
    text = claim_text(
        visit.key, person, lines, on="2026-01-05", payers=list(visit.payers), npi=NPI[GROUP], frequency=frequency, discharged_on=None
    ).replace("*20260105*1200*CH", f"*{day:%Y%m%d}*1200*CH")  # fmt: skip
    office._x12(text, ".837", day=str(day), org=GROUP)


def run_night(day) -> None:
    """The stations of a night that move money."""
    moment = datetime.combine(day, time(23), tzinfo=UTC)
    with open_desk(Clock(moment), actor=NIGHT) as desk:
        for one in desk:
            if one.key == GROUP:
                posting.post_waiting(one.store, home=read_home())
                stations.settle(one, None)


def said(visits: list[Visit], day) -> tuple[dict[str, list[tuple]], dict[str, Counter]]:
    """What the store says of each visit's items, and what waits."""
    with open_desk(Clock(LATER)) as desk:
        [one] = [one for one in desk if one.key == GROUP]
        items = take_position(one.store, account_ids=None, day=day).item_balances
        keys = reads.visit_ids(one.store).select("visit_id", "visit_key")
        waiting = reads.waiting_claims(one.store).rows(named=True)
    of_visit: dict[str, list[tuple]] = {visit.key: [] for visit in visits}
    for row in items.join(keys, on="visit_id").sort("item_id").rows(named=True):
        off = row["contractual_cents"] + row["other_off_cents"]
        of_visit[row["visit_key"]].append(
            (row["charge_cents"], row["payer_paid_cents"], off, row["patient_paid_cents"], row["open_cents"], row["balance_owner"],
             row["reason"], row["patient_due_cents"])
        )  # fmt: skip
    waits = {visit.key: Counter() for visit in visits}
    for row in waiting:
        waits[row["control_number"]][row["status_code"], row["charge_cents"], row["paid_cents"]] += 1
    return of_visit, waits


def check(visits: list[Visit], day) -> None:
    of_visit, waits = said(visits, day)
    for visit in visits:
        assert items_wanted(visit) == of_visit[visit.key], visit.key
        assert waiting_wanted(visit) == waits[visit.key], visit.key
    told = sum(visit.ledger.cash for visit in visits)
    assert told == ledger("payer_cash") + ledger("provider_level")


@pytest.mark.parametrize("seed", range(examples(1)))
def test_the_store_says_of_every_item_what_a_plain_ledger_says(seed):
    lives = random_lives(VISITS, seed=seed)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        office = copy_office(open_office, folder=Path(folder), monkeypatch=patch)
        playing = open_visits(lives)
        visits = [visit for visit, _ in playing]
        with office.together():
            for visit in visits:
                bill(office, visit, day_of(0), frequency="1")
        for number in range(1, max(len(script) for _, script in playing) + 1):
            day = day_of(number)
            played = play_day(playing, number)
            with office.together():
                for visit in played.replaced:
                    bill(office, visit, day, frequency="7")
                for visit, cents in played.paid:
                    office.pays(visit.key, f"{cents / 100:.2f}", on=str(day))
                if played.sent:
                    office._x12(remit_text(played.sent, day=day), ".835", day=str(day), org=GROUP)
            if played.has_night:
                run_night(day)
        check(visits, day)
