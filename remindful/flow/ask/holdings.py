"""What the store holds of an organization, an account or a patient, in the frames that the readers give. Nothing is made up."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import complete
from remindful.core.words.kinds import EntryKind, EventKind, LedgerAccount
from remindful.edges.store import reads
from remindful.edges.store.books import Books

type Frames = dict[str, pl.DataFrame]
DENTAL_CODE = r"^D\d{4}$"
#: Frames of an answer as its payer sent them, and by what they hang together.
ANSWERED = {
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
    says: str
    mend: str


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


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """Frames by the name of their contract; each keeps it."""

    frames: Frames
    left_out: tuple[LeftOut, ...]


# --- whose ----------------------------------------------------------------------------------------------------------------


def share_all(books: Books) -> Share:
    """All that the open organization has."""
    people = books.read("party_accounts").select("party_key")
    accounts = reads.accounts(books).select("account_id")
    return Share(is_whole=True, known=people, care=people, accounts=accounts, visits=_visits(books))


def share_account(books: Books, account_id: int) -> Share:
    """One account: its visits, and the care of the people whom it bills now."""
    people = books.read("party_accounts")
    billed = people.filter(pl.col("account_id") == account_id).select("party_key")
    visits = _visits(books).filter(pl.col("account_id") == account_id)
    owner = reads.accounts(books, account_ids=[account_id]).select("account_id", party_id="guarantor_id")
    guarantor = people.join(owner, on="party_id", how="semi").select("party_key")
    known = pl.concat([billed, guarantor, visits.select(party_key="patient_key")]).unique(maintain_order=True)
    return Share(is_whole=False, known=known, care=billed, accounts=owner.select("account_id"), visits=visits)


def share_patient(books: Books, party_key: str) -> Share:
    """One patient, and who answers for them by name only."""
    own = pl.DataFrame({"party_key": [party_key]})
    accounts = reads.accounts(books).select("account_id", "account_key")
    mine = books.read("party_accounts").join(own, on="party_key", how="semi").join(accounts, on="account_id")
    known = pl.concat([own, mine.select(party_key="account_key")]).unique(maintain_order=True)
    answering = accounts.join(own, left_on="account_key", right_on="party_key", how="semi").select("account_id")
    visits = _visits(books).filter(pl.col("patient_key") == party_key)
    return Share(is_whole=False, known=known, care=own, accounts=answering, visits=visits)


def _visits(books: Books) -> pl.DataFrame:
    keys = books.read("party_ids").select(patient_id="party_id", patient_key="party_key")
    return reads.visits(books).join(keys, on="patient_id", how="left", maintain_order="left")


# --- what -----------------------------------------------------------------------------------------------------------------


def read_holdings(books: Books, share: Share, *, office: Mapping[str, object], has_bills: bool = True) -> Holdings:
    """The frames of a share. office: its organization's row. Books must be of that organization alone.

    Claims are those that stand on the books, without the codes and providers that only their file has. Remittances whose lines are not
    in the store are left out, and said. has_bills: False leaves out claims, answers and opening balances.
    """
    assert len(books.organizations) == 1, "keys are an organization's own"
    told = _people(books, share) | _care(books, share) | {"payments": _payments(books, share)}
    if not has_bills:
        return Holdings(told, ())
    claims = _claims(books, share, office=office, encounters=reads.encounters(books))
    answers, left_out = _answers(books, share)
    return Holdings(told | claims | {"open_balances": _open_balances(books, share)} | answers, left_out)


def _people(books: Books, share: Share) -> Frames:
    """demographics: each person's latest version. contacts: deaths, the only event that FHIR and HL7 have a place for."""
    ids = books.read("party_ids").select("party_id", "party_key").join(share.known, on="party_key", how="semi")
    latest = books.read("party_latest").join(ids, on="party_id", maintain_order="left")
    people = _numbered(latest.with_columns(as_of_on="effective_on"), "line_no")
    died = reads.events(books).filter(pl.col("kind") == str(EventKind.DIED)).join(ids, on="party_id")
    deaths = died.sort("known_at").unique("party_key", keep="last", maintain_order=True)
    deaths = deaths.select("party_key", "kind", "happened_on")
    return {
        "demographics": complete(frames.Demographics, people),
        "contacts": complete(frames.ContactRows, _numbered(deaths, "line_no")),
    }


def _care(books: Books, share: Share) -> Frames:
    """Coverages, referrals, authorizations and appointments of people; encounters with their codes; providers who are named."""
    visit = share.visits.select("visit_id")
    is_mine = pl.col("party_key").is_in(share.care["party_key"].implode()) & pl.col("visit_id").is_null()
    encounters = reads.encounters(books).filter(is_mine | pl.col("visit_id").is_in(visit["visit_id"].implode()))
    keys = encounters.select("encounter_key")

    def of_people(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.join(share.care, on="party_key", how="semi", maintain_order="left")

    told = {
        "coverages": complete(frames.Coverages, of_people(reads.coverages(books))),
        "referrals": complete(frames.Referrals, of_people(reads.referrals(books))),
        "authorizations": complete(frames.Authorizations, of_people(reads.authorizations(books))),
        "appointments": complete(frames.Appointments, of_people(reads.appointments(books))),
        "encounters": complete(frames.Encounters, encounters),
        "diagnoses": complete(frames.Diagnoses, _of(reads.diagnoses(books), keys, "encounter_key")),
        "charges": complete(frames.Charges, _of(reads.charges(books), keys, "encounter_key")),
    }
    providers = reads.providers(books)
    if not share.is_whole:
        named = {npi for rows in told.values() for name in rows.columns if name.endswith("_npi") for npi in rows[name]}
        providers = providers.filter(pl.col("npi").is_in([one for one in named if one is not None]))
    return told | {"providers": complete(frames.Providers, providers)}


def _of(rows: pl.DataFrame, keys: pl.DataFrame, key: str) -> pl.DataFrame:
    return rows.join(keys, on=key, how="semi", maintain_order="left")


def _numbered(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(name))


# --- claims ---------------------------------------------------------------------------------------------------------------


def _claims(books: Books, share: Share, *, office: Mapping[str, object], encounters: pl.DataFrame) -> Frames:
    """Each visit that is charged as one claim of what stands, whatever came before it: so it has no frequency code."""
    items = books.read("standing_items").drop("organization_id")
    charged = _of(share.visits.filter(~pl.col("is_opening")), items.select("visit_id"), "visit_id").sort("visit_id")
    visits = _numbered(charged, "claim_no").with_columns(segment_no="claim_no")
    numbers = visits.select("visit_id", "claim_no", "segment_no")
    lines = items.join(numbers, on="visit_id").sort("claim_no", "line_no")
    billed = encounters.drop_nulls("visit_id").select("visit_id", "form", npi="billing_npi").unique("visit_id")
    sums = lines.group_by("visit_id").agg(charge_cents=pl.col("charge_cents").sum(), form_said=_form_of_lines())
    claims = (
        visits.join(billed, on="visit_id", how="left", maintain_order="left")
        .join(sums, on="visit_id", maintain_order="left")
        .with_columns(
            form=pl.coalesce("form", "form_said"),
            control_number="visit_key",
            medical_record_number="patient_key",
            billing_npi=pl.coalesce("npi", pl.lit(office["npi"], dtype=pl.String)),
            billing_tax_id=pl.lit(office["tax_id"], dtype=pl.String),
            billing_name=pl.lit(office["name"], dtype=pl.String),
            billing_state=pl.lit(office["state"], dtype=pl.String),
        )
    )
    payers = reads.visit_payers(books).join(numbers, on="visit_id").sort("claim_no", "level_no")
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


def _open_balances(books: Books, share: Share) -> pl.DataFrame:
    """Balances of a former system as they were brought in; what was paid since comes as payments."""
    lines = reads.ledger_lines(books)
    opening = lines.filter(
        (pl.col("kind") == str(EntryKind.OPENING_BALANCE)) & (pl.col("ledger_account") == str(LedgerAccount.RECEIVABLE))
    )
    opened = opening.group_by("item_id").agg(open_cents=pl.col("amount_cents").sum())
    accounts = reads.accounts(books).drop_nulls("guarantor_id").select("account_id", guarantor_key="account_key")
    rows = (
        share.visits.filter("is_opening")
        .join(reads.items(books).drop("organization_id"), on="visit_id", maintain_order="left")
        .join(opened, on="item_id", how="left", maintain_order="left")
        .join(accounts, on="account_id", how="left", maintain_order="left")
        .with_columns(pl.col("open_cents").fill_null(0), party_key="patient_key", reason="opening_reason")
    )
    return complete(frames.OpenBalances, _numbered(rows.drop("line_no"), "line_no"))


def _payments(books: Books, share: Share) -> pl.DataFrame:
    """Payments by or for patients: of the visit's patient where they are directed to one, else of the account's own number."""
    accounts = reads.accounts(books).select("account_id", "account_key")
    visits = share.visits.select("visit_id", "visit_key", "patient_key")
    rows = (
        books.read("patient_payments")
        .join(visits, on="visit_id", how="left", maintain_order="left")
        .join(accounts, on="account_id", how="left", maintain_order="left")
        .with_columns(
            party_key=pl.coalesce("patient_key", "account_key"),
            payment_key=pl.col("entry_key").str.strip_prefix("payment:"),
        )
    )
    undirected = pl.col("visit_id").is_null() & pl.col("account_id").is_in(share.accounts["account_id"].implode())
    mine = rows.filter(undirected | pl.col("visit_key").is_not_null())
    return complete(frames.Payments, _numbered(mine, "line_no"))


def _answers(books: Books, share: Share) -> tuple[Frames, tuple[LeftOut, ...]]:
    """Payers' answers as they sent them, in the order of their files. Claims and remittances are numbered anew."""
    sent, claims = reads.remits_as_sent(books), reads.remit_claims_as_sent(books)
    if not share.is_whole:
        claims = _of(claims, share.visits.select("visit_id"), "visit_id")
        sent = _of(sent, claims.select("remit_no"), "remit_no")
    lost = sent.filter(~pl.col("has_lines")).height
    sent = sent.filter("has_lines")
    claims = _of(claims, sent.select("remit_no"), "remit_no")
    claim_ids = claims["claim_no"].to_list()
    told = {
        "remits": sent,
        "remit_claims": claims,
        "remit_lines": reads.remit_lines(books, remit_claim_ids=claim_ids),
        "remit_adjustments": reads.remit_adjustments(books, remit_claim_ids=claim_ids),
        "remit_provider_adjustments": reads.remit_provider_adjustments(
            books, remit_ids=sent["remit_no"].to_list() if share.is_whole else []
        ),
    }
    mend = "Put the folder `received` of the home back from a backup, then export again."
    says = "Their file is not in the home any more, or is read otherwise now; the store alone has not their lines."
    return _renumber(told), (LeftOut("remittances", lost, says, mend),) if lost else ()


def _renumber(told: Frames) -> Frames:
    """Remittances and their claims from 1 on, in their order; what hangs on them in the same."""
    numbers = {
        key: _numbered(told[name].select(key), "new_no")
        for key, name in (("remit_no", "remits"), ("claim_no", "remit_claims"))
    }
    for contract, keys in ANSWERED.items():
        for key in keys:
            joined = told[contract].join(numbers[key], on=key, maintain_order="left")
            told[contract] = joined.with_columns(pl.col("new_no").alias(key)).drop("new_no")
    return {
        name: complete(CONTRACTS[name], rows.sort(ANSWERED[name][-1], maintain_order=True))
        for name, rows in told.items()
    }
