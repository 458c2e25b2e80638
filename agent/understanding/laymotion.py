"""Lay words for a motion at the start of what an examiner says: `bend the right one`, `and down`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.late import late
from agent.understanding.clauses import Clause
from agent.understanding.examframe import NEXT_TURNS, Frame
from agent.understanding.examparts import LEADING, has_digit, is_placed
from agent.understanding.inherit import held_so
from agent.understanding.laymoves import moved_at, said_of_another_time
from agent.understanding.laywords import (
    ANYWHERE,
    DIRECTIONS,
    JOINTS_OF_REGION,
    behind_setup,
    directed,
    lay_motion_at,
    resisted_motion_at,
)
from agent.understanding.marks import MEASURES, Mark
from agent.understanding.phrases import Hit
from agent.understanding.tokens import Token

_OF_A_PLACE = frozenset(["front", "line", "place", "position", "between"])
_ASKED = frozenset(["i", "i'll", "we", "we'll", "high", "far", "does", "will", "would", "see", "like"])
"""Words before a motion that ask for it: `show me how high that arm goes`."""
_DIGITS = frozenset(["great toe", "index finger", "middle finger", "ring finger", "small finger", "finger"])
"""Joints of which the limb's lay words say nothing."""
FOUND_SO = late(
    r"\b(?:half|a quarter|a third|two thirds|full|normal|limited|painful|stiff|tight|blocked|fine|hurts?|"
    r"pinche?s?|goes down|shoots|(?:finger ?tips?|fingers|hands?|palms?|knuckles|chin)(?: \w+){0,2}? "
    r"(?:to|at|past|below|above) (?:the |your )?(?:mid[ -]?)?(?:floor|knees?|shins?|"
    r"toes|ankles?|thighs?|chest))\b",
    re.IGNORECASE,
)
"""What a motion showed, where no number tells it: `Bend forward, fingertips to the knees`."""


def lay_motion(clause: Clause, frame: Frame, region: str) -> tuple[int, int, str, str] | None:
    """(start, end, joint, motion) of lay words that open the clause, or follow how the patient lies."""
    hit = lay_from(clause, 0, frame, region)
    if hit is None and (behind := behind_setup(clause.tokens)):
        hit = lay_from(clause, behind, frame, region)
    return hit if hit is not None else _directed(clause, frame)


def lay_from(clause: Clause, at: int, frame: Frame, region: str) -> tuple[int, int, str, str] | None:
    tokens = clause.tokens
    places = [
        i for i in range(len(tokens)) if not any(m.start <= i < m.end and m.of("side") for m in clause.marks)
    ]
    sideless = [tokens[i] for i in places]
    joints = _joints_of(clause, frame, region)
    limit = min(len(tokens), at + 9)
    away = said_of_another_time(clause.text)
    while at < limit:
        for joint in joints if at in places else ():
            hit = _motion_at(joint, sideless, places.index(at), clause.turn, frame, away=away)
            if hit is not None and _fits(clause, start := places[hit.start], end := places[hit.end - 1] + 1):
                return start, end, ANYWHERE.get(joint, joint), hit.value
        if tokens[at].low not in LEADING | _ASKED and tokens[at].is_word and not is_placed(clause.marks, at):
            return None
        at += 1
    return None


def _joints_of(clause: Clause, frame: Frame, region: str) -> tuple[str, ...]:
    """The joints whose lay words may open the clause: the named one, the one before, the record's."""
    named = next(
        (
            t.name
            for m in clause.marks
            if (t := m.of("joint"))
            and not held_so(clause, m)
            and not _reached(clause, m)
            and (not m.start or clause.tokens[m.start - 1].low != "my")  # the therapist's own hand
            and not _kept_still(clause, m)
            and not _backwards(clause, m)
        ),
        "",
    )
    if named in _DIGITS:
        return JOINTS_OF_REGION.get(named, ())
    regions = (named, frame.joint, region)
    return tuple(dict.fromkeys(j for r in (*regions, *ANYWHERE) for j in JOINTS_OF_REGION.get(r, ())))


def _motion_at(
    joint: str, tokens: Sequence[Token], at: int, turn: int, frame: Frame, *, away: bool
) -> Hit[str] | None:
    said = lay_motion_at(joint, tokens, at)
    moved = None if away else moved_at(joint, tokens, at)
    if moved is not None and (said is None or moved.end > said.end):
        said = moved
    end = said.end if said is not None else len(tokens)
    if end < len(tokens) and tokens[end].low in _OF_A_PLACE:
        return None  # `left foot in front`
    if frame.tests_strength(turn) and (hit := resisted_motion_at(joint, tokens, at)) is not None:
        return hit
    return said


def _directed(clause: Clause, frame: Frame) -> tuple[int, int, str, str] | None:
    """`And down.`, `back, 70`: a bare direction behind another motion of the same joint."""
    if not frame.lay or not frame.motions or clause.turn - frame.turn > NEXT_TURNS:
        return None
    tokens = clause.tokens
    at = next((i for i, t in enumerate(tokens) if t.low in DIRECTIONS or _is_sideways(clause, i)), -1)
    if at < 0 or any(
        t.is_word and t.low not in LEADING and not is_placed(clause.marks, i)
        for i, t in enumerate(tokens[:at])
    ):
        return None
    motion = directed(frame.joint, frame.motions[-1], tokens[at].low)
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = behind is None or not behind.is_word or has_digit(behind) or is_placed(clause.marks, at + 1)
    return (at, at + 1, frame.joint, motion) if motion and ends else None


def _is_sideways(clause: Clause, at: int) -> bool:
    """`Side, 102`: a direction, and not `the left side`."""
    low = clause.tokens[at].low
    alone = at == 0 or clause.tokens[at - 1].low in _BEFORE_A_DIRECTION
    return low == "sideways" or (low == "side" and alone and not is_placed(clause.marks, at))


_BEFORE_A_DIRECTION = frozenset(["and", "now", "then", ",", "okay", "to", "the", "out"])


def _fits(clause: Clause, start: int, end: int) -> bool:
    """Whether the lay words are an examination: no proper measure stands beside them."""
    covered = [m for m in clause.marks if m.of(*MEASURES) and not (m.start < end and start < m.end)]
    if any(m.start < start for m in covered):
        return False
    return not covered or any(has_digit(t) for t in clause.tokens[end : covered[0].start])


def _kept_still(clause: Clause, joint: Mark) -> bool:
    """`elbow at your side, push out`: where a joint is kept while another moves."""
    behind = [t.low for t in clause.tokens[joint.end : joint.end + 2]]
    return behind[:1] in (["at"], ["by"], ["in"], ["on"]) and behind[1:] != []


def _backwards(clause: Clause, mark: Mark) -> bool:
    """`tip your head back`: where to, and not the back."""
    words_ = clause.words()
    return words_[mark.start : mark.end] == ["back"] and (
        not mark.start or words_[mark.start - 1] not in _OF_THE_BACK
    )


_OF_THE_BACK = frozenset(["your", "the", "my", "low", "lower", "mid", "upper", "his", "her"])


def _reached(clause: Clause, mark: Mark) -> bool:
    """`Bend forward, fingertips to the knees`: how far, and not what moves."""
    before = {t.low for t in clause.tokens[max(0, mark.start - 2) : mark.start]}
    return bool({"to", "past", "below", "above"} & before) and FOUND_SO.search(clause.text) is not None
