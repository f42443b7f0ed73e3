"""A validator that nobody here wrote finds the files right, save what it cannot know."""

import io
import json
import logging

import pytest
import pyx12.params
import pyx12.x12n_document

#: What it says that is not so, and why.
FALSE_ALARMS = {
    "(N781) is not a valid code": "its code list ends before November 2016, when this remark code began",
    'Mandatory loop "Payer Name" (2010BB) missing': "the bill of a self-pay visit goes to no payer",
}


def complaints(path):
    logging.disable(logging.CRITICAL)
    try:
        said = io.StringIO()
        is_valid = pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), str(path), None, None, None, said)
    finally:
        logging.disable(logging.NOTSET)
    return is_valid, [] if is_valid else list(find_errors(json.loads(said.getvalue())))


def find_errors(node):
    if isinstance(node, dict):
        yield from ([node["err_str"]] if "err_str" in node else [])
        node = list(node.values())
    for child in node if isinstance(node, list) else []:
        yield from find_errors(child)


def sample(large, pattern, number):
    paths = sorted(large.root.glob(f"files/*/*/{pattern}"))
    assert len(paths) >= number, pattern
    return paths[:: len(paths) // number][:number]


@pytest.mark.parametrize(
    "pattern",
    ["837P_LPG_2*", "837I_CMH_2*", "837P_LPG_SELFPAY*", "837I_CMH_SELFPAY*", "835_GULFBLUE*", "835_CLEARHSE*",
     "835_MEDICARE*", "835_MEDICAID*", "835_ADVANTAGE*", "835_OTHERPAY*"],
)  # fmt: skip
def test_the_validator_finds_nothing_but_its_known_false_alarms(large, pattern):
    for path in sample(large, pattern, 3):
        is_valid, said = complaints(path)
        unknown = [text for text in said if not any(alarm in text for alarm in FALSE_ALARMS)]
        assert unknown == [], path
        assert is_valid or said, path


def test_the_validator_does_see_a_fault(large, tmp_path):
    path = sample(large, "837P_LPG_2*", 1)[0]
    broken = tmp_path / "broken.837"
    broken.write_text(path.read_text().replace("DMG*D8*", "DMG*D9*", 1))

    assert not complaints(broken)[0]
