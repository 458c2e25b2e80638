"""How a statement's negations are built: what English rarely says tells of a negation put in or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from agent.drafting.support.polarity import is_negation
from agent.drafting.support.wordforms import word_list
from agent.understanding.tokens import Token

NAMES = ("double", "stray_any", "emphatic", "denied_clause", "denied_being", "no_longer", "cue_at")
"""The figures, in order."""
_LICENSE = word_list("any_licensed")
_AUXILIARIES = frozenset({"does", "did", "do"})
_SUBJECTS = frozenset({"that", "he", "she", "it", "they", "his", "her", "patient", "being"})
_BEING = frozenset({"is", "was", "are", "were"})
NEAR, FAR = 5, 30.0


def negation_grammar(tokens: Sequence[Token], denied: Sequence[bool]) -> tuple[float, ...]:
    """Counts, and how far into the statement its first negation stands (`FAR`: it has none)."""
    low = [t.low for t in tokens]
    cues = [i for i, word in enumerate(low) if is_negation(word)]
    after = [*low[1:], ""]
    return (
        float(sum(b - a <= NEAR for a, b in pairwise(cues))),
        float(_stray_any(low, denied)),
        float(sum(_is_emphatic(low, i) for i in range(len(low)))),
        float(any(low[i].startswith("den") and after[i] in _SUBJECTS for i in cues)),
        float(any(i and low[i - 1] in _BEING and after[i] in ("a", "an", "the") for i in cues)),
        float(any(low[i] == "no" and after[i] == "longer" for i in cues)),
        float(cues[0]) if cues else FAR,
    )


def _stray_any(low: Sequence[str], denied: Sequence[bool]) -> int:
    """`any` and its like where nothing denies, asks or supposes."""
    return sum(
        word in ("any", "either", "yet", "anymore")
        and not denied[i]
        and not any(w in _LICENSE or is_negation(w) for w in low[max(0, i - 10) : i])
        for i, word in enumerate(low)
    )


def _is_emphatic(low: Sequence[str], at: int) -> bool:
    """`does extend`: an auxiliary that only a negation or emphasis asks for."""
    if low[at] not in _AUXILIARIES or at + 1 >= len(low):
        return False
    following = low[at + 1]
    return following.isalpha() and not is_negation(following) and len(following) > 2 and following != "the"
