"""Data of the safety rules: what precautions forbid, and the values at which treatment stops."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agent.domain.base import Model

FOLDER = Path(__file__).parent


class Contraindication(Model):
    """Words of a precaution, and words of exercises that break it (regular expressions)."""

    name: str
    when: tuple[str, ...]
    breaks: tuple[str, ...]


@cache
def contraindications() -> tuple[Contraindication, ...]:
    """The shipped table of precautions."""
    table = yaml.safe_load((FOLDER / "clinical" / "contraindications.yaml").read_text(encoding="utf-8"))
    return tuple(Contraindication.model_validate(entry) for entry in table)


@cache
def vitals() -> Any:
    """Resting values at which treatment is stopped, by vital sign."""
    return yaml.safe_load((FOLDER / "measures" / "vitals.yaml").read_text(encoding="utf-8"))
