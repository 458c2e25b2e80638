"""The side that an examiner turned to, for tests named behind it: `Left wrist. … Finkelstein negative.`

Only tests of an arm or a leg take it, only where the limb is the same one, and only while nobody speaks of
the other side.
"""

from __future__ import annotations

from typing import Final

from agent.domain.base import OPPOSITE
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.examparts import has_digit
from agent.understanding.marks import MEASURES
from agent.understanding.phrases import words
from agent.understanding.places import sides_of
from agent.understanding.tokens import Token

_NEXT_TURNS: Final = 3
_LONGEST: Final = 14
_TURNS_TO: Final = words("talk_turns_to_a_side")
_ARM: Final = frozenset(
    ["shoulder", "arm", "elbow", "wrist", "hand", "thumb", "fist", "forearm", "finger", "palm"]
)
_LEG: Final = frozenset(
    ["hip", "leg", "knee", "ankle", "foot", "heel", "thigh", "calf", "shin", "toes", "toe"]
)
_TESTS: Final = {"arm": words("talk_tests_of_an_arm"), "leg": words("talk_tests_of_a_leg")}
_OTHER: Final = Rare(
    r"^(?:(?:and|now|okay|then|good|so|on|same|thing|let's|do|try|switch|to|with|,) ?)*"
    r"(?:the |your )?other (?:side|one|leg|arm|hand|knee|hip|shoulder|ankle|elbow|wrist|foot)(?: now| too)?$",
)
_PAST: Final = Rare(
    r"\b(?:was|were|did|had|used to|last|ago|yesterday|remember|home|tomorrow|next|when|if|after|before|"
    r"because|hurts?|pain|sore|better|worse)\b",
)


class TestedSide:
    """Goes through a conversation in order and tells tests whose side was said before them."""

    __test__ = False

    def __init__(self, region: str) -> None:
        self._region = region
        self._side = self._limb = ""
        self._turn = -9
        self._span = (0, 0)

    def heard(self, clause: Clause) -> None:
        """A clause of anybody; a therapist's test without a side gets the one that was turned to."""
        sides = sides_of(clause.marks)
        tests = [m for m in clause.marks if m.of("test")]
        if clause.speaker == "THERAPIST" and not tests and self._turned_to(clause, sides):
            return
        measured = not tests and clause.speaker == "THERAPIST" and any(map(has_digit, clause.tokens))
        if sides - {self._side} or measured:
            self._side = ""  # `left, one sixty`: what is measured to compare is no turn to that side
        if clause.speaker != "THERAPIST" or clause.question or not tests or sides:
            return
        near = 0 <= clause.turn - self._turn <= _NEXT_TURNS
        if not self._side or not near or _PAST.search(clause.text):
            return
        of_the_limb = _TESTS[self._limb]
        names = [t.name for m in tests if (t := m.of("test")) is not None]
        if not all(n in of_the_limb for n in names) or not any(m.of("result") for m in clause.marks):
            return
        self._turn = clause.turn
        tokens: list[Token] = []
        starts = {m.start for m in tests}
        for i, token in enumerate(clause.tokens):
            if i in starts:
                tokens.append(Token(self._side, token.start, token.end, low=self._side))
            tokens.append(token)
        spans = [*clause.lead_spans, self._span]
        clause.retokenised(tokens)
        clause.lead_spans = spans

    def _turned_to(self, clause: Clause, sides: set[str]) -> bool:
        """Take the side that the examiner turns to."""
        if _OTHER.match(clause.text) and self._side:
            self._side, self._turn = OPPOSITE[self._side], clause.turn
            self._span = (clause.start, clause.end)
            return True
        measured = any(m.of(*MEASURES) and not m.of("test", "muscle", "motion") for m in clause.marks)
        if len(sides) != 1 or not sides <= set(OPPOSITE) or measured or len(clause.tokens) > _LONGEST:
            return False
        low = clause.words()
        first = next((w for w in low if w[:1].isalpha()), "")
        if first not in _TURNS_TO or _PAST.search(clause.text) or any(map(has_digit, clause.tokens)):
            return False
        limbs = {"arm" for w in low if w in _ARM} | {"leg" for w in low if w in _LEG}
        limb = limbs.pop() if len(limbs) == 1 else _limb_of(self._region) if not limbs else ""
        if not limb:
            return False
        self._side, self._limb, self._turn = next(iter(sides)), limb, clause.turn
        self._span = (clause.start, clause.end)
        return True


def _limb_of(region: str) -> str:
    return "arm" if region in _ARM else "leg" if region in _LEG else ""
