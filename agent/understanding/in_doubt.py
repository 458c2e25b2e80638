"""An answer that its speaker is not sure of: `Four times a week?`"""

from __future__ import annotations

from agent.understanding.clauses import Clause
from agent.understanding.phrases import words


def answers_in_doubt(clause: Clause) -> bool:
    """`Four times a week?`: an answer that its speaker is not sure of, and no question."""
    low = clause.words()
    if "you" in low or "your" in low:
        return False
    tells = low[0] in _TELLS and not _MAY & set(low[:_FIRST])
    if tells and (len(low) > _BRIEF or low[1:2] == ["my"]):
        return True
    return low[0] not in _ASKS and len(low) <= _BRIEF


_BRIEF, _FIRST = 9, 6
_TELLS = frozenset(
    ["it's", "i", "i'm", "i've", "my", "the", "since", "about", "around", "on", "in", "at", "under"]
)
_MAY = frozenset(["can", "could", "should", "will", "would", "may", "might", "must", "have", "need", "i'll"])
"""`I should keep the sling on, even at night?` does ask."""
_ASKS = words("talk_asks")
