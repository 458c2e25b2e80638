"""A therapist's question that the recogniser wrote without its sign: `have you had any chest pain`.

Kept as a statement it would record what was only asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.phrases import words

_QUESTION: Final = Rare(
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
)
_TELLS: Final = late(r"\b(?:you should|i want|we will|i will|i would|let's|we'll|i'll|i'd)\b", re.IGNORECASE)
"""What is asked with its answer, or with what follows from it, is no mere question."""


_LISTED: Final = late(r"^(?:(?:and|so|okay|ok|well|now),? )*any (?!time\b|way\b|\w+er\b)", re.IGNORECASE)
_TOPIC: Final = Rare(
    r"^(?:(?:and|so|okay|ok|now|then),? )+(?:the|your|that) (?:[\w'-]+ ?){1,3}"
    r"(?:\b(?:when|if|while|with|at|since|in|on|after|during) .*)?$",
)
_WHEN: Final = Rare(r"\b(?:when|if|while|since|that|after|before) (?:you|you're|it|it's|we|he|she|they)\b.*$")
_SAYS_SOMETHING: Final = late(
    r"\d|\b(?:you|he|she|we|i|they|it|that's|is|isn't|are|aren't|was|were|will|should|can|could|\w+n't|"
    r"looks?|feels?|moves?|stays?|seems?|needs?|comes?|goes|got|"
    r"normal|negative|positive|clear|fine|good|full|better|worse|stable|clean|dry|intact)\b",
    re.IGNORECASE,
)


_MATTERS: Final = words("unmarked_matters")


def mark_questions(said: Sequence[Clause]) -> None:
    """Call questions what their wording shows to be ones, or that the patient answers them."""
    for clause, following in zip_longest(said, said[1:]):
        if clause.speaker != "THERAPIST":
            continue
        if clause.question:
            _leave_open(clause)
        else:
            clause.question = (
                _asks(clause)
                or _wants_told(clause)
                or _names_only(clause, _LISTED)
                or _is_answered(clause, following)
            )


_WANTS_TOLD: Final = late(
    r"(?:^|, )(?:(?:so|and|can you|could you|go ahead and|please|why don't you) )*"
    r"(?:tell me (?:more |a (?:little|bit|little bit) (?:more )?)?about (?:it|that|this)|"
    r"tell me (?:what happened|how that (?:happened|is going|goes))|walk me through (?:it|that))$",
    re.IGNORECASE,
)
"""`The form says arm pain, tell me about that.`"""


def _wants_told(clause: Clause) -> bool:
    return _WANTS_TOLD.search(clause.text) is not None


def _leave_open(clause: Clause) -> None:
    """`On the right the knee falls in, and?`: a finding, and a pause for the patient's word."""
    tells = len(clause.tokens) >= _LEAST_TOLD and clause.tokens[-1].low in ("and", "but")
    if tells and not _QUESTION.match(clause.text):
        clause.retokenised(clause.tokens[:-1])
        clause.question = False


_LEAST_TOLD: Final = 5
_OF_THE_PATIENT: Final = Rare(
    r"^(?:(?:and|so|but|okay|then),? )*(?:you're|you've|you still|you are|you have|you) (?:\w+ )?"
    r"(?:sleeping|icing|wearing|using|taking|doing|walking|driving|resting|keeping|staying|getting|been|able|back|"
    r"off|sleep|ice|wear|use|take|do|walk|drive|rest|keep|stay|get|manage|still)\b[^,]*$",
)
_SO_IT_IS: Final = Rare(
    r"^(?:(?:oh|um|well|uh),? )*(?:yes|yeah|yep|yup|no|nope|mostly|sometimes|usually|always|never|every|only|"
    r"once|twice|\d+ times|a little|most of|not|when i|at night|daily|pretty much|right)\b",
)


def _is_confirmed(clause: Clause, following: Clause) -> bool:
    """`And you're icing it. Twice a day.`: what the therapist says of the patient's days is asked, where the
    patient's next words only say how often, or whether."""
    return (
        not any(t.text[:1].isdigit() for t in clause.tokens)
        and len(clause.tokens) <= _LONGEST_ASKED
        and len(following.tokens) <= _SHORT_ANSWER
        and _OF_THE_PATIENT.match(clause.text) is not None
        and _SO_IT_IS.match(following.text) is not None
    )


_LONGEST_ASKED: Final = 12
_SHORT_ANSWER: Final = 8


def _asks(clause: Clause) -> bool:
    return _QUESTION.match(clause.text) is not None and _TELLS.search(clause.text) is None


def _names_only(clause: Clause, opening: re.Pattern[str] | Rare) -> bool:
    """`Any double vision, slurred speech`: opens so, names things, and says nothing of them."""
    return (
        opening.match(clause.text) is not None and _SAYS_SOMETHING.search(_WHEN.sub("", clause.text)) is None
    )


def _is_answered(clause: Clause, following: Clause | None) -> bool:
    """Whether the patient's next words show that `clause` was asked."""
    if following is None or following.speaker != "PATIENT":
        return False
    return _is_confirmed(clause, following) or _raises(clause)


def _raises(clause: Clause) -> bool:
    """`And the dizziness when you roll over`, behind which the patient speaks."""
    named = any(m.of("symptom", "joint", "part") for m in clause.marks) or any(
        t.low in _MATTERS for t in clause.tokens
    )
    done = any(t.low.endswith("ed") for t in clause.tokens)  # `and the incision healed`
    return named and not done and _names_only(clause, _TOPIC)
