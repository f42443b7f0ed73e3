"""The ledger: entries and their postings. Append-only, balanced, of one organization: the database sees to it."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.db import models
from django.db.models import F, Q

from remindful.core.words.kinds import EntryKind, LedgerAccount
from remindful.edges.store.models import columns


class Entry(models.Model):
    """Something that moved money."""

    entry_id = columns.generated_id()
    organization_id = columns.ref()
    entry_key = columns.key()
    kind = columns.key()
    effective_on = columns.day()
    visit_id = columns.ref(null=True)
    account_id = columns.ref(null=True)
    remit_claim_id = columns.ref(null=True)
    reverses_key = columns.text()
    source = columns.key()
    recorded_at = columns.recorded()
    transaction_no = models.BigIntegerField(db_default=columns.CurrentTransaction())

    class Meta:
        db_table = "entry"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "entry_key"], name="entry_office_key"),
            models.UniqueConstraint(
                fields=["organization_id", "reverses_key"], condition=Q(kind="void"), name="entry_voided_once"
            ),
            models.CheckConstraint(
                condition=Q(reverses_key__isnull=True) | ~Q(reverses_key=F("entry_key")), name="entry_reverses_another"
            ),
            columns.kind_check("kind", EntryKind),
        )


class Posting(models.Model):
    """A leg of an entry. Debits are positive; the legs of an entry sum to 0."""

    posting_id = columns.generated_id()
    organization_id = columns.ref()
    entry_id = columns.ref()
    ledger_account = columns.key()
    item_id = columns.ref(null=True)
    account_id = columns.ref(null=True)
    amount_cents = columns.cents()
    level_no = models.BigIntegerField(null=True)
    group_code = columns.text()
    carc = columns.text()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "posting"
        constraints = (
            columns.kind_check("ledger_account", LedgerAccount),
            models.CheckConstraint(
                condition=~Q(ledger_account=LedgerAccount.RECEIVABLE.value) | Q(item_id__isnull=False),
                name="posting_receivable_has_item",
            ),
            models.CheckConstraint(
                condition=~Q(ledger_account=LedgerAccount.UNAPPLIED.value) | Q(account_id__isnull=False),
                name="posting_unapplied_has_account",
            ),
        )
        indexes = (
            models.Index(fields=["entry_id"], name="posting_entry"),
            models.Index(fields=["item_id"], name="posting_item", condition=Q(item_id__isnull=False)),
            models.Index(fields=["account_id"], name="posting_account", condition=Q(account_id__isnull=False)),
        )


class EntryCheck(models.Model):
    """One row a batch of new entries, for the check at commit. Empty outside a transaction, and no tenant's."""

    entry_check_id = columns.generated_id()
    first_entry_id = models.BigIntegerField()
    last_entry_id = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        db_table = "entry_check"
