"""Importing starts no threads: a process forked after Polars has started its own hangs at its first frame."""

import subprocess
import sys

COUNT = """
import os, django, dataframely, numpy, polars, psutil
os.environ["DJANGO_SETTINGS_MODULE"] = "remindful.edges.store.settings"
django.setup()
count = psutil.Process().num_threads
before = count()
"""
EVERY = """
import importlib, pkgutil, remindful
names = [each.name for each in pkgutil.walk_packages(remindful.__path__, "remindful.") if not each.name.endswith("__main__")]
for name in names: importlib.import_module(name)
assert len(names) > 200
"""


def threads_started_by(code: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", f"{COUNT}\n{code}\nprint(count() - before)"], capture_output=True, text=True, check=True
    )
    return int(told.stdout)


def test_no_module_of_ours_starts_a_thread():
    assert threads_started_by(EVERY) == 0


def test_a_frame_made_while_importing_would_be_seen():
    assert threads_started_by("polars.DataFrame({'a': [2, 1]}).lazy().sort('a').collect()") > 0
