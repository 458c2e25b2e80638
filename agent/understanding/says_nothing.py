"""What is said in a conversation and tells nothing of the patient: a note is better without it.

Greetings, thanks, what comes next in the visit, talk of the software, questions that nobody marked as such,
and sentences that say of something unnamed that it is good (`lexicon/brief.yaml`). What holds a number or a
term of the field stays, and so does every answer that is told with its question.
"""

from __future__ import annotations

import re
from typing import Final

from agent.understanding.chat import clinical, instructs
from agent.understanding.clauses import Clause
from agent.understanding.in_brief import said_as
from agent.understanding.phrases import words
from agent.understanding.redflags import flags_said, speaks_of_action
from agent.understanding.sections import Sort
from agent.understanding.talksort import judges, permits

_EMPTY: Final = words("says_nothing")
"""Words that by themselves tell nothing of a patient."""
_TELLING: Final = words("says_something")
"""Kinds of terms that do."""


def says_nothing(clause: Clause, text: str, sort: Sort) -> bool:
    """Whether `text`, a clause of a conversation as a note puts it, tells nothing of the patient."""
    if clause.speaker is None or clause.lead or '"' in text:
        return False
    if any(flags_said(text)) or speaks_of_action(text):
        return False
    kinds = {t.kind for m in clause.marks for t in m.terms}
    numbered = any(c.isdigit() for c in text)
    if numbered or kinds & _TELLING:
        return clause.speaker == "THERAPIST" and not numbered and _only_announces(text)
    if said_as("social").search(text) or _only_empty(text, answers=clause.speaker == "PATIENT"):
        return True
    if clause.speaker == "PATIENT":
        return False
    if _only_announces(text) or said_as("software").search(text) or said_as("feels").match(text):
        return True
    told = clinical(clause.tokens) or judges(text) or permits(text) or instructs(text)
    return sort == "other" and not told and not said_as("beyond").search(text)


def _only_announces(text: str) -> bool:
    if said_as("asks").match(text) and not said_as("states").search(text):
        return True
    return said_as("next").match(text) is not None and said_as("beyond").search(text) is None


def _only_empty(text: str, *, answers: bool) -> bool:
    if answers and said_as("refused").match(text):
        return False
    return all(word in _EMPTY for word in re.findall(r"[a-z]+(?:'[a-z]+)?", text.casefold()))
