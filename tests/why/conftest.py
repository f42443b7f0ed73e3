"""Why: stories begin in an open office."""

from tests.stories.conftest import practice

__all__ = ["practice"]
