"""Polarity, time and subject of a clause."""

from __future__ import annotations

import re

from agent.domain.base import Side
from agent.domain.facts import FactTime, Polarity, Subject
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.on_paper import names_on_paper
from agent.understanding.sections import Sort

_DENIED = re.compile(
    r"^(?:(?:patient|pt|he|she|they)\s+)?(?:also\s+)?(?:denies|denied|denying|reports no|"
    r"reported no|has no|has had no|had no|no\b|not\b|without|never|negative for|nothing\b)",
    re.IGNORECASE,
)
_HYPOTHETICAL = Rare(
    r"^(?:if\b|once\b|when (?:she|he|patient|stance|pain) (?:gets|reaches|is)|maybe later|"
    r"later on)|\bwould (?:go|trial|talk|add|be)\b|\bif (?:patient|she|he|they|we)\b",
)
_RELATIVE_SUBJECT = re.compile(
    r"^(?:(?:and|but|so|then)\s+)*(?:(?:patient's|his|her|my|their|the|patient reports (?:his|"
    r"her|their)|reports (?:his|her|their))\s+)?(?:\w+\s+)?"
    r"(?:mother|father|mom|dad|sister|brother|wife|husband|son|daughter|aunt|uncle|grand\w+|"
    r"cousin|niece|nephew|friend|neighbou?r|roommate|partner|boyfriend|girlfriend|fiance|"
    r"coworker)\b(?:'s)?(?!,? (?:drove|drives|brought|is driving|helps|reports|says|states|"
    r"notes))",
    re.IGNORECASE,
)
_IT_WAS_A_RELATIVE = re.compile(
    r"^(?:(?:and|but|so|no|oh)\b,?\s*)*(?:it|that|this) (?:is|was) (?:patient's|his|her|my) (?:\w+ )?"
    r"(?:mother|father|mom|mum|dad|sister|brother|wife|husband|son|daughter|aunt|uncle|grand\w+|cousin|niece|"
    r"nephew|friend|neighbou?r|partner|boyfriend|girlfriend),? "
    r"(?:(?:he|she|the \w+)\b(?! (?:says?|said|thinks?|thought|saw|sees|found|noticed|heard|told|worries|"
    r"reports?))|not (?:me|patient|him|her)\b|who (?:has|had|gets|got|lost|died|passed|was|is)\b)",
    re.IGNORECASE,
)
"""`That was my father, he passed out all the time`: asked for, and somebody else's."""
_I_HAD_ONE_WHO = Rare(
    r"^(?:(?:and|but|so|well|oh|then)\b,?\s*)*(?:i|we|patient|he|she)(?:'ve| have| has)? (?:just )?"
    r"(?:had|have|has|got|saw|see|nursed|know|knew|remember) (?:a|an|this|1|one|another|some) "
    r"(?:[\w-]+ ){1,7}?who (?:was|is|had|has|got|lost|went|came|couldn't|could not|"
    r"can't|died|ended|woke|fell)\b",
)
"""`I had a fresh laminectomy in bed four who was retaining`: whom the patient nurses, drives or knows."""
_OF_THEIR_OWN = Rare(
    r"^(?:\w+: )?(?:(?:and|but|so)\s+)*"
    r"(?:(?:patient's|her|my)\s+(?:husband|father|dad|son|brother|grandfather|uncle|boyfriend)"
    r"\s+(?:says?|reports?|states?|notes?)\s+(?:that\s+)?his|"
    r"(?:patient's|his|my)\s+(?:wife|mother|mom|daughter|sister|grandmother|aunt|girlfriend)"
    r"\s+(?:says?|reports?|states?|notes?)\s+(?:that\s+)?her)\b",
)
"""`Her husband says his knee is a six`: what relatives tell of themselves."""
_WHEN = Rare(
    r"\b(?:today|this morning|yesterday|last (?:week|month|visit|time|night|friday|monday|"
    r"tuesday|wednesday|thursday|saturday|sunday)|(?:a|one|two|three|\d+) (?:day|week|month|"
    r"year)s? ago|"
    r"(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: night|"
    r" morning)?|at (?:eval|evaluation|initial evaluation)|after(?:wards)?(?: (?:treatment|"
    r"the session|manual therapy|exercise|the \w+))?|at the end|"
    r"since (?:yesterday|last \w+|january|february|march|april|may|june|july|august|september|"
    r"october|november|december)|in (?:19|20)\d\d|next (?:visit|week|session|time))\b",
)


def polarity(text: str, sort: Sort) -> Polarity:
    """`denied` for what the patient says no to, `negative` for what was looked for and not found."""
    if _DENIED.match(text):
        return "denied" if sort in ("denial", "pain", "history", "function", "adherence") else "negative"
    return "present"


def time(text: str, sort: Sort) -> FactTime:
    if sort == "goal":
        return "goal"
    if _HYPOTHETICAL.search(text):
        return "hypothetical"
    if sort == "plan":
        return "planned"
    return "today"


def subject(text: str) -> Subject:
    told_of = (_RELATIVE_SUBJECT, _IT_WAS_A_RELATIVE, _I_HAD_ONE_WHO, _OF_THEIR_OWN)
    return "relative" if any(pattern.match(text) for pattern in told_of) else "patient"


def when(text: str) -> str:
    match = _WHEN.search(text)
    return match.group() if match else ""


def side(clause: Clause) -> Side:
    """The one side a clause speaks of; `none` for two different ones, none, or one that a paper names."""
    on_paper = names_on_paper(clause)
    sides: set[Side] = {
        t.name  # type: ignore[misc]
        for m in clause.marks
        if (t := m.of("side")) is not None and m.start not in on_paper
    }
    lead = clause.lead.split()
    if lead and lead[0] in ("left", "right"):
        sides.add(lead[0])  # type: ignore[arg-type]  # one of the two
    if len(sides) == 1:
        return sides.pop()
    return "bilateral" if sides == {"left", "right"} and " both " in f" {clause.low} " else "none"


def body_part(clause: Clause) -> str:
    return next((t.name for m in clause.marks if (t := m.of("joint", "part")) is not None), "")
