"""A score or timed test named first, its value in a later sentence: `Your Oswestry. … That comes to 34.`"""

from __future__ import annotations

import re
from typing import Final

from agent.late import late
from agent.understanding.clauses import Clause
from agent.understanding.decimals import tenth_said
from agent.understanding.examparts import has_digit
from agent.understanding.marks import MEASURES, Mark
from agent.understanding.phrases import words
from agent.understanding.tokens import join

_NEXT_TURNS: Final = 3
_WHOLE: Final = words("talk_tests_of_nobody's_side")
"""Tests of the whole patient: of those of a leg, the side would have to be known as well."""
_TIMED: Final = words("talk_tests_in_seconds")
_VALUE: Final = late(
    r"^(?:(?:okay|so|and|well|good|great|nice|phew|that|that's|this|it|it's|you|you're|comes|came|makes|"
    r"made|adds|"
    r"works|worked|totals?|got|get|scored?|did|is|was|to|at|out|up|as|i|make|have|had|gives?|us|me|today|"
    r"now|exactly|"
    r"about|a|an|the|your|time|number|yep|done|stop|there|puts|reads|says|in|we|call|,) ?)*"
    r"-?\d[\d.]*(?:/\d+| out of \d+)?(?: ?%| points?| seconds?| meters?| feet| stands?| times| reps)?"
    r"(?: today| now| altogether| in total|, (?:was|it was|you were|up from|down from|last) .*)?$",
    re.IGNORECASE,
)
_HOW: Final = words("talk_how_it_was_taken")
_LONGEST_HOW: Final = 5
"""`Six minute walk test, with the cane`: how it was taken stands behind its name."""
_NAMED_ONLY: Final = 12


class Awaited:
    """Goes through a conversation in order and remembers the measure whose value is still to be told."""

    def __init__(self) -> None:
        self._named: Clause | None = None
        self._mark: Mark | None = None

    def heard(self, clause: Clause) -> Clause | None:
        """The clause that named the measure, where this one is its value and has got its name in front."""
        named, mark = self._named, self._mark
        if named is not None and clause.turn - named.turn > _NEXT_TURNS:
            named = None
        if clause.speaker != "THERAPIST":
            if any(map(has_digit, clause.tokens)):
                self._named = None
            return None
        measures = [m for m in clause.marks if m.of(*MEASURES) and not adds_up(clause, m)]
        if measures:
            self._named = None
            told = [t for i, t in enumerate(clause.tokens) if not _inside(measures, i) and has_digit(t)]
            if len(measures) == 1 and not told and _waits(measures[0]):
                self._named, self._mark = clause, measures[0]
            return None
        if named is None or mark is None:
            return None
        if any(m.of("exercise", "intervention", "goal") for m in clause.marks):
            self._named = None
            return None
        if not any(map(has_digit, clause.tokens)):
            return None
        self._named = None
        term = mark.of("performance")
        if term is not None and term.name in _TIMED:
            tenth_said(clause)
        if clause.question or clause.lead or not _VALUE.match(clause.text):
            return None
        first = next(i for i, t in enumerate(clause.tokens) if has_digit(t))
        clause.retokenised(clause.tokens[first:])
        how = named.tokens[mark.end :]
        words_ = [t.low for t in how if t.is_word]
        kept = how if words_ and words_[0] in _HOW and len(words_) <= _LONGEST_HOW else []
        clause.lead = f"{join([*named.tokens[mark.start : mark.end], *kept])}:"
        clause.lead_spans.append((named.start, named.end))
        return named

    @staticmethod
    def only_named(clause: Clause) -> bool:
        """Whether the clause that named the measure tells nothing else."""
        return len(clause.tokens) <= _NAMED_ONLY


def _waits(mark: Mark) -> bool:
    """Whether the measure is a score or a test that is not taken of one side."""
    term = mark.of("performance")
    return mark.of("outcome") is not None or (term is not None and term.name in _WHOLE)


def _inside(found: list[Mark], at: int) -> bool:
    return any(m.start <= at < m.end for m in found)


def adds_up(clause: Clause, mark: Mark) -> bool:
    """`Let me add it up`: no adduction."""
    behind = [t.low for t in clause.tokens[mark.end : mark.end + 1]]
    return [t.low for t in clause.tokens[mark.start : mark.end]] == ["add"] and behind[:1] in _COUNTED_UP


_COUNTED_UP: Final = (["it"], ["them"], ["that"], ["this"], ["these"], ["up"], ["those"], ["everything"])
