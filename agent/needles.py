"""What a text must hold for an expression to be found in it, read off the expression itself.

Of the expressions that every clause is held against, hardly any is found. To look for a few fixed strings
first costs a fraction of trying each expression at each place of the text, and cannot change what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
_MOST = 8
"""Strings that are followed at once: the more, the longer it takes to look for them all."""
_ENOUGH = 4
"""Characters of a needle that are found by accident next to never."""


class Rare:
    """An expression that hardly any text holds: tried only on a text that holds what every match does.

    It is used as a compiled one is. Case does not count in it. It is compiled when it is first tried.
    """

    __slots__ = ("_compiled", "_needles", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._needles: tuple[str, ...] | None = None
        self._compiled: re.Pattern[str] | None = None

    def search(self, text: str) -> re.Match[str] | None:
        return self.compiled().search(text) if self._may_be_in(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        return self.compiled().match(text) if self._may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled().finditer(text) if self._may_be_in(text) else iter(())

    def sub(self, by: str, text: str) -> str:
        return self.compiled().sub(by, text) if self._may_be_in(text) else text

    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, re.IGNORECASE)
        return self._compiled

    def _may_be_in(self, text: str) -> bool:
        """Of letters beyond ASCII some are alike where case does not count, and not in lower case."""
        if self._needles is None:
            self._needles = needles(self.pattern)
        low = text.lower()
        for needle in self._needles:
            if needle in low:
                return True
        return not self._needles or not low.isascii()


class Family(Generic[T]):
    """Expressions that are held against the same texts, each with what it stands for, in their order.

    An expression that is given as a text is `Rare`.
    """

    def __init__(self, members: Iterable[tuple[re.Pattern[str] | Rare | str, T]]) -> None:
        self._members = [(Rare(says) if isinstance(says, str) else says, value) for says, value in members]
        self._always: set[int] = set()
        self._by_beginning: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        """Needles, and whose they are, by their first three letters."""
        for at, (says, _) in enumerate(self._members):
            found = needles(says.pattern if isinstance(says, Rare) else says)
            for needle in found:
                self._by_beginning.setdefault(tuple(needle[:3]), []).append((needle, at))
            if not found or len(min(found, key=len)) < 3:
                self._always.add(at)

    @property
    def members(self) -> Sequence[tuple[re.Pattern[str], T]]:
        return self._compiled(range(len(self._members)))

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
        return self._compiled(sorted(told | self._always))

    def _compiled(self, places: Iterable[int]) -> Sequence[tuple[re.Pattern[str], T]]:
        members = (self._members[at] for at in places)
        return [(says.compiled() if isinstance(says, Rare) else says, value) for says, value in members]


def needles(says: re.Pattern[str] | str) -> tuple[str, ...]:
    """Strings in lower case of which every match of an expression holds one; empty where none is sure."""
    if isinstance(says, re.Pattern):
        if says.flags & re.VERBOSE:
            return ()  # its blanks and comments match nothing
        says = says.pattern
    reader = _Reader(says)
    try:
        best = reader.alternatives().best
    except _UnknownError:
        return ()
    if best is None:
        return ()
    return tuple(sorted(n for n in best if not any(o != n and o in n for o in best)))


class _Found(NamedTuple):
    """`whole`: all that the part can match, where that is little; `best`: strings one of which it holds."""

    whole: frozenset[str] | None
    best: frozenset[str] | None


_NOTHING = _Found(None, None)
_EMPTY = _Found(frozenset({""}), None)
_PIECE = re.compile(
    r"\\(?P<escaped>.)"
    r"|\[(?P<set>\^?\]?(?:\\.|[^\]\\])*)\]"
    r"|\(\?(?:(?P<look><?[=!])|(?::|P<\w+>|[ais]*:))|(?P<unread>\(\?)"
    r"|(?P<repeat>[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})[?+]?"
    r"|(?P<sign>[()|.^$])"
    r"|(?P<text>[^\\\[(){}|*+?.^$]+(?![*+?{])|.)",
    re.DOTALL,
)
_NO_LETTER = re.compile(r"[A-Za-z0-9]")
"""What stands for something else behind a backslash."""


class _UnknownError(Exception):
    """An expression has a construct that is not told here."""


class _Reader:
    """Reads an expression from left to right, as far as fixed strings go."""

    def __init__(self, says: str) -> None:
        self._pieces = list(_PIECE.finditer(says))
        self._at = 0

    def alternatives(self) -> _Found:
        """Up to the end of the group, or of all."""
        branches = [self._sequence()]
        while self._sign() == "|":
            self._at += 1
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else _of_branches(branches)

    def _sequence(self) -> _Found:
        parts = []
        while self._at < len(self._pieces) and self._sign() not in ("|", ")"):
            parts.append(self._repeated(self._part()))
        return _of_sequence(parts)

    def _sign(self) -> str | None:
        return self._pieces[self._at]["sign"] if self._at < len(self._pieces) else None

    def _part(self) -> _Found:
        piece = self._pieces[self._at]
        self._at += 1
        if piece["text"]:
            return _letters(piece["text"])
        if piece["escaped"]:
            return _escape(piece["escaped"])
        if piece["set"]:
            return _set(piece["set"])
        if piece["sign"] in (".", "^", "$"):
            return _NOTHING if piece["sign"] == "." else _EMPTY
        if piece["unread"] or piece["repeat"]:
            raise _UnknownError
        inner = self.alternatives()
        self._at += 1
        return _EMPTY if piece["look"] else inner

    def _repeated(self, part: _Found) -> _Found:
        times = self._pieces[self._at]["repeat"] if self._at < len(self._pieces) else None
        if times is None:
            return part
        self._at += 1
        if times == "?" and part.whole is not None:
            return _Found(part.whole | {""}, None)
        if times in ("?", "*") or times.startswith(("{0", "{,")):
            return _NOTHING
        return _Found(None, _better(part.best, part.whole))


def _letters(letters: str) -> _Found:
    return _Found(frozenset({letters.lower()}), None)


def _escape(letter: str) -> _Found:
    if letter in "bBAZ":
        return _EMPTY
    return _NOTHING if _NO_LETTER.match(letter) else _letters(letter)


def _set(letters: str) -> _Found:
    """One of a few letters; of a range, a class or all others than some nothing is told."""
    if letters.startswith("^") or "\\" in letters or "-" in letters[1:-1]:
        return _NOTHING
    return _Found(frozenset(letters.lower()), None)


def _of_sequence(parts: Iterable[_Found]) -> _Found:
    run: frozenset[str] = frozenset({""})
    best: frozenset[str] | None = None
    whole = True
    for found in parts:
        longer = _joined(run, found.whole)
        if longer is not None:
            run = longer
            continue
        whole = False
        best = _better(_better(best, run), found.best)
        run = found.whole or frozenset({""})
    return _Found(run if whole else None, _better(best, run))


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
    told = [strings for strings in (one, other) if strings and "" not in strings]
    return max(told, key=_telling) if len(told) == 2 else told[0] if told else None


def _telling(strings: frozenset[str]) -> tuple[int, int]:
    return min(_ENOUGH, len(min(strings, key=len))), -len(strings)
