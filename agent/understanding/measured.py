"""Every measurement of a clause with its values, each with its own side, time and mode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from agent.domain.base import Side
from agent.domain.facts import FactTime
from agent.understanding.ahead import covered_by, low
from agent.understanding.clauses import Clause
from agent.understanding.labelled import breaks, led_by_was, modes, sides, times, with_their_time
from agent.understanding.labels import UNSURE, Label, bound
from agent.understanding.marks import MEASURES, Mark, Term, marks
from agent.understanding.together import Named, goes_on_naming, names_strength, spread
from agent.understanding.tokens import Token
from agent.understanding.values import Placed, Value, values_in
from agent.understanding.wording import clinical_tokens


@dataclass(slots=True)
class Measured:
    """A measure with the values that were said of it."""

    term: Term
    values: list[Value]
    joint: str
    left_out: int = 0
    """How many values were said behind it that may be of another measure, side or day."""


@dataclass(slots=True)
class _Ahead:
    """What was said before a measure and holds for its values. `free`: where labels of the next one begin."""

    side: str = ""
    time: str = ""
    mode: str = ""
    joint: str = ""
    free: int = 0
    apart: list[Label] = field(default_factory=list)
    """Two sides before one measure: `left and right knee flexion 105 and 120`."""


_OPENS: Final = frozenset(
    ["on", "the", "his", "her", "and", "for", "with", "of", "going", "moving", "switching", "back", "over",
     "to", "now", "then", "next", "so"]
)  # fmt: skip
_NAMED_BY_MODE: Final = {"AROM": "active", "PROM": "passive"}
_BEFORE_NAME: Final = 6
"""Tokens before a measure's name in which its value may stand: `4/5 strength`."""


def lead_tokens(clause: Clause) -> list[Token]:
    """The clause's tokens behind those of its inherited lead."""
    return [*clinical_tokens(clause.lead), *clause.tokens] if clause.lead else clause.tokens


def measured(clause: Clause) -> Iterator[Measured]:
    """Every measurement of the clause with its values, in spoken order.

    A value whose side is not plain has none; a value that may be of today or of another day is left out.
    """
    tokens = lead_tokens(clause)
    found = marks(tokens)
    measures = _without_strength(tokens, found) or _arc_of_a_joint(tokens, found)
    ahead = _Ahead(time=clause.day)
    out: list[_Labelled] = []
    waiting: list[Named] = []
    told_first, covered = _results_first(tokens, found), covered_by(found)
    for i, mark in enumerate(measures):
        start = measures[i - 1].end if i else 0
        end = measures[i + 1].start if i + 1 < len(measures) else len(tokens)
        if told_first:
            end = min([end, *(r.start for r in told_first.values() if r.start >= mark.end)])
        _said_before(tokens, found, ahead, mark, first=i == 0)
        inside = [m for m in found if mark.end <= m.start < end]
        if not ahead.joint:
            ahead.joint = next((t.name for m in inside if (t := m.of("joint"))), "")
        term = mark.of(*MEASURES)
        if term is None:
            continue
        if term is _ROM[0] and (joint := mark.of("joint")) is not None:
            ahead.joint = joint.name
        ahead.mode = _NAMED_BY_MODE.get(term.name, ahead.mode)
        placed = list(values_in(tokens, mark.end, end, inside))
        taken = i > 0 and bool(out) and bool(out[-1].placed)
        if not placed and not taken and mark.start - start <= _BEFORE_NAME:
            before = [m for m in found if start <= m.start < mark.start]
            placed = list(values_in(tokens, start, mark.start, before)) if before else []
        here = Named(term, ahead.joint, cast("Side", ahead.side or "none"))
        listed = i + 1 < len(measures) and goes_on_naming(tokens, covered, mark, measures[i + 1])
        if mark.start in told_first and (result := told_first[mark.start].of("result")) is not None:
            placed = [] if listed else [Placed(Value(result.name, None), mark.start, mark.end)]
        if not placed and listed:
            waiting.append(here)
            continue
        said = _label(tokens, (mark.end, end), inside, placed, ahead, talk=clause.speaker is not None)
        if clause.speaker is not None and term.kind == "performance":
            _just_done(placed)
        if waiting:
            out += _told_together(tokens, [*waiting, here], placed, said)
            waiting = []
        else:
            out.append(_Labelled(term, placed, said, ahead.joint))
    _return_of_a_side(out)
    for o in out:
        of_a_day = [p.value for p in o.placed if p.value.of_which_day]
        either_side = sum(not v.of_which_side for v in of_a_day)
        yield Measured(o.term, of_a_day, o.joint, o.left_out + len(o.placed) - len(of_a_day) + either_side)


_ARC: Final = 60
"""From so many degrees on `knee 0 to 135` can only be its range of motion."""
_IN_AN_ARC: Final = frozenset(["is", "goes", "degrees", "from", "the", "to", "-"])
_ROM: Final = (Term("motion", "ROM"),)


def _arc_of_a_joint(tokens: Sequence[Token], found: Sequence[Mark]) -> list[Mark]:
    """`Left knee 0 to 135`: a joint, a range and no other word, so that the joint stands for its motion."""
    joints = [m for m in found if m.of("joint")]
    placed = {i for m in found if m.of("joint", "side") for i in range(m.start, m.end)}
    numbers = [t.number for t in tokens if t.number is not None or t.text[:1] == "-"]
    rest = [t for i, t in enumerate(tokens) if i not in placed and t.number is None]
    if len(joints) != 1 or len(numbers) != 2 or not any(t.low in ("to", "-") for t in rest):
        return []
    plain = all(t.low in _IN_AN_ARC or t.text[:1] == "-" for t in rest)
    return (
        [Mark(joints[0].start, joints[0].end, (*joints[0].terms, *_ROM))]
        if plain and (numbers[1] or 0) >= _ARC
        else []
    )


def _results_first(tokens: Sequence[Token], found: Sequence[Mark]) -> dict[int, Mark]:
    """Where each test begins, and its result, in `negative Neer and Hawkins, positive Speed's`.

    Empty where a result is said behind its test.
    """
    said = [m for m in found if m.of("test", "result")]
    if len(said) < 3 or said[0].of("result") is None or said[-1].of("test") is None:
        return {}
    out: dict[int, Mark] = {}
    result = said[0]
    placed = {i for m in found if m.of("side", "joint", "part") for i in range(m.start, m.end)}
    for m, before in zip(said[1:], said, strict=False):
        if m.of("result"):
            result = m
        elif m.of("test") and before is result:
            if any(i not in placed and tokens[i].low not in _OPENS for i in range(result.end, m.start)):
                return {}
            out[m.start] = result
        else:
            out[m.start] = result
    return out


def _without_strength(tokens: Sequence[Token], found: Sequence[Mark]) -> list[Mark]:
    """The measures; `hip abduction strength 4` measures hip abduction, and no strength beside it."""
    measures = [m for m in found if m.of(*MEASURES) and not _operated(tokens, m)]
    return [
        m
        for i, m in enumerate(measures)
        if not (
            i
            and names_strength(m)
            and measures[i - 1].of("motion", "muscle")
            and measures[i - 1].end == m.start
        )
    ]


_OPERATIONS = frozenset(
    ["repair", "repairs", "reconstruction", "release", "transfer", "debridement", "surgery", "graft", "tear",
     "tears", "strain", "rupture", "tendinopathy", "tendinitis", "tendonitis", "avulsion", "injury"]
)  # fmt: skip


def _operated(tokens: Sequence[Token], mark: Mark) -> bool:
    """`rotator cuff repair, week ten, visit fourteen`: what happened to a muscle, and not its strength."""
    return mark.of("muscle") is not None and low(tokens, mark.end) in _OPERATIONS


def _told_together(
    tokens: Sequence[Token], named: Sequence[Named], placed: Sequence[Placed], said: Sequence[Label]
) -> list[_Labelled]:
    """What a list of measures has of the values behind it."""
    of_each = any(tokens[x.start].low in _OF_EACH and x.end - x.start == 1 for x in said)
    shares = spread(named, [p.value for p in placed], of_each=of_each)
    at = placed[0].start if placed else 0
    out = [
        _Labelled(n.term, [Placed(v, at, at + 1) for v in values], list(said), n.joint)
        for n, values in zip(named, shares or [[] for _ in named], strict=True)
    ]
    out[-1].left_out = len(placed) if shares is None else 0
    return out


_OF_EACH: Final = frozenset(["both", "each", "all"])


@dataclass(slots=True)
class _Labelled:
    """A measure with its values and the sides said behind its name."""

    term: Term
    placed: list[Placed]
    said: list[Label]
    joint: str
    left_out: int = 0


def _return_of_a_side(out: Sequence[_Labelled]) -> None:
    """`left flexion 98 extension lacks 8 right 130 and 0`: the other side's values, motion by motion.

    Where there are fewer or more of them than motions, nothing tells which is of which: they are left out.
    """
    motions = [o for o in out if o.term.kind == "motion" and o.placed]
    if not motions or motions[-1] is not out[-1] or any(o.said for o in motions[:-1]):
        return
    last = motions[-1]
    if len(last.said) != 1 or not any(p.start < last.said[0].start for p in last.placed):
        return
    label = last.said[0]
    again = [p for p in last.placed if p.start > label.start]
    first = [p for p in last.placed if p.start < label.start]
    if not again or (len(motions) == 1 and len(again) <= len(first)):
        return
    last.placed = first
    last.left_out += len(again) if len(again) != len(motions) else 0
    if len(again) == len(motions):
        for o, p in zip(motions, again, strict=True):
            p.value.side = cast("Side", label.name)
            o.placed.append(p)


def _said_before(
    tokens: Sequence[Token], found: Sequence[Mark], ahead: _Ahead, mark: Mark, *, first: bool
) -> None:
    """Take over the joint, the side, the time and the mode that lead up to a measure."""
    before = [m for m in found if ahead.free <= m.start < mark.start]
    for m in before:
        ahead.joint = t.name if (t := m.of("joint")) is not None else ahead.joint
    own = [m for m in before if not _closes(tokens, m, mark) or (first and _opens(tokens, m))]
    said = sides(tokens, own, ())
    ahead.apart = said if len({x.name for x in said}) > 1 else []
    if said:
        ahead.side = "" if ahead.apart else said[-1].name
    ahead.mode = next((x.name for x in reversed(modes(tokens, ahead.free, mark.start))), ahead.mode)
    ahead.time = next((x.name for x in reversed(list(times(tokens, ahead.free, mark.start)))), ahead.time)


def _closes(tokens: Sequence[Token], side: Mark, measure: Mark) -> bool:
    """Whether a side belongs to the value before it (`4/5 on the left, Lachman …`)."""
    return any(t.text in (",", ";") for t in tokens[side.end : measure.start])


def _opens(tokens: Sequence[Token], side: Mark) -> bool:
    """`On the left, flexion is 105`."""
    return all(t.low in _OPENS for t in tokens[: side.start])


def _label(
    tokens: Sequence[Token],
    where: tuple[int, int],
    inside: Sequence[Mark],
    placed: Sequence[Placed],
    ahead: _Ahead,
    *,
    talk: bool,
) -> list[Label]:
    """Give each value its side, time and mode; what is left leads the next measure. Returns the sides."""
    start, end = where
    at, cuts = [p.start for p in placed], [] if ahead.apart else breaks(tokens, start, end)
    said = sides(tokens, inside, [p.end for p in placed])
    own, ahead.free = _without_next(tokens, said, placed, end)
    for p, name in zip(placed, bound(at, [*ahead.apart, *own], cuts, ahead.side), strict=True):
        p.value.of_which_side = name != UNSURE
        p.value.side = "none" if name in ("", UNSURE) else cast("Side", name)
    told = modes(tokens, start, end)
    own_modes = [x for x in told if end == len(tokens) or not placed or x.start < placed[-1].start]
    for p, name in zip(placed, bound(at, own_modes, cuts, ahead.mode), strict=True):
        p.value.mode = name.replace(UNSURE, "")
    told_times = list(times(tokens, start, end))
    cuts = with_their_time(tokens, breaks(tokens, start, end, verbs=True), told_times)
    for p, name in zip(placed, bound(at, told_times, cuts, ahead.time, lasts=False), strict=True):
        p.value.of_which_day = name != UNSURE
        p.value.time = cast("FactTime", "today" if name in ("", UNSURE) else name)
    _told_in_the_past(tokens, start, placed, talk=talk)
    if placed:
        ahead.side = "" if own or ahead.apart else ahead.side
        ahead.mode = "" if own_modes else ahead.mode
        ahead.time = "" if told_times else ahead.time
    return own


def _without_next(
    tokens: Sequence[Token], said: Sequence[Label], placed: Sequence[Placed], end: int
) -> tuple[list[Label], int]:
    """The sides of these values, and from where a side is of the next measure: `130 | right extension`."""
    if not said or not placed or end == len(tokens) or said[-1].start < placed[-1].end:
        return list(said), placed[-1].end if placed else (said[0].start if said else end)
    last = said[-1]
    paired = len(said) == len(placed) > 1 and said[0].start > placed[0].start
    closed = any(t.text in (",", ";") for t in tokens[last.end : end])
    return (
        (list(said), last.end) if paired or closed or last.way == "behind" else (list(said[:-1]), last.start)
    )


def _told_in_the_past(tokens: Sequence[Token], start: int, placed: Sequence[Placed], *, talk: bool) -> None:
    """`105, was 95` tells an earlier value; `balance was 6 seconds left, 14 right` tells today's in the past.

    In a talk a past tense without a time is of another day.
    """
    for i, p in enumerate(placed):
        if p.value.time != "today" or not led_by_was(tokens, start, p.start):
            continue
        others = [o for k, o in enumerate(placed) if k != i and _beside(p.value, o.value)]
        earlier = [o for o in others if o.start < p.start and not led_by_was(tokens, start, o.start)]
        if talk or earlier or any(_is_today(tokens, o) for o in others if o.start > p.start):
            p.value.time, p.value.told_when = "before", False


def _just_done(placed: Sequence[Placed]) -> None:
    """`Five times sit to stand was 19 seconds`, in a talk: of a moment ago or of another day."""
    if len(placed) == 1 and placed[0].value.time == "before" and not placed[0].value.told_when:
        placed[0].value.of_which_day = False


def _beside(one: Value, other: Value) -> bool:
    """Whether both may be the same measurement on two days."""
    apart = {one.side, other.side} == {"left", "right"}
    return not apart and one.mode == other.mode and other.time == "today"


def _is_today(tokens: Sequence[Token], p: Placed) -> bool:
    near = [t.low for t in tokens[max(0, p.start - 3) : p.end + 3]]
    return any(w in ("today", "now", "currently", "is", "it's") for w in near)
