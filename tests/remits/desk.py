"""835s with what the stories' own do not have (PLB by reason, remarks, recoded lines), and the desk's commands on them."""

import json
from datetime import UTC, date, datetime

import polars as pl
from typer.testing import CliRunner

from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.faces.cli import remits_desk
from tests.stories.practice import GROUP, NPI, Practice, cents, dollars, envelope, signed

LATER = datetime(2026, 12, 31, 12, tzinfo=UTC)


def remit_of(
    *claims: str, day: str, trace: str, payer: str = "AETNA", plbs: tuple[tuple[str, str, str | int], ...] = ()
) -> str:
    """An 835 of these claims. plbs: (code, reference, amount that lowers the payment)."""
    loops = [segment for claim in claims for segment in claim.split("~")]
    paid = sum(cents(segment.split("*")[4]) for segment in loops if segment.startswith("CLP*"))
    paid -= sum(cents(amount) for _, _, amount in plbs)
    npi, tax_id = NPI[GROUP]
    stamp = day.replace("-", "")
    segments = [
        f"BPR*I*{signed(paid)}*C*ACH*CCP*01*111*DA*33*1234567890**01*111*DA*22*{stamp}", f"TRN*1*{trace}*1512345678",
        f"N1*PR*{payer}*XV*{payer}", f"N1*PE*LAKESHORE*XX*{npi}", f"REF*TJ*{tax_id}", "LX*1", *loops,
    ]  # fmt: skip
    segments += [f"PLB*{npi}*20261231*{code}:{about}*{dollars(amount)}" for code, about, amount in plbs]
    return envelope("HP", "005010X221A1", "835", segments, day=stamp)


def receive(practice: Practice, text: str, *, day: str, name: str | None = None):
    """Import an 835 on a day, under a name of its own where one is given."""
    if name is None:
        return practice._x12(text, ".835", day=day, org=GROUP)
    path = practice.folder / name
    path.write_text(text)
    return practice._import(path, day=date.fromisoformat(day), org=GROUP)


def ask(*words: str, app=remits_desk.app):
    """What a command says in JSON."""
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output + repr(done.exception)
    return json.loads(done.stdout)


def ask_denials(*words: str):
    return ask(*words, app=remits_desk.denials_app)


def ledger(account: str) -> int:
    """The sum of one account of the books."""
    with open_store(organizations="all", now=LATER, read_only=True) as store:
        lines = reads.ledger_lines(store)
    return int(lines.filter(pl.col("ledger_account") == account)["amount_cents"].sum())


def findings(code: str) -> list[str]:
    """What open findings of a code say."""
    with open_store(organizations="all", now=LATER, read_only=True) as store:
        return reads.open_findings(store).filter(pl.col("code") == code)["message"].to_list()


def keep_fees(**unit_cents: int) -> None:
    """One price of 99213 on each schedule, since 2026."""
    rows = pl.DataFrame(
        {"schedule": list(unit_cents), "unit_cents": list(unit_cents.values()), "procedure_code": "99213", "modifiers": "",
         "from_on": date(2026, 1, 1)}
    ).with_columns(to_on=pl.lit(None, dtype=pl.Date))  # fmt: skip
    with open_store(organizations="all", now=datetime(2026, 2, 1, tzinfo=UTC)) as store:
        offices = reads.organizations(store).filter(pl.col("key") == GROUP)
        store.append("fee", rows.with_columns(organization_id=pl.lit(offices["organization_id"][0])))
