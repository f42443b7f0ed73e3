"""The nightly line: a table of stations and nothing else. How each works is in stations.py, how the line runs in line.py."""

from remindful.flow.night import stations
from remindful.flow.night.line import OfEach, OfOffice, line, station

NIGHT = line(
    station(
        "receive",
        OfOffice(stations.receive),
        key=("file", "copy"),
        description="files in the inbox",
        note="{came_in} files",
    ),
    station(
        "refer",
        OfEach(stations.refer),
        key=("referral_key",),
        description="referrals, and those that are overdue",
        note="{aside} referrals overdue",
    ),
    station(
        "bill",
        OfOffice(stations.bill),
        key=("organization_id", "encounter_key"),
        description="finished encounters, checked and billed",
        note="{message}",
    ),
    station(
        "post",
        OfEach(stations.post),
        key=("remit_claim_id",),
        description="payers' answers that waited for their claim",
        note="{into} of {came_in} waiting answers matched",
    ),
    station(
        "settle",
        OfEach(stations.settle),
        key=("account_id",),
        description="patients' money put on what it pays",
        note="{into} accounts",
    ),
    station(
        "owe",
        OfEach(stations.owe),
        key=("item_id",),
        description="whose each open amount is",
        note="{came_in:,} items",
    ),
    station(
        "judge",
        OfEach(stations.judge),
        key=("account_id",),
        description="what the law allows for each account that owes",
        note="{message}",
    ),
    station(
        "choose",
        OfEach(stations.choose),
        key=("account_id",),
        description="the next step, among the free acts",
        note="{message}",
    ),
    station(
        "reach",
        OfOffice(stations.reach),
        key=("message_id",),
        description="judged again, then sent",
        note="messages of this day",
    ),
)
