"""The big remittance for measuring: of the size asked for, tied, repeatable, with every provider adjustment."""

import hashlib
from collections import Counter

from remindful.edges.example import write_big_835


def test_a_big_remittance_has_its_size_and_ties(tmp_path, read_remits):
    path = tmp_path / "big.835"
    counts = write_big_835(path, megabytes=9, seed=3)
    remits = list(read_remits(path))

    assert 9_000_000 <= counts.size_bytes == path.stat().st_size <= 10_500_000
    assert [0] * counts.remits == [remit.gap_cents for remit in remits]
    assert counts.paid_cents == sum(remit.paid_cents for remit in remits)
    assert counts.claims == sum(len(remit.claims) for remit in remits)
    assert {0} == {line.gap_cents for remit in remits for claim in remit.claims for line in claim.lines}
    assert len({remit.npi for remit in remits}) == 2
    assert counts.remits == len({remit.trace for remit in remits})
    assert {"FB", "WO", "J1", "L6", "72"} == {reason for remit in remits for reason, _, _ in remit.plb}


def test_an_overpayment_is_recovered_in_four_parts_over_several_remits(tmp_path, read_remits):
    path = tmp_path / "big.835"
    write_big_835(path, megabytes=20, seed=3)
    parts = Counter()
    total = Counter()
    for remit in read_remits(path):
        for reason, reference, amount in remit.plb:
            if reason == "WO" and reference.startswith("OVERPAID"):
                parts[reference] += 1
                total[reference] += amount
    whole = [reference for reference, amount in total.items() if amount == 0]

    assert len(whole) >= 2
    assert {5} == {parts[reference] for reference in whole}


def test_every_trailer_of_a_big_remittance_counts_right(tmp_path, split_segments):
    path = tmp_path / "big.835"
    counts = write_big_835(path, megabytes=2, seed=9)
    segments = split_segments(path)
    started = 0
    for place, seg in enumerate(segments):
        started = place if seg[0] == "ST" else started
        if seg[0] == "SE":
            assert str(place - started + 1) == seg[1]

    assert ["GE", str(counts.remits), "1"] == segments[-2]


def test_the_same_arguments_give_the_same_big_file(tmp_path):
    digests = set()
    for name in ("a", "b"):
        write_big_835(tmp_path / name, megabytes=1, seed=4)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())

    assert len(digests) == 1
