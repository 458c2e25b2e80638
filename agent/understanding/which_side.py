"""A question of which side it is, and the side that its answer tells: `Which one, the right? – No no, "
"left.`"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.domain.base import OPPOSITE
from agent.late import late
from agent.understanding.asked import Asked, words_from
from agent.understanding.clauses import Clause
from agent.understanding.phrases import words
from agent.understanding.places import sides_of
from agent.understanding.yes_no import YES

_PARTS: Final = (
    r"(?:one|side|knee|hip|shoulder|ankle|elbow|wrist|hand|foot|arm|leg|thumb|heel|calf|thigh|ear|eye|"
    r"hamstring)"
)
_WHICH: Final = late(rf"\bwhich (?P<part>{_PARTS})\b(?P<rest>[^,]*)", re.IGNORECASE)
_IS_IT: Final = late(
    r"^(?:(?: is| was|'s| did| does)? ?(?:it|that|this|the|hurts?|sore|painful|worse|bother\w*|bad|"
    r"problem|trouble|"
    r"you|more|most|today|one|again|involved|about|we (?:are )?(?:treating|working on)))*$",
    re.IGNORECASE,
)
_ONLY_A_SIDE: Final = late(
    rf"^(?:(?:and|so|okay|is|was|it|it's|that|the|your|this|that's) ?)*(?:left|right)(?: {_PARTS})?"
    r"(?:,? (?:is|was) it|,? right|,? correct)?$",
    re.IGNORECASE,
)
_NOT: Final = late(
    r"\b(?:not|isn't|wasn't|ain't) (?:it |in |on )?(?:the |my )?(?:left|right)\b(?: (?:one|side))?",
    re.IGNORECASE,
)
_SAID: Final = words("talk_side_answered")
_HURTS: Final = late(
    r"^(?: is| was|'s)? (?:the )?(?P<how>hurt\w*|sore|painful|worse|bother\w*|bad)\b", re.IGNORECASE
)


class WhichSide:
    """Answers to a question of which side it is. `region`: the record's joint, or empty."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._asked: Sequence[Asked] = ()
        self._denied: list[Clause] = []
        self._side = ""
        self._turn = -1

    def told(self, questions: Sequence[Asked], answer: Clause, place: str) -> Clause | None:
        """What question and answer say together; None where the answer tells no side."""
        if not asks_for_a_side(questions) or not (side := side_told(questions, answer)):
            return None
        self._asked, self._side, self._turn = questions, side, answer.turn
        tokens = words_from(stated_side(questions, side, place or self._region), answer.start, answer.end)
        made = answer.other(tokens)
        made.lead_spans = [*((q.clause.start, q.clause.end) for q in questions), (answer.start, answer.end)]
        return made

    def denied(self, questions: Sequence[Asked], made: list[Clause], turn: int) -> None:
        """Remember what a mere no made of the question, for the side may come behind it."""
        self._asked, self._denied, self._side, self._turn = questions, made, "", turn

    def goes_on(self, answer: Clause, place: str) -> list[Clause] | None:
        """`Nope. Right.`, `The other one. The right.`: None where the clause tells no side of it."""
        if not self._asked or answer.turn != self._turn:
            self._asked = ()
            return None
        before = self._side
        made = self.told(self._asked, answer, place)
        if made is None:
            return None
        denied, self._denied = self._denied, []
        if denied:
            denied[0].retokenised(made.tokens)
            denied[0].lead, denied[0].lead_spans = "", made.lead_spans
            return []
        return [] if before == self._side else [made]


def asks_for_a_side(questions: Sequence[Asked]) -> bool:
    """Whether the questions are of a side alone."""
    return bool(questions) and all(
        ((which := _WHICH.search(q.clause.text)) and _IS_IT.match(which["rest"]))
        or _ONLY_A_SIDE.match(q.clause.text)
        for q in questions
    )


def side_told(questions: Sequence[Asked], answer: Clause) -> str:
    """The side that the answer tells, where it tells nothing else; empty for none or for both."""
    asked_of = {side for q in questions for side in sides_of(q.clause.marks)} & set(OPPOSITE)
    low = answer.words()
    if any(t.is_word and t.low not in _SAID for t in answer.tokens):
        return ""
    rest = _NOT.sub(" ", answer.text).casefold()
    told = {side for side in OPPOSITE if side in rest.replace(",", " ").split()}
    if len(told) > 1:
        return ""
    if told:
        return told.pop()
    denied = {side for side in OPPOSITE if side in low}
    one = next(iter(denied or asked_of), "") if len(denied or asked_of) == 1 else ""
    if "other" in low or denied:
        return OPPOSITE.get(one, "")
    return one if YES.match(answer.text) and len(low) <= 2 else ""


def stated_side(questions: Sequence[Asked], side: str, place: str) -> str:
    """The patient's words for it: `it's my left knee`, `my left knee hurts`."""
    which = next((m for q in questions if (m := _WHICH.search(q.clause.text))), None)
    named = [m for q in questions for m in q.clause.marks if m.of("joint", "part")]
    parts = {
        " ".join(t.low for t in q.clause.tokens[m.start : m.end])
        for q in questions
        for m in q.clause.marks
        if m in named
    } - {"one", "side"}
    part = parts.pop() if len(parts) == 1 else "" if parts else place
    if which is not None and (how := _HURTS.match(which["rest"])):
        verb = how["how"].casefold()
        said = verb if verb.startswith(("hurt", "bother")) and verb.endswith("s") else f"is {verb}"
        return f"my {side} {part or 'side'} {said}"
    return f"it is my {side} {part or 'side'}"
