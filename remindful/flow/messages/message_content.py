"""What each message says: the frames of a night made into plain values, one content a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from remindful.core.words.kinds import Act, BalanceOwner, EventKind
from remindful.core.words.messages import Addressee, MessageContent, Sender, StatementLine, StatementVisit, say_zip
from remindful.flow.books.position import Position

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ContentFrames:
    """What contents are made from: frames of their contracts, limited to the accounts of the messages."""

    accounts: pl.DataFrame  # Accounts
    parties: pl.DataFrame  # Parties
    visits: pl.DataFrame  # Visits
    visit_payers: pl.DataFrame  # VisitPayers
    items: pl.DataFrame  # Items
    item_balances: pl.DataFrame  # ItemBalances
    balances: pl.DataFrame  # AccountBalances
    representatives: pl.DataFrame  # account_id, name: who acts for a guarantor who died

    @staticmethod
    def of(position: Position) -> "ContentFrames":
        """The contents' frames of a position."""
        named = position.events.filter(pl.col("kind") == str(EventKind.REPRESENTATIVE_NAMED)).sort("happened_on")
        return ContentFrames(
            accounts=position.accounts,
            parties=position.parties,
            visits=position.visits,
            visit_payers=position.visit_payers,
            items=position.items,
            item_balances=position.item_balances,
            balances=position.balances,
            representatives=named.unique("account_id", keep="last").select("account_id", name="value"),
        )


def build_contents(messages: pl.DataFrame, frames: ContentFrames, *, sender: Sender) -> list[MessageContent]:
    """One content a row of `messages` (Messages of the sender's accounts), in its order: what the patient owes now, to the cent."""
    account_of = {row["account_id"]: row for row in frames.accounts.iter_rows(named=True)}
    party_of = {row["party_id"]: row for row in frames.parties.iter_rows(named=True)}
    balance_of = {row["account_id"]: row for row in frames.balances.iter_rows(named=True)}
    named = {row["account_id"]: row["name"] for row in frames.representatives.iter_rows(named=True)}
    visits_of = _group_visits(frames, party_of)
    contents = []
    for message in messages.iter_rows(named=True):
        account = account_of[message["account_id"]]
        balance = balance_of[message["account_id"]]
        visits = tuple(visits_of.get(message["account_id"], ()))
        owed_cents = sum(line.due_cents for visit in visits for line in visit.lines)
        assert owed_cents - balance["unapplied_cents"] == balance["due_cents"], message["account_id"]
        contents.append(
            MessageContent(
                message_id=message["message_id"],
                day=message["day"],
                act=Act(message["act"]),
                template=message["template"],
                language=message["language"],
                sender=sender,
                addressee=_addressee(party_of[account["guarantor_id"]], named.get(account["account_id"])),
                account_key=account["account_key"],
                visits=visits,
                unapplied_cents=balance["unapplied_cents"],
                due_cents=balance["due_cents"],
            )
        )
    return contents


def _addressee(party: Row, representative: str | None) -> Addressee:
    full_name = " ".join(part for part in (party["first_name"], party["last_name"]) if part)
    return Addressee(
        name=representative or full_name,
        line1=party["line1"],
        line2=party["line2"],
        city=party["city"],
        state=party["state"],
        zip=party["zip"] and say_zip(party["zip"]),
        email=party["email"],
        phone=party["phone"],
    )


def _group_visits(frames: ContentFrames, party_of: Mapping[int, Row]) -> dict[int, list[StatementVisit]]:
    """Visits with something due, by account, oldest first; each with all of its lines that are the patient's."""
    payers_of: dict[int, list[str]] = {}
    for payer in frames.visit_payers.sort("visit_id", "level_no").iter_rows(named=True):
        if payer["payer_name"]:
            payers_of.setdefault(payer["visit_id"], []).append(payer["payer_name"])
    due = (
        frames.item_balances.filter(
            (pl.col("balance_owner") == str(BalanceOwner.PATIENT)) & (pl.col("patient_due_cents") > 0)
        )
        .join(frames.items.select("item_id", "line_no", "description", "procedure_code"), on="item_id")
        .join(frames.visits.select("visit_id", "visit_key", "service_from_on", "opened_on"), on="visit_id")
        .sort("account_id", "service_from_on", "visit_key", "line_no")
    )
    grouped: dict[int, list[StatementVisit]] = {}
    for key, lines in due.group_by("account_id", "visit_id", maintain_order=True):
        first = lines.row(0, named=True)
        visit = StatementVisit(
            visit_key=first["visit_key"],
            patient_name=_name(party_of.get(first["patient_id"])),
            service_on=first["service_from_on"],
            payers=tuple(payers_of.get(first["visit_id"], ())),
            lines=tuple(_line(row) for row in lines.iter_rows(named=True)),
            opened_on=first["opened_on"],
        )
        grouped.setdefault(int(str(key[0])), []).append(visit)
    return grouped


def _name(party: Row | None) -> str:
    return "" if party is None else " ".join(part for part in (party["first_name"], party["last_name"]) if part)


def _line(row: Row) -> StatementLine:
    return StatementLine(
        service_on=row["service_on"],
        description=_plain_service(row["description"], row["procedure_code"]),
        charge_cents=row["charge_cents"],
        payer_paid_cents=row["payer_paid_cents"],
        contract_cents=row["contractual_cents"],
        other_off_cents=row["other_off_cents"],
        opening_off_cents=row["opening_off_cents"],
        patient_paid_cents=row["patient_paid_cents"],
        deductible_cents=row["deductible_cents"],
        coinsurance_cents=row["coinsurance_cents"],
        copay_cents=row["copay_cents"],
        not_covered_cents=row["not_covered_cents"],
        self_pay_cents=row["self_pay_cents"],
        due_cents=row["patient_due_cents"],
        elsewhere_cents=row["open_cents"] - row["patient_due_cents"],
    )


def _plain_service(description: str | None, code: str | None) -> str:
    """The biller's own words for a service, else its code: a descriptor of CPT is not ours to print."""
    if description:
        return description[:1].upper() + description[1:].lower() if description.isupper() else description
    return f"Service {code}" if code else "Service"
