"""The stories' practice: a fresh office with its database."""

from tests.stories.conftest import practice, server_url

__all__ = ["practice", "server_url"]
