"""Which release of the software did something, and whether its files are as released."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PARTS = ("agent", "compliance", "prompts")
_KINDS = frozenset({".py", ".yaml", ".md", ".json", ".csv", ".txt"})


@cache
def code_version() -> str:
    """`<release>+<12 hex digits of all code and data that shape a draft>`: another file, another version."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for part in _PARTS:
        for path in sorted((root / part).rglob("*")):
            if path.suffix in _KINDS and path.is_file():
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    try:
        release = version("ptscribe")
    except PackageNotFoundError:
        release = "unreleased"
    return f"{release}+{digest.hexdigest()[:12]}"
