"""What is said in a conversation and tells nothing of the patient: a note is better without it.

Greetings, thanks, what comes next in the visit, talk of the software, questions that nobody marked as such,
and sentences that say of something unnamed that it is good (`lexicon/brief.yaml`). What holds a number or a
term of the field stays, and so does every answer that is told with its question.
"""

from __future__ import annotations

import re
from typing import Final

from agent.domain.note import Section
from agent.understanding.at_hand import only_announced
from agent.understanding.chat import clinical, instructs
from agent.understanding.clauses import Clause
from agent.understanding.in_brief import said_as
from agent.understanding.phrases import words
from agent.understanding.redflags import flags_said, speaks_of_action
from agent.understanding.talk_worth import least_worth, signs, worth
from agent.understanding.talksort import judges, permits

_EMPTY: Final = words("says_nothing")
"""Words that by themselves tell nothing of a patient."""
_TELLING: Final = words("says_something")
"""Kinds of terms that do."""
_COMPLAINTS: Final = frozenset(["symptom", "condition", "device", "result"])
SHORT: Final = 3
"""Words of an answer that need no verb: `Bagels, apples.`"""
_CERTAIN: Final = words("says_for_certain")
"""Kinds of terms that always have a place in a note."""


def says_nothing(clause: Clause, text: str, section: Section) -> bool:
    """Whether `text`, a clause of a conversation as a note puts it, tells nothing of the patient."""
    if clause.speaker is None or clause.lead or '"' in text:
        return False
    if only_announced(clause):
        return True
    polite = said_as("social").search(text) or _only_empty(text, answers=clause.speaker == "PATIENT")
    if polite and not _named(clause) and not _numbered(text):
        return True
    if not open_to_doubt(clause, text):
        return clause.speaker == "THERAPIST" and not _numbered(text) and _only_announces(text)
    if clause.speaker == "THERAPIST" and (
        _only_announces(text)
        or (not _named(clause) and (said_as("software").search(text) or said_as("feels").match(text)))
    ):
        return True
    return worth(text, section, named=_named(clause)) < least_worth()


def open_to_doubt(clause: Clause, text: str) -> bool:
    """Whether a clause may be left out for its words: nothing measured, treated, planned for or alarming."""
    kinds = {t.kind for m in clause.marks for t in m.terms}
    certain = _numbered(text) or kinds & _CERTAIN or any(flags_said(text)) or speaks_of_action(text)
    if clause.speaker == "PATIENT":
        complains = (
            bool(kinds & _COMPLAINTS) or clinical(clause.tokens) or text.startswith(("Patient", "Companion"))
        )
        complains = complains or len(text.split()) <= SHORT
        told = complains or said_as("answers").search(text) is not None
    else:
        orders = said_as("orders").search(text) is not None
        told = orders or judges(text) or permits(text) or instructs(text)
    return not certain and not told


def signs_of(clause: Clause, text: str, section: Section) -> dict[str, float]:
    """What `worth` weighs of a clause."""
    return signs(text, section, named=_named(clause))


def _numbered(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _named(clause: Clause) -> bool:
    return any(t.kind in _TELLING for m in clause.marks for t in m.terms)


def _only_announces(text: str) -> bool:
    if said_as("asks").match(text) and not said_as("states").search(text):
        return True
    return said_as("next").match(text) is not None and said_as("beyond").search(text) is None


def _only_empty(text: str, *, answers: bool) -> bool:
    if answers and said_as("refused").match(text):
        return False
    return all(word in _EMPTY for word in re.findall(r"[a-z]+(?:'[a-z]+)?", text.casefold()))
