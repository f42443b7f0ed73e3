"""The number of a charge line that stands for another system's id of the charge: the same in every file."""

from hashlib import blake2b

MADE_FROM = 10**15  # numbers made of an id begin here; ids that are plain numbers mostly stay below
LONGEST_NUMBER = 18


def number_of(name: str) -> int:
    """The id itself where it is a plain number, else 56 bits made of it (above 10^15): a charge sent again finds its line."""
    if name.isascii() and name.isdigit() and name[0] != "0" and len(name) <= LONGEST_NUMBER:
        return int(name)
    return MADE_FROM + int.from_bytes(blake2b(name.encode(), digest_size=7).digest())
