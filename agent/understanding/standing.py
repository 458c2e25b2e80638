"""`Now stand on your left leg.`: what a therapist tells the patient to do, called by the name of the test."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_ON_ONE_LEG: Final = re.compile(
    r"^(?:(?:now|and|okay|then|good|next|please|can you|try to|let's|let me see you|,) ?)*"
    r"(?:stand|standing|balance|balancing)(?: up)? on (?:just |only )?(?:the |your |one )?"
    r"(?P<side>left|right)?"
    r"(?: ?(?:leg|foot|one|side))?(?: only| alone)?"
    r"(?P<how>,? (?:and |with )?(?:eyes (?:open|closed)|no hands))?"
    r"(?: for me| please)?$",
    re.IGNORECASE,
)


def named_tests(said: Sequence[Clause]) -> None:
    """Put the test's name in place of the therapist's words where they describe nothing else."""
    for clause in said:
        match = _ON_ONE_LEG.match(clause.text) if clause.speaker == "THERAPIST" else None
        if match is None or not (match["side"] or "leg" in clause.low or "foot" in clause.low):
            continue
        name = ["single", "leg", "stance", *(match["side"] or "").split(), *_how(match)]
        clause.retokenised(
            [Token(w, clause.start, clause.end, glued=w == ",", low=w.casefold()) for w in name]
        )


def _how(match: re.Match[str]) -> list[str]:
    told = (match["how"] or "").strip(" ,").split()
    return [",", *(w for w in told if w not in ("and", "with"))] if told else []
