"""A therapist's question that the recogniser wrote without its sign: `have you had any chest pain`.

Kept as a statement it would record what was only asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.clauses import Clause

_QUESTION: Final = re.compile(
    r"^(?:(?:and|so|but|or|okay|ok|well|now|alright|all right|good|great|then|um|uh|yeah|i mean|also),? )*"
    r"(?:(?:do|does|did|have|has|had|are|were|was|is|would) "
    r"(?:you|your|he|she|they|there any|it (?:hurt|bother|feel))\b|"
    r"any (?:\w+ ){0,3}"
    r"(?:pain|numbness|tingling|weakness|fevers?|chills|nausea|dizziness|swelling|questions?)"
    r"(?: \w+){0,4}$|"
    r"how(?: are| about| long| often| many| much| far| bad|'s| is| have| has| did| do| does| was| were)\b|"
    r"what(?: about| kind| happened| happens| brings| makes)\b|"
    r"what(?:'s| is| are| did| do| does| was| were| have) (?:you|your|the|it|that|going)\b|"
    r"when (?:did|do|does|was|is|are) (?:you|your|it|that|the)\b|"
    r"where (?:is|are|does|do|did|'s) (?:you|your|it|that|the)\b)",
    re.IGNORECASE,
)
_TELLS: Final = re.compile(
    r"\b(?:you should|i want|we will|i will|i would|let's|we'll|i'll|i'd)\b", re.IGNORECASE
)
"""What is asked with its answer, or with what follows from it, is no mere question."""


def mark_questions(said: Sequence[Clause]) -> None:
    """Call questions what their wording shows to be ones."""
    for clause in said:
        if clause.speaker == "THERAPIST" and not clause.question and _asks(clause):
            clause.question = True


def _asks(clause: Clause) -> bool:
    return _QUESTION.match(clause.text) is not None and _TELLS.search(clause.text) is None
