"""Joint, side and measure that a clause leaves unsaid, taken from the words before it, never guessed.

A side passes on inside one sentence, under a spoken heading ("right knee: …"), and from the sentence
before only where that side is also the record's involved side. Special tests take a side from a
heading only: "Left shoulder motion is full. Empty can negative." does not say which arm was tested.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from agent.domain.base import OPPOSITE, Side
from agent.domain.visit import Encounter
from agent.understanding.ahead import covered_by
from agent.understanding.clauses import Clause
from agent.understanding.ellipsis import (
    behind_right,
    insert_after_first,
    insert_before,
    is_ellipsis,
    is_result_of_a_side,
    name_after_side,
    same_on,
    side_last,
    side_that_did,
    sole_value,
)
from agent.understanding.laywords import DIRECTIONS
from agent.understanding.marks import MEASURES, Mark, marks
from agent.understanding.phrases import lexicon, words
from agent.understanding.sections import has_value
from agent.understanding.together import named_together, names_strength
from agent.understanding.tokens import Token
from agent.understanding.wording import clinical_tokens

_SIDED = frozenset(["motion", "muscle", "test", "girth", "palpation"])
_SIDED_PERFORMANCE = frozenset(["single leg stance", "single leg hop", "single leg squat"])
_TALK = re.compile(
    r"^(?:(?:so|and|but|well|okay|now|then|because),? )*(?:patient|pt|he|she|they|it|i|we|you|there|that|"
    r"this|if|because|"
    r"she's|he's|they're|it's|you're|i'm|that's|we're)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"^(?:next|plan|continue|will|start|add|progress|home|goals?)\b", re.IGNORECASE)


@dataclass(slots=True)
class Frame:
    """What the last measurements were about."""

    joint: str = ""
    side: Side = "none"
    motion: str = ""
    strength: bool = False
    named_alone: bool = False
    """Whether the measure needs no joint beside it: `hip flexors`."""
    mode: str = ""
    """`active` or `passive` where a heading said so."""
    said_mode: str = ""
    """The same where it was said before the first motion of this sentence."""
    headed: bool = False
    value: tuple[Token, ...] = ()
    """The value of the one measure and the one side that the clause before told."""
    test: tuple[Token, ...] = ()
    """The test named in the sentence before, whose other side may follow without its name."""
    turn: int = -1
    spans: list[tuple[int, int]] = field(default_factory=list)
    side_span: tuple[int, int] | None = None
    """Where the side was said."""


class Inheritance:
    """Fills in clauses one after the other, in spoken order."""

    def __init__(self, encounter: Encounter) -> None:
        self._involved: Side = encounter.episode.side
        self._region = region_joint(encounter.episode.region)
        self._frame = Frame()

    def heading(self, clause: Clause) -> None:
        """Remember an exam heading (`Let me test the right ankle`)."""
        self._frame.headed, self._frame.mode = False, ""
        self._take(clause)
        self._frame.headed = self._frame.side != "none"

    def announced(self, clause: Clause) -> bool:
        """Take `Left ankle, active.`, a dictated sentence that only says what the next ones are about."""
        if not is_heading(clause):
            return False
        self.heading(clause)
        self._frame.mode = next((t.low for t in clause.tokens if t.low in _MODES), "")
        return True

    def led(self, clause: Clause) -> None:
        """Remember the timed test that was put in front of a value, for the other side told next."""
        named = marks(clinical_tokens(clause.lead))
        test = next((t for m in named if (t := m.of("performance")) is not None), None)
        sides = _sides_in(named)
        if test is None or len(set(sides)) != 1:
            return
        frame = self._frame
        frame.motion, frame.joint, frame.named_alone, frame.turn = test.name, "", True, clause.turn
        frame.side = sides[0]
        frame.spans = [*clause.lead_spans, (clause.start, clause.end)]

    def fill(self, clause: Clause) -> None:
        """Set `clause.lead` to the joint, side or motion that the clause needs in front."""
        if _TALK.match(clause.text):
            return
        if any((t := m.of("intervention")) and not t.data.weak for m in clause.marks) or _PLANNED.match(
            clause.text
        ):
            return
        joints, sides, measure = _joints(clause), _sides(clause), _measure(clause)
        frame = self._frame
        if clause.turn != frame.turn:
            frame.headed = False
            frame.strength = False
        if clause.new_sentence and measure is not None and joints and not _opens_with_heading(clause):
            frame.headed = frame.headed and joints[0] == frame.joint and not sides
            frame.mode = frame.mode if frame.headed else ""
        if any(m.of("muscle") and m.of("muscle").name == "strength" for m in clause.marks):  # type: ignore[union-attr]
            frame.strength = True
        elif (
            clause.new_sentence
            and any(m.of("motion", "test", "performance") for m in clause.marks)
            and not frame.headed
        ):
            frame.strength = False
        test = frame.test
        frame.test = _test(clause) or (() if clause.new_sentence else test)
        near_turn = 0 <= clause.turn - frame.turn <= 1
        side, excepts = same_on(clause)
        if side and clause.turn == frame.turn and frame.side == OPPOSITE[side]:
            self._lead_same(clause, side, excepts=excepts)
            return
        directs = clause.speaker == "THERAPIST" and any(t.low in DIRECTIONS for t in clause.tokens)
        if measure is None and joints and directs and not has_value(clause):
            frame.motion = ""  # `elbow at your side, push out`: another motion
        if measure is None and clause.new_sentence and frame.motion and _of_a_place(clause):
            frame.motion = ""  # `lag twelve. Joint line, left, 44. Right, 39`: measured on another place
        if measure is None:
            value = behind_right(clause)
            if value and frame.motion and frame.side == "left" and clause.turn == frame.turn:
                self._lead_other(clause, value)
            elif test and clause.turn == frame.turn and is_result_of_a_side(clause):
                name_after_side(clause, test)
                clause.lead_spans, frame.test = list(frame.spans), test
            elif is_ellipsis(clause) and frame.motion and clause.turn == frame.turn:
                self._lead_ellipsis(clause)
            elif frame.motion and clause.turn == frame.turn and frame.side == OPPOSITE.get(side_last(clause)):
                joint = "" if frame.named_alone or _covers(frame.motion, frame.joint) else frame.joint
                clause.lead = " ".join(w for w in (joint, frame.motion) if w)
                clause.lead_spans = list(frame.spans)
                frame.side = _sides(clause)[0]
            elif frame.motion and frame.side == OPPOSITE.get(side_that_did(clause)) and near_turn:
                clause.lead, clause.lead_spans = f"{frame.motion}", list(frame.spans)
            elif _opens_with_heading(clause):
                self._take(clause)
                frame.headed = True
            elif joints and len(set(sides)) == 1 and sides[0] != frame.side and has_value(clause):
                self._take(clause)  # `right elbow 0 to 145`: what follows is no longer of the left
            return
        term = measure.of(*MEASURES)
        modifiers = sum(
            m.end - m.start for m in clause.marks if m.end <= measure.start and m.of("side", "joint", "part")
        )
        if measure.start - modifiers > 3:
            self._take(clause)
            return
        if (term is not None and term.kind in ("motion", "muscle") and _told(clause)) or (
            term is not None and frame.headed
        ):
            self._lead_measure(clause, measure, joints, sides)
        self._take(clause)
        if _opens_with_heading(clause):
            frame.headed = True

    def _lead_measure(self, clause: Clause, measure: Mark, joints: list[str], sides: list[Side]) -> None:
        frame = self._frame
        term = measure.of(*MEASURES)
        assert term is not None  # noqa: S101  # a measure has one of these kinds
        joint, side = "", "none"
        if not joints and term.kind == "motion":
            joint = self.joint_for(term.name)
        sidable = term.kind in _SIDED or term.name in _SIDED_PERFORMANCE
        if not sides and sidable and not _of_the_trunk(joint or (joints[0] if joints else ""), term.name):
            same_sentence = not clause.new_sentence and clause.turn == frame.turn
            agrees = (
                frame.side == self._involved != "none"
                and clause.turn == frame.turn
                and term.kind in ("motion", "muscle")
                and (not joints or joints[0] == frame.joint)
            )
            near = same_sentence and (not clause.unpunctuated or bool(joints and joints[0] == frame.joint))
            if (frame.headed or (near and term.kind in ("motion", "muscle")) or agrees) and (
                frame.side != "bilateral"
            ):
                side = frame.side
        words = []
        if (
            frame.headed
            and frame.mode
            and not sides
            and term.kind == "motion"
            and not _MODES & set(clause.low.split())
        ):
            words.append(frame.mode)
        elif (
            frame.said_mode
            and not clause.new_sentence
            and not clause.unpunctuated
            and clause.turn == frame.turn
            and term.kind == "motion"
            and not _MODES & set(clause.low.split())
        ):
            words.append(frame.said_mode)
        said_at = [frame.side_span] if side != "none" and frame.side_span is not None else []
        if side != "none":
            words.append(side)
        if joint and not _covers(term.name, joint):
            words.append(joint)
        if not words:
            return
        if sides and joint and clause.marks and clause.marks[0].start == 0 and clause.marks[0].of("side"):
            insert_after_first(clause, joint.split())
            return
        clause.lead_spans = [*frame.spans, *said_at]
        if clause.tokens[0].low == "no":
            insert_before(clause, measure.start, words)
            return
        clause.lead = " ".join(words)

    def joint_for(self, motion: str) -> str:
        """The joint a motion named alone belongs to: the last spoken of, else the record's region."""
        fits = lexicon("body")["motion_joints"].get(motion, [])
        if len(fits) == 1:
            return str(fits[0])
        if self._frame.joint in fits:
            return self._frame.joint
        if self._region in fits:
            return self._region
        return ""

    def _lead_same(self, clause: Clause, side: str, *, excepts: bool) -> None:
        """`Same on the right`: the value before, on the other side; what is excepted has its own name."""
        frame = self._frame
        clause.lead_spans = list(frame.spans)
        joint = "" if frame.named_alone or _covers(frame.motion, frame.joint) else frame.joint
        if excepts:
            clause.lead = frame.joint
        elif frame.value and frame.motion:
            clause.retokenised(
                [replace(t, start=clause.start, end=clause.end, glued=False) for t in frame.value]
            )
            clause.lead = " ".join(w for w in (side, joint, frame.motion) if w)
            clause.lead_spans = list(frame.spans)
        else:
            clause.lead = " ".join(w for w in (joint, frame.motion) if w)

    def _lead_other(self, clause: Clause, value: int) -> None:
        """Name what was measured on the left in front of the right's value."""
        frame = self._frame
        joint = "" if frame.named_alone or _covers(frame.motion, frame.joint) else frame.joint
        clause.retokenised(clause.tokens[value:])
        clause.lead = " ".join(w for w in ("right", joint, frame.motion) if w)
        clause.lead_spans, frame.side = list(frame.spans), "right"

    def _lead_ellipsis(self, clause: Clause) -> None:
        frame = self._frame
        if clause.marks and clause.marks[0].start == 0 and clause.marks[0].of("side"):
            joint = "" if frame.named_alone or _covers(frame.motion, frame.joint) else frame.joint
            graded = "strength" if frame.strength and not frame.named_alone else ""
            graded = "" if graded == frame.motion else graded
            insert_after_first(clause, [*joint.split(), *frame.motion.split(), *graded.split()])
            frame.side = _sides(clause)[0]
        else:
            side = frame.side if frame.side not in ("none", "bilateral") else ""
            joint = "" if frame.named_alone else frame.joint
            clause.lead = " ".join(w for w in (side, joint, frame.motion) if w)
        clause.lead_spans = list(frame.spans)

    def _take(self, clause: Clause) -> None:
        """Remember what this clause was about."""
        frame = self._frame
        joints, sides, measure = _joints(clause), _sides(clause), _measure(clause)
        if not (joints or measure):
            return
        if joints:
            if joints[0] != frame.joint and not sides and not frame.headed:
                frame.side = "none"
            frame.joint = joints[0]
        if sides and frame.headed and set(sides) != {frame.side} and not _opens_with_heading(clause):
            frame.side, frame.headed, frame.mode = "none", False, ""
        elif sides:
            frame.side = sides[0] if len(set(sides)) == 1 else "none"
            frame.side_span = (clause.start, clause.end)
        elif clause.lead and clause.lead.split()[0] in ("left", "right"):
            frame.side = clause.lead.split()[0]  # type: ignore[assignment]
        elif clause.turn != frame.turn and not frame.headed:
            frame.side = "none"
        if measure is not None:
            term = measure.of(*MEASURES)
            if (
                term is not None
                and term.kind == "test"
                and any(t.text[:1].isdigit() for t in clause.tokens[measure.end :])
            ):
                frame.motion, frame.joint, frame.named_alone = term.name, "", True
            elif term is not None and term.kind in ("motion", "muscle", "performance", "outcome"):
                listed = named_together(clause.tokens, covered_by(clause.marks), measure)
                frame.motion = " and ".join(t.name for m in listed if (t := m.of(term.kind)) is not None)
                frame.named_alone = term.kind == "muscle" and term.name != "strength"
                if not joints and term.kind == "motion":
                    joint = self.joint_for(term.name)
                    frame.joint = joint or frame.joint
        if measure is not None and measure.of("motion"):
            modes = [_MODE_NAMES.get(t.low, t.low) for t in clause.tokens[: measure.start] if t.low in _MODES]
            frame.said_mode = modes[-1] if modes else "" if clause.new_sentence else frame.said_mode
        measures = [m for m in clause.marks if m.of(*MEASURES) and not names_strength(m)]
        frame.value = sole_value(clause) if len(measures) == 1 and frame.side in OPPOSITE else ()
        frame.turn = clause.turn
        frame.spans = [(clause.start, clause.end)]


def region_joint(region: str) -> str:
    """The joint that a record's region names, or empty."""
    words = region.casefold().split()
    for joint, variants in lexicon("body")["joints"].items():
        if joint in words or any(str(v).casefold() == region.casefold() for v in variants):
            return str(joint)
    return ""


def _joints(clause: Clause) -> list[str]:
    return [
        t.name for m in clause.marks if (t := m.of("joint")) is not None and not _only_positions(clause, m)
    ]


_POSITIONS = frozenset(["straight", "straightened", "bent", "extended", "flexed", "locked"])


def held_so(clause: Clause, m: Mark) -> bool:
    """`with the knee straight`: how a joint is held while another is measured."""
    before = [t.low for t in clause.tokens[max(0, m.start - 3) : m.start]]
    following = clause.tokens[m.end].low if m.end < len(clause.tokens) else ""
    return following in _POSITIONS and "with" in before


def _only_positions(clause: Clause, m: Mark) -> bool:
    """`dorsiflexion knee straight 6`: the knee is held so, nothing of it is measured."""
    following = clause.tokens[m.end].low if m.end < len(clause.tokens) else ""
    return following in _POSITIONS and any(
        (t := o.of("motion")) is not None and t.name in lexicon("body")["motion_joints"]
        and m.of("joint").name not in lexicon("body")["motion_joints"][t.name]  # type: ignore[union-attr]
        for o in clause.marks
    )  # fmt: skip


_MODES = frozenset(["active", "passive", "actively", "passively", "arom", "prom", "aarom"])
_OF_A_HEADING = _MODES | frozenset(
    ["motion", "range", "of", "rom", "strength", "measurements", "measured", "the", "on", "side", "first",
     "then", "now", "today", "and", "mmt", "testing", "with", "here"]
)  # fmt: skip


def is_heading(clause: Clause) -> bool:
    """`Right shoulder passive.`: a dictated sentence of a side, a joint and at most how motion was taken."""
    if clause.speaker is not None or not clause.new_sentence or clause.unpunctuated or len(clause.tokens) > 7:
        return False
    if clause.heading in ("S", "P", "A") or has_value(clause) or not _sides(clause) or not _joints(clause):
        return False
    covered = {i for m in clause.marks if m.of("side", "joint", "part") for i in range(m.start, m.end)}
    return all(i in covered or not t.is_word or t.low in _OF_A_HEADING for i, t in enumerate(clause.tokens))


def _sides(clause: Clause) -> list[Side]:
    return _sides_in(clause.marks)


def _sides_in(found: Sequence[Mark]) -> list[Side]:
    return [t.name for m in found if (t := m.of("side")) is not None]  # type: ignore[misc]


def _measure(clause: Clause) -> Mark | None:
    """The first measure; `strength` or `PROM` only where it is the only one (`strength flexion 4-`)."""
    measures = [m for m in clause.marks if m.of(*MEASURES) is not None]
    return next(
        (m for m in measures if not names_strength(m) and not _MODE_NAMES.keys() & _names(m)),
        next(iter(measures), None),
    )


def _names(m: Mark) -> set[str]:
    return {t.name.casefold() for t in m.terms}


_MODE_NAMES = {"arom": "active", "prom": "passive", "actively": "active", "passively": "passive"}


_LEVEL = re.compile(r"^[CTLS]\d{1,2}$")


def _of_a_place(clause: Clause) -> bool:
    """Whether words that name no motion stand before the value: `Joint line, left, 44.5`, `Calf. 36 left`."""
    if any(m.of(*MEASURES) for m in clause.marks):
        return False
    named: list[str] = []
    for t in clause.tokens:
        if t.text.lstrip("-")[:1].isdigit() or len(named) > _LONGEST_PLACE:
            break
        if t.is_word and t.low not in _SIDES_SAID:
            named.append(t.low)
    return 0 < len(named) <= _LONGEST_PLACE and not _SAYS_HOW & set(named)


_LONGEST_PLACE: Final = 3
_SIDES_SAID: Final = frozenset(["left", "right", "on", "the"])
_SAYS_HOW: Final = words("measured_says_how")


def _told(clause: Clause) -> bool:
    return has_value(clause) or any(_LEVEL.match(t.text) for t in clause.tokens)


def _of_the_trunk(joint: str, name: str) -> bool:
    spine = lexicon("body")["spine"]
    return joint in spine or joint == "jaw" or name == "side bending"


def _covers(motion: str, joint: str) -> bool:
    """Whether naming the joint beside the motion would only repeat it."""
    return not joint or motion == "knee to wall"


def _opens_with_heading(clause: Clause) -> bool:
    """`right knee: …` or `right knee, …`."""
    end = 0
    for mark in clause.marks:
        if mark.start != end or mark.of("side", "joint", "part") is None or mark.of(*MEASURES) is not None:
            break
        end = mark.end
    return 0 < end < len(clause.tokens) and clause.tokens[end].low in (":", "colon")


def _test(clause: Clause) -> tuple[Token, ...]:
    """The words of the one test, or the one list of tests, that a clause names; empty for none or more."""
    named = [m for m in clause.marks if m.of("test")]
    covered = covered_by(clause.marks)
    if not named or named_together(clause.tokens, covered, named[0])[-1] is not named[-1]:
        return ()
    return tuple(clause.tokens[named[0].start : named[-1].end])
