"""A practice whose claims Remindful writes: what is done there goes in as CSV files, what goes out are 837s to look into."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl

from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.ask import tracing
from remindful.flow.claims import acts as billing_acts
from remindful.flow.claims.billing_report import BillingReport
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.actors import CLERK
from tests.stories.practice import GROUP, OFFICE, Practice, claim_answer

BILLING = """    billing:
      submitter_id: LAKESHORE
      receiver_id: CLEARHOUSE
      contact: Ann Rivera
      taxonomy: 207Q00000X
      self_pay_discount_percent: 20
"""
DOCTOR = "1234567893"


class CarePractice(Practice):
    """One physician group that bills its own encounters."""

    def open(self) -> "CarePractice":
        self.organizations = (1,)
        office = self.folder / "office.yaml"
        group = OFFICE.split("  - key: capital", maxsplit=1)[0].replace('zip: "32301"', 'zip: "323010000"')
        office.write_text(group + BILLING)
        self._import(office, day=date(2026, 1, 1), org=None)
        doctor = {"npi": DOCTOR, "is_person": "yes", "last_name": "Doe", "first_name": "Jo", "taxonomy": "207Q00000X"}
        self._csv("providers", [doctor], day="2026-01-01", org=GROUP)
        return self

    def person(self, key: str, **said: object) -> "CarePractice":
        super().person(key, **({"sex": "F"} | said))
        return self

    def covered(
        self, key: str, *payers: str, since: str = "2025-01-01", until: str = "", **said: object
    ) -> "CarePractice":
        """Coverages in order of levels. MEDICARE and MEDICAID are what they say, others commercial."""
        kinds = {"MEDICARE": "medicare", "MEDICAID": "medicaid"}
        rows: list[dict[str, object]] = [
            {
                "party_key": key, "level_no": level, "from_on": since, "to_on": until, "payer_key": payer, "payer_name": payer.title(),
                "payer_kind": kinds.get(payer, "commercial"), "member_id": f"M{level}{key.upper()}", "relationship_code": "18",
                "subscriber_key": "",
            } | said
            for level, payer in enumerate(payers, start=1)
        ]  # fmt: skip
        self._csv("coverages", rows, day="2026-01-02", org=GROUP)
        return self

    def seen(
        self,
        key: str,
        patient: str,
        *lines: tuple[object, ...],
        on: str,
        dx: tuple[str, ...] = ("J02.9",),
        day: str | None = None,
        **said: object,
    ) -> "CarePractice":
        """An encounter with its charges. lines: (code, dollars) or (code, dollars, modifiers, units)."""
        known = day or on
        encounter: dict[str, object] = {
            "encounter_key": key, "party_key": patient, "form": "P", "started_on": on, "place_of_service": "11", "rendering_npi": DOCTOR,
            "is_finished": "yes",
        } | said  # fmt: skip
        with self.together():
            self._csv("encounters", [encounter], day=known, org=GROUP)
            self.diagnosed(key, *dx, day=known)
            self.charged(key, *lines, on=on, day=known)
        return self

    def diagnosed(self, key: str, *codes: str, day: str) -> "CarePractice":
        rows: list[dict[str, object]] = [
            {"encounter_key": key, "rank": rank, "system": "icd10cm", "code": code}
            for rank, code in enumerate(codes, start=1)
        ]
        self._csv("diagnoses", rows, day=day, org=GROUP)
        return self

    def charged(self, key: str, *lines: tuple[object, ...], on: str, day: str, first_line: int = 1) -> "CarePractice":
        rows: list[dict[str, object]] = []
        for number, line in enumerate(lines, start=first_line):
            code, dollars, modifiers, units = (*line, "", 1)[:4] if len(line) == 2 else (*line, 1)[:4]
            rows.append(
                {
                    "encounter_key": key, "line_no": number, "system": "cpt", "procedure_code": code, "modifiers": modifiers, "units": units,
                    "charge_cents": "" if dollars is None else int(str(dollars)) * 100, "diagnosis_pointers": "1", "service_on": on,
                    "captured_on": day,
                }
            )  # fmt: skip
        self._csv("charges", rows, day=day, org=GROUP)
        return self

    def rows(self, kind: str, *rows: dict[str, object], day: str) -> "CarePractice":
        """Rows of any other CSV kind: referrals, authorizations, fees, ..."""
        self._csv(kind, list(rows), day=day, org=GROUP)
        return self

    def x12(self, text: str, suffix: str, *, day: str) -> None:
        self._x12(text, suffix, day=day, org=GROUP)

    def bills(self, on: str) -> BillingReport:
        clock = Clock(datetime.combine(date.fromisoformat(on), time(16, 30), tzinfo=UTC))
        return billing_acts.bill_now(
            home=read_home(), clock=clock, actor=CLERK, on=date.fromisoformat(on), dry_run=False
        )

    def payer_status_text(
        self, key: str, *lines: tuple[str, object, object, str], day: str, payer: str = "AETNA", **said: str
    ) -> None:
        """An 835 that answers a claim of ours, by its own line numbers."""
        text = claim_answer(key, *lines, **said).replace(f"REF*6R*{key}-", "REF*6R*")
        self.answer(text, day=day, payer=payer)

    def held(self, key: str) -> list[str]:
        """What keeps an encounter back."""
        with open_store(organizations="all", now=datetime(2030, 1, 1, tzinfo=UTC), read_only=True) as store:
            found = reads.open_findings(store).filter(pl.col("at_key") == key)
        return sorted(found["code"].unique().to_list())

    def cause(self, key: str, *, on: str) -> list[str]:
        clock = Clock(datetime.combine(date.fromisoformat(on), time(16, 30), tzinfo=UTC))
        return tracing.trace_account(f"{GROUP}/{key}", on=date.fromisoformat(on), clock=clock)[0]["cause"].to_list()


def segments(report: BillingReport, *starts: str) -> list[str]:
    """Segments of the written files that begin so."""
    texts = [segment.strip() for name in report.files for segment in Path(name).read_text().split("~")]
    return [segment for segment in texts if segment.startswith(starts)]
