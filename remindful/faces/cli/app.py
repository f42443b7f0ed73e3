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
        "Try Remindful on a synthetic practice: import its files, run 31 nights, and open the statements and letters.",
    ),
    Entry(
        "example",
        "demo_desk:example",
        "Create sample files: 18 months of a synthetic billing office in 837, 835 and CSV format.",
    ),
    Entry(
        "import",
        "import_desk:import_files",
        "Import files and post them. Errors go to the exception list with a fix; importing the same file twice changes nothing.",
    ),
    Entry(
        "night",
        "night_desk:night",
        "Do the nightly work: import new files, bill, post payments, update balances, check the law, send statements and reminders.",
    ),
    Entry(
        "resolve",
        "night_desk:resolve",
        "Record whether a message went out after a send failed partway. If it did not, it can be sent again.",
    ),
    Entry(
        "doctor",
        "doctor_desk:doctor",
        "Check this installation: database, office settings, rules, mail, and messages that need your review.",
    ),
    Entry(
        "why",
        "why_desk:why",
        "Explain why an account may or may not be contacted: the rule, its citation, the facts, and the first day it is allowed.",
    ),
    Entry("aging", "balances_desk:aging", "Aging report: open balances by age and by who owes them, for any day."),
    Entry(
        "credits",
        "balances_desk:list_credits",
        "Patients' credits: money that is on no open balance, whose it is, since when, and from which payments.",
    ),
    Entry(
        "exceptions",
        "exceptions_desk:app",
        "Exceptions: everything that was not posted, until somebody closes it.",
    ),
    Entry(
        "statement",
        "balances_desk:statement",
        "Write an account's itemized statement as a PDF. It is not sent, and it does not count as a statement.",
    ),
    Entry(
        "code",
        "code_desk:code",
        "Look up ICD-10-CM codes (or, with --procedures, HCPCS and CPT codes) in everyday or clinical words.",
    ),
    Entry(
        "bill",
        "billing_desk:bill",
        "Bill finished encounters: check codes, create claim files (837) and post charges. Held encounters are listed with the reason.",
    ),
    Entry(
        "charge-lag",
        "billing_desk:list_charge_lag",
        "Charge lag by provider: days from service to charge entry, late charges, and visits with no charges.",
    ),
    Entry(
        "claims",
        "billing_desk:claims",
        "Submitted claims: the status of each, which need work and why, and days left to file.",
    ),
    Entry(
        "status-inquiry",
        "status_desk:inquire_status",
        "Create claim status inquiries (276) for claims with no response: one file per organization, at most one inquiry per claim in seven days.",
    ),
    Entry(
        "trace",
        "billing_desk:trace",
        "Root cause of open balances: where each one is stuck, how long each step took, and the dollars involved.",
    ),
    Entry(
        "chain",
        "chain_desk:chain",
        "Test the full revenue cycle on synthetic patients, from encounters and claims to payments and balances; every total must balance.",
    ),
    Entry(
        "export",
        "exports_desk:export",
        "Export patients, encounters, claims, remittances and payments for another system. Nothing is changed.",
    ),
    Entry("audit", "audit_desk:audit", "Show the audit log, newest first: who changed what, when, and from where."),
    Group(
        "law",
        "Federal and state collection rules: list them, look them up, check them.",
        (
            Entry("list", "law_desk:list_rules", "List the rules with their citations."),
            Entry(
                "show",
                "rule_desk:show",
                "Show one rule: its text, its sources, its limits with effective dates, and its file.",
            ),
            Entry(
                "diff",
                "law_desk:diff",
                "Compare two sets of rules: which accounts would be treated differently, and because of which rules.",
            ),
            Entry(
                "check",
                "law_desk:check",
                "Check all rules: read every file, run every test case, and test every date on which a law changes, up to 400 days ahead.",
            ),
            Entry(
                "docs",
                "law_desk:docs",
                "Write the rules as web pages to browse and print: one page per state, a map, and upcoming changes.",
            ),
            Entry(
                "coverage",
                "law_desk:coverage",
                "Show which topics are covered in each state. Contact is held where a law was not reviewed yet.",
            ),
        ),
    ),
    Entry(
        "remits",
        "remits_desk:app",
        "Remittances (835): what payers paid, and payments that need to be matched to a claim.",
    ),
    Entry("denials", "remits_desk:denials_app", "Denials: the work list by deadline, and appeals."),
    Entry(
        "estimates", "estimates_desk:app", "Good-faith estimates: create them, and compare them with what was billed."
    ),
    Entry(
        "codes",
        "codes_desk:app",
        "Code sets and coding edit tables (NCCI, MUE, HCPCS ...): load, list and check codes.",
    ),
    Entry(
        "encounters",
        "encounters_desk:app",
        "Encounters: which are not billed yet and why; review and change their codes.",
    ),
    Entry(
        "referrals",
        "referrals_desk:app",
        "Referrals, from the order to the report that comes back, and prior authorizations.",
    ),
)


class _Commands(TyperGroup):
    def __init__(self, **attrs: Any) -> None:  # noqa: ANN401  Typer's own
        super().__init__(**attrs)
        self.commands.update(list_commands(COMMANDS))


app = typer.Typer(name="remindful", cls=_Commands, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def remindful() -> None:
    """Medical billing and patient accounts: claims, remittances, denials, statements and reminders.

    Federal and state law is checked before a patient is contacted.
    """


def main() -> None:
    """The `remindful` command."""
    app()


if __name__ == "__main__":
    main()
