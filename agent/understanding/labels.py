"""Which label of a sentence belongs to which value: sides, times and modes said before or behind numbers.

`128 on the right, 170 on the left` has its sides behind the values, `right 128, left 170` before them, and
`right flexion 105 left 120` one before the measure and one before a value. Where the words allow two
readings, the value gets no label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

Way = Literal["", "ahead", "behind"]
UNSURE: Final = "?"
"""The label of a value that may be one of two."""


@dataclass(frozen=True, slots=True)
class Label:
    """Tokens [start, end) name a side, a time or a mode. `way`: where its value must stand, if told."""

    start: int
    end: int
    name: str
    way: Way = ""
    """`ahead`: the value follows (`was 95`); `behind`: the value stands before it (`95 on the left`)."""


_Item = int | Label
"""A value, by its index, or a label."""


@dataclass(slots=True)
class _Part:
    """What stands between two commas or joining words, in spoken order."""

    items: list[_Item] = field(default_factory=list)
    goes_on: str = ""
    """The label that leads its values and is still in force at its end."""
    opened_by: str = ""
    """The sign or word before it."""

    @property
    def labels(self) -> list[Label]:
        return [i for i in self.items if isinstance(i, Label)]

    @property
    def values(self) -> list[int]:
        return [i for i in self.items if not isinstance(i, Label)]


def bound(
    values: Sequence[int],
    labels: Sequence[Label],
    breaks: Sequence[tuple[int, str]],
    ahead: str = "",
    *,
    lasts: bool = True,
) -> list[str]:
    """The label of each value: empty for none, `UNSURE` where two readings are possible.

    `values`, `breaks`: where the values, and where which commas and joining words stand, in order. `ahead`:
    the label said before the measure. `lasts`: whether a label that leads goes on to what follows (`right 48,
    52` does, `was 48` does not).
    """
    names = [""] * len(values)
    parts = _parts(values, labels, breaks)
    if any(p.labels and not p.values for p in parts) and not _of_something_else(parts):
        parts = [_Part([item for p in parts for item in p.items])]
    for i, part in enumerate(parts):
        _within(part, names, ahead, first=i == 0)
    for i, part in enumerate(parts):
        if not part.labels:
            for v in part.values:
                names[v] = _taken_over(parts, i, ahead, lasts=lasts)
    return names


def _of_something_else(parts: Sequence[_Part]) -> bool:
    """`right to her back pocket, left to T8`: a label without a value, told apart from one with its own."""
    return all(
        p.labels if p.values else i + 1 < len(parts) and parts[i + 1].opened_by == ","
        for i, p in enumerate(parts)
    )


def _parts(values: Sequence[int], labels: Sequence[Label], breaks: Sequence[tuple[int, str]]) -> list[_Part]:
    """The items between breaks; parts with none are left out."""
    placed: list[tuple[int, _Item]] = [
        *((at, i) for i, at in enumerate(values)),
        *((x.start, x) for x in labels),
    ]
    placed.sort(key=lambda item: item[0])
    parts, cuts = [_Part()], list(breaks)
    for at, item in placed:
        while cuts and cuts[0][0] < at:
            _, said = cuts.pop(0)
            if parts[-1].items:
                parts.append(_Part(opened_by=said))
        parts[-1].items.append(item)
    return parts


def _within(part: _Part, names: list[str], ahead: str, *, first: bool) -> None:
    """Name the values of one part by its own labels."""
    labels, values = part.labels, part.values
    if not labels or not values:
        return
    if _told_together(part):
        for v, name in zip(values, _shared(labels, len(values)), strict=True):
            names[v] = name
        return
    if _either_way(part, ahead):
        for v in values:
            names[v] = UNSURE
        return
    waiting: list[int] = []
    for k, item in enumerate(part.items):
        if not isinstance(item, Label):
            if part.goes_on:
                names[item] = part.goes_on
            else:
                waiting.append(item)
            continue
        follows = k + 1 < len(part.items) and not isinstance(part.items[k + 1], Label)
        leads = item.way == "ahead" or (bool(ahead) and follows and item.way != "behind")
        if not waiting or leads:
            _name(waiting, names, ahead)
            part.goes_on = item.name
        else:
            own = waiting[-1:] if ahead else waiting
            contradicts = first and bool(ahead) and ahead != item.name and len(waiting) == 1
            _name(waiting, names, ahead)
            _name(own, names, UNSURE if contradicts else item.name)
        waiting = []
    _name(waiting, names, ahead)


def _name(values: Sequence[int], names: list[str], name: str) -> None:
    for v in values:
        names[v] = name


def _told_together(part: _Part) -> bool:
    """`left and right 48 and 52`: all labels stand before all values, or behind them."""
    kinds = [isinstance(i, Label) for i in part.items]
    return len({x.name for x in part.labels}) > 1 and kinds in (sorted(kinds), sorted(kinds, reverse=True))


def _shared(labels: Sequence[Label], count: int) -> list[str]:
    return [x.name for x in labels] if len(labels) == count else [UNSURE] * count


def _either_way(part: _Part, ahead: str) -> bool:
    """`19 left 30`: nothing tells whether the label is of the value before it or of the one behind it."""
    named = [isinstance(i, Label) for i in part.items]
    alternate = not named[0] and not named[-1] and (True, True) not in pairwise(named)
    return not ahead and alternate and not any(x.way for x in part.labels)


def _of_a_list(parts: Sequence[_Part], at: int) -> str:
    """`last visit 40 and 78`: a label that leads is of both; behind a comma it may end with the first."""
    before = parts[at - 1] if at else None
    if before is None or not before.goes_on or parts[at].opened_by not in ("and", ","):
        return ""
    return before.goes_on if parts[at].opened_by == "and" or before.goes_on == "today" else UNSURE


def _taken_over(parts: Sequence[_Part], at: int, ahead: str, *, lasts: bool) -> str:
    """The label of a part that has none of its own."""
    if not lasts:
        return _of_a_list(parts, at) or ahead
    before = next((p for p in reversed(parts[:at]) if p.labels), None)
    if before is not None and before.goes_on:
        return before.goes_on
    return ahead
