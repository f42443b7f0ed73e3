"""Emails: what they say, what they never say, and that the same message is the same bytes."""

import email
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email.policy import SMTP
from html.parser import HTMLParser

import pytest

from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import Act
from remindful.edges.channels import SendSettings, wording
from remindful.edges.channels import email as email_channel

DAY = date(2025, 3, 3)


class Words(HTMLParser):
    """The words of a page and the addresses that it links to or fetches."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"href", "src", "background", "action"}]

    def handle_data(self, data):
        if data.strip() and "title" not in self.tags[-1:]:
            self.said.append(data.strip())


@pytest.fixture
def render(make_content):
    """One rendered email, its parsed message, and the content that it came from."""

    def render_one(**changes):
        content = make_content(act=Act.EMAIL, **changes)
        (rendered,) = email_channel.render([content])
        return content, rendered, email.message_from_bytes(rendered.body, policy=SMTP)

    return render_one


@pytest.mark.parametrize(("template", "language"), wording.find_templates())
def test_html_and_text_say_the_same(render, hospital, template, language):
    _, rendered, message = render(template=template, language=language, sender=hospital)
    words = Words()
    words.feed(message.get_body(("html",)).get_content())
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    button = wording.load_wording(template, language).labels["email_button"]

    assert [piece for piece in words.said if piece != button] == [line for line in text.split("\n") if line]
    assert text == rendered.text
    assert [message.get_body(("html",)).get_content().count("lang=")] == [1]


def test_nothing_is_fetched_and_the_one_link_pays(render):
    _, _, message = render()
    words = Words()
    words.feed(message.get_body(("html",)).get_content())

    assert words.links == ["https://pay.lakeside.example/b/7Q2M"]
    assert not {"img", "script", "link", "iframe", "style", "object"} & set(words.tags)


def test_a_mail_tells_no_visit_service_payer_patient_or_account(render, a_visit):
    content, rendered, message = render(visits=(a_visit(0, lines=4, patient="Mateo Lopez"),))
    whole = rendered.body.decode() + rendered.text

    for secret in ("Mateo", "Office visit", "Gulf Health Plan", "January", content.account_key):
        assert secret not in whole
    assert message["Subject"] == "Your statement is ready"


def test_the_headers_name_sender_reader_and_the_way_out(render):
    _, _, message = render()

    assert message["From"] == "Lakeside Family Medicine <billing@lakeside.example>"
    assert message["To"] == "Ana Lopez <ana@mail.example>"
    assert message["Message-ID"] == "<remindful-1@lakeside.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"].startswith("<mailto:billing@lakeside.example?subject=No%20more%20email")
    assert message["List-Unsubscribe-Post"] is None
    assert message["Date"] is None
    assert "Reply with the word STOP" in message.get_body(("plain",)).get_content()


def test_an_opt_out_page_gives_one_click(render, office):
    url = "https://lakeside.example/no-mail?k=1"
    _, rendered, message = render(sender=replace(office, opt_out_url=url))

    assert message["List-Unsubscribe"].startswith(f"<{url}>, <mailto:")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Tell us here: {url}" in rendered.text


def test_the_callers_key_makes_the_message_id(make_content):
    content = replace(make_content(act=Act.EMAIL), message_key="a1b2.42")
    (rendered,) = email_channel.render([content])

    assert b"<a1b2.42@lakeside.example>" in rendered.body


def test_the_same_message_is_the_same_bytes(render):
    assert render()[1] == render()[1]
    assert render()[1].sha256 != render(message_id=2)[1].sha256


def test_spanish_letters_survive(render, ana):
    _, _, message = render(language="es", addressee=replace(ana, name="Núria Peña Güell"))

    assert message["Subject"] == "Su estado de cuenta está listo"
    assert "Hola, Núria Peña Güell:" in message.get_body(("plain",)).get_content()
    assert message["Content-Language"] == "es"
    assert message.as_bytes().isascii()


def test_marks_in_a_name_stay_letters(render, ana, office):
    _, _, message = render(
        addressee=replace(ana, name='<b>"Bo" & $title'),
        sender=replace(office, name="Smith & <i>Sons</i>", pay_url='https://pay.example/"><img src=x>'),
    )
    page = message.get_body(("html",)).get_content()

    assert "Dear &lt;b&gt;&quot;Bo&quot; &amp; $title," in page
    assert "You owe $40.00 to Smith &amp; &lt;i&gt;Sons&lt;/i&gt;." in page
    assert not {"<i>", "<img", "<b>"} & set(re.findall(r"<\w+>?", page))


def test_a_line_break_in_an_address_makes_no_header(make_content, ana):
    trick = replace(ana, email="a@b.example>\r\nBcc: all@b.example", name="Ana\r\nBcc: all@b.example")
    with pytest.raises(ValueError, match=r"(?i)invalid|newline|carriage|CR|address"):
        list(email_channel.render([make_content(act=Act.EMAIL, addressee=trick)]))
    (rendered,) = email_channel.render([make_content(act=Act.EMAIL, addressee=replace(trick, email=ana.email))])

    assert not re.search(rb"(?m)^Bcc:", rendered.body)


def test_no_server_means_a_folder(tmp_path, render):
    content, rendered, _ = render()
    settings = SendSettings(home=tmp_path, day=DAY, now=datetime(2025, 3, 3, 9, tzinfo=UTC))
    with email_channel.CHANNEL.open_outlet(settings) as outlet:
        first = outlet.send(content, rendered)
        again = outlet.send(content, rendered)
        with pytest.raises(WorldFault) as refusal:
            outlet.send(content, replace(rendered, body=b"other"))

    assert first == again
    assert first.reference == "outbox/2025-03-03/1.eml"
    assert rendered.body == (tmp_path / first.reference).read_bytes()
    assert refusal.value.kind == "permanent"
