"""Steps of the ladder, and the messages that they become."""

import dataframely as dy

from remindful.core.words.frames.columns import key, one_of
from remindful.core.words.kinds import MessageState


class Steps(dy.Schema):
    """At most one row an account and day: what the ladder does next, and through which act."""

    account_id = dy.Int64(nullable=False, primary_key=True)
    day = dy.Date(nullable=False, primary_key=True)
    segment = key()
    cycle_on = dy.Date(nullable=False)  # the day from which this climb of the ladder counts
    step_no = dy.Int64(nullable=False)
    step = key()  # the step's name in the ladder
    act = key()
    template = key()
    tone = key()
    due_cents = dy.Int64(nullable=False)


class Messages(dy.Schema):
    """One row a message that leaves, or did not."""

    message_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    account_id = dy.Int64(nullable=False)
    day = dy.Date(nullable=False)
    cycle_on = dy.Date(nullable=False)
    step_no = dy.Int64(nullable=False)
    step = key()
    act = key()
    template = key()
    language = key()
    state = one_of(MessageState)
    due_cents = dy.Int64(nullable=False)
