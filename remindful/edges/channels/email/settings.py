"""Settings of the email channel: a mail server, or a Django email backend, from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from remindful.core.words.findings import WorldFault
from remindful.edges.channels import SendSettings

__all__ = ["EmailSettings", "SmtpSettings", "read_settings", "settings_of"]


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """A mail server. security: tls (from the first byte, 465), starttls (587), none (loopback or a trusted relay)."""

    host: str
    port: int = 587
    security: str = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float = 30.0


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """How emails leave: by a Django backend where one is named, else by a mail server where one is set, else as files."""

    smtp: SmtpSettings | None = None
    django_backend: str | None = None  # dotted name of a Django email backend, django-anymail's for one


def read_settings(environment: Mapping[str, str]) -> EmailSettings:
    """REMINDFUL_SMTP (smtp://user:password@host:587, smtps://host, smtp+plain://127.0.0.1:2525) and REMINDFUL_EMAIL_BACKEND.

    Raises WorldFault where REMINDFUL_SMTP is not a mail server's address.
    """
    text = environment.get("REMINDFUL_SMTP")
    return EmailSettings(
        smtp=_read_smtp(text) if text else None, django_backend=environment.get("REMINDFUL_EMAIL_BACKEND") or None
    )


def settings_of(settings: SendSettings) -> EmailSettings:
    """The email channel's part of the settings."""
    found = settings.of_channel.get("email", EmailSettings())
    assert isinstance(found, EmailSettings), type(found)
    return found


def _read_smtp(text: str) -> SmtpSettings:
    try:
        parts = urlsplit(text)
        security = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}.get(parts.scheme)
        port = parts.port or (465 if security == "tls" else 587)
    except ValueError:
        parts, security, port = urlsplit(""), None, 0
    if security is None or not parts.hostname:
        raise WorldFault(
            "permanent",
            "REMINDFUL_SMTP is not a mail server's address.",
            "Write smtp://user:password@host:587 (STARTTLS), smtps://user:password@host (TLS), or smtp+plain://127.0.0.1:2525.",
        )
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return SmtpSettings(parts.hostname, port, security, user, password)
