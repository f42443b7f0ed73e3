"""What the store holds of an organization, an account or a patient, in the frames that the readers give. Nothing is made up."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import complete
from remindful.core.words.kinds import EntryKind, EventKind, LedgerAccount
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.office.desk import OrganizationDesk
from remindful.flow.office.organizations import Organization
from remindful.flow.office.records import Account, Party

type Frames = dict[str, pl.DataFrame]
DENTAL_CODE = r"^D\d{4}$"
#: Frames of an answer as its payer sent them, and by what they hang together.
REMIT_KEYS = {
    "remits": ("remit_no",),
    "remit_claims": ("remit_no", "claim_no"),
    "remit_lines": ("claim_no",),
    "remit_adjustments": ("claim_no",),
    "remit_provider_adjustments": ("remit_no",),
}
CONTRACTS = {
    "remits": frames.Remits, "remit_claims": frames.RemitClaims, "remit_lines": frames.RemitLines,
    "remit_adjustments": frames.RemitAdjustments, "remit_provider_adjustments": frames.RemitProviderAdjustments,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is in the store and is not written, and what to do about it."""

    what: str
    count: int
    message: str
    remedy: str


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """Whose rows are asked for, within one organization.

    known: people who are named (party_key). care: people whose care is told (party_key). accounts: those whose undirected
    payments are told (account_id). visits: Visits with patient_key.
    """

    is_whole: bool
    known: pl.DataFrame
    care: pl.DataFrame
    accounts: pl.DataFrame
    visits: pl.DataFrame

    def keys(self, rows: pl.DataFrame, column: str) -> Sequence[int] | Sequence[str] | None:
        """What a read is narrowed to: the rows' values of a column. None, which narrows nothing, where all is asked for."""
        return None if self.is_whole else rows[column].drop_nulls().to_list()


@dataclass(frozen=True, slots=True, eq=False)
class ExportFrames:
    """Frames by the name of their contract; each keeps it."""

    frames: Frames
    left_out: tuple[LeftOut, ...]


# --- whose ----------------------------------------------------------------------------------------------------------------


def share_all(store: Store) -> Share:
    """All that the open organization has."""
    people = reads.party_ids(store).select("party_key")
    accounts = reads.account_ids(store).select("account_id")
    visits = _with_patients(store, reads.visits(store))
    return Share(is_whole=True, known=people, care=people, accounts=accounts, visits=visits)


def share_account(store: Store, account: Account) -> Share:
    """One account: its visits, and the care of the people whom it bills now."""
    billed = reads.party_accounts(store, account_id=[account.account_id]).select("party_key")
    visits = _with_patients(store, reads.visits(store, account_ids=[account.account_id]))
    owners = [] if account.guarantor_id is None else [account.guarantor_id]
    guarantor = reads.party_ids(store, party_id=owners).select("party_key")
    known = pl.concat([billed, guarantor, visits.select(party_key="patient_key")]).unique(maintain_order=True)
    this_account = pl.DataFrame({"account_id": [account.account_id]})
    return Share(is_whole=False, known=known, care=billed, accounts=this_account, visits=visits)


def share_patient(store: Store, patient: Party) -> Share:
    """One patient, and who answers for them by name only."""
    this_patient = pl.DataFrame({"party_key": [patient.party_key]})
    billed_to = reads.party_accounts(store, party_key=[patient.party_key])["account_id"].drop_nulls().to_list()
    answers_for_them = reads.account_ids(store, account_id=billed_to).select(party_key="account_key")
    known = pl.concat([this_patient, answers_for_them]).unique(maintain_order=True)
    answering = reads.account_ids(store, account_key=[patient.party_key]).select("account_id")
    visits = _with_patients(store, reads.visits(store, patient_id=[patient.party_id]))
    return Share(is_whole=False, known=known, care=this_patient, accounts=answering, visits=visits)


def _with_patients(store: Store, visits: pl.DataFrame) -> pl.DataFrame:
    """Visits with patient_key."""
    patients = reads.party_ids(store, party_id=visits["patient_id"].unique().to_list())
    keys = patients.select(patient_id="party_id", patient_key="party_key")
    return visits.join(keys, on="patient_id", how="left", maintain_order="left")


# --- what -----------------------------------------------------------------------------------------------------------------


def read_export_frames(one: OrganizationDesk, share: Share, *, has_bills: bool = True) -> ExportFrames:
    """The frames of a share of an organization.

    Claims are those that stand on the books, without the codes and providers that only their file has. Remittances whose lines are not
    in the store are left out, and said. has_bills: False leaves out claims, answers and opening balances.
    """
    store = one.store
    care = _people(store, share) | _care(store, share) | {"payments": _payments(store, share)}
    if not has_bills:
        return ExportFrames(care, ())
    claims = _claims(store, share, organization=one.organization)
    remits, left_out = _adjudications(store, share)
    return ExportFrames(care | claims | {"open_balances": _open_balances(store, share)} | remits, left_out)


def _people(store: Store, share: Share) -> Frames:
    """demographics: each person's latest version. contacts: deaths, the only event that FHIR and HL7 have a place for."""
    keys = share.keys(share.known, "party_key")
    ids = reads.party_ids(store, party_key=keys).select("party_id", "party_key")
    people = _numbered(reads.people(store, party_key=keys).with_columns(as_of_on="effective_on"), "line_no")
    died = reads.events(store, kind=[str(EventKind.DIED)]).join(ids, on="party_id")
    deaths = died.sort("known_at").unique("party_key", keep="last", maintain_order=True)
    deaths = deaths.select("party_key", "kind", "happened_on")
    return {
        "demographics": complete(frames.Demographics, people),
        "contacts": complete(frames.ContactRows, _numbered(deaths, "line_no")),
    }


def _care(store: Store, share: Share) -> Frames:
    """Coverages, referrals, authorizations and appointments of people; encounters with their codes; providers who are named."""
    people = share.keys(share.care, "party_key")
    is_of_patients = pl.col("party_key").is_in(share.care["party_key"].implode()) & pl.col("visit_id").is_null()
    is_billed = pl.col("visit_id").is_in(share.visits["visit_id"].implode())
    known = reads.encounters(store, party_key=share.keys(share.known, "party_key"))  # a visit's patient is among them
    encounters = known.filter(is_of_patients | is_billed)
    keys = share.keys(encounters, "encounter_key")

    def of_people(rows: pl.DataFrame) -> pl.DataFrame:
        return _of(rows, share.care, "party_key")

    def of_encounters(rows: pl.DataFrame) -> pl.DataFrame:
        return _of(rows, encounters.select("encounter_key"), "encounter_key")

    care = {
        "coverages": complete(frames.Coverages, of_people(reads.coverages(store, party_key=people))),
        "referrals": complete(frames.Referrals, of_people(reads.referrals(store, party_key=people))),
        "authorizations": complete(frames.Authorizations, of_people(reads.authorizations(store, party_key=people))),
        "appointments": complete(frames.Appointments, of_people(reads.appointments(store, party_key=people))),
        "encounters": complete(frames.Encounters, encounters),
        "diagnoses": complete(frames.Diagnoses, of_encounters(reads.diagnoses(store, encounter_key=keys))),
        "charges": complete(frames.Charges, of_encounters(reads.charges(store, encounter_key=keys))),
    }
    providers = reads.providers(store)
    if not share.is_whole:
        named = {npi for rows in care.values() for name in rows.columns if name.endswith("_npi") for npi in rows[name]}
        providers = providers.filter(pl.col("npi").is_in([one for one in named if one is not None]))
    return care | {"providers": complete(frames.Providers, providers)}


def _of(rows: pl.DataFrame, keys: pl.DataFrame, key: str) -> pl.DataFrame:
    return rows.join(keys, on=key, how="semi", maintain_order="left")


def _numbered(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(name))


# --- claims ---------------------------------------------------------------------------------------------------------------


def _claims(store: Store, share: Share, *, organization: Organization) -> Frames:
    """Each visit that is charged as one claim of what stands, whatever came before it: so it has no frequency code."""
    visit_ids = share.keys(share.visits, "visit_id")
    items = reads.current_items(store, visit_id=visit_ids).drop("organization_id")
    charged = _of(share.visits.filter(~pl.col("is_opening")), items.select("visit_id"), "visit_id").sort("visit_id")
    visits = _numbered(charged, "claim_no").with_columns(segment_no="claim_no")
    numbers = visits.select("visit_id", "claim_no", "segment_no")
    lines = items.join(numbers, on="visit_id").sort("claim_no", "line_no")
    encounters = reads.encounters(store, visit_id=visit_ids)
    billed = encounters.drop_nulls("visit_id").select("visit_id", "form", npi="billing_npi").unique("visit_id")
    sums = lines.group_by("visit_id").agg(charge_cents=pl.col("charge_cents").sum(), form_of_lines=_form_of_lines())
    claims = (
        visits.join(billed, on="visit_id", how="left", maintain_order="left")
        .join(sums, on="visit_id", maintain_order="left")
        .with_columns(
            form=pl.coalesce("form", "form_of_lines"),
            control_number="visit_key",
            medical_record_number="patient_key",
            billing_npi=pl.coalesce("npi", pl.lit(organization.npi, dtype=pl.String)),
            billing_tax_id=pl.lit(organization.tax_id, dtype=pl.String),
            billing_name=pl.lit(organization.name, dtype=pl.String),
            billing_state=pl.lit(organization.state, dtype=pl.String),
        )
    )
    payers = reads.visit_payers(store, visit_id=visit_ids).join(numbers, on="visit_id").sort("claim_no", "level_no")
    payers = payers.with_columns(is_destination=pl.col("level_no") == pl.col("level_no").min().over("claim_no"))
    return {
        "claims": complete(frames.Claims, claims),
        "claim_payers": complete(frames.ClaimPayers, payers),
        "claim_lines": complete(frames.ClaimLines, lines),
    }


def _form_of_lines() -> pl.Expr:
    """P, I or D by what only one form of claim can have: a revenue code, or dental codes alone."""
    return (
        pl.when(pl.col("revenue_code").is_not_null().any())
        .then(pl.lit("I"))
        .when(pl.col("procedure_code").str.contains(DENTAL_CODE).fill_null(value=False).all())
        .then(pl.lit("D"))
        .otherwise(pl.lit("P"))
    )


# --- money ----------------------------------------------------------------------------------------------------------------


def _open_balances(store: Store, share: Share) -> pl.DataFrame:
    """Balances of a former system as they were brought in; what was paid since comes as payments."""
    visits = share.visits.filter("is_opening")
    opening = reads.ledger_lines(
        store,
        kind=[str(EntryKind.OPENING_BALANCE)],
        ledger_account=[str(LedgerAccount.RECEIVABLE)],
        account_id=share.keys(visits, "account_id"),
    )
    opened = opening.group_by("item_id").agg(open_cents=pl.col("amount_cents").sum())
    accounts = reads.account_ids(store, account_id=share.keys(visits, "account_id")).drop_nulls("guarantor_id")
    accounts = accounts.select("account_id", guarantor_key="account_key")
    items = reads.items(store, visit_id=share.keys(visits, "visit_id")).drop("organization_id")
    rows = (
        visits.join(items, on="visit_id", maintain_order="left")
        .join(opened, on="item_id", how="left", maintain_order="left")
        .join(accounts, on="account_id", how="left", maintain_order="left")
        .with_columns(pl.col("open_cents").fill_null(0), party_key="patient_key", reason="opening_reason")
    )
    return complete(frames.OpenBalances, _numbered(rows.drop("line_no"), "line_no"))


def _payments(store: Store, share: Share) -> pl.DataFrame:
    """Payments by or for patients: of the visit's patient where they are directed to one, else of the account's own number."""
    paid = _read_payments(store, share)
    accounts = reads.account_ids(store, account_id=share.keys(paid, "account_id")).select("account_id", "account_key")
    visits = share.visits.select("visit_id", "visit_key", "patient_key")
    rows = (
        paid.join(visits, on="visit_id", how="left", maintain_order="left")
        .join(accounts, on="account_id", how="left", maintain_order="left")
        .with_columns(
            party_key=pl.coalesce("patient_key", "account_key"),
            payment_key=pl.col("entry_key").str.strip_prefix("payment:"),
        )
    )
    undirected = pl.col("visit_id").is_null() & pl.col("account_id").is_in(share.accounts["account_id"].implode())
    chosen = rows.filter(undirected | pl.col("visit_key").is_not_null())
    return complete(frames.Payments, _numbered(chosen, "line_no"))


def _read_payments(store: Store, share: Share) -> pl.DataFrame:
    """Patients' payments for the visits, and those of the accounts for no visit."""
    if share.is_whole:
        return reads.patient_payments(store)
    directed = reads.patient_payments(store, visit_id=share.visits["visit_id"].to_list())
    of_accounts = reads.patient_payments(store, account_id=share.accounts["account_id"].to_list())
    paid = pl.concat([directed, of_accounts.filter(pl.col("visit_id").is_null())])
    return paid.sort("paid_on", "entry_key")


def _adjudications(store: Store, share: Share) -> tuple[Frames, tuple[LeftOut, ...]]:
    """Payers' answers as they sent them, in the order of their files. Claims and remittances are numbered anew."""
    sent, claims = reads.remits_as_sent(store), reads.remit_claims_as_sent(store)
    if not share.is_whole:
        claims = _of(claims, share.visits.select("visit_id"), "visit_id")
        sent = _of(sent, claims.select("remit_no"), "remit_no")
    lost = sent.filter(~pl.col("has_lines")).height
    sent = sent.filter("has_lines")
    claims = _of(claims, sent.select("remit_no"), "remit_no")
    claim_ids = claims["claim_no"].to_list()
    remits = {
        "remits": sent,
        "remit_claims": claims,
        "remit_lines": reads.remit_lines(store, claim_no=claim_ids),
        "remit_adjustments": reads.remit_adjustments(store, claim_no=claim_ids),
        "remit_provider_adjustments": reads.remit_provider_adjustments(
            store, remit_no=sent["remit_no"].to_list() if share.is_whole else []
        ),
    }
    remedy = "Put the folder `received` of the home back from a backup, then export again."
    message = "Their file is not in the home any more, or is read otherwise now; the store alone has not their lines."
    return _renumber(remits), (LeftOut("remittances", lost, message, remedy),) if lost else ()


def _renumber(remits: Frames) -> Frames:
    """Remittances and their claims from 1 on, in their order; what hangs on them in the same."""
    numbers = {
        key: _numbered(remits[name].select(key), "new_no")
        for key, name in (("remit_no", "remits"), ("claim_no", "remit_claims"))
    }
    for contract, keys in REMIT_KEYS.items():
        for key in keys:
            joined = remits[contract].join(numbers[key], on=key, maintain_order="left")
            remits[contract] = joined.with_columns(pl.col("new_no").alias(key)).drop("new_no")
    return {
        name: complete(CONTRACTS[name], rows.sort(REMIT_KEYS[name][-1], maintain_order=True))
        for name, rows in remits.items()
    }
