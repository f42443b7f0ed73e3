"""A damaged file never stops its folder."""

from datetime import UTC, datetime

import pytest

from remindful.flow.books import receive
from remindful.flow.intake import intake
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from tests.actors import CLERK
from tests.intake.office import RealGroup, codes, read_books
from tests.stories.practice import GROUP

HEADER = "party_key,guarantor_key,first_name,last_name,birth_on\n"


def import_folder(group: RealGroup, files: dict[str, bytes]):
    folder = group.folder / "brought"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    clock = Clock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    return intake.import_office_paths(
        [folder], home=read_home(), clock=clock, actor=CLERK, organization=GROUP, mapping=None
    )


def person(key: str) -> str:
    return f"{HEADER}{key},{key},Bo,Bay,1990-01-01\n"


def test_a_nul_byte_sets_its_row_aside_and_the_next_file_is_imported(group):
    damaged = person("bo").encode().replace(b"Bay", b"B\0y")
    report = import_folder(group, {"a.csv": damaged, "b.csv": person("cy").encode()})

    assert ["set_aside", "posted"] == [one.state for one in report.files]
    assert ["ana", "cy"] == sorted(read_books("people")["party_key"])


def test_a_nul_in_a_message_is_dropped(group):
    text = "MSH|^~\\&|EHR|B|R|O|20260302||ADT^A31|C1|P|2.5.1\rPID|1||bo||B\0ay^Bo||19900101|M\rGT1|1|bo|Bay^Bo||||||||SEL\r"
    group.brings(text, "a.hl7")

    assert ["Bay"] == read_books("people", party_key=["bo"])["last_name"].to_list()


def test_a_nul_that_json_writes_as_an_escape_is_dropped(group):
    patient = '{"resourceType": "Patient", "id": "bo", "name": [{"family": "B\\u0000ay", "given": ["Bo"]}], "birthDate": "1990-01-01"}'
    bundle = f'{{"resourceType": "Bundle", "type": "collection", "entry": [{{"resource": {patient}}}]}}'
    group.brings(bundle, "a.json")

    assert "Bay" in read_books("people")["last_name"].to_list()


def test_a_file_on_which_the_reader_fails_is_an_exception_and_the_next_is_imported(
    group, monkeypatch: pytest.MonkeyPatch
):
    read = receive.read_file

    def fails_once(received, **more):
        if received.name == "a.csv":
            raise ValueError("no reader foresaw this")
        return read(received, **more)

    monkeypatch.setattr(intake, "read_file", fails_once)
    report = import_folder(group, {"a.csv": person("bo").encode(), "b.csv": person("cy").encode()})

    assert (["file.unreadable"], ["set_aside", "posted"]) == (codes(report), [one.state for one in report.files])


def test_a_file_whose_rows_the_books_refuse_is_an_exception_and_nothing_of_it_is_kept(
    group, monkeypatch: pytest.MonkeyPatch
):
    store = intake.store_people

    def fails_once(*given, **more):
        if given[1]["party_key"].to_list() == ["bo"]:
            raise AssertionError("The database refused: something")
        return store(*given, **more)

    monkeypatch.setattr(intake, "store_people", fails_once)
    report = import_folder(group, {"a.csv": person("bo").encode(), "b.csv": person("cy").encode()})

    assert (["file.unreadable"], ["set_aside", "posted"]) == (codes(report), [one.state for one in report.files])
    assert ["ana", "cy"] == sorted(read_books("people")["party_key"])


def test_an_835_with_a_damaged_header_is_not_called_a_kind_that_nobody_reads(group):
    isa = f"ISA*00*{' ' * 10}*00*{' ' * 10}*ZZ*{'SENDER':15}*ZZ*{'RECEIVER':15}*260101*1200*^*00501*000000001*0*P*:ZGS*HP*A"
    report = group.brings(isa + "Z ST*835*0001ZBPR*I*5ZSE*3*0001Z", "a.835")

    assert ["file.damaged"] == codes(report)
