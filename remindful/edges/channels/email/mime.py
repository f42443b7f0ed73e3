"""MIME: a note as an email message. The same note gives the same bytes; the Date is put on when it is sent."""

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from remindful.core.words.messages import MessageContent
from remindful.edges.channels import wording
from remindful.edges.channels.email import note as notes

__all__ = ["build_message", "message_key"]


def message_key(content: MessageContent) -> str:
    """The left side of the Message-ID: the caller's key, so that a receiver can tell a message that comes twice."""
    return content.message_key or f"remindful-{content.message_id}"


def build_message(content: MessageContent, note: notes.Note) -> EmailMessage:
    """A multipart message, text first. ValueError: an address has a line break or is none."""
    sender, to = content.sender, content.addressee
    assert to.email, f"message {content.message_id}: no email address"
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))
    message["From"] = Address(" ".join(sender.name.split()), addr_spec=sender.email_from)
    message["To"] = Address(" ".join(to.name.split()), addr_spec=to.email)
    message["Subject"] = note.subject
    message["Message-ID"] = f"<{message_key(content)}@{sender.email_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice comes back
    for name, value in _opt_out_headers(content).items():
        message[name] = value
    message.set_content(notes.say_text(note), cte="quoted-printable")
    message.add_alternative(notes.say_html(note), subtype="html", cte="quoted-printable")
    message["Content-Language"] = note.language  # last: setting the content clears it
    message.set_boundary(f"=_{hashlib.sha256(message_key(content).encode()).hexdigest()[:24]}")
    return message


def _opt_out_headers(content: MessageContent) -> dict[str, str]:
    """RFC 2369 and, where there is a page for it, the one click of RFC 8058."""
    words = wording.load_wording(content.template, content.language)
    subject = quote(f"{words.labels['email_unsubscribe_subject']} ({message_key(content)})")
    by_mail = f"<mailto:{content.sender.email_from}?subject={subject}>"
    url = content.sender.opt_out_url
    if not url:
        return {"List-Unsubscribe": by_mail}
    return {"List-Unsubscribe": f"<{url}>, {by_mail}", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
