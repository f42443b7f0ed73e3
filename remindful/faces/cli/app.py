"""The command line. Thin: it reads its words, asks flow, and shows what came back."""

from typing import Any

import typer
from typer.core import TyperGroup

from remindful.faces.cli.command_table import Entry, Group, list_commands

#: Every command. The help is the first line of the command's own, which is read only when the command is.
COMMANDS = (
    Entry(
        "demo",
        "demo_desk:demo",
        "The example practice from its files to its letters: import, nights, and the answers to three whys.",
    ),
    Entry(
        "example",
        "demo_desk:example",
        "Write eighteen months of a made-up billing office as real 837, 835 and CSV files.",
    ),
    Entry(
        "import",
        "import_desk:import_files",
        "Read files and post what they say. What cannot be read is set aside with its cure; the same file twice changes nothing.",
    ),
    Entry(
        "night",
        "night_desk:night",
        "Run the night: receive, refer, bill, post, settle, owe, judge, choose, reach. Killed half-way, the same command finishes it.",
    ),
    Entry(
        "resolve",
        "night_desk:resolve",
        "Say what became of a message that may have been sent. Not sent: it is owed again.",
    ),
    Entry(
        "doctor",
        "doctor_desk:doctor",
        "Look at this installation: database, office, rulebook, mail, messages that wait for a person.",
    ),
    Entry(
        "why",
        "why_desk:why",
        "Say why something may, may not, or must wait: the rule, its citation, the facts, and the first day on which it may.",
    ),
    Entry("aging", "balances_desk:aging", "Open money by age and by whose it is, on any day, as known at any moment."),
    Entry(
        "statement",
        "balances_desk:statement",
        "Write an account's itemised statement as it stands now, as a PDF. Nothing is sent, and no clock is started.",
    ),
    Entry(
        "code",
        "code_desk:code",
        "Find the ICD-10-CM code for everyday or clinical words, or what can be charged. It shows what led there; a person decides.",
    ),
    Entry(
        "bill",
        "billing_desk:bill",
        "Bill finished encounters: check their codes, write claims for their payers, book what is charged. Held ones say why.",
    ),
    Entry(
        "charge-lag",
        "billing_desk:list_charge_lag",
        "Charge lag and late charges by provider: how long charges take to be entered, which came after the bill, which never came.",
    ),
    Entry(
        "claims",
        "billing_desk:claims",
        "Sent claims: how far each is, which wait for somebody and why, and how long there is to file.",
    ),
    Entry(
        "status-inquiry",
        "status_desk:inquire_status",
        "Ask payers what became of claims that wait (276): one file an organization, each claim once in seven days unless it is named.",
    ),
    Entry(
        "trace",
        "billing_desk:trace",
        "Follow open amounts back to their cause: what each waits for or died of, how long each stage took, what it costs.",
    ),
    Entry(
        "chain",
        "chain_desk:chain",
        "The whole chain on a made-up population: care, codes, 837s, payers' 835s, balances, a night; every total ties to the one before.",
    ),
    Entry(
        "export",
        "exports_desk:export",
        "Write what the store holds for another system: people, care, claims, payers' answers, payments. Nothing is changed.",
    ),
    Entry("audit", "audit_desk:audit", "The audit log, newest first: who changed what, when, and from where."),
    Group(
        "law",
        "The rulebook: what binds, what it says, what was read.",
        (
            Entry("list", "law_desk:list_rules", "The rules, with what each says and its citation."),
            Entry(
                "show",
                "rule_desk:show",
                "One rule: what it says, how its law was read, its numbers by the day from which they count, and its file.",
            ),
            Entry(
                "diff",
                "law_desk:diff",
                "Which accounts' verdicts would change tonight from one rulebook to another, and by which rules.",
            ),
            Entry(
                "check",
                "law_desk:check",
                "Read every file, run every case, compile every rule on every day on which any law changes, and 400 days ahead.",
            ),
            Entry(
                "docs",
                "law_desk:docs",
                "Write the rulebook as a site to browse and print: a page a state, the map, what changes when.",
            ),
            Entry(
                "coverage", "law_desk:coverage", "Jurisdiction by topic: modelled, none found, or unread (which holds)."
            ),
        ),
    ),
    Entry("remits", "remits_desk:app", "What payers paid: remittances, and answers that wait for their claim."),
    Entry("denials", "remits_desk:denials_app", "What payers did not pay: work by deadline, and appeals."),
    Entry("estimates", "estimates_desk:app", "Good-faith estimates: give one, compare them with the bills."),
    Entry("codes", "codes_desk:app", "Code sets and edit tables: load what CMS publishes, list it, check a code."),
    Entry(
        "encounters",
        "encounters_desk:app",
        "Encounters: which wait and for what; their codes, as a person decides them.",
    ),
    Entry("referrals", "referrals_desk:app", "Referrals: the loop from the order to the report, and authorizations."),
)


class _Commands(TyperGroup):
    def __init__(self, **attrs: Any) -> None:  # noqa: ANN401  Typer's own
        super().__init__(**attrs)
        self.commands.update(list_commands(COMMANDS))


app = typer.Typer(name="remindful", cls=_Commands, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def remindful() -> None:
    """Follows up patient accounts, kindly and lawfully."""


def main() -> None:
    """The `remindful` command."""
    app()


if __name__ == "__main__":
    main()
