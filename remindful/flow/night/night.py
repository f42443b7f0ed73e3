"""The nightly line: a table of stations and nothing else. How each works stands in stations.py and reaching.py."""

from remindful.flow.night import stations
from remindful.flow.night.line import line, station

NIGHT = line(
    station(
        "receive",
        stations.receive,
        says="files in the inbox",
        by="edges.formats",
        into="entries",
        asides="set_aside_files",
    ),
    station(
        "refer",
        stations.refer,
        says="referrals, and those that are overdue",
        by="core.referrals",
        into="referrals",
        asides="open_loops",
    ),
    station(
        "bill",
        stations.bill,
        says="finished encounters, checked and billed",
        by="core.billing",
        into="claims",
        asides="unbillable",
    ),
    station(
        "post",
        stations.post,
        says="payers' answers that waited for their claim",
        by="core.remits",
        into="entries",
        asides="unmatched",
    ),
    station(
        "settle",
        stations.settle,
        says="patients' money put on what it pays",
        by="core.ledger",
        into="receipts",
        asides="unapplied",
    ),
    station(
        "owe",
        stations.owe,
        says="whose each open amount is",
        by="core.ledger",
        into="balances",
        asides="not_the_patients",
    ),
    station(
        "judge",
        stations.judge,
        says="what the law allows for each account that owes",
        by="core.guard",
        into="verdicts",
        asides="held",
    ),
    station(
        "choose",
        stations.choose,
        says="the next step, among the free acts",
        by="core.strategy",
        into="steps",
        asides="no_step",
    ),
    station(
        "reach", stations.reach, says="judged again, then sent", by="edges.channels", into="sent", asides="suppressed"
    ),
)
