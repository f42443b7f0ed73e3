"""MIME: a note as an email message. The same note gives the same bytes; the Date is put on when it is sent."""

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from urllib.parse import quote

from remindful.core.words.messages import MessageContent
from remindful.edges.channels import wording
from remindful.edges.channels.email import note as notes

__all__ = ["POLICY", "build_message", "message_key"]

#: Headers that programs read: an encoded word in one is not decoded there (RFC 2047 5), so none ever gets one.
FOR_MACHINES = frozenset(
    {
        "message-id",
        "auto-submitted",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "content-language",
        "date",
        "mime-version",
    }
)
_LINE_LENGTH = 76


class _MailPolicy(EmailPolicy):
    """As the library folds headers, but those that programs read: folded only where they have white space (RFC 5322 2.2.3)."""

    def fold(self, name: str, value: str) -> str:
        """The header's lines as text."""
        return _fold_plain(name, str(value)) if name.lower() in FOR_MACHINES else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """The header's lines as bytes."""
        is_plain = name.lower() in FOR_MACHINES
        return _fold_plain(name, str(value)).encode("ascii") if is_plain else super().fold_binary(name, value)


#: How our emails are written: lines end in CRLF, and no header that a program reads is encoded.
POLICY = _MailPolicy(linesep="\r\n", max_line_length=_LINE_LENGTH)


def _fold_plain(name: str, value: str) -> str:
    """A header in lines of 76 characters where white space allows it; a word that is longer stays whole."""
    lines = [f"{name}:"]
    for word in value.split():
        if len(lines[-1]) + 1 + len(word) > _LINE_LENGTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


def message_key(content: MessageContent) -> str:
    """The left side of the Message-ID: the caller's key, so that a receiver can tell a message that comes twice."""
    return content.message_key or f"remindful-{content.message_id}"


def build_message(content: MessageContent, note: notes.Note) -> EmailMessage:
    """A multipart message, text first. ValueError: an address has a line break or is none."""
    sender, to = content.sender, content.addressee
    assert to.email, f"message {content.message_id}: no email address"
    message = EmailMessage(policy=POLICY)
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
