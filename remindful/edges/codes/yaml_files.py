"""Our own YAML of words and codes, read by libyaml, ten times as fast as Python, where the wheel has it."""

from pathlib import Path
from typing import Any

import yaml

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:  # noqa: ANN401  a file of our own: its reader knows its shape
    """What a file says. Raises yaml.YAMLError, UnicodeDecodeError."""
    return _LOADER(path.read_text(encoding="utf-8")).get_single_data()
