"""What we write is valid by hl7apy's own definitions of version 2.5.1, strictly; our Z segments are outside of them."""

import re
from datetime import UTC, datetime

import pytest

from remindful.edges.formats.hl7v2 import write_ack, write_adt, write_dft
from tests.formats.hl7v2.messages import SAMPLES, read_path

parser = pytest.importorskip("hl7apy.parser")
NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


def is_valid(text: str) -> bool:
    """Whether hl7apy takes a message at its strictest."""
    plain = "".join(segment for segment in text.splitlines(keepends=True) if not segment.startswith("Z"))
    return bool(parser.parse_message(plain, validation_level=1, find_groups=True).validate())


@pytest.mark.parametrize("sample", ["registration", "charges"])
@pytest.mark.parametrize("write", [write_adt, write_dft])
def test_every_message_is_valid(sample, write):
    text = write(read_path(SAMPLES / f"{sample}.hl7").frames, now=NOW)
    messages = re.split(r"(?=MSH\|)", text)[1:]

    assert all(is_valid(one) for one in messages)
    assert bool(messages) != (write is write_dft and sample == "registration")


def test_an_acknowledgement_is_valid():
    assert is_valid(write_ack((SAMPLES / "registration.hl7").read_text("utf-8"), now=NOW, control_id="A1"))


def test_a_planted_fault_is_seen():
    (text,) = re.split(r"(?=MSH\|)", write_dft(read_path(SAMPLES / "charges.hl7").frames, now=NOW))[1:]

    with pytest.raises(Exception, match="NTE_3"):
        is_valid(text.replace("PID|1|", "NTE|1|"))
