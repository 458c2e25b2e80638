"""What each billing code is, and how its time counts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from agent.data_files import from_yaml
from agent.domain.base import Model

Timing = Literal["timed", "untimed", "own_clock"]
Certainty = Literal["V", "V~", "U"]


class Code(Model):
    """A CPT or HCPCS code with a descriptor in our own words."""

    code: str
    timing: Timing
    what: str
    certainty: Certainty
    evaluation: bool = False
    group: bool = False
    bundled_by: tuple[str, ...] = ()
    """Payer classes that pay nothing for it beside other services."""


@cache
def codes() -> dict[str, Code]:
    """All known codes by code."""
    table = from_yaml(Path(__file__).parent / "codes.yaml")
    return {code: Code(code=code, **entry) for code, entry in table["codes"].items()}


def is_timed(code: str) -> bool:
    """Whether the code bills 15-minute units; an unknown code does not."""
    entry = codes().get(code)
    return entry is not None and entry.timing == "timed"


def is_evaluation(code: str) -> bool:
    entry = codes().get(code)
    return entry is not None and entry.evaluation


def name_of(code: str) -> str:
    """`97110 (therapeutic exercise)`, or the bare code when it is not known."""
    entry = codes().get(code)
    return f"{code} ({entry.what})" if entry else code
