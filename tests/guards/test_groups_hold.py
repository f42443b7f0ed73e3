"""Tests of one group run in one worker, so that what their module makes is made once."""

import os

import pytest

pytestmark = pytest.mark.xdist_group("groups_hold")


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process: nothing to divide")
def test_a_group_reaches_the_one_who_divides_the_tests(request: pytest.FixtureRequest):
    """A pytest that xdist does not know drops the mark without a word: each worker then makes everything anew."""
    assert request.node.nodeid.endswith("@groups_hold")
