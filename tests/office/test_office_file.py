"""office.yaml: what would silently become another organization than the one that was meant is refused."""

from pathlib import Path

import pytest

from remindful.core.words.findings import Refusal
from remindful.flow.office.organizations import read_office

WHOLE = (
    "  - {{key: {key}, name: Bay, kind: provider, line1: 1 Way, city: Town, state: FL, zip: '32301', zone: America/New_York, "
    "phone: '8505550100', hours: Mondays, email_from: a@bay.example, website: https://bay.example, pay_url: https://bay.example{more}}}\n"
)


def write_office(folder: Path, *organizations: tuple[str, str]) -> Path:
    place = folder / "office.yaml"
    place.write_text("organizations:\n" + "".join(WHOLE.format(key=key, more=more) for key, more in organizations))
    return place


def test_two_organizations_with_keys_of_their_own_are_read(tmp_path):
    read = read_office(write_office(tmp_path, ("bay", ""), ("shore", ", npi: '1234567893'")))

    assert [("bay", None), ("shore", "1234567893")] == [(one.key, one.npi) for one in read]


@pytest.mark.parametrize(
    ("organizations", "message"),
    [
        ((("bay", ""), ("shore", ""), ("bay", "")), "Two organizations have the key 'bay'."),
        ((("bay/shore", ""),), "a key has no slash, because things are named organization/key."),
        ((("bay", ", city: Port"),), "`city` is there twice"),
    ],
)
def test_what_would_mean_another_organization_is_refused(tmp_path, organizations, message):
    with pytest.raises(Refusal) as refused:
        read_office(write_office(tmp_path, *organizations))

    assert message in refused.value.message
