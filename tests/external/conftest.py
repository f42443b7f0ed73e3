"""Files that nobody here wrote, read where they are at hand."""

from tests.stories.conftest import practice

__all__ = ["practice"]
