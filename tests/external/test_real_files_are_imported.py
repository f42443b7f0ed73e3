"""Every published X12 file goes through import, and the Synthea folder through a whole night. Nothing here is ours."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.intake import intake
from remindful.flow.night import nights
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.actors import CLERK
from tests.stories.practice import GROUP, Practice

SHARED = Path(os.environ.get("REMINDFUL_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
NOON = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"no published files at {SHARED} (set REMINDFUL_SHARED_DATA)"
)


def import_folder(path: Path):
    return intake.import_office_paths(
        [path], home=read_home(), actor=CLERK, clock=Clock(NOON), organization=GROUP, mapping=None
    )


def test_every_published_x12_file_is_posted_or_set_aside_with_a_reason(practice: Practice):
    report = import_folder(SHARED / "x12")
    with open_store(organizations="all", now=NOON, read_only=True) as store:
        lines = reads.ledger_lines(store)
        remits = reads.remits(store)
        findings = reads.open_findings(store)
    cash = -lines.filter(pl.col("ledger_account") != "payer_cash")["amount_cents"].sum()
    paid = lines.filter(pl.col("ledger_account") == "payer_cash")["amount_cents"].sum()
    silent = [file.file for file in report.files if file.state == "set_aside" and not file.message]

    assert len(report.files) > 150
    assert {"posted", "partly", "set_aside", "seen_before"} >= {file.state for file in report.files}
    assert sum(file.state in {"posted", "partly"} for file in report.files) > 40
    assert [] == silent
    assert findings.filter(pl.col("remedy").str.len_chars() < 10).is_empty()
    assert cash == paid
    assert paid == remits["paid_cents"].sum(), "the cash posted is what the payments say, to the cent"


def test_the_synthea_folder_goes_through_a_whole_night(practice: Practice):
    imported = import_folder(SHARED / "synthea" / "csv")
    night = nights.run_night(home=read_home(), clock=Clock(NOON), on=date(2026, 11, 2), dry_run=False)
    counts = {station.station: station for station in night.stations}

    assert imported.posted_cents > 0
    assert counts["owe"].came_in > 500
    assert "done" == night.state
