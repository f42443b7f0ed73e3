"""Stories: whose deadline runs for an encounter that is not billed yet, where the patient's payer changed."""

import json

from tests.statuses.test_status_inquiry import run
from tests.stories.care_practice import CarePractice


def test_the_payer_that_followed_another_gives_the_deadline_of_what_was_served_since(house: CarePractice):
    house.person("bob").covered("bob", "MEDICARE", until="2026-02-28").covered("bob", "CIGNA", since="2026-03-01")
    house.seen("V2", "bob", ("99213", 150), on="2026-03-01", is_finished="no")
    clocks = json.loads(run("claims", "--json", day="2026-03-20").output)["clocks"]
    [clock] = [one for one in clocks if one["due_key"] == "V2"]

    assert ("CIGNA", "2026-05-30") == (clock["payer_key"], clock["last_day_on"])  # 90 days; Medicare's would be a year
