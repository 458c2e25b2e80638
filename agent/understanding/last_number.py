"""A number that its speaker takes back: `Four. No, wait, that's you pushing. Three.`"""

from __future__ import annotations

from dataclasses import replace

from agent.needles import Rare
from agent.understanding.clauses import Clause

_TAKING_BACK = Rare(
    r"^(?:no|wait|actually|hang on|hold on|scratch that|sorry|correction|make that|i mean)\b"
    r"(?:,|$| wait| hang| hold| make| say| that)",
)


class LastNumber:
    """The clause whose only number may still be taken back."""

    def __init__(self) -> None:
        self._clause: Clause | None = None
        self._doubted = False

    def closed(self) -> None:
        self._clause, self._doubted = None, False

    def remembered(self, clause: Clause) -> Clause:
        """Keep the clause in mind while its number may still be taken back."""
        numbers = [t for t in clause.tokens if t.number is not None or t.low == "one"]
        self._clause = clause if len(numbers) == 1 else None
        return clause

    def mended(self, clause: Clause) -> bool:
        """`Four. No, wait, that's you pushing. Three.`: the last number stands, the rest goes."""
        last = self._clause
        if last is None:
            return False
        numbers = [t for t in clause.tokens if t.number is not None]
        takes_back = _TAKING_BACK.match(clause.text) is not None
        if takes_back and not numbers:
            self._doubted = True
            return True
        bare = len([t for t in clause.tokens if t.is_word]) <= 3
        mends = len(numbers) == 1 and (takes_back or (self._doubted and bare))
        self._doubted = False
        if mends:
            lead, spans = last.lead, last.lead_spans
            at = next(i for i, t in enumerate(last.tokens) if t.number is not None or t.low == "one")
            tokens = list(last.tokens)
            tokens[at] = replace(numbers[0], glued=tokens[at].glued)
            last.retokenised(tokens)
            last.lead, last.lead_spans = lead, [*spans, (clause.start, clause.end)]
        return mends
