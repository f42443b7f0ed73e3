"""How many examples a property is tried with: few in `make test`, ten times as many in `make test-long`."""

import os

TIMES = int(os.environ.get("REMINDFUL_EXAMPLES", "1"))


def examples(count: int) -> int:
    """For `max_examples`: so many in `make test`."""
    return count * TIMES
