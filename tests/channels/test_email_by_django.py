"""Sending through a Django email backend, in a process of its own so that no other test's settings are touched."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCRIPT = """
    import importlib.util, sys
    from datetime import date
    import django
    from django.conf import settings
    settings.configure(USE_I18N=False)
    django.setup()
    from django.core import mail
    from remindful.core.words.findings import WorldFault
    from remindful.core.words.kinds import Act
    from remindful.edges.channels import SendSettings, email
    from remindful.edges.channels.email.settings import EmailSettings

    spec = importlib.util.spec_from_file_location("letters_to_try", sys.argv[1])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules["refusing"] = module

    class Backend:
        def __init__(self, *args, **kwargs): pass
        def send_messages(self, messages):
            kind = sys.argv[2]
            if kind == "refused": raise type("AnymailRecipientsRefused", (Exception,), {})("x")
            if kind == "nobody": raise ConnectionRefusedError()
            if kind == "none": return 0
            raise type("AnymailRequestsAPIError", (Exception,), {"status_code": int(kind)})("x")

    module.Backend = Backend
    backend = "django.core.mail.backends.locmem.EmailBackend" if sys.argv[2] == "sent" else "refusing.Backend"
    content = module.build_content(act=Act.EMAIL, language="es")
    (rendered,) = email.render([content])
    settings = SendSettings(
        home=None, day=date(2025, 3, 3), of_channel={"email": EmailSettings(django_backend=backend)}
    )
    with email.CHANNEL.open_outlet(settings) as outlet:
        try:
            print(outlet.send(content, rendered).state.value)
            (sent,) = mail.outbox
            made = sent.message()
            print(made["Message-ID"], made["To"], sent.subject, made["Auto-Submitted"])
            print(sent.body == rendered.text, sent.alternatives[0][1])
        except WorldFault as fault:
            print(fault.kind)
"""


def run(kind: str) -> list[str]:
    script = textwrap.dedent(SCRIPT)
    done = subprocess.run(
        [sys.executable, "-c", script, str(HERE / "conftest.py"), kind],
        capture_output=True,
        text=True,
        cwd=HERE.parents[1],
        check=True,
        timeout=120,
    )
    return done.stdout.splitlines()


def test_a_backend_sends_the_same_words():
    said = run("sent")

    assert said[0] == "sent"
    assert (
        said[1]
        == "<remindful-1@lakeside.example> Ana Lopez <ana@mail.example> Su estado de cuenta está listo auto-generated"
    )
    assert said[2] == "True text/html"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("refused", "permanent"), ("none", "permanent"), ("422", "permanent"), ("429", "passing"), ("401", "passing"),
     ("nobody", "passing"), ("500", "unsure"), ("504", "unsure")],
)  # fmt: skip
def test_a_backends_failure_is_judged(kind, outcome):
    assert [outcome] == run(kind)
