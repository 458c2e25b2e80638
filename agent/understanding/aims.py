"""`What are we shooting for? Fifteen seconds.`: what a patient asks the aim of is told as a goal."""

from __future__ import annotations

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_ASKS = Rare(
    r"^(?:(?:and|so|but|okay|then|well|oh),? )*"
    r"(?:what (?:number |score |time |range )?(?:are|were) (?:we|you|i) (?:\w+ )?"
    r"(?:after|(?:shooting|aiming|going|looking|hoping|working) (?:for|at|towards?))|"
    r"what (?:did|do|should|would) (?:we|you|i) (?:want|need|hope for|like)(?: (?:it|that) to be)?[ ?]*$|"
    r"what(?:'s| is| was) (?:the|my|our|your) (?:goal|target|aim)|"
    r"(?:where|how (?:much|far|high|low|long|fast)) (?:do|should|does) (?:we|i|you|it) "
    r"(?:want|need|have|like) (?:it |me )?(?:to )?(?:be|get|go))\b",
)
_LONGEST = 16
_WANTED = Rare(
    r"^(?:(?:and|so|okay|then|now),? )*what (?:do|would|did) you (?:most )?(?:want|hope|like|need|miss)\b|"
    r"^(?:(?:and|so|okay|then|now),? )*what(?:'s| is| are) your (?:main |own |biggest )?goals?\b|"
    r"^(?:(?:and|so|okay|then|now),? )*what(?:'s| is) the (?:main |first )?(?:goal|aim|target)\b",
)
"""The therapist asks what the patient wants to get back to."""
_AGREED = Rare(
    r"^(?:(?:okay|ok|so|good|great|alright|all right|then|well),? )+(?!(?:we|i|you|that|it|let|the|"
    r"what|how|for|do)\b)"
    r"(?=.*\b(?:by|within|in \d|in (?:the )?next|without|with no|before)\b)",
)
"""`So, back to choir by Easter, without a chair`: what both have agreed on."""
_LONGEST_AGREED = 34


class Aims:
    """Goes through a conversation in order; remembers that the patient asked what is aimed at."""

    def __init__(self) -> None:
        self._turn = self._sought = self._own = -9

    def sought(self, clause: Clause) -> None:
        """A question of the therapist."""
        if _WANTED.match(clause.text):
            self._sought = clause.turn
        if _ASKS.match(clause.text):
            self._own = clause.turn

    def asked(self, clause: Clause) -> None:
        """A question of the patient."""
        if _ASKS.match(clause.text):
            self._turn = clause.turn

    def answered(self, clause: Clause) -> None:
        """Call the therapist's next numbers the goal that they are; several stand by themselves."""
        if self._agreed(clause):
            return
        asked, self._turn = self._turn, -9
        numbers = sum(t.number is not None for t in clause.tokens)
        if clause.turn - asked != 1 or not numbers or len(clause.tokens) > _LONGEST:
            return
        if any(t.low.startswith(("goal", "target")) for t in clause.tokens):
            return
        first = clause.tokens[0]
        opening = ("goal", "is") if numbers == 1 else ("goals", ":")
        clause.retokenised([*(Token(w, first.start, first.start, low=w) for w in opening), *clause.tokens])

    def _agreed(self, clause: Clause) -> bool:
        """Whether the clause is the goal that both come to, or what the therapist answers herself."""
        own, self._own = self._own == clause.turn, -9
        agreed = clause.turn - self._sought == _REPLIED and _AGREED.match(clause.text) is not None
        if not (agreed or own) or len(clause.tokens) > _LONGEST_AGREED:
            return False
        if any(t.low.startswith(("goal", "target")) for t in clause.tokens):
            return False
        self._sought = -9
        tokens = clause.tokens
        at = next((i for i, t in enumerate(tokens) if t.low not in _OPENING), 0)
        first = tokens[at]
        goal = [Token(w, first.start, first.start, glued=w == ":", low=w) for w in ("goal", ":")]
        clause.retokenised([*goal, *tokens[at:]])
        return True


_REPLIED = 2
"""Turns from the question to what is made of its answer."""
_OPENING = frozenset(["okay", "ok", "so", "good", "great", "alright", "all", "right", "then", "well", ","])
