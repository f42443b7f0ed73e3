"""Note: every word of one email, as plain text and as simple HTML. No pictures, no tracking, no health."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from remindful.core.words.messages import MessageContent
from remindful.core.words.money import say_cents
from remindful.edges.channels import reasons, wording

__all__ = ["Note", "compose_note", "find_notices", "say_html", "say_text"]

_PAGE = Template((Path(__file__).parent / "templates" / "message.html").read_text("utf-8"))
_DUE = "margin:0 0 18px;padding:14px 18px;background:#eaf3f1;border-radius:8px;font-size:19px;font-weight:bold"
_BUTTON = (
    "display:inline-block;padding:12px 22px;background:#0d5257;color:#ffffff;"
    "border-radius:8px;text-decoration:none;font-weight:bold"
)
_HEADING = "margin:22px 0 4px;font-family:Georgia,serif;font-size:18px;color:#0d5257"


@dataclass(frozen=True, slots=True)
class Note:
    """An email in words. No visits, services, patients or account number: mail is read over a shoulder."""

    language: str
    subject: str
    title: str
    greeting: str
    opening: tuple[str, ...]
    due: str
    has_due: bool
    button: str
    link: str
    pay_url: str
    help: tuple[tuple[str, str], ...]
    closing: str
    signature: str
    foot: tuple[str, ...]


def compose_note(content: MessageContent) -> Note:
    """An email in words. AssertionError when its sums do not tie."""
    reasons.assert_ties(content)
    words = wording.load_wording(content.template, content.language)
    sender = content.sender
    has_due = content.due_cents > 0
    due = words.say("email_due", amount=say_cents(content.due_cents), sender=sender.name)
    return Note(
        language=words.language,
        subject=words.subject,
        title=words.title,
        greeting=words.greeting.format(name=_flat(content.addressee.name)),
        opening=tuple(text.format(sender=sender.name) for text in words.email_opening),
        due=due if has_due else reasons.say_why(content, words),
        has_due=has_due,
        button=words.labels["email_button"],
        link=words.say("email_link", pay_url=sender.pay_url),
        pay_url=sender.pay_url,
        help=((words.labels["questions_heading"], words.say_questions(sender)), words.say_help(sender)),
        closing=words.closing,
        signature=words.say("email_signature", sender=sender.name),
        foot=(
            f"{sender.name}, {sender.line1}, {sender.city}, {sender.state} {sender.zip}",
            words.say("language_help", phone=sender.phone),
            words.say("language_help_other", phone=sender.phone),
            words.say_opt_out(sender),
        ),
    )


def find_notices(content: MessageContent) -> dict[str, str]:
    """The notice that an email carries beside those of every message: how to stop emails."""
    words = wording.load_wording(content.template, content.language)
    return {"opt_out_line": words.say_opt_out(content.sender)}


def say_text(note: Note) -> str:
    """The note as plain text, in reading order."""
    paragraphs = [note.title, note.greeting, *note.opening, note.due, *([note.link] if note.has_due else [])]
    paragraphs += [f"{heading}\n{text}" for heading, text in note.help]
    paragraphs += [f"{note.closing}\n{note.signature}", "\n".join(note.foot)]
    return "\n\n".join(paragraphs) + "\n"


def say_html(note: Note) -> str:
    """The note as HTML: the same words in the same order, inline style, one link, nothing that is fetched."""
    pieces = [_paragraph(text) for text in (note.greeting, *note.opening)]
    pieces.append(f'<p style="{_DUE}">{escape(note.due)}</p>')
    if note.has_due:
        pieces.append(f'<p style="margin:0 0 12px">{_link(note)}</p>')
        pieces.append(_paragraph(note.link))
    for heading, text in note.help:
        pieces.append(f'<h2 style="{_HEADING}">{escape(heading)}</h2>{_paragraph(text)}')
    pieces.append(f'<p style="margin:22px 0 0">{escape(note.closing)}<br>{escape(note.signature)}</p>')
    foot = "\n".join(f'<p style="margin:0 0 6px">{escape(text)}</p>' for text in note.foot)
    return _PAGE.substitute(
        language=note.language,
        subject=escape(note.subject),
        title=escape(note.title),
        body="\n".join(pieces),
        foot=foot,
    )


def _link(note: Note) -> str:
    return f'<a href="{escape(note.pay_url)}" style="{_BUTTON}">{escape(note.button)}</a>'


def _paragraph(text: str) -> str:
    return f'<p style="margin:0 0 14px">{escape(text)}</p>'


def _flat(text: str) -> str:
    return " ".join(text.split())
