"""Django's template language by an engine of its own: no settings, no project."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.template import Context, Engine

TEMPLATES = Path(__file__).with_name("templates")
#: What stands in a page where a template asks for a name that is not there. A test looks for it.
MISSING = "!!missing!!"


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES)], string_if_invalid=MISSING, autoescape=True)


def render(template: str, values: Mapping[str, object]) -> str:
    """A template filled in, escaped; the result counts as safe inside another template."""
    context = Context(dict(values), use_l10n=False, use_tz=False)
    return _engine().get_template(template).render(context)
