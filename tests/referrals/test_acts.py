"""What people change is in the audit log with who did it, once, and of what was refused there is nothing."""

from datetime import UTC, date, datetime

import pytest

from remindful.core.remits import Way
from remindful.core.words.findings import Refusal
from remindful.core.words.frames import Referrals
from remindful.edges.store import reads
from remindful.flow.ask.audit import AuditEvent, AuditFilter, list_events
from remindful.flow.books.care import store_care
from remindful.flow.codes.acts import load_code_set
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.home import read_home
from remindful.flow.referrals.acts import Granted, Noted, keep_requirement, note_referral
from remindful.flow.referrals.loops import PayerRequirement, requirements_of
from remindful.flow.remits.acts import keep_limit
from tests.actors import CLERK
from tests.referrals.rows import frame, referral
from tests.stories.practice import GROUP, HOSPITAL, Practice

CLOCK = Clock(datetime(2026, 3, 10, 17, tzinfo=UTC))
NEED = PayerRequirement("AETNA", needs_referral=True, authorization_codes="97*", source="Contract with Dr. Example")


def events(**wanted: object) -> list[AuditEvent]:
    """What the log has besides the imports of the story."""
    log = list_events(AuditFilter(**wanted), limit=50, clock=CLOCK)  # type: ignore[arg-type]
    return [event for event in log.events if not event.act.startswith("import")]


@pytest.fixture
def office(practice: Practice) -> Practice:
    """Ana's referral R1 at the group."""
    practice.person("ana")
    with open_desk(CLOCK, organization=GROUP, actor=CLERK) as desk:
        frames = {"referrals": frame(Referrals, referral(party_key="ana", reason="Rotator cuff tear"))}
        store_care(desk.only().store, frames, source_file_id=None, bills_here=True)
    return practice


def test_a_note_is_one_event_with_keys_and_days(office: Practice):
    noted = Noted(is_sent=True, granted=Granted("PA-100", visits_allowed=6))
    note_referral("R1", noted=noted, on=date(2026, 2, 9), clock=CLOCK, actor=CLERK)
    [event] = events()

    assert ("clerk", "a test", GROUP, "note referral", "referral R1") == (
        event.actor, event.origin, event.organization, event.act, event.subject,
    )  # fmt: skip
    assert {"on": "2026-02-09", "authorization": "PA-100", "is_sent": True} == event.details


def test_what_is_refused_leaves_no_event(office: Practice):
    with pytest.raises(Refusal):
        note_referral("R1", noted=Noted(), on=None, clock=CLOCK, actor=CLERK)
    with pytest.raises(Refusal):
        keep_requirement(NEED, organization=None, clock=CLOCK, actor=CLERK)
    with pytest.raises(Refusal):
        keep_limit(
            "NOBODY", way=Way.APPEAL, days=60, is_from_service=False, organization=GROUP, clock=CLOCK, actor=CLERK
        )

    assert [] == events()


def test_what_a_payer_asks_for_is_kept_for_its_organization_and_told_without_its_source(office: Practice):
    keep_requirement(NEED, organization=GROUP, clock=CLOCK, actor=CLERK)
    keep_requirement(PayerRequirement("CIGNA", needs_referral=False, authorization_codes=None, source=None), organization=GROUP,
              clock=CLOCK, actor=CLERK)  # fmt: skip
    with open_desk(CLOCK) as desk:
        kept = {one.key: requirements_of(one.store).get(one.organization_id) for one in desk}

    assert kept[HOSPITAL] is None
    assert ["AETNA", "CIGNA"] == kept[GROUP]["payer_key"].to_list()
    assert ["payer CIGNA", "payer AETNA"] == [event.subject for event in events(act="needs")]
    assert {"needs_referral": True, "authorization_codes": "97*"} == events()[-1].details


def test_a_deadline_is_kept_beside_the_others_with_one_event_each(office: Practice):
    office.visit("V1", "ana", ("97110", 90), on="2026-01-05")
    for payer, days in (("AETNA", 60), ("medicaid", 30), ("AETNA", 90)):
        kept = keep_limit(
            payer, way=Way.APPEAL, days=days, is_from_service=False, organization=GROUP, clock=CLOCK, actor=CLERK
        )

    assert {"AETNA": 90, "medicaid": 30} == {payer: ways[Way.APPEAL].days for payer, ways in kept.items()}
    assert [90, 30, 60] == [event.details["days"] for event in events(act="keep deadline")]


def test_a_code_set_is_an_event_of_every_organization_and_of_none_before_there_is_an_office(office: Practice, tmp_path):
    file = tmp_path / "own.csv"
    file.write_text("code,description\n99999,Made-up service\n")
    load_code_set([file], kind="cpt", from_on=date(2026, 1, 1), home=read_home(), clock=CLOCK, actor=CLERK)

    assert {(GROUP, "code set cpt", 1), (HOSPITAL, "code set cpt", 1)} == {
        (event.organization, event.subject, event.details["rows"]) for event in events()
    }


def test_the_log_is_narrowed_by_day_actor_act_and_organization_newest_first(office: Practice):
    note_referral("R1", noted=Noted(is_sent=True), on=date(2026, 2, 3), clock=CLOCK, actor=CLERK)
    keep_requirement(NEED, organization=HOSPITAL, clock=Clock(datetime(2026, 3, 12, 3, tzinfo=UTC)), actor=CLERK)
    late = Clock(datetime(2026, 3, 13, tzinfo=UTC))

    def acts(limit: int = 50, **wanted: object) -> list[str]:
        log = list_events(AuditFilter(**wanted), limit=limit, clock=late)  # type: ignore[arg-type]
        assert log.is_shared == ("organization" not in wanted)
        return [event.act for event in log.events]

    assert ["keep payer needs", "note referral", "import"] == acts(limit=3)
    assert ["keep payer needs"] == acts(since=date(2026, 3, 11)), (
        "the event is of March 11, 11 at night, in Tallahassee"
    )
    assert [] == acts(since=date(2026, 3, 12))
    assert ["note referral"] == acts(act="Referral")
    assert [] == acts(act="refer"), "a part of a word is no word"
    assert [] == acts(actor="somebody else")
    assert ["keep payer needs"] == acts(organization=HOSPITAL, act="keep payer needs")


def test_an_event_is_told_in_the_organizations_own_time(office: Practice):
    note_referral("R1", noted=Noted(is_sent=True), on=date(2026, 2, 3), clock=CLOCK, actor=CLERK)
    [event] = events()

    assert "2026-03-10T13:00:00-04:00" == event.recorded_at.isoformat()
    with open_desk(CLOCK) as desk:
        assert 1 == reads.audit_events(desk.store, act=["note referral"]).height
