"""`make wheel`: the wheel of what is committed, installed in an empty environment outside the checkout, and worked there."""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
#: (command, what its output must say)
TRIALS = (
    (("--help",), "Follows up patient accounts"),
    (("law", "show", "md.wait_240"), "240"),
    (("law", "docs", "--out", "site"), "pages"),
    (("code", "broken left wrist"), "S62.102A"),
    (("demo", "--accounts", "20"), "Open these"),
)


def main() -> int:
    """Build, compare, install and run. Stops at the first thing that is wrong, and says what."""
    with tempfile.TemporaryDirectory(prefix="remindful-wheel-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the embedded PostgreSQL may run under a user of its own
        source = _export(folder / "source")
        wheel = _build(source, folder / "built")
        _compare(wheel, source)
        python = _install(wheel, folder / "environment")
        _try_out(python.with_name("remindful"), folder)
        DIST.mkdir(exist_ok=True)
        kept = wheel.replace(DIST / wheel.name)
    _say(f"{kept.relative_to(ROOT)} works outside the checkout.")
    return 0


def _export(source: Path) -> Path:
    """What is committed, without leftovers of an earlier build."""
    if _run("git", "status", "--porcelain", folder=ROOT).strip():
        _say("There are changes that are not committed: they are not in this wheel.")
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(source, filter="data")
    return source


def _build(source: Path, built: Path) -> Path:
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(built), ".", folder=source)
    [wheel] = built.glob("remindful-*.whl")
    return wheel


def _compare(wheel: Path, source: Path) -> None:
    """The wheel holds every module and every file that a module reads."""
    with zipfile.ZipFile(wheel) as files:
        held = set(files.namelist())
    needed = {path.relative_to(source).as_posix() for path in needed_files(source / "remindful")}
    if missing := sorted(needed - held):
        raise SystemExit(f"Not in the wheel (see package-data in pyproject.toml): {', '.join(missing)}")
    _say(
        f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, {len(held):,} files, {len(needed):,} of them modules and data."
    )


def needed_files(package: Path) -> list[Path]:
    """Files of the package that it needs when it runs: all but the samples beside the formats and what is written for readers."""
    return [
        path
        for path in sorted(package.rglob("*"))
        if path.is_file() and path.suffix not in {".md", ".pyc"} and "samples" not in path.parts
    ]


def _install(wheel: Path, environment: Path) -> Path:
    _run(sys.executable, "-m", "venv", str(environment), folder=wheel.parent)
    python = environment / "bin" / "python"
    _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel), folder=wheel.parent)
    return python


def _try_out(program: Path, folder: Path) -> None:
    """Run the commands in an empty folder, with a home and a cache that are empty too."""
    empty = folder / "empty"
    empty.mkdir()
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("REMINDFUL_", "PYTHON", "DATABASE_"))
    }
    env |= {"REMINDFUL_HOME": str(folder / "home"), "XDG_CACHE_HOME": str(folder / "cache")}
    for words, wanted in TRIALS:
        told = _run(str(program), *words, folder=empty, env=env)
        if wanted not in told:
            raise SystemExit(f"`remindful {' '.join(words)}` does not say {wanted!r}:\n{told}")
        _say(f"remindful {' '.join(words)}")


def _run(*words: str, folder: Path, env: dict[str, str] | None = None) -> str:
    """The standard output of a step; where it fails, stop with all that it said."""
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"`{_shown(words)}` ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def _shown(words: Sequence[str]) -> str:
    return " ".join([Path(words[0]).name, *words[1:]])


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
