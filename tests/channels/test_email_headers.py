"""The headers of an email as bytes: what programs read is plain, folded only at white space."""

import re
from dataclasses import replace

import pytest

from remindful.core.words.kinds import Act
from remindful.edges.channels.email.mime import FOR_MACHINES, build_message
from remindful.edges.channels.email.note import compose_note
from tests.channels.conftest import OFFICE


def headers(content) -> dict[str, str]:
    """The headers as they are in the bytes, without their folds."""
    head = build_message(content, compose_note(content)).as_bytes().split(b"\r\n\r\n")[0].decode("ascii")
    return dict(line.split(": ", 1) for line in re.sub(r"\r\n[ \t]+", " ", head).split("\r\n"))


LONG = replace(
    OFFICE,
    name="Centro Médico Ñandú",
    email_from="billing-and-patient-accounts@accounts.lakeshore-physicians-group.example",
)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("sender", [OFFICE, LONG])
def test_what_programs_read_is_never_encoded(make_content, language, sender):
    found = headers(make_content(act=Act.EMAIL, template="gentle_reminder", language=language, sender=sender))

    encoded = [name for name in found if name.lower() in FOR_MACHINES and "=?" in found[name]]
    assert [] == encoded
    assert re.fullmatch(rf"<mailto:{re.escape(sender.email_from)}\?subject=[!-~]+>", found["List-Unsubscribe"])
    assert re.fullmatch(r"<[!-;=?-~]+@[!-;=?-~]+>", found["Message-ID"])


def test_a_page_to_decline_on_comes_first_and_each_address_is_whole(make_content):
    url = "https://lakeshore.example/stop/" + "a" * 90
    found = headers(make_content(act=Act.EMAIL, template="gentle_reminder", sender=replace(LONG, opt_out_url=url)))

    first, second = found["List-Unsubscribe"].split(", ")
    assert f"<{url}>" == first
    assert second.startswith("<mailto:")
    assert "List-Unsubscribe=One-Click" == found["List-Unsubscribe-Post"]


def test_a_name_that_people_read_may_be_encoded(make_content):
    found = headers(make_content(act=Act.EMAIL, template="gentle_reminder", sender=LONG))

    assert "=?utf-8?" in found["From"]
