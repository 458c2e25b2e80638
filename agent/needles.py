"""What a text must hold for an expression to be found in it, read off the expression itself.

Of the expressions that every clause is held against, hardly any is found. To look for a few fixed strings
first costs a fraction of trying each expression at each place of the text, and cannot change what is found.
"""

from __future__ import annotations

import marshal
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from agent import prepared
from agent.memory import kept_for_now

T = TypeVar("T")
_MOST = 8
"""Strings that are followed at once: the more, the longer it takes to look for them all."""
_ENOUGH = 4
"""Characters of a needle that are found by accident next to never."""
_FEW = 60
"""Needles that are sooner looked for one by one than the text is laid out by its letters."""
_RECENT = 64
"""Texts whose letters are kept: a clause and what stands around it."""


class Rare:
    """An expression that hardly any text holds: tried only on a text that holds what every match does.

    It is used as a compiled one is, and compiled when it is first tried. Case does not count in it, unless
    other flags are given.
    """

    __slots__ = ("_compiled", "_flags", "_needles", "pattern")

    def __init__(self, pattern: str, flags: re.RegexFlag | int = re.IGNORECASE) -> None:
        self.pattern = pattern
        self._flags = flags
        self._needles: tuple[str, ...] | None = None
        self._compiled: re.Pattern[str] | None = None

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """`_may_be_in` stands here once more: of all that a draft does, this is done most often."""
        told = self._needles
        if told:
            low = text.lower()
            for needle in told:
                if needle in low:
                    break
            else:
                if low.isascii():
                    return None
        elif told is None and not self._may_be_in(text):
            return None
        return (self._compiled or self.compiled()).search(text, start, end)

    def match(self, text: str) -> re.Match[str] | None:
        return self.compiled().match(text) if self._may_be_in(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled().fullmatch(text) if self._may_be_in(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        return self.compiled().finditer(text, start, end) if self._may_be_in(text) else iter(())

    def findall(self, text: str) -> list[Any]:
        return self.compiled().findall(text) if self._may_be_in(text) else []

    def split(self, text: str) -> list[str | Any]:
        return self.compiled().split(text) if self._may_be_in(text) else [text]

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        return self.compiled().sub(by, text, count) if self._may_be_in(text) else text

    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled

    def _may_be_in(self, text: str) -> bool:
        """Of letters beyond ASCII some are alike where case does not count, and not in lower case."""
        if self._needles is None:
            self._needles = () if self._flags & re.VERBOSE else needles(self.pattern)
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
        self._needles: list[tuple[str, int]] = []
        """Needles, and whose they are."""
        self._by_beginning: dict[str, list[tuple[str, int]]] = {}
        """The same by their first three letters."""
        self._short: list[tuple[str, int]] = []
        """Those of fewer letters."""
        for at, (says, _) in enumerate(self._members):
            found = needles(says.pattern if isinstance(says, Rare) else says)
            self._needles += [(needle, at) for needle in found]
            if not found:
                self._always.add(at)
        for needle, at in self._needles:
            alike = self._short if len(needle) < 3 else self._by_beginning.setdefault(needle[:3], [])
            alike.append((needle, at))

    @property
    def members(self) -> Sequence[tuple[re.Pattern[str], T]]:
        return self._compiled(range(len(self._members)))

    def to_try(self, low: str) -> Sequence[tuple[re.Pattern[str], T]]:
        """The members that may be found in a text, of which `low` is the lower case.

        Of letters beyond ASCII some are alike where case does not count, and not in lower case.
        """
        if not low.isascii():
            return self.members
        told = set(self._always)
        if len(self._needles) <= _FEW:
            likely = self._needles
        else:
            likely = self._short
            for beginning in self._by_beginning.keys() & _beginnings(low):
                for needle, at in self._by_beginning[beginning]:
                    if needle in low:
                        told.add(at)
        for needle, at in likely:
            if needle in low:
                told.add(at)
        return self._compiled(sorted(told)) if told else []

    def _compiled(self, places: Iterable[int]) -> Sequence[tuple[re.Pattern[str], T]]:
        members = (self._members[at] for at in places)
        return [(says.compiled() if isinstance(says, Rare) else says, value) for says, value in members]


@kept_for_now(_RECENT)
def _beginnings(low: str) -> frozenset[str]:
    """All three letters that stand together: several families are held against the same text."""
    return frozenset(map("".join, zip(low, low[1:], low[2:], strict=False)))


def needles(says: re.Pattern[str] | str) -> tuple[str, ...]:
    """Strings in lower case of which every match of an expression holds one; empty where none is sure."""
    if isinstance(says, re.Pattern):
        if says.flags & re.VERBOSE:
            return ()  # its blanks and comments match nothing
        says = says.pattern
    kept = prepared.answer("needles", says)
    return told_by(says) if kept is None else marshal.loads(kept)  # noqa: S302  # see there


def told_by(says: str) -> tuple[str, ...]:
    """The same, read off the expression."""
    try:
        best = _Reader(says).alternatives()[1]
    except _UnknownError:
        return ()
    return tuple(sorted(_shortest(best))) if best else ()


def _shortest(strings: frozenset[str]) -> Iterable[str]:
    """Those that hold none of the others."""
    listed = "\n".join(strings)
    held = [string for string in strings if listed.count(string) > 1]
    return [s for s in strings if not any(h in s and h != s for h in held)] if held else strings


_Found: TypeAlias = tuple[frozenset[str] | None, frozenset[str] | None]
"""All that a part can match, where that is little; and strings of which each match holds one."""
_NOTHING: _Found = (None, None)
_BLANK = frozenset({""})
_EMPTY: _Found = (_BLANK, None)
_PIECE = re.compile(
    r"\\(?P<escaped>.)"
    r"|\[(?P<set>\^?\]?(?:\\.|[^\]\\])*)\]"
    r"|\((?:\?:|\?P<\w+>)?(?P<words>[\w' -]+(?:\|[\w' -]+)*)\)"  # a group of words and no more, as most are
    r"|(?P<look>\(\?<?[=!])|(?P<open>\((?:\?(?::|P<\w+>|[ais]*:)|(?!\?)))|(?P<unread>\(\?)"
    r"|(?P<repeat>[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})[?+]?"
    r"|(?P<sign>[)|.^$])"
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
        self._pieces = [(m.lastgroup, m[m.lastgroup or 0]) for m in _PIECE.finditer(says)]
        self._pieces.append((None, ""))
        self._at = 0

    def alternatives(self) -> _Found:
        """Up to the end of the group, or of all."""
        branches = [self._sequence()]
        while self._pieces[self._at] == ("sign", "|"):
            self._at += 1
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else _of_branches(branches)

    def _sequence(self) -> _Found:
        """Parts up to the next alternative: what stands together is joined, and the most telling kept."""
        run, best, all_told = _BLANK, None, True
        while self._pieces[self._at] not in _BEHIND:
            whole, told = self._part()
            longer = _joined(run, whole)
            if longer is not None:
                run = longer
                continue
            all_told = False
            best = _better(_better(best, run), told)
            run = whole or _BLANK
        return run if all_told else None, _better(best, run)

    def _part(self) -> _Found:
        kind, said = self._pieces[self._at]
        self._at += 1
        found = self._one(kind, said)
        following, times = self._pieces[self._at]
        if following != "repeat":
            return found
        self._at += 1
        whole, best = found
        if times == "?" and whole is not None:
            return whole | _BLANK, None
        if times in ("?", "*") or times.startswith(("{0", "{,")):
            return _NOTHING
        return None, _better(best, whole)

    def _one(self, kind: str | None, said: str) -> _Found:
        if kind == "text":
            return frozenset((said.lower(),)), None
        if kind == "escaped":
            return _escape(said)
        if kind == "words":
            words = frozenset(said.lower().split("|"))
            return (words if len(words) <= _MOST else None), words
        if kind == "set":
            return _set(said)
        if kind == "sign":
            return _NOTHING if said == "." else _EMPTY
        if kind in ("unread", "repeat"):
            raise _UnknownError
        inner = self.alternatives()
        self._at += 1
        return _EMPTY if kind == "look" else inner


_BEHIND = frozenset({("sign", "|"), ("sign", ")"), (None, "")})
"""What stands behind a sequence."""


def _escape(letter: str) -> _Found:
    if letter in "bBAZ":
        return _EMPTY
    return _NOTHING if _NO_LETTER.match(letter) else (frozenset((letter.lower(),)), None)


def _set(letters: str) -> _Found:
    """One of a few letters; of a range, a class or all others than some nothing is told."""
    if letters.startswith("^") or "\\" in letters or "-" in letters[1:-1]:
        return _NOTHING
    return frozenset(letters.lower()), None


def _of_branches(branches: list[_Found]) -> _Found:
    whole: frozenset[str] | None = frozenset()
    best: frozenset[str] | None = frozenset()
    for all_told, telling in branches:
        whole = whole | all_told if whole is not None and all_told is not None else None
        told = _better(telling, all_told)
        best = best | told if best is not None and told is not None else None
    if whole is not None and len(whole) > _MOST:
        whole = None
    return whole, best


def _joined(run: frozenset[str], more: frozenset[str] | None) -> frozenset[str] | None:
    if more is None or more is _BLANK:
        return more and run
    if run is _BLANK:
        return more if len(more) <= _MOST else None
    if len(run) * len(more) > _MOST:
        return None
    return frozenset([a + b for a in run for b in more])


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The set that tells more: whose strings are long enough, then that of fewer strings."""
    if not one or "" in one:
        return other if other and "" not in other else None
    if not other or "" in other:
        return one
    return max(one, other, key=_telling)


def _telling(strings: frozenset[str]) -> tuple[int, int]:
    return min(_ENOUGH, min(map(len, strings))), -len(strings)
