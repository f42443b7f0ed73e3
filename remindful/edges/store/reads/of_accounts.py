"""Reads that can be narrowed to some accounts, to some keys, and to what was known at a moment."""

from collections.abc import Sequence
from datetime import datetime

import dataframely as dy

from remindful.core.words import contracts
from remindful.edges.store.named_sql import Keys, Value
from remindful.edges.store.store import Store


def read_contract[S: dy.Schema](
    store: Store,
    query_name: str,
    contract: type[S],
    *,
    account_ids: Sequence[int] | None,
    known_at: datetime | None,
    only: dict[str, Keys | None],
    **more: Value,
) -> dy.DataFrame[S]:
    """The rows of a named query, checked. Raises dataframely's error where the store and the contract disagree.

    account_ids, only: of these accounts, and of these values of its columns; None: of all.
    """
    if known_at is not None:
        more["known_at"] = known_at
    ids = None if account_ids is None else list(account_ids)
    return contracts.check(contract, store.read(query_name, only=only, account_ids=ids, **more))
