"""A count that nobody reaches: `Heel raises on the right: 125` was misheard, and is asked about."""

from __future__ import annotations

from typing import Final

from agent.understanding.clauses import Clause
from agent.understanding.marks import marks
from agent.understanding.measured import lead_tokens
from agent.understanding.phrases import words

_MOST: Final = 100
"""Repetitions of a movement with one's own weight that no test goes to."""
_REPEATED: Final = words("impossible_repeated")
_UNITS: Final = words("talk_clock_units") | words("openings_units") | {"pounds", "lbs", "watts"}
_TIMES: Final = frozenset(["reps", "rep", "times"])


def beyond_counting(clause: Clause) -> bool:
    """Whether a bare number is the count of repetitions of such a movement, and too large for it."""
    large = {t.text for t in clause.tokens if t.text.isdigit() and int(t.text) >= _MOST}
    if not large:
        return False
    tokens = lead_tokens(clause)
    found = marks(tokens)
    named = next((m.end for m in found if m.of("exercise", "performance")), 0)
    if not named or not _REPEATED & {t.low.rstrip("s") for t in tokens[:named]}:
        return False
    if any(m.of("intervention") for m in found) or any(t.low == "total" or " x " in t.text for t in tokens):
        return False
    counted = [i for i, t in enumerate(tokens) if i >= named and t.text in large]
    behind = [tokens[i + 1].low if i + 1 < len(tokens) else "" for i in counted]
    return any(unit not in _UNITS or unit in _TIMES for unit in behind)
