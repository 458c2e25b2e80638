"""The scripts and styles of our own components, read from the files beside them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def asset(*names: str) -> str:
    """The files `names` (paths within this folder) joined to one text, in their order."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)
