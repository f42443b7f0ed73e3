"""Every file of the package that a module reads is named in package-data, so that the wheel holds it. `make wheel` builds and runs one."""

import tomllib
from pathlib import Path

from tools.try_wheel import needed_files

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "remindful"


def files_left_out(package: Path, patterns: list[str]) -> list[str]:
    """Data files of a package that no pattern of package-data names."""
    named = {path for pattern in patterns for path in package.glob(pattern)}
    data = [path for path in needed_files(package) if path.suffix != ".py"]
    return [path.relative_to(package).as_posix() for path in data if path not in named]


def test_package_data_names_every_file_that_is_read():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = project["tool"]["setuptools"]["package-data"]["remindful"]

    assert len(needed_files(PACKAGE)) > 500, "the guard looked at nothing"
    assert [] == files_left_out(PACKAGE, patterns)
    assert [] == [pattern for pattern in patterns if not any(PACKAGE.glob(pattern))], "a pattern that names nothing"


def test_a_file_that_no_pattern_names_would_be_seen(tmp_path):
    for name in ("code.py", "named.yaml", "planted.dat", "samples/beside.dat", "notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    assert ["planted.dat"] == files_left_out(tmp_path, ["**/*.yaml"])
