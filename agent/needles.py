"""What a text must hold for an expression to be found in it, read off the expression itself.

Of the expressions that every clause is held against, hardly any is found. To look for a few fixed strings
first costs a fraction of trying each expression at each place of the text, and cannot change what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from re import _constants as ops  # type: ignore[attr-defined]  # there is no public way to read one
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_MOST = 8
"""Strings that are followed at once: the more, the longer it takes to look for them all."""
_ENOUGH = 4
"""Characters of a needle that are found by accident next to never."""


class Family(Generic[T]):
    """Expressions that are held against the same texts, each with what it stands for, in their order."""

    def __init__(self, members: Iterable[tuple[re.Pattern[str], T]]) -> None:
        self.members = tuple(members)
        self._always: set[int] = set()
        self._by_beginning: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        """Needles, and whose they are, by their first three letters."""
        for at, (pattern, _) in enumerate(self.members):
            found = needles(pattern)
            for needle in found:
                self._by_beginning.setdefault(tuple(needle[:3]), []).append((needle, at))
            if not found or len(min(found, key=len)) < 3:
                self._always.add(at)

    def to_try(self, low: str) -> Sequence[tuple[re.Pattern[str], T]]:
        """The members that may be found in a text, of which `low` is the lower case.

        Of letters beyond ASCII some are alike where case does not count, and not in lower case.
        """
        if not low.isascii():
            return self.members
        beginnings = set(zip(low, low[1:], low[2:], strict=False))
        told = {
            at
            for beginning in self._by_beginning.keys() & beginnings
            for needle, at in self._by_beginning[beginning]
            if needle in low
        }
        return [self.members[at] for at in sorted(told | self._always)]


def needles(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Strings in lower case of which every match holds one; empty where that cannot be told."""
    found = _of_sequence(parser.parse(pattern.pattern, pattern.flags))
    best = found.best
    if best is None:
        return ()
    return tuple(sorted(n for n in best if not any(o != n and o in n for o in best)))


@dataclass(frozen=True, slots=True)
class _Found:
    """`whole`: all that the part can match, where that is little; `best`: strings one of which it holds."""

    whole: frozenset[str] | None
    best: frozenset[str] | None


_NOTHING = _Found(None, None)
_EMPTY = _Found(frozenset({""}), None)


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> _Found:
    run: frozenset[str] = frozenset({""})
    best: frozenset[str] | None = None
    whole = True
    for op, value in parts:
        found = _of_part(op, value)
        longer = _joined(run, found.whole)
        if longer is not None:
            run = longer
            continue
        whole = False
        best = _better(_better(best, run), found.best)
        run = found.whole or frozenset({""})
    return _Found(run if whole else None, _better(best, run))


def _of_part(op: Any, value: Any) -> _Found:
    if op is ops.LITERAL:
        return _Found(frozenset({chr(value).lower()}), None)
    if op is ops.IN:
        if all(o is ops.LITERAL for o, _ in value):
            return _Found(frozenset(chr(v).lower() for _, v in value), None)
        return _NOTHING
    if op is ops.SUBPATTERN:
        return _of_sequence(value[-1])
    if op is ops.BRANCH:
        return _of_branches([_of_sequence(branch) for branch in value[1]])
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        least, most, part = value
        inner = _of_sequence(part)
        if (least, most) == (0, 1) and inner.whole is not None:
            return _Found(inner.whole | {""}, None)
        if least == 0:
            return _NOTHING
        return inner if (least, most) == (1, 1) else _Found(None, _better(inner.best, inner.whole))
    if op in (ops.AT, ops.ASSERT_NOT, ops.ASSERT):
        return _EMPTY
    return _NOTHING


def _of_branches(branches: list[_Found]) -> _Found:
    whole: frozenset[str] | None = frozenset()
    best: frozenset[str] | None = frozenset()
    for branch in branches:
        whole = whole | branch.whole if whole is not None and branch.whole is not None else None
        told = _better(branch.best, branch.whole)
        best = best | told if best is not None and told is not None else None
    if whole is not None and len(whole) > _MOST:
        whole = None
    return _Found(whole, best)


def _joined(run: frozenset[str], more: frozenset[str] | None) -> frozenset[str] | None:
    if more is None or len(run) * len(more) > _MOST:
        return None
    return frozenset(a + b for a, b in product(run, more))


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The set that tells more: whose strings are long enough, then that of fewer strings."""
    return max((s for s in (one, other) if s and "" not in s), key=_telling, default=None)


def _telling(strings: frozenset[str]) -> tuple[int, int]:
    return min(_ENOUGH, len(min(strings, key=len))), -len(strings)
