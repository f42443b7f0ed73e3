"""What keeps a claim back for want of a referral or an authorization: each side of every boundary."""

from datetime import date, timedelta

import polars as pl
import pytest

from remindful.core.referrals import used_authorizations
from remindful.core.words.frames import Authorizations, Charges, Encounters
from tests.referrals.rows import (
    CARDIOLOGIST,
    VISIT,
    authorization,
    cover,
    coverage,
    encounter,
    frame,
    needs,
    referral,
    therapy,
    told,
)

DAY = timedelta(days=1)


def visit(key: str = "V1", **said: object) -> dict[str, object]:
    return encounter(key, **({"authorization_number": "PA-100"} | said))


def test_a_visit_with_its_authorization_goes_out():
    assert [] == told(cover(visit(), authorizations=[authorization()]))


@pytest.mark.parametrize("named", ["PA100", "pa-100", " PA 100 "])
def test_a_number_is_known_however_it_is_written(named):
    assert [] == told(cover(visit(authorization_number=named), authorizations=[authorization()]))


@pytest.mark.parametrize(
    ("said", "edit"),
    [
        ({"to_on": VISIT}, None),
        ({"to_on": VISIT - DAY}, "expired"),
        ({"from_on": VISIT}, None),
        ({"from_on": VISIT + DAY}, "not_begun"),
        ({"from_on": None, "decided_on": VISIT}, None),
        ({"from_on": None, "decided_on": VISIT + DAY}, "span_unknown"),
        ({"from_on": VISIT, "decided_on": VISIT + DAY}, None),
        ({"visits_allowed": 1}, None),
        ({"visits_allowed": 0}, "visits_used"),
        ({"units_allowed": 1.0}, None),
        ({"units_allowed": 0.5}, "units_used"),
        ({"provider_npi": CARDIOLOGIST}, "wrong_provider"),
        ({"provider_npi": "1999999984"}, None),  # the group that bills
        ({"provider_npi": None}, None),
        ({"service_codes": "97530"}, "wrong_service"),
        ({"service_codes": None}, None),
        ({"payer_key": "CIGNA"}, "wrong_payer"),
        ({"payer_key": None}, None),
        ({"state": "partly"}, None),
        ({"state": "requested"}, "not_decided"),
        ({"state": "pended"}, "not_decided"),
        ({"state": "denied"}, "denied"),
        ({"state": "cancelled"}, "cancelled"),
        ({"party_key": "bob"}, "other_patient"),
        ({"number": "PA-101", "service_codes": "99999"}, "number_unknown"),
    ],
)
def test_what_is_wrong_with_a_named_authorization(said, edit):
    severity = "warn" if edit in ("span_unknown", "number_unknown") else "stop"
    expected = [] if edit is None else [("V1", f"authorization.{edit}", severity)]

    assert expected == told(cover(visit(), authorizations=[authorization(**said)]))


@pytest.mark.parametrize("also_unnamed", [False, True])
@pytest.mark.parametrize(
    ("said", "edit"),
    [
        ({}, "number_missing"),
        ({"to_on": VISIT - DAY}, "expired"),
        ({"visits_allowed": 0}, "visits_used"),
        ({"state": "denied"}, "denied"),
        ({"state": "pended"}, "not_decided"),
        ({"service_codes": "97530"}, "missing"),
        ({"party_key": "bob"}, "missing"),
        ({"state": "not_required"}, None),
        ({"state": "not_required", "service_codes": "97530"}, "missing"),
        ({"state": "not_required", "to_on": VISIT - DAY}, "missing"),
    ],
)
def test_what_is_said_where_a_needed_authorization_is_not_named(said, edit, also_unnamed):
    number = " " if also_unnamed else None
    expected = [] if edit is None else [("V1", f"authorization.{edit}", "stop")]

    assert expected == told(cover(visit(authorization_number=number), authorizations=[authorization(**said)]))


def test_the_number_that_would_fit_is_proposed():
    found = cover(
        visit(authorization_number=None),
        authorizations=[authorization(), authorization("A2", number="PA-2", to_on=VISIT - DAY)],
    )

    assert [("PA-100", "Enter the number PA-100 on the encounter.")] == found.select("other_code", "remedy").rows()


def test_a_wrong_number_is_told_with_the_one_that_would_fit():
    found = cover(
        visit(authorization_number="PA-2"),
        authorizations=[authorization(), authorization("A2", number="PA-2", to_on=VISIT - DAY)],
    )

    assert [("authorization.expired", "PA-100")] == found.select("edit", "other_code").rows()


@pytest.mark.parametrize(
    ("asks", "expected"),
    [
        ([needs(codes="97110")], ["authorization.missing"]),
        ([needs(codes="97*")], ["authorization.missing"]),
        ([needs(codes="*")], ["authorization.missing"]),
        ([needs(codes="9711")], []),
        ([needs(codes=None)], []),
        ([needs("CIGNA", codes="*")], []),
        ([], []),
    ],
)
def test_only_what_the_payer_asks_for_can_be_missing(asks, expected):
    assert expected == cover(visit(authorization_number=None), asks=asks)["edit"].to_list()


@pytest.mark.parametrize("said", [{"place_of_service": "23"}, {"setting": "emergency"}])
def test_an_emergency_needs_neither(said):
    assert [] == told(cover(visit(authorization_number=None, **said), asks=[needs(referral=True, codes="*")]))


def test_an_order_that_needs_an_authorization_asks_for_one_whatever_the_payer_says():
    found = cover(
        visit(authorization_number=None, referral_key="R1"), referrals=[referral(needs_authorization=True)], asks=[]
    )

    assert ["authorization.missing"] == found["edit"].to_list()


def test_the_payer_is_the_one_that_covered_the_day():
    moved = [coverage(to_on=VISIT - DAY), coverage(payer="CIGNA", from_on=VISIT)]

    assert ["authorization.wrong_payer"] == cover(visit(), authorizations=[authorization()], coverages=moved)[
        "edit"
    ].to_list()


def test_where_the_first_coverage_ended_the_next_ones_payer_decides_what_is_needed():
    moved_up = [coverage(to_on=VISIT - DAY), coverage(2, "CIGNA")]
    found = cover(visit(authorization_number=None), coverages=moved_up, asks=[needs("CIGNA")])

    assert [("V1", "authorization.missing", "stop")] == told(found)


@pytest.mark.parametrize(("to_on", "asked"), [(VISIT - DAY, "CIGNA"), (VISIT, "AETNA"), (None, "AETNA")])
def test_the_payer_of_the_check_is_the_payer_of_the_claim(to_on, asked):
    coverages = [coverage(to_on=to_on), coverage(2, "CIGNA")]
    found = cover(
        visit(authorization_number=None), coverages=coverages, asks=[needs(asked), needs("MOLINA", codes="*")]
    )

    assert [("V1", "authorization.missing", "stop")] == told(found)
    assert [] == told(cover(visit(authorization_number=None), coverages=coverages, asks=[needs("MOLINA")]))


def test_a_number_that_the_payer_does_not_ask_for_only_warns():
    found = cover(visit(), authorizations=[authorization(to_on=VISIT - DAY)], asks=[needs(codes=None)])

    assert [("V1", "authorization.expired", "warn")] == told(found)


@pytest.mark.parametrize(
    ("said", "edit"),
    [
        ({}, None),
        ({"expires_on": VISIT}, None),
        ({"expires_on": VISIT - DAY}, "expired"),
        ({"ordered_on": VISIT}, None),
        ({"ordered_on": VISIT + DAY}, "after_visit"),
        ({"state": "revoked"}, "revoked"),
        ({"state": "draft"}, "not_active"),
        ({"state": "on_hold"}, "not_active"),
        ({"state": "completed"}, None),
        ({"referred_npi": CARDIOLOGIST}, "wrong_provider"),
        ({"payer_key": "CIGNA"}, "wrong_payer"),
        ({"visits_allowed": 1}, None),
        ({"visits_allowed": 0}, "visits_used"),
        ({"party_key": "bob"}, "other_patient"),
        ({"payer_number": None}, "number_missing"),
        ({"service_codes": "93306"}, "wrong_service"),
        ({"service_codes": "97110:93306"}, None),
        ({"service_codes": "183444007"}, None),  # another code system: nothing to compare
    ],
)
@pytest.mark.parametrize("is_needed", [True, False])
def test_what_is_wrong_with_a_named_referral(said, edit, is_needed):
    found = cover(
        visit(referral_key="R1"),
        referrals=[referral(**said)],
        authorizations=[authorization()],
        asks=[needs(referral=is_needed)],
    )
    stops = edit == "other_patient" or (is_needed and edit not in ("wrong_service", "number_missing"))
    silent = edit is None or (edit == "number_missing" and not is_needed)
    expected = [] if silent else [("V1", f"referral.{edit}", "stop" if stops else "warn")]

    assert expected == told(found)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], ("referral.missing", None)),
        ([referral()], ("referral.not_named", "R1")),
        ([referral(expires_on=VISIT - DAY)], ("referral.missing", None)),
        ([referral(), referral("R2")], ("referral.not_named", "R1, R2")),
        ([referral(party_key="bob")], ("referral.missing", None)),
    ],
)
def test_a_plan_that_asks_for_a_referral_gets_none(held, expected):
    found = cover(visit(), referrals=held, authorizations=[authorization()], asks=[needs(referral=True)])

    assert [expected] == found.select("edit", "other_code").rows()


@pytest.mark.parametrize("asked", [False, None])
def test_a_referral_is_not_missed_where_the_plan_does_not_ask(asked):
    assert [] == told(cover(visit(), authorizations=[authorization()], asks=[needs(referral=asked)]))


def test_a_referral_that_nobody_has_is_told():
    assert [("V1", "referral.unknown", "warn")] == told(
        cover(visit(referral_key="R9"), authorizations=[authorization()])
    )


@pytest.mark.parametrize(
    ("npi", "expected"), [("1234567893", []), ("1234567890", [("V1", "referral.npi_wrong", "stop")]), (None, [])]
)
def test_a_referring_npi_with_a_wrong_check_digit_stops(npi, expected):
    assert expected == told(cover(visit(referring_npi=npi), authorizations=[authorization()]))


def test_an_authorized_provider_with_a_wrong_check_digit_is_told():
    found = cover(visit(), authorizations=[authorization(provider_npi="1234567890")])

    assert ["authorization.npi_wrong", "authorization.wrong_provider"] == found["edit"].to_list()


def test_an_office_without_anything_has_no_findings():
    assert [] == told(cover())


def test_each_case_is_the_same_alone_and_among_others():
    kinds = [{}, {"to_on": VISIT - DAY}, {"visits_allowed": 0}, {"state": "denied"}, {"payer_key": "CIGNA"}]
    visits = [visit(f"V{n}", party_key=f"p{n}") for n, _ in enumerate(kinds)]
    held = [authorization(f"A{n}", party_key=f"p{n}", **said) for n, said in enumerate(kinds)]
    coverages = [coverage(party_key=f"p{n}") for n, _ in enumerate(kinds)]
    alone = [
        row
        for one, mine, covers in zip(visits, held, coverages, strict=True)
        for row in told(cover(one, authorizations=[mine], coverages=[covers]))
    ]

    assert len(alone) == 4
    assert alone == told(cover(*visits, authorizations=held, coverages=coverages))
    assert alone == told(cover(*reversed(visits), authorizations=held[::-1], coverages=coverages[::-1]))


# --- what is left -----------------------------------------------------------------------------------------------------


def use(said: dict[str, object], *visits: dict[str, object], day: date = VISIT) -> dict[str, object]:
    charges = [therapy(str(one["encounter_key"]), units=2.0, service_on=one["started_on"]) for one in visits]
    frames = (
        frame(Authorizations, authorization(**said)),
        frame(Encounters, *visits),
        frame(Charges, *charges),
    )
    return used_authorizations(*frames, day=day).row(0, named=True)


@pytest.mark.parametrize(
    ("allowed", "left", "is_near"), [(1, 0, True), (2, 1, True), (4, 3, False), (None, None, False)]
)
def test_visits_are_counted_down(allowed, left, is_near):
    row = use({"visits_allowed": allowed}, visit())

    assert (1, left, is_near) == (row["visits_used"], row["visits_left"], row["is_running_out"])


def test_units_are_counted_down():
    row = use({"units_allowed": 12.0}, visit(), visit("V2", started_on=VISIT - DAY))

    assert (4.0, 8.0, False) == (row["units_used"], row["units_left"], row["is_running_out"])


def test_what_is_still_to_come_is_not_used():
    assert 0 == use({"visits_allowed": 4}, visit(started_on=VISIT + DAY))["visits_used"]


def test_a_visit_outside_the_span_uses_nothing():
    assert 0 == use({"visits_allowed": 4, "to_on": VISIT - DAY}, visit())["visits_used"]


@pytest.mark.parametrize(("days", "is_near"), [(14, True), (15, False), (0, True), (-1, False)])
def test_an_authorization_about_to_end_is_told(days, is_near):
    row = use({"to_on": VISIT + days * DAY})

    assert (days, is_near) == (row["days_left"], row["is_running_out"])


def test_what_has_ended_says_what_to_do():
    assert "Ask for a new one" in str(use({"to_on": VISIT - DAY})["next_step"])


def test_every_finding_says_what_to_do_and_by_whose_rule():
    found = cover(visit(), authorizations=[authorization(state="denied")])

    assert [("AETNA refused the authorization PA-100.", "AETNA contract 2026")] == found.select(
        "message", "source"
    ).rows()
    assert found.filter(pl.col("remedy").str.contains("patient does not owe")).height == 1
