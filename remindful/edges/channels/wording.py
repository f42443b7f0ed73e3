"""Wording: the texts of one template in one language, from texts/<template>.<language>.yaml (shared, or a channel's) and its labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from remindful.core.words.messages import Sender
from remindful.edges import channels

__all__ = ["LANGUAGES", "TEXTS", "Wording", "find_templates", "load_wording"]

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("en", "es")
_HEADER = ("name", "version", "language", "reviewed_by", "reviewed_on", "reading_grade")
_TEMPLATE = (*_HEADER, "tone", "title", "subject", "greeting", "opening", "email_opening", "closing")
_LABELS_NOT_TEXT = (*_HEADER, "months", "hours_words")


@dataclass(frozen=True, slots=True)
class Wording:
    """One template with its labels. `language` is the one really used: English where the asked one has no texts."""

    name: str
    language: str
    version: str  # of template and labels: first_statement.en 1, labels 1
    reviewed_by: str
    reviewed_on: date | None
    reading_grade: float
    title: str
    subject: str
    greeting: str
    opening: tuple[str, ...]
    email_opening: tuple[str, ...]
    closing: str
    labels: Mapping[str, str]
    months: tuple[str, ...]
    hours_words: Mapping[str, str]

    def say(self, label: str, **values: str) -> str:
        """A label with its blanks filled. A label or a blank that is missing is a KeyError: the texts are wrong."""
        return self.labels[label].format_map(values)

    def say_day(self, day: date) -> str:
        """January 5, 2025 or 5 de enero de 2025."""
        return self.say("date_form", month=self.months[day.month - 1], day=str(day.day), year=str(day.year))

    def join(self, parts: Sequence[str]) -> str:
        """A, B and C."""
        if len(parts) < 2:
            return "".join(parts)
        return self.labels["joiner"].join(parts[:-1]) + self.labels["last_joiner"] + parts[-1]

    def say_hours(self, hours: str) -> str | None:
        """The office's hours in this language; None where one of its words is not known: no half-English line."""
        if not self.hours_words:
            return hours
        translated: list[str] = []
        for word in hours.split():
            bare = word.rstrip(",;")
            known = bare if bare[:1].isdigit() else self.hours_words.get(bare.casefold())
            if known is None:
                return None
            translated.append(known + word[len(bare) :])
        return " ".join(translated)

    def say_questions(self, sender: Sender) -> str:
        """Whom to call when something is wrong."""
        hours = self.say_hours(sender.hours)
        if hours is None:
            return self.say("questions_no_hours", phone=sender.phone)
        return self.say("questions", phone=sender.phone, hours=hours)

    def say_help(self, sender: Sender) -> tuple[str, str]:
        """Heading and text on help with the bill; of a tax-exempt hospital by 26 CFR 1.501(r)-4(b)(5)(i)(D)(2)."""
        phone, url = sender.assistance_phone, sender.assistance_url
        if phone and url:
            text = self.say("assistance_both", assistance_phone=phone, assistance_url=url)
        elif phone:
            text = self.say("assistance_phone", assistance_phone=phone)
        elif url:
            text = self.say("assistance_url", assistance_url=url)
        else:
            return self.labels["hardship_heading"], self.say("hardship", phone=sender.phone)
        return self.labels["assistance_heading"], text

    def say_opt_out(self, sender: Sender) -> str:
        """How to stop emails."""
        url = sender.opt_out_url
        return self.say("email_opt_out_link", opt_out_url=url) if url else self.labels["email_opt_out"]


def find_templates() -> list[tuple[str, str]]:
    """Every template and language that has texts, in name order; the labels are not a template."""
    stems = sorted(path.stem for folder in _text_folders() for path in folder.glob("*.yaml"))
    return [(name, language) for name, language in (stem.rsplit(".", 1) for stem in stems) if name != "labels"]


@cache
def load_wording(template: str, language: str) -> Wording:
    """The texts of a template; in English where the language has none. ValueError: no such template, or a wrong key."""
    spoken = language if language in LANGUAGES else "en"
    labels, texts = _read_file(f"labels.{spoken}.yaml"), _read_file(f"{template}.{spoken}.yaml")
    odd = set(texts) ^ set(_TEMPLATE)
    if odd:
        raise ValueError(
            f"{template}.{spoken}.yaml: missing or unknown: {', '.join(sorted(odd))}. See docs/how-to/templates.md."
        )
    return Wording(
        name=template,
        language=spoken,
        version=f"{template}.{spoken} {texts['version']}, labels {labels['version']}",
        reviewed_by=texts["reviewed_by"],
        reviewed_on=texts["reviewed_on"],
        reading_grade=float(texts["reading_grade"]),
        title=texts["title"],
        subject=texts["subject"],
        greeting=texts["greeting"],
        opening=tuple(texts["opening"]),
        email_opening=tuple(texts["email_opening"]),
        closing=texts["closing"],
        labels={key: text for key, text in labels.items() if key not in _LABELS_NOT_TEXT},
        months=tuple(labels["months"]),
        hours_words=labels["hours_words"],
    )


def _text_folders() -> list[Path]:
    """The texts that channels share, then those that a channel's folder brings."""
    return [TEXTS, *(folder for root in channels.__path__ for folder in sorted(Path(root).glob("*/texts")))]


def _read_file(name: str) -> dict[str, Any]:
    path = next((folder / name for folder in _text_folders() if (folder / name).is_file()), None)
    if path is None:
        have = ", ".join(sorted({template for template, _ in find_templates()}))
        raise ValueError(f"There is no text {name} in {TEXTS.name}/. Templates: {have}.")
    return yaml.safe_load(path.read_text("utf-8"))
