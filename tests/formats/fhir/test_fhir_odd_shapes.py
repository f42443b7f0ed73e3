"""Whatever a file holds, the reading ends: with rows that keep their contracts, or with findings."""

import copy
import tempfile
from contextlib import suppress
from pathlib import Path

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remindful.edges.formats.fhir.read import CONTRACTS
from tests.examples import examples
from tests.formats.fhir.making import read_back
from tests.formats.fhir.strangers import EVERYTHING

ODD = st.sampled_from(
    [None, "", " ", "x", 0, -1, 1e300, 2.5, True, [], [[]], {}, [{}], {"value": "x"}, {"coding": "x"}, [None, 5]]
)
ITEMS = {"resourceType": "Bundle", "type": "collection"}


def places(node: object, path: tuple = ()) -> list[tuple]:
    """Every place in a JSON value."""
    if isinstance(node, dict):
        return [(*path, key) for key in node] + [
            one for key, value in node.items() for one in places(value, (*path, key))
        ]
    if isinstance(node, list):
        return [(*path, no) for no in range(len(node))] + [
            one for no, value in enumerate(node) for one in places(value, (*path, no))
        ]
    return []


PLACES = places(EVERYTHING)


@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=6))
def test_odd_shapes_never_crash_a_reading(changes):
    spoilt = copy.deepcopy(EVERYTHING)
    for path, odd in changes:
        with suppress(KeyError, IndexError, TypeError):  # an earlier change took the place away
            node = spoilt
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = odd
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "odd.json"
        file.write_bytes(orjson.dumps(ITEMS | {"entry": [{"resource": one} for one in spoilt]}))
        frames, _ = read_back(file)

    assert all(CONTRACTS[name].is_valid(frame) for name, frame in frames.items())
