"""What the store holds of an organization, an account or a patient, in the frames that the readers give. Nothing is made up."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import complete
from remindful.core.words.kinds import EntryKind, EventKind, LedgerAccount
from remindful.edges.store import reads
from remindful.edges.store.books import Books
from remindful.flow.books.receive import read_kept
from remindful.flow.office.home import Home

type Frames = dict[str, pl.DataFrame]
FILE_NUMBERS = 10**9  # more than the claims of any file: numbers of several files stay apart
DENTAL_CODE = r"^D\d{4}$"
#: Frames of an answer as its file gives them, and by what they hang together.
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
    people = reads.party_accounts(books).select("party_key")
    accounts = reads.accounts(books).select("account_id")
    return Share(is_whole=True, known=people, care=people, accounts=accounts, visits=_visits(books))


def share_account(books: Books, account_id: int) -> Share:
    """One account: its visits, and the care of the people whom it bills now."""
    people = reads.party_accounts(books)
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
    mine = reads.party_accounts(books).join(own, on="party_key", how="semi").join(accounts, on="account_id")
    known = pl.concat([own, mine.select(party_key="account_key")]).unique(maintain_order=True)
    answering = accounts.join(own, left_on="account_key", right_on="party_key", how="semi").select("account_id")
    visits = _visits(books).filter(pl.col("patient_key") == party_key)
    return Share(is_whole=False, known=known, care=own, accounts=answering, visits=visits)


def _visits(books: Books) -> pl.DataFrame:
    keys = reads.party_ids(books).select(patient_id="party_id", patient_key="party_key")
    return reads.visits(books).join(keys, on="patient_id", how="left", maintain_order="left")


# --- what -----------------------------------------------------------------------------------------------------------------


def read_holdings(
    books: Books, share: Share, *, office: Mapping[str, object], home: Home, has_bills: bool = True
) -> Holdings:
    """The frames of a share. office: its organization's row. Books must be of that organization alone.

    Claims are those that stand on the books, without the codes and providers that only their file has. Remittances are read
    again from their files as they came; what is not there any more is left out, and said. has_bills: False leaves out claims,
    answers and opening balances.
    """
    assert len(books.organizations) == 1, "keys are an organization's own"
    told = _people(books, share) | _care(books, share) | {"payments": _payments(books, share)}
    if not has_bills:
        return Holdings(told, ())
    claims = _claims(books, share, office=office, encounters=reads.encounters(books))
    answers, left_out = _answers(books, share, home=home)
    return Holdings(told | claims | {"open_balances": _open_balances(books, share)} | answers, left_out)


def _people(books: Books, share: Share) -> Frames:
    """demographics: each person's latest version. contacts: deaths, the only event that FHIR and HL7 have a place for."""
    ids = reads.party_ids(books).select("party_id", "party_key").join(share.known, on="party_key", how="semi")
    latest = reads.people(books).join(share.known, on="party_key", how="semi", maintain_order="left")
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
    items = reads.standing_items(books).drop("organization_id")
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
        reads.patient_payments(books)
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


def _answers(books: Books, share: Share, *, home: Home) -> tuple[Frames, tuple[LeftOut, ...]]:
    """Payers' answers, from the files as they came: the store has no line of theirs. Claims and remittances are numbered anew."""
    places = reads.kept_answers(books)
    if not share.is_whole:
        places = _of(places, share.visits.select("visit_id"), "visit_id")
    pieces: dict[str, list[pl.DataFrame]] = {name: [schema.create_empty()] for name, schema in CONTRACTS.items()}
    lost = 0
    for file_no, ((sha256, name), mine) in enumerate(places.group_by("sha256", "name", maintain_order=True)):
        read = _read_again(str(sha256), str(name), mine, home=home)
        if read is None:
            lost += mine["remit_no"].n_unique()
            continue
        if not share.is_whole:
            del read["remit_provider_adjustments"]
        for contract, rows in read.items():
            apart = [pl.col(one) + file_no * FILE_NUMBERS for one in ANSWERED[contract]]
            pieces[contract].append(complete(CONTRACTS[contract], rows.with_columns(apart)))
    told = _renumber({name: pl.concat(some) for name, some in pieces.items()})
    mend = "Put the folder `received` of the home back from a backup, then export again."
    says = "Their file is not in the home any more, or is read otherwise now; the store alone has not their lines."
    return told, (LeftOut("remittances", lost, says, mend),) if lost else ()


def _read_again(sha256: str, name: str, mine: pl.DataFrame, *, home: Home) -> Frames | None:
    """What a kept file says of these answers; nothing where the file is gone, or does not have them all."""
    if not home.received(sha256).exists():
        return None
    read = read_kept(sha256, name, home=home).frames
    if "remits" not in read:
        return None
    wanted = {"remit_no": mine.select("remit_no").unique(), "claim_no": mine.select("claim_no").drop_nulls().unique()}
    found = {contract: _of(read[contract], wanted[by[-1]], by[-1]) for contract, by in ANSWERED.items()}
    is_there = all(found[name].height == wanted[ANSWERED[name][-1]].height for name in ("remits", "remit_claims"))
    return found if is_there else None


def _renumber(told: Frames) -> Frames:
    """Remittances and their claims from 1 on, in the order of their files."""
    numbers = {
        key: _numbered(told[name].select(key).unique().sort(key), "new_no")
        for key, name in (("remit_no", "remits"), ("claim_no", "remit_claims"))
    }
    for contract, keys in ANSWERED.items():
        for key in keys:
            joined = told[contract].join(numbers[key], on=key, maintain_order="left")
            told[contract] = joined.with_columns(pl.col("new_no").alias(key)).drop("new_no")
    return {name: complete(CONTRACTS[name], rows) for name, rows in told.items()}
