"""A red flag is reported and nothing is said of what was done.

Saddle numbness, fever after surgery, unexplained weight loss, chest pain: each needs a decision that
day, and the note must say who was told, when, and what was advised.

Anti-pattern: "Chills and a temperature of 101 on Sunday", and the usual plan.
Best practice: "Surgeon's office called at 10:40, patient sent to be seen today."
Source: Finucane 2020 JOSPT 50(7):350-372 (IFOMPT red flag framework) [V]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.facts import (
    RedFlagFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of

_RECENT = re.compile(
    r"\b(?:yesterday|today|tonight|night|morning|since|last (?:night|week|visit|few)|this (?:week|"
    r"morning|month)|recent\w*|ago|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|new(?:ly)?|now|past (?:few|two|three|week|month)|"
    r"january|february|march|april|may|june|"
    r"july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_ACTED = re.compile(
    r"\b(?:called|phoned|rang|notified|informed|contacted|messaged|paged|faxed|alerted|told|"
    r"spoke (?:to|with)|"
    r"sen(?:t|ding)|refer(?:red|ring)?|transferr(?:ed|ing)|advised|instructed|escorted|directed)\b[^.;\n]{0,60}"
    r"\b(?:surgeon|physician|doctor|dr|pcp|primary care|provider|md|emergency|e\.?r\.?|e\.?d\.?|"
    r"hospital|urgent care|911|office|ambulance)\b"
    r"|\b(?:called 911|same[- ]day (?:appointment|visit|referral)|emergency (?:room|"
    r"department) (?:today|now))\b",
    re.IGNORECASE,
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    flags = [f for f in ctx.all(RedFlagFact) if _active(f)]
    open_ = [f for f in flags if not f.addressed]
    if not open_ or _acted(ctx):
        return
    for name in dict.fromkeys(f.flag for f in open_):
        own = [f for f in open_ if f.flag == name]
        said = "; ".join(dict.fromkeys(f.phrase.rstrip(".") for f in own))
        yield Hit(
            detail=f"Sign of {name.replace('_', ' ')}: {said}. "
            "The dictation does not say what was done about it.",
            where=ctx.statement_of(own[0]),
            evidence=evidence_of(own),
            suggestion="Decide today; add who was told, when, and what the patient was advised.",
        )


def _active(fact: RedFlagFact) -> bool:
    if fact.polarity != "present" or fact.subject != "patient":
        return False
    said = " ".join((fact.when, fact.phrase, *(span.quote for span in fact.evidence)))
    return fact.time == "today" or (fact.time == "before" and _RECENT.search(said) is not None)


def _acted(ctx: RuleContext) -> bool:
    """Whether the therapist says that somebody was told, in words the fact did not catch."""
    spoken = [s.text for s in ctx.transcript.segments if s.speaker != "PATIENT"]
    texts = spoken + [s.text for s in ctx.statements if s.section in ("A", "P")]
    return any(not _HYPOTHETICAL.search(t[: m.start()][-60:]) for t in texts for m in _ACTED.finditer(t))


_HYPOTHETICAL = re.compile(
    r"\b(?:if|would|should|could|unless|once|when|not|never|didn't|later)\b[^.;\n]{0,50}$", re.IGNORECASE
)


RULE = Rule(
    id="RF-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "chills after surgery",
            "{facts: [{kind: red_flag, flag: infection, phrase: chills and a temperature of 101 on "
            "Sunday, time: before}]}",
        ),
    ),
    passes=(
        Example(
            "addressed",
            "{facts: [{kind: red_flag, flag: infection, phrase: fever, addressed: true}]}",
        ),
    ),
)
