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


class Aims:
    """Goes through a conversation in order; remembers that the patient asked what is aimed at."""

    def __init__(self) -> None:
        self._turn = -9

    def asked(self, clause: Clause) -> None:
        """A question of the patient."""
        if _ASKS.match(clause.text):
            self._turn = clause.turn

    def answered(self, clause: Clause) -> None:
        """Call the therapist's next numbers the goal that they are; several stand by themselves."""
        asked, self._turn = self._turn, -9
        numbers = sum(t.number is not None for t in clause.tokens)
        if clause.turn - asked != 1 or not numbers or len(clause.tokens) > _LONGEST:
            return
        if any(t.low.startswith(("goal", "target")) for t in clause.tokens):
            return
        first = clause.tokens[0]
        opening = ("goal", "is") if numbers == 1 else ("goals", ":")
        clause.retokenised([*(Token(w, first.start, first.start, low=w) for w in opening), *clause.tokens])
