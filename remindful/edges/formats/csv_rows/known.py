"""Every kind of CSV with its contract and columns, and which of them a header means."""

from remindful.core.words import frames
from remindful.edges.formats.csv_rows import care_columns, columns
from remindful.edges.formats.csv_rows.kinds import Kind, RowKind

_KINDS = (
    Kind(RowKind.DEMOGRAPHICS, frames.Demographics, columns.DEMOGRAPHICS, ("party_key",)),
    Kind(RowKind.OPEN_BALANCES, frames.OpenBalances, columns.OPEN_BALANCES, ("visit_key",)),
    Kind(RowKind.PAYMENTS, frames.Payments, columns.PAYMENTS, ("payment_key",)),
    Kind(RowKind.CONTACTS, frames.ContactRows, columns.CONTACTS),
    Kind(RowKind.COVERAGES, frames.Coverages, care_columns.COVERAGES, ("party_key", "level_no", "from_on")),
    Kind(RowKind.PROVIDERS, frames.Providers, care_columns.PROVIDERS, ("npi",)),
    Kind(RowKind.REFERRALS, frames.Referrals, care_columns.REFERRALS, ("referral_key",)),
    Kind(RowKind.AUTHORIZATIONS, frames.Authorizations, care_columns.AUTHORIZATIONS, ("authorization_key",)),
    Kind(RowKind.APPOINTMENTS, frames.Appointments, care_columns.APPOINTMENTS, ("appointment_key",)),
    Kind(RowKind.ENCOUNTERS, frames.Encounters, care_columns.ENCOUNTERS, ("encounter_key",)),
    Kind(RowKind.DIAGNOSES, frames.Diagnoses, care_columns.DIAGNOSES, ("encounter_key", "rank")),
    Kind(RowKind.CHARGES, frames.Charges, care_columns.CHARGES, ("encounter_key", "line_no")),
    Kind(RowKind.FEES, frames.Fees, care_columns.FEES, ("schedule", "procedure_code", "modifiers", "from_on")),
    Kind(RowKind.CHARGE_CAPTURE, None, care_columns.CHARGE_CAPTURE, ("encounter_key", "charge_key")),
)  # fmt: skip
KINDS: dict[RowKind, Kind] = {kind.name: kind for kind in _KINDS}


def kind_of_header(header: list[str]) -> Kind | None:
    """The kind whose own names the header uses; None where it uses none's, or not all that the kind needs."""
    names = {name.casefold() for name in header}
    fits = [
        kind for kind in KINDS.values() if names.issuperset(kind.required) and len(names.intersection(kind.names)) > 1
    ]
    # What a payment needs includes what a person needs: the kind that knows most of the names is meant, then the most demanding.
    return max(fits, key=lambda kind: (len(names.intersection(kind.names)), len(kind.required)), default=None)
