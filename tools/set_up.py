"""Makes .venv from a bare python3: finds a fit Python, installs the pinned parts with their hashes. Standard library only.

Runs under any Python 3.8 or later, because the one that `python3` names may be too old to run Remindful itself.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

LEAST = (3, 12)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.sha256"


def candidates():
    """Pythons to try, best first: named ones on PATH, pyenv's, uv's, then the one running this."""
    for name in ("python3.13", "python3.12", "python3.14", "python3"):
        found = shutil.which(name)
        if found:
            yield found
    pyenv = Path(os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))) / "versions"
    for folder in sorted(pyenv.glob("3.1*"), reverse=True):
        yield str(folder / "bin" / "python3")
    if shutil.which("uv"):
        answer = subprocess.run(["uv", "python", "find", ">=3.12"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield answer.stdout.strip()
    yield sys.executable


def find_python():
    """The first candidate that is new enough and can make a virtual environment; stops with what is missing otherwise."""
    seen = []
    ask = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    for python in candidates():
        answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False, cwd=str(ROOT))
        version = answer.stdout.strip()
        if answer.returncode == 0 and tuple(int(part) for part in version.split(".")) >= LEAST:
            return python
        seen.append("  {}: {}".format(python, version or (answer.stderr.strip().splitlines() or ["does not run"])[-1]))
    print(
        "Remindful needs Python 3.12 or later with its venv module. Tried:\n"
        + "\n".join(dict.fromkeys(seen))
        + "\nInstall one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13; "
        "any system: uv python install 3.13, or python.org), then run make again.",
        file=sys.stderr,
    )
    raise SystemExit(1)


def run(*words):
    """Run a step; on failure say which one and stop."""
    done = subprocess.run([str(word) for word in words], cwd=str(ROOT), check=False)
    if done.returncode != 0:
        print(
            "Set-up stopped at: {}\nThe lines above say why. With no network, point pip at your own package index "
            "(PIP_INDEX_URL), then run make again.".format(" ".join(str(word) for word in words)),
            file=sys.stderr,
        )
        raise SystemExit(1)


def main(kind):
    """Install requirements/<kind>.txt (run or test) into .venv, once for each content of it."""
    wanted = ROOT / "requirements" / (kind + ".txt")
    digest = hashlib.sha256(wanted.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    have = STAMP.read_text().split() if STAMP.exists() and python.exists() else []
    if digest in have:
        return
    if not python.exists() or subprocess.run([str(python), "-c", ""], check=False).returncode != 0:
        fit = find_python()
        print("Setting up .venv with", fit, flush=True)
        run(fit, "-m", "venv", "--clear", VENV)
        have = []
    print(f"Installing requirements/{kind}.txt (once)", flush=True)
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    run(python, "-m", "pip", "install", *quiet, "--require-hashes", "-r", wanted)
    run(python, "-m", "pip", "install", *quiet, "--no-deps", "--no-build-isolation", "-e", ROOT)
    STAMP.write_text("\n".join([digest] + [line for line in have if len(line) == 64][:3]))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
