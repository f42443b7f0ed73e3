"""`make check ROOM=...` finds the tests of each room; a room that no test imports is not checked by it at all."""

import pytest

from tools import check_room


def test_every_room_is_imported_by_a_test():
    assert [] == [room for room in check_room.find_rooms() if not check_room.tests_of(room)]


def test_tests_of_a_room_are_those_that_import_it():
    ours = {str(file.relative_to(check_room.ROOT)) for file in check_room.tests_of("core/coverage")}

    assert any(file.startswith("tests/coverage/") for file in ours)
    assert not any(file.startswith("tests/lawsite/") for file in ours)


@pytest.mark.parametrize("named", ["core/ledger", "ledger", "remindful/core/ledger/"])
def test_a_room_is_named_with_or_without_its_floor(named):
    assert "core/ledger" == check_room.find_room(named)


@pytest.mark.parametrize(
    ("named", "message"),
    [("cellar", "names no room"), ("remits", "names several rooms. Name one: core/remits or flow/remits")],
)
def test_a_room_that_is_not_one_is_refused(named, message):
    with pytest.raises(SystemExit, match=message):
        check_room.find_room(named)
