"""A command's process that is killed while it writes a file and what it keeps of it in the store."""

import os
import signal
import subprocess
import sys

#: Killed as the rows are kept ("before"), or once they are and the file has no name yet ("after").
_SCRIPT = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from remindful.edges.store.store import Store
from remindful.flow.claims import acts
from remindful.flow.office.actors import Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

keep = Store.append
if sys.argv[1] == "before":
    Store.append = lambda self, table, frame: die() if table == "request_sent" else keep(self, table, frame)
else:
    Path.replace = die
common = dict(home=read_home(), clock=Clock(datetime.fromisoformat(sys.argv[2])), actor=Actor("clerk", "a test"), on=None, dry_run=False)
{call}
"""


def die_while_sending(call: str, *, moment: str, at: str) -> bool:
    """Run an act of flow.claims in a process of its own, with `**common`, and kill it at a moment. True: it died of that.

    at: the instant of its clock, with its offset.
    """
    command = [sys.executable, "-c", _SCRIPT.replace("{call}", call), moment, at]
    return subprocess.run(command, env=os.environ, check=False).returncode == -signal.SIGKILL
