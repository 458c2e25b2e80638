"""Reading the YAML that ships with the project: word lists, figures, rules, templates."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""A safe loader, in C where libyaml is there: ten times as fast."""


def from_yaml(file: Traversable) -> Any:
    """What a YAML file says, in plain types. Raises `yaml.YAMLError` and `OSError`."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
