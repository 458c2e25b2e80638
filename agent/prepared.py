"""What every start would work out anew from what ships, worked out once when the project is set up.

To compile the expressions, to read off what each needs, to read the tables and to compile what Python
writes for itself (a dataclass's methods, annotations) takes half of a first draft. `agent/cli/prepare.py`
writes the outcome beside the compiled modules, and an entry point calls `use`. A start without that file,
of another Python or of another `needles.py` works everything out as before. What is kept is found by the
very text that it was made of, so it cannot be stale; and nothing is added by a process at work, in which
an expression may hold a name.
"""

from __future__ import annotations

import builtins
import hashlib
import importlib
import importlib.util
import marshal
import sys
import zlib
from array import array
from pathlib import Path
from typing import Any

_HERE = Path(__file__)
Kept = dict[str, dict[str, Any]]
"""`expressions`, `code`, `needles` and `tables`, each by what it was made of."""
_kept: Kept = {}


def place() -> Path:
    """Where it is kept: where Python keeps this module compiled."""
    return Path(importlib.util.cache_from_source(str(_HERE))).with_suffix(".kept")


def stamp() -> str:
    """Of what the outcome depends on besides the text that it is found by."""
    needles = zlib.crc32(_HERE.with_name("needles.py").read_bytes())
    return f"{sys.version} {needles}"


def save(kept: Kept) -> Path:
    """Writes what later starts use, at once or not at all."""
    body = marshal.dumps({"stamp": stamp(), **kept})
    target = place()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".new")
    beside.write_bytes(zlib.crc32(body).to_bytes(4, "big") + body)
    return beside.replace(target)


def use() -> bool:
    """From here on what is kept is not worked out again; whether there was anything to use."""
    try:
        read = place().read_bytes()
        if int.from_bytes(read[:4], "big") != zlib.crc32(read[4:]):
            return False
        kept = marshal.loads(read[4:])  # noqa: S302  # as Python reads the module itself, from the same place
        if kept.pop("stamp") != stamp():
            return False
    except (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError):
        return False
    _kept.update(kept)
    _use_expressions(_kept["expressions"])
    _use_code(_kept["code"])
    return True


def answer(kind: str, text: str) -> bytes | None:
    """What was worked out of a text, to be unmarshalled by each reader for itself: it may be changed."""
    return _kept[kind].get(digest_of(text)) if _kept else None


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(pattern: str, flags: int) -> str:
    return f"{flags} {pattern}"


def packed(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """What `_sre.compile` is called with, in a form that is quick to read."""
    pattern, flags, code, groups, by_name, names = arguments
    return pattern, flags, array("I", code).tobytes(), groups, dict(by_name), names


def _use_expressions(kept: dict[str, tuple[Any, ...]]) -> None:
    """`re` asks its compiler for each expression that it has not met, and gets what is kept instead."""
    compiler: Any = importlib.import_module("re._compiler")
    engine: Any = importlib.import_module("_sre")
    work_out = compiler.compile

    def compiled(pattern: Any, flags: int = 0) -> Any:
        found = kept.get(f"{flags} {pattern}") if type(pattern) is str else None
        if found is None:
            return work_out(pattern, flags)
        says, state, code, groups, by_name, names = found
        return engine.compile(says, state, array("I", code).tolist(), groups, by_name, names)

    compiler.compile = compiled


def _use_code(kept: dict[str, bytes]) -> None:
    """A dataclass runs the text of its methods, and `typing` compiles that of an annotation."""

    def run(text: Any, *spaces: Any) -> None:
        found = kept.get(text)
        builtins.exec(text if found is None else marshal.loads(found), *spaces)  # noqa: S102, S302  # as above

    def compiled(text: Any, name: str, mode: str, *more: Any, **others: Any) -> Any:
        found = kept.get(f"{mode} {text}") if name == "<string>" and not more and not others else None
        return builtins.compile(text, name, mode, *more, **others) if found is None else marshal.loads(found)  # noqa: S302

    vars(importlib.import_module("dataclasses"))["exec"] = run
    vars(importlib.import_module("typing"))["compile"] = compiled
