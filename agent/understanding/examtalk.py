"""A therapist who examines aloud: lay words for motions, and values said by themselves afterwards.

`Bend the right one. One sixteen. You were one oh four. And straight, lacks four. Left, one thirty` becomes
clauses as in a dictation. A value goes only to a motion that was just named and for which it is believable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.domain.base import OPPOSITE
from agent.understanding.awaited import adds_up
from agent.understanding.chat import coaching
from agent.understanding.clauses import Clause
from agent.understanding.contrast import COMPARES, Contrast
from agent.understanding.ellipsis import same_on
from agent.understanding.examfound import finding, side_before
from agent.understanding.examframe import NEXT_TURNS, OF_THE_TRUNK, OTHER, TREATED, WELL, Frame
from agent.understanding.examparts import (
    BETWEEN,
    GRIP,
    JOINS,
    LEADING,
    LEVEL,
    LONGEST_SERIES,
    REACHES,
    asks_for_grip,
    dosed,
    gripped,
    has_digit,
    is_placed,
    is_range,
    led_by,
    mode_in,
    other_inside,
    pair_in,
    part_of,
    without_between,
    without_resistance,
    without_setup,
)
from agent.understanding.examphrases import (
    AGAIN,
    ALONE,
    EACH_WAY,
    HELD,
    HELD_FOR_GRIP,
    MOTION,
    RESISTS,
    own_hands,
)
from agent.understanding.examvalue import direction, is_fragment
from agent.understanding.laymotion import FOUND_SO, lay_from, lay_motion
from agent.understanding.laywords import (
    DIRECTIONS,
    TESTS,
    believable,
)
from agent.understanding.marks import MEASURES, Mark, marks
from agent.understanding.phrases import lexicon
from agent.understanding.places import sides_of
from agent.understanding.sections import has_number, has_value
from agent.understanding.tokens import Token, join

_OTHERS = frozenset(["other", "good", "uninvolved", "healthy"])
_BEFORE_OTHER = 5


class ExamTalk:
    """Goes through the therapist's clauses in order. `region`: the record's joint, or empty."""

    def __init__(self, region: str, side: str = "") -> None:
        self._region, self._side = region, side
        self._frame = Frame()
        self._turn = -1
        self._sides = Contrast(side)

    def heard(self, clause: Clause, *, question: bool = False) -> list[Clause] | None:
        """The clause as it is to be read: itself, rewritten, or none when it only announces a motion.

        None when it has nothing to do with an examination of motion.
        """
        self._turn = clause.turn
        if RESISTS.search(clause.text):
            self._frame.tested = clause.turn
            without_resistance(clause)
        elif MOTION.search(clause.text):
            self._frame.tested, self._frame.ranged = -9, clause.turn
        cut = 0 if question else self._next_motion(clause)
        if not cut:
            return self._heard(clause, question=question)
        first, rest = part_of(clause, 0, cut), part_of(clause, cut, len(clause.tokens))
        out: list[Clause] = []
        for part, made in ((first, self._heard(first)), (rest, self.heard(rest))):
            out += [part] if made is None else made
        return out

    def _next_motion(self, clause: Clause) -> int:
        """Where, behind a value, another motion with its value begins: `back, 70, | and down, 75`; else 0."""
        valued = False
        for i, token in enumerate(clause.tokens if len(clause.tokens) <= LONGEST_SERIES else ()):
            valued = valued or has_digit(token)
            if not valued or token.low not in JOINS or i + 1 >= len(clause.tokens):
                continue
            rest = part_of(clause, i + 1, len(clause.tokens))
            if not any(has_digit(t) for t in rest.tokens) or rest.tokens[0].low in JOINS:
                continue
            hit = lay_from(rest, 0, self._frame, self._region)
            follows = rest.tokens[1:2] and (rest.tokens[1].low == "," or has_digit(rest.tokens[1]))
            first = part_of(clause, 0, i)
            measured = lay_motion(self._behind_the_other(first), self._frame, self._region) is not None or (
                bool(self._frame.motions)
                and clause.turn - self._frame.turn <= NEXT_TURNS
                and is_fragment(first, self._frame)
            )
            if measured and (hit is not None or (rest.tokens[0].low in DIRECTIONS and follows)):
                return i + 1
        return 0

    def _heard(self, clause: Clause, *, question: bool = False) -> list[Clause] | None:
        frame = self._frame
        announced, frame.announced = frame.announced == clause.turn, -9
        if any(m.of("intervention", "exercise", "goal") for m in self._not_moved(clause)) or (
            dosed(clause) and frame.motions != [GRIP]
        ):
            frame.motions = []
            return None
        if frame.motions and COMPARES.match(clause.text):
            return None
        grip = gripped(clause)
        if grip is not None:
            sided = [side for side in sides_of(clause.marks) if side in OPPOSITE]
            self._frame = Frame(motions=[GRIP], lay=True, turn=clause.turn)
            self._frame.spans = [(clause.start, clause.end)]
            self._frame.with_unit(clause.tokens)
            self._sides.told(grip, sided[0] if sided else "")
            return [grip]
        if self._region in ("wrist", "hand", "elbow", "shoulder", "forearm", "cervical") and asks_for_grip(
            clause
        ):
            sides = sides_of(clause.marks) & set(OPPOSITE)
            self._frame = Frame(
                side=next(iter(sides)) if len(sides) == 1 else "",
                motions=[GRIP],
                lay=True,
                turn=clause.turn,
                announced=clause.turn,
                pending=True,
            )
            self._frame.spans = [(clause.start, clause.end)]
            return []
        held = HELD.match(clause.text) if frame.motions and clause.turn - frame.turn <= NEXT_TURNS else None
        if held is not None and held["joint"].lower() != frame.joint:
            frame.position, frame.announced = f"{held['joint']} {held['how']}".lower(), clause.turn
            frame.pending, frame.turn = True, clause.turn
            if not held["more"]:
                return []
            first = next(i for i, t in enumerate(clause.tokens) if has_digit(t))
            value = part_of(clause, first, len(clause.tokens))
            return self._completed(value) if is_fragment(value, self._frame) else []
        if frame.motions == [GRIP] and (held := HELD_FOR_GRIP.match(clause.text)):
            frame.position, frame.turn, frame.announced = (
                f"elbow {held['how'].lower()}",
                clause.turn,
                clause.turn,
            )
            return []
        behind = self._behind_the_other(clause)
        if behind is not clause:
            clause, other = behind, self._other(clause.text)
        else:
            other = ""
        compared = self._each_way(clause) if frame.motions and clause.turn - frame.turn <= 3 else []
        if compared:
            return compared
        if [t.low for t in clause.tokens[:2]] == ["out", "of"] and len(clause.tokens) == 3:
            return []  # `Four minus what? - Out of five.`: the scale of a value, no direction and no value
        hit = lay_motion(clause, self._frame, self._region)
        if hit is not None:
            start, end, joint, motion = hit
            if other and joint != frame.joint:
                frame.joint, frame.motions, frame.lay = joint, [], True
            frame.side = other or frame.side
            return self._named(clause, start, end, joint, motion)
        asks = question and OTHER.search(clause.text) is not None and self._other() in OPPOSITE
        alone = (
            bool(frame.motions) and 0 <= clause.turn - frame.turn <= NEXT_TURNS and len(clause.tokens) <= 4
        )
        if asks and (frame.side in OPPOSITE or alone):
            frame.side = self._other(clause.text)
            return None
        if question:
            self._asks_of_a_side(clause)
            return None
        by_itself = None
        measure = next((m for m in clause.marks if m.of(*MEASURES) and not adds_up(clause, m)), None)
        if measure is not None:
            self._learn(clause, measure)
            return None
        if (
            frame.motions
            and clause.turn - frame.turn <= NEXT_TURNS
            and (AGAIN.match(clause.text) or (by_itself := ALONE.match(clause.text)))
        ):
            frame.mode = "active" if by_itself else frame.mode
            frame.announced, frame.pending, frame.turn = clause.turn, True, clause.turn
            return []
        found = self._found(clause)
        if found is not None:
            return [found]
        if frame.motions and clause.turn - frame.turn <= 3 and is_fragment(clause, self._frame):
            return self._completed(clause)
        if same_on(clause)[0]:
            return None
        if frame.motions and 0 <= clause.turn - frame.turn <= NEXT_TURNS and self._only_side(clause):
            frame.turn = clause.turn
            frame.announced, frame.pending = clause.turn, True
            return []
        told = has_value(clause) or REACHES.match(clause.text) or LEVEL.match(clause.text)
        if announced and told and frame.motions:
            rest = list(clause.tokens)
            frame.turn = clause.turn
            while len(rest) > 1 and rest[0].low in LEADING and not is_placed(marks(rest), 0):
                rest.pop(0)
            made = led_by(clause, self._front(rest), rest)
            made.lead_spans += frame.spans
            frame.pending = False
            self._sides.told(made, frame.side, of_the_trunk=frame.joint in OF_THE_TRUNK)
            return [made]
        waits = frame.pending and not has_number(clause)
        frame.strayed = waits and not coaching(clause)
        if not waits and not has_number(clause) and any(t.low in DIRECTIONS for t in clause.tokens):
            frame.motions = []  # `elbow at your side, push out`: another motion, of which nothing is known
        if (
            not waits
            and not coaching(clause)
            and any(t.is_word and t.low not in LEADING and t.low not in BETWEEN for t in clause.tokens)
        ):
            frame.motions, frame.pending = [], False
        return None

    def _in_its_way(self) -> str:
        """The motion that was named last, with how it was taken."""
        return f"{self._frame.mode} {self._frame.motions[-1]}".strip()

    def _not_moved(self, clause: Clause) -> Sequence[Mark]:
        """The marks but that of an exercise whose name is said where range is measured: `knee to chest`."""
        clause_marks = [m for m in clause.marks if not own_hands(clause, m)]
        named = [m for m in clause_marks if m.of("exercise")]
        if len(named) != 1 or has_number(clause) or not 0 <= clause.turn - self._frame.ranged <= NEXT_TURNS:
            return clause_marks
        hit = lay_motion(clause, self._frame, self._region)
        if hit is None or not (hit[0] <= named[0].start and named[0].end <= hit[1]):
            return clause_marks
        self._frame.ranged = clause.turn
        return [m for m in clause_marks if m is not named[0]]

    def _found(self, clause: Clause) -> Clause | None:
        """`About half.`, `thumb to L1`: of the motion that waits for it, or of its other side."""
        frame = self._frame
        if not frame.motions or not 0 <= clause.turn - frame.turn <= NEXT_TURNS:
            return None
        sides = sides_of(clause.marks)
        told = finding(clause, frame.joint, frame.motions[-1])
        other = OTHER.search(clause.text) is not None
        if told is None or not (frame.pending or sides or other):
            return None
        side = side_before(clause, told, frame.side)
        if other and not sides:
            side = self._other(clause.text)
            if not side:
                return None
        frame.turn, frame.pending = clause.turn, False
        of_the_trunk = frame.joint in OF_THE_TRUNK
        frame.side = side if side in OPPOSITE else ""
        made = led_by(clause, frame.called(self._in_its_way(), frame.side, False) + ":", told)
        made.heading = "O"
        made.lead_spans += frame.spans
        self._sides.told(made, frame.side, of_the_trunk=of_the_trunk)
        return made

    def _each_way(self, clause: Clause) -> list[Clause]:
        """`The right does 70 down and 68 back`: values of one side, each with its direction behind it."""
        told = EACH_WAY.match(clause.text)
        sides = sides_of(clause.marks) & set(OPPOSITE)
        if told is None or len(sides) != 1:
            return []
        made = []
        (side,) = sides
        for i, token in enumerate(clause.tokens[:-1]):
            if token.number is None:
                continue
            hit = lay_motion(part_of(clause, i + 1, i + 2), self._frame, self._region)
            if hit is None or not believable(hit[2], hit[3], token.number):
                return []
            made.append(led_by(clause, f"{side} {hit[2]} {hit[3]}", [token]))
        for one in made:
            self._sides.told(one, side)
        return made

    def _behind_the_other(self, clause: Clause) -> Clause:
        """What follows in `Now the other one, back, 70`, where it names a motion; else the clause itself."""
        other = OTHER.search(clause.text)
        place = next((i for i, t in enumerate(clause.tokens) if t.low in _OTHERS), -1)
        if other is None or not 0 <= place <= _BEFORE_OTHER or self._involved() not in OPPOSITE:
            return clause
        start = place + 2 + (place + 2 < len(clause.tokens) and clause.tokens[place + 2].low == ",")
        if start >= len(clause.tokens):
            return clause
        rest = part_of(clause, start, len(clause.tokens))
        return rest if lay_motion(rest, self._frame, self._region) is not None else clause

    def _asks_of_a_side(self, clause: Clause) -> None:
        """`And the right knee?`: what is measured next is of that side; of another joint, of none known."""
        sides = sides_of(clause.marks)
        joints = {t.name for m in clause.marks if (t := m.of("joint")) is not None}
        if joints - {self._frame.joint}:
            self._frame.motions = []
        elif len(sides) == 1 and (side := next(iter(sides))) in OPPOSITE:
            self._frame.side = side

    def _involved(self) -> str:
        """The side that `the other one` is opposite to."""
        return self._frame.side or self._side

    def _other(self, text: str = "") -> str:
        """The side of `the other one`, or of `the good one`, never the treated one."""
        well = WELL.search(text) is not None and self._side in OPPOSITE
        return OPPOSITE.get(self._side if well else self._involved(), "")

    def _only_side(self, clause: Clause) -> bool:
        """`And to the right.`, `Now the other one.`: the next value is the other side's."""
        frame = self._frame
        if len(clause.tokens) > 7 or has_value(clause):
            return False
        if any(
            t.is_word and t.low not in LEADING and t.low not in BETWEEN and not is_placed(clause.marks, i)
            for i, t in enumerate(clause.tokens)
        ) and not (OTHER.search(clause.text) or TREATED.search(clause.text)):
            return False
        sides = sides_of(clause.marks)
        if len(sides) == 1 and (side := next(iter(sides))) in OPPOSITE:
            frame.side = side
        elif OTHER.search(clause.text) and self._other() in OPPOSITE:
            frame.side = self._other(clause.text)
        elif TREATED.search(clause.text) and self._side in OPPOSITE:
            frame.side = self._side
        else:
            return False
        frame.spans = [*frame.spans[:1], (clause.start, clause.end)]  # the motion, and whose it is now
        return True

    def _front(self, told: Sequence[Token]) -> str:
        frame = self._frame
        return self._frame.called(frame.motions[-1], frame.side, self._frame.graded(told, self._turn)) + ":"

    def interrupted(self, clause: Clause) -> None:
        """The patient said something of his own: a value after it need not be the motion's.

        It is where the motion still waits for its value.
        """
        if self._frame.pending:
            self._frame.strayed = True
            return
        if len([t for t in clause.tokens if t.is_word]) > 4 or any(
            m.of("symptom", "test", "joint", "part") for m in clause.marks
        ):
            self._frame.motions = []

    def _named(self, clause: Clause, start: int, end: int, joint: str, motion: str) -> list[Clause]:
        frame = self._frame
        tokens = clause.tokens
        sides = sides_of(clause.marks)
        before = [t for m in clause.marks if m.end <= start and (t := m.of("side"))]
        side = before[-1].name if before else next(iter(sides)) if len(sides) == 1 else ""
        valued = any(has_digit(t) for t in tokens[end:])
        if joint != frame.joint or not frame.lay:
            frame.motions = []
            if joint != frame.joint:
                frame.side = ""
        if motion not in frame.motions[-1:] or frame.joint != joint:
            frame.mode = frame.position = ""
        frame.mode = mode_in(tokens if not valued else tokens[:end]) or frame.mode
        frame.joint, frame.lay, frame.turn = joint, True, clause.turn
        frame.motions = [*(m for m in frame.motions if m != motion), motion][-3:]
        spinal = joint in OF_THE_TRUNK or motion in TESTS
        frame.pending, frame.strayed = not valued, False
        if spinal:
            frame.side = ""
        elif side:
            frame.side = side if side in OPPOSITE else ""
        if tokens[end:] and (told := finding(clause.other(tokens[end:]), joint, motion)) is not None:
            own = side_before(clause, told, frame.side if not sides else "")
            frame.pending, frame.spans = False, [(clause.start, clause.end)]
            made = led_by(clause, frame.called(self._in_its_way(), own, False) + ":", told)
            made.heading = "O"
            return [made]
        valued = valued or FOUND_SO.search(join(tokens[end:])) is not None
        if not valued:
            frame.spans, frame.announced = [(clause.start, clause.end)], clause.turn
            if spinal and side in OPPOSITE:
                frame.side = side
            return []
        rest = list(tokens[end:])
        first_value = next((i for i, t in enumerate(rest) if has_digit(t)), 0)
        kept = without_between(without_setup(rest[:first_value])) + rest[first_value:]
        if spinal:
            own = side if before and side in OPPOSITE else ""
        else:
            own = side if before else "" if sides else frame.side
        front = self._frame.called(motion, own, self._frame.graded(kept, self._turn))
        if frame.mode:
            front = f"{frame.mode} {front}"
        frame.spans = [(clause.start, clause.end)]
        return [led_by(clause, front, self._frame.with_unit(kept))]

    def _completed(self, clause: Clause) -> list[Clause] | None:
        frame = self._frame
        tokens = list(clause.tokens)
        first = next(i for i, t in enumerate(tokens) if has_digit(t))
        numbers = [t.number for t in tokens[first:] if t.number is not None]
        sides = [t.name for m in clause.marks if m.end <= first and (t := m.of("side"))]
        behind = any(m.start > first and m.of("side") for m in clause.marks)
        side = sides[0] if sides else "" if behind else frame.side
        other = OTHER.search(" ".join(t.text for t in tokens[:first])) is not None
        if other:
            side = self._other(clause.text)
            if not side:
                return None
        fits = [m for m in reversed(frame.motions) if not numbers or believable(frame.joint, m, numbers[0])]
        if not fits:
            return None
        motion = next((m for m in fits if m == direction(tokens[first:])), fits[0])
        if is_range(tokens[first:]) and not believable(frame.joint, motion, numbers[1]):
            motion = "range of motion"
        frame.turn, frame.pending = clause.turn, False
        spans = list(frame.spans)
        pair = pair_in(tokens[first:])
        if pair is not None and len(frame.motions) > 1 and sides:
            one, two = frame.motions[-2], frame.motions[-1]
            if believable(frame.joint, one, pair[0].number or 0) and believable(
                frame.joint, two, pair[1].number or 0
            ):
                made = [
                    led_by(clause, f"{side} {frame.joint} {m}".strip(), [t])
                    for m, t in zip((one, two), pair, strict=True)
                ]
                for m in made:
                    m.lead_spans += spans
                return made
        rest = tokens[first:]
        lacking = [t for t in tokens[:first] if t.low in ("lacks", "lacking", "lack", "minus", "short")]
        if lacking:
            rest = [replace(lacking[0], text="lacks", low="lacks"), *rest]
        inner = self._frame.with_unit(other_inside(rest, side))
        if frame.position and len(numbers) == 1:
            motion = f"{motion}, {frame.position}"
        if mode := mode_in(tokens[:first]) or frame.mode:
            motion = f"{mode} {motion}"
        made_one = led_by(clause, frame.called(motion, side, frame.graded(rest, self._turn)), inner)
        made_one.lead_spans += spans
        self._sides.told(made_one, side, of_the_trunk=frame.joint in OF_THE_TRUNK)
        if side in OPPOSITE and not other and frame.joint not in OF_THE_TRUNK:
            compared = bool(sides) and frame.lay and side == OPPOSITE.get(self._side)
            frame.side = "" if compared else side if not sides or frame.lay else frame.side
        return [made_one]

    def _learn(self, clause: Clause, measure: Mark) -> None:
        """A motion named as in a dictation opens the frame too; any other measure closes it."""
        frame = self._frame
        term = measure.of("motion")
        if term is None:
            frame.motions, frame.turn, frame.pending = [], clause.turn, False
            return
        frame.pending, frame.strayed = not has_value(clause), False
        joints = [t.name for m in clause.marks if (t := m.of("joint"))]
        fits = lexicon("body")["motion_joints"].get(term.name, [])
        joint = joints[0] if joints else str(fits[0]) if len(fits) == 1 else frame.joint or self._region
        if joint != frame.joint:
            frame.motions, frame.side = [], ""
        sides = [t.name for m in clause.marks if (t := m.of("side"))]
        frame.joint, frame.lay, frame.turn = joint, False, clause.turn
        if sides:
            frame.side = sides[-1] if sides[-1] in OPPOSITE else ""
        frame.motions = [*(m for m in frame.motions if m != term.name), term.name][-3:]
        frame.spans = [(clause.start, clause.end)]
