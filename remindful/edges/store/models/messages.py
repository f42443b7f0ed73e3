"""Messages to people, and each attempt to send one. At most one a day and account; at most once a step."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.db import models
from django.db.models import Q

from remindful.core.words.kinds import Act, MessageState
from remindful.edges.store.models import columns

_UNSENT = [MessageState.SUPPRESSED.value, MessageState.FAILED.value]


class Message(models.Model):
    """A message that leaves, or did not, and why."""

    message_id = columns.generated_id()
    organization_id = columns.ref()
    account_id = columns.ref()
    day = columns.day()
    segment = columns.text()
    cycle_on = columns.day()
    step_no = models.BigIntegerField()
    step = columns.key()
    act = columns.key()
    template = columns.key()
    tone = columns.text()
    language = columns.key()
    state = columns.key()
    due_cents = columns.cents()
    template_version = columns.text()
    rendered_sha256 = columns.text()
    intent_at = columns.instant(null=True)
    sent_at = columns.instant(null=True)
    receipt = columns.text()
    why = columns.text()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "message"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "account_id", "day"], name="message_one_a_day"),
            # A step that was suppressed or failed has reached nobody, and may be taken on a later day.
            models.UniqueConstraint(
                fields=["organization_id", "account_id", "cycle_on", "step_no"],
                condition=~Q(state__in=_UNSENT),
                name="message_step_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT.value) | Q(sent_at__isnull=False) | Q(intent_at__isnull=False),
                name="message_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SUPPRESSED.value) | Q(why__isnull=False),
                name="message_suppressed_says_why",
            ),
            columns.kind_check("state", MessageState),
            columns.kind_check("act", Act),
        )
        indexes = (models.Index(fields=["organization_id", "state"], name="message_state_of"),)


class MessageAttempt(models.Model):
    """One attempt to send a message, and what came of it."""

    message_attempt_id = columns.generated_id()
    organization_id = columns.ref()
    message_id = columns.ref()
    attempted_at = columns.instant()
    state = columns.key()
    receipt = columns.text()
    message = columns.text()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "message_attempt"
        constraints = (columns.kind_check("state", MessageState),)
        indexes = (models.Index(fields=["message_id"], name="message_attempt_message"),)
