"""Checking: the plain-language check of a rendered message, before it leaves."""

from remindful.core.words import plain
from remindful.core.words.findings import At, Finding
from remindful.core.words.messages import MessageContent, Rendered
from remindful.core.words.money import say_cents
from remindful.edges.channels import wording

__all__ = ["check_message"]


def check_message(content: MessageContent, rendered: Rendered) -> list[Finding]:
    """What is wrong with a message: too hard, a threat, health in its subject, a missing notice. Empty: it may go.

    Names, addresses and services are not ours to reword ("Bay Urgent Care"): they are out before words are judged.
    """
    at = At(content.template, key=str(content.message_id))
    language = wording.load_wording(content.template, content.language).language
    found = plain.check_text(_without_names(content, rendered.text), language, at=at, subject=rendered.subject)
    missing = plain.check_text(rendered.text, language, at=at, notices=_notices(content), max_grade=99.0)
    return found + [finding for finding in missing if finding.code == "text.notice_missing"]


def _notices(content: MessageContent) -> list[str]:
    """What must stand in every message: how much, whom to ask, how to pay, where help is (26 CFR 1.501(r)-4(b)(5))."""
    sender = content.sender
    needed = [sender.phone]
    needed += [say_cents(abs(content.due_cents))] if content.due_cents else []
    needed += [sender.pay_url] if content.due_cents > 0 else []
    return needed + [notice for notice in (sender.assistance_phone, sender.assistance_url) if notice]


def _without_names(content: MessageContent, text: str) -> str:
    sender, to = content.sender, content.addressee
    names = {sender.name, sender.line1, sender.city, to.name, to.line1, to.line2, to.city, content.account_key}
    for visit in content.visits:
        names |= {visit.patient_name, *visit.payers, *(line.description for line in visit.lines)}
    for name in sorted((name for name in names if name), key=len, reverse=True):
        text = text.replace(name, "0")
    return text
