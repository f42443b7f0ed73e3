"""The nightly line: a table of stations and nothing else. How each works is in stations.py, how the line runs in line.py."""

from remindful.flow.night import stations
from remindful.flow.night.line import OfEach, OfOffice, line, station

NIGHT = line(
    station(
        "receive",
        OfOffice(stations.receive),
        key=("file", "copy"),
        description="import new files",
        note="{came_in} files",
    ),
    station(
        "refer",
        OfEach(stations.refer),
        key=("referral_key",),
        description="find overdue referrals",
        note="{exceptions} referrals overdue",
    ),
    station(
        "bill",
        OfOffice(stations.bill),
        key=("organization_id", "encounter_key"),
        description="check and bill finished encounters",
        note="{message}",
    ),
    station(
        "post",
        OfEach(stations.post),
        key=("remit_claim_id",),
        description="post payer payments that now match a claim",
        note="{into} of {came_in} unmatched payments matched",
    ),
    station(
        "settle",
        OfEach(stations.settle),
        key=("account_id",),
        description="apply patient payments",
        note="{into} accounts with payments to apply",
    ),
    station(
        "owe",
        OfEach(stations.owe),
        key=("item_id",),
        description="decide who owes each open balance",
        note="{came_in:,} charge lines",
    ),
    station(
        "judge",
        OfEach(stations.judge),
        key=("account_id",),
        description="check the law for each account with a balance",
        note="{message}",
    ),
    station(
        "choose",
        OfEach(stations.choose),
        key=("account_id",),
        description="choose the next reminder",
        note="{message}",
    ),
    station(
        "reach",
        OfOffice(stations.reach),
        key=("message_id",),
        description="check once more and send",
        note="messages for today",
    ),
)
