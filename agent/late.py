"""Expressions that are compiled when they are first used.

A dictation is read without most of the expressions for talk, and talk without those for notation: half of
the time that compiling them takes at the start is for expressions that the first draft never tries.
"""

from __future__ import annotations

import re
from typing import Any, cast

_WAYS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class Late:
    """Compiled at the first look at anything but its text, and from then on as fast as any."""

    def __init__(self, pattern: str, flags: re.RegexFlag | int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.compile_now(), name)

    def compile_now(self) -> re.Pattern[str]:
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update((way, getattr(compiled, way)) for way in _WAYS)
        return compiled


def late(pattern: str, flags: re.RegexFlag | int = 0) -> re.Pattern[str]:
    """What `re.compile` makes, made later. Not for a `Family`, which reads its members at once."""
    return cast("re.Pattern[str]", Late(pattern, flags))
