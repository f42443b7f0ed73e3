"""An office of two organizations, both of which bill here; answers come into its inbox, and nobody says whose they are."""

from datetime import UTC, date, datetime

import polars as pl

from remindful.core.words.kinds import OrganizationKind
from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.office.report import FileCount, ImportReport
from tests.statuses import written
from tests.stories.care_practice import BILLING, DOCTOR, CarePractice
from tests.stories.practice import GROUP, HOSPITAL, OFFICE

EVER = datetime(2030, 1, 1, tzinfo=UTC)


class TwoOffices(CarePractice):
    """What is done is the first organization's, until `at` names the other."""

    org = GROUP

    def open(self) -> "TwoOffices":
        office = self.folder / "office.yaml"
        first, _, second = OFFICE.replace('zip: "32301"', 'zip: "323010000"').partition(f"  - key: {HOSPITAL}")
        second = second.replace("tax_exempt_hospital", str(OrganizationKind.PROVIDER)).replace(
            "1888888881", "1888888884"
        )
        office.write_text(f"{first}{BILLING}  - key: {HOSPITAL}{second}{BILLING.replace('LAKESHORE', 'CAPITAL')}")
        self._import(office, day=date(2026, 1, 1), org=None)
        doctor = {"npi": DOCTOR, "is_person": "yes", "last_name": "Doe", "taxonomy": "207Q00000X"}
        for org, name in ((GROUP, "Jo"), (HOSPITAL, "Joanna")):  # the same file again would change nothing
            self.at(org)._csv("providers", [doctor | {"first_name": name}], day="2026-01-01", org=org)
        return self.at(GROUP)

    def at(self, org: str) -> "TwoOffices":
        self.org = org
        return self

    def _csv(self, kind: str, rows: list[dict[str, object]], *, day: str, org: str) -> ImportReport:
        return super()._csv(kind, rows, day=day, org=self.org)

    def comes(self, *segments: str, suffix: str = ".277", day: str = "2026-03-05", org: str | None = None) -> FileCount:
        """A file of these segments in the inbox, or imported for `org`."""
        self.number += 1
        path = self.folder / f"answer-{self.number}{suffix}"
        path.write_text(written.whole(segments))
        return self._import(path, day=date.fromisoformat(day), org=org).files[0]


def words(*columns: str) -> list[tuple[object, ...]]:
    """What was kept: the organization of each word, and these columns of it, in the order of organizations."""
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        keys = reads.organizations(store).select("organization_id", "key")
        told = reads.claim_statuses(store).join(keys, on="organization_id").sort("organization_id", "status_no")
    return told.select("key", *columns).rows()


def sent() -> dict[str, dict[str, object]]:
    """Sent claims by their number, with batch: its number as a 277CA gives it back."""
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        rows = reads.sent_claims(store).with_columns(batch=pl.col("interchange_number") + pl.col("set_number"))
    return {row["control_number"]: row for row in rows.iter_rows(named=True)}


def findings(*codes: str) -> list[str]:
    with open_store(organizations="all", now=EVER, read_only=True) as store:
        return reads.open_findings(store).filter(pl.col("code").is_in(codes))["message"].to_list()
