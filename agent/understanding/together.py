"""Measures that are named together before their values: `flexion and extension 110 and -5`.

Each group of as many values as measures is read in their order; one result or one grade is of all of them
(`Neer and Hawkins positive`). Any other number of values leaves open which is of which: none is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from agent.domain.base import Side
from agent.domain.facts import FactTime
from agent.understanding.marks import MEASURES, Kind, Mark, Term
from agent.understanding.tokens import Token
from agent.understanding.values import Value

_ALIKE: Final[tuple[frozenset[Kind], ...]] = (
    frozenset({"motion", "muscle"}),
    frozenset({"test"}),
    frozenset({"outcome", "performance"}),
)
Covered = Mapping[int, Mark]
"""The mark that covers each token that one covers."""
_NEAR: Final = 12
_BETWEEN: Final = frozenset(
    [",", "and", "&", "plus", "or", "the", "his", "her", "test", "tests", "signs",
     "active", "passive", "as", "well", "then"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A measure with the joint and the side that were said before it."""

    term: Term
    joint: str
    side: Side


def goes_on_naming(tokens: Sequence[Token], covered: Covered, mark: Mark, following: Mark) -> bool:
    """Whether `following` is the next of a list that `mark` is in: nothing but joining words between."""
    kinds = [next((k for k in _ALIKE if m.of(*k)), None) for m in (mark, following)]
    if {t.name for t in mark.terms} & {t.name for t in following.terms}:
        return False
    if kinds[0] is None or kinds[0] != kinds[1] or names_strength(following) or names_strength(mark):
        return False
    joined = [tokens[i].low in _BETWEEN for i in range(mark.end, min(following.start, mark.end + _NEAR))]
    return any(joined) and _behind_joiners(tokens, covered, mark.end) == following.start


def named_together(tokens: Sequence[Token], covered: Covered, mark: Mark) -> list[Mark]:
    """The measures of the list that begins with `mark`; itself alone where it begins none."""
    out = [mark]
    while (following := covered.get(_behind_joiners(tokens, covered, out[-1].end))) is not None:
        if not following.of(*MEASURES) or not goes_on_naming(tokens, covered, out[-1], following):
            break
        out.append(following)
    return out


def _behind_joiners(tokens: Sequence[Token], covered: Covered, at: int) -> int:
    """Where the joining words, sides and places that begin at `at` end."""
    while at < len(tokens):
        mark = covered.get(at)
        placed = mark is not None and mark.of("side", "joint", "part") and not mark.of(*MEASURES)
        if not placed and tokens[at].low not in _BETWEEN:
            break
        at += 1
    return at


def names_strength(mark: Mark) -> bool:
    """Whether a mark says only that strength was tested (`strength`, `MMT`), not of what."""
    term = mark.of("muscle")
    return term is not None and term.name == "strength"


def spread(named: Sequence[Named], values: Sequence[Value], *, of_each: bool) -> list[list[Value]] | None:
    """The values of each of `named`, in order; None where it is not plain which is of which.

    `of_each`: it was said that one value is of all (`both 4/5`, `150 each`).
    """
    if of_each and len(values) == 1:
        values = [replace(values[0], side="none")]
    in_order = _in_order(named, values)
    if in_order is not None:
        return in_order
    if not values or not (of_each or all(_of_all(v) for v in values)):
        return None
    told_apart = {(v.side, v.time, v.mode) for v in values if v.of_which_day}
    if len(told_apart) < len(values):
        return None
    return [[v if v.side != "none" else replace(v, side=n.side) for v in values] for n in named]


def _in_order(named: Sequence[Named], values: Sequence[Value]) -> list[list[Value]] | None:
    """As many values as measures, once or several times, each time with one side, day and mode."""
    count = len(named)
    if not values or len(values) % count:
        return None
    out: list[list[Value]] = [[] for _ in named]
    for first in range(0, len(values), count):
        group = _told_alike(values[first : first + count])
        if group is None:
            return None
        for told, n, v in zip(out, named, group, strict=True):
            told.append(v if v.side != "none" or first else replace(v, side=n.side))
    return out


def _of_all(v: Value) -> bool:
    """Whether one value is said of all that was named: a result or a grade, never a number of degrees."""
    return v.number is None


def _told_alike(group: Sequence[Value]) -> list[Value] | None:
    """The values of one group with the side, the time and the mode that any of them was told with."""
    sides = {v.side for v in group} - {"none"}
    told = {v.time for v in group if v.of_which_day} - {"today"}
    modes = {v.mode for v in group} - {""}
    if max(len(sides), len(told), len(modes)) > 1:
        return None
    side: Side = next(iter(sides), "none")
    day: FactTime = next(iter(told), "today")
    mode = next(iter(modes), "")
    known = any(v.of_which_day for v in group)
    return [replace(v, side=side, time=day, mode=mode, of_which_day=known) for v in group]
