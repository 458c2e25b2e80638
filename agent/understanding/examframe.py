"""What an examination stands at: the joint, side and motion that a value said by itself is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.late import late
from agent.needles import Rare
from agent.understanding.examparts import GRIP, has_digit
from agent.understanding.laywords import TESTS
from agent.understanding.tokens import Token

OTHER = Rare(
    r"\b(?:the )?(?:other|good|uninvolved|healthy) (?:side|one|knee|hip|shoulder|ankle|arm|leg|hand|wrist|"
    r"elbow|foot)\b",
)
WELL = Rare(r"\b(?:good|uninvolved|healthy) (?:\w+)\b")
"""Of the other side than the treated one, whichever was measured before."""
TREATED = Rare(
    r"\b(?:the|your) (?:sore|bad|painful|involved|affected|operated|surgical|surgery|injured|hurt) "
    r"(?:side|one|knee|"
    r"hip|shoulder|ankle|arm|leg|hand|wrist|elbow|foot)\b",
)
OF_THE_TRUNK = frozenset(["cervical", "thoracic", "lumbar", "jaw"])
NEXT_TURNS = 2
_SERIES = 4
"""Turns without a word of it after which strength is no longer what is tested."""
_GRADE = late(r"^[0-5][+-]?(?:/5)?$")


@dataclass(slots=True)
class Frame:
    """What the examination stands at: the joint, side and motion that an answer is of."""

    joint: str = ""
    side: str = ""
    motions: list[str] = field(default_factory=list)
    lay: bool = False
    turn: int = -9
    announced: int = -9
    """The turn of a motion that was only announced (`Bend forward.`); its finding comes next."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    position: str = ""
    """How the limb was held for the grip that is told next: `elbow straight`."""
    mode: str = ""
    """`passive` or `active` where this motion was said to be taken so."""
    unit: str = ""
    """`mm`, `lb` … where the values of this motion are said in it."""
    pending: bool = False
    """Whether a motion was named whose value is still to come, whatever the patient says meanwhile."""
    strayed: bool = False
    """Whether something else was said meanwhile, so that only a mere value is still the motion's."""
    tested: int = -9
    """The turn in which strength was last said to be tested."""

    ranged: int = -9
    """The turn in which range was last said to be measured."""

    def called(self, motion: str, side: str, graded: bool) -> str:
        """A motion with its joint and side, or that motion's strength."""
        joint = self.joint if motion not in TESTS else ""
        name = f"{joint} {motion}" + (" strength" if graded else "")
        words_ = (name, side) if joint in OF_THE_TRUNK or motion in TESTS else (side, name)
        return " ".join(w.strip() for w in words_ if w)

    def tests_strength(self, turn: int) -> bool:
        """Whether strength is what is tested in this turn."""
        return turn - self.tested <= _SERIES

    def graded(self, told: Sequence[Token], turn: int) -> bool:
        """Whether the values told are grades: strength is being tested, and none of them is above five."""
        if turn - self.tested > _SERIES or self.motions[-1:] == [GRIP]:
            return False
        values = [t for t in told if has_digit(t)]
        graded = bool(values) and all(_GRADE.match(t.text) for t in values)
        self.tested = turn if graded else -9
        return graded

    def with_unit(self, tokens: Sequence[Token]) -> list[Token]:
        """Values of the jaw and of grip go on in the unit that was said with the first of them."""
        said = next((t.low for t in tokens if t.low in ("mm", "cm", "lb", "kg")), "")
        gripped = self.motions[-1:] == [GRIP]
        if said or not (gripped or self.joint == "jaw"):
            self.unit = said
            return list(tokens)
        out: list[Token] = []
        for i, t in enumerate(tokens):
            out.append(t)
            following = tokens[i + 1].low if i + 1 < len(tokens) else ""
            if self.unit and t.number is not None and following not in (self.unit, "%", "degrees"):
                out.append(Token(self.unit, t.start, t.end, low=self.unit))
        return out
