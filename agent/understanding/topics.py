"""`Gait.`, `Posture.`, `Right side.`: words that only announce what the next ones are about are no finding.

A bare answer behind one is led by it: `Posture. Forward head.` is `posture: forward head`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES, Kind
from agent.understanding.phrases import words
from agent.understanding.sections import has_number

_NAMES: Final[tuple[Kind, ...]] = (
    "motion", "muscle", "test", "outcome", "performance", "vital", "girth", "gait", "transfer", "joint",
    "part", "side",
)  # fmt: skip
_FOUND: Final[tuple[Kind, ...]] = (
    "result", "symptom", "palpation", "condition", "exercise", "intervention", "device", "assist",
)  # fmt: skip
_LONGEST: Final = 4
_LONGEST_ANSWER: Final = 8
_ANNOUNCING: Final = words("topics_announcing")
_ANSWERS: Final = words("topics_answers")
_BESIDE_VALUES: Final = words("openings_units") | {"left", "right", "and", "is", "on", "the", "side", "about"}


class Topics:
    """Goes through the clauses in order and remembers the topics announced last: `Grip. Right.`"""

    def __init__(self) -> None:
        self._topics: list[Clause] = []

    def announced(self, clause: Clause, following: Clause | None) -> bool:
        """Whether the clause only announces; what says something behind an announcement is led by it.

        `Swelling.` is a finding of its own, unless `following` answers it: `None today.`
        """
        topics = [t for t in self._topics if t.turn == clause.turn]
        if _only_announces(clause) or _is_answered(clause, following):
            self._topics = [*topics, clause]
            return True
        self._topics = []
        if topics and _answers(clause, topics):
            last = topics[-2:] if _only_a_side(topics[-1]) else topics[-1:]
            clause.lead = " ".join(t.text if i == 0 else t.low for i, t in enumerate(last)) + ":"
            clause.lead_spans = [(t.start, t.end) for t in last]
        return False


def _only_announces(clause: Clause) -> bool:
    if clause.speaker == "PATIENT" or clause.question or clause.lead or len(clause.tokens) > _LONGEST:
        return False
    if has_number(clause) or clause.unpunctuated or not clause.new_sentence:
        return False
    named: set[int] = set()
    for m in clause.marks:
        told = all(t.low in _ANNOUNCING for t in clause.tokens[m.start : m.end])
        if m.of(*_FOUND) and not told:
            return False
        if m.of(*_NAMES):
            named.update(range(m.start, m.end))
    return all(i in named or not t.is_word or t.low in _ANNOUNCING for i, t in enumerate(clause.tokens))


def _is_answered(clause: Clause, following: Clause | None) -> bool:
    if following is None or following.turn != clause.turn or clause.speaker is not None or clause.lead:
        return False
    looked_for = {i for m in clause.marks if m.of("symptom", "palpation") for i in range(m.start, m.end)}
    alone = bool(looked_for) and all(i in looked_for or not t.is_word for i, t in enumerate(clause.tokens))
    return alone and clause.new_sentence and following.new_sentence and _answers(following, [clause])


def _only_a_side(clause: Clause) -> bool:
    return bool(clause.marks) and all(m.of("side") for m in clause.marks)


def _answers(clause: Clause, topics: Sequence[Clause]) -> bool:
    """`Forward head.`, `Intact.`, `Left 40, right 38.`: of what, only the topic before tells."""
    named = any(m.of(*MEASURES, "goal", "intervention", "exercise") for m in clause.marks)
    if clause.lead or len(clause.tokens) > _LONGEST_ANSWER or named:
        return False
    if has_number(clause):
        measures = any(m.of(*MEASURES) for t in topics for m in t.marks)
        return measures and all(
            not t.is_word or t.text[:1].isdigit() or t.low in _BESIDE_VALUES for t in clause.tokens
        )
    return clause.tokens[0].low in _ANSWERS
