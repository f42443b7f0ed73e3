"""What billing reads of its organization: each table once, before anything is billed, and passed on from there."""

from dataclasses import dataclass, replace

import polars as pl

from remindful.core.billing import CareFrames
from remindful.core.coding.crosswalk import Crosswalk, cross_charges, cross_diagnoses
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.claims.sent_claims import read_claim_states


@dataclass(frozen=True, slots=True)
class BillingFrames:
    """The rows of one organization, as they were when billing began. What a billing writes is never about a claim that it passes on to
    the next payer, so these rows hold to its end."""

    care: CareFrames  # all encounters, in the codes of claims as far as the crosswalk has them
    captured: pl.DataFrame  # Charges as they were captured, withdrawn ones too, with is_withdrawn
    fees: pl.DataFrame  # Fees
    claim_states: pl.DataFrame  # SentClaims with their state: find_claim_states
    adjudications: pl.DataFrame  # StoredRemitClaims

    @property
    def charges(self) -> pl.DataFrame:
        """Charges that count, as they were captured."""
        return _without_withdrawn(self.captured)


def read_billing_frames(store: Store, crosswalk: Crosswalk) -> BillingFrames:
    """All that the claims of the one open organization are made of."""
    encounters, captured = reads.encounters(store), reads.charges(store, with_withdrawn=True)
    adjudications = reads.remit_claims(store)
    care = CareFrames(
        encounters=encounters,
        diagnoses=cross_diagnoses(reads.diagnoses(store), crosswalk),
        charges=cross_charges(_without_withdrawn(captured), encounters, crosswalk),
        coverages=reads.coverages(store),
        people=reads.people(store),
        providers=reads.providers(store),
    )
    return BillingFrames(
        care, captured, reads.fees(store), read_claim_states(store, adjudications=adjudications), adjudications
    )


def _without_withdrawn(charges: pl.DataFrame) -> pl.DataFrame:
    return charges.filter(~pl.col("is_withdrawn")).drop("is_withdrawn")


def narrow_care(care: CareFrames, encounters: pl.DataFrame) -> CareFrames:
    """Only what belongs to these encounters."""
    keys, people = encounters.select("encounter_key"), encounters.select("party_key").unique()
    return replace(
        care,
        encounters=encounters,
        diagnoses=care.diagnoses.join(keys, on="encounter_key", how="semi", maintain_order="left"),
        charges=care.charges.join(keys, on="encounter_key", how="semi", maintain_order="left"),
        coverages=care.coverages.join(people, on="party_key", how="semi", maintain_order="left"),
    )
