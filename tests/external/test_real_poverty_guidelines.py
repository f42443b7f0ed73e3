"""The poverty guidelines, against the published table."""

import csv
from datetime import date
from pathlib import Path

import pytest

from remindful.core.facts.poverty import GUIDELINES

TABLE = Path(__file__).parents[3] / "shared" / "data" / "codes" / "hhs_poverty_guidelines.csv"
REGIONS = {"": "contiguous_us", "AK": "alaska", "HI": "hawaii"}


@pytest.mark.skipif(not TABLE.exists(), reason="the real files are not here")
def test_every_guideline_is_the_published_one():
    published = {
        (row["region"], date.fromisoformat(row["effective_on"])): (
            100 * int(row["first_person_dollars"]),
            100 * int(row["additional_person_dollars"]),
        )
        for row in csv.DictReader(TABLE.open())
    }
    ours = {(REGIONS[line.region], line.since): (line.first_cents, line.more_cents) for line in GUIDELINES}

    assert published == ours
