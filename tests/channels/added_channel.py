"""A channel folder that is added to the shipped ones, as a contributor would: tests/channels/added/text."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from remindful.edges import channels
from remindful.edges.channels import wording

FOLDER = Path(__file__).parent / "added"


@contextmanager
def text_channel_added() -> Iterator[channels.Channel]:
    """Meanwhile the search for channel folders looks into tests/channels/added too. No module of the product is changed."""
    name = f"{channels.__name__}.text"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channels, "__path__", [*channels.__path__, str(FOLDER)])
        _forget_folders()
        yield next(channel for channel in channels.find_channels() if channel.name == "text")
    _forget_folders()
    del sys.modules[name], channels.text


def _forget_folders() -> None:
    channels.find_channels.cache_clear()
    wording.load_wording.cache_clear()
