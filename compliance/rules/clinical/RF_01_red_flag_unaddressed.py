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

from agent.domain.facts import GirthFact, RedFlagFact
from agent.needles import Rare
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of, words_of
from compliance.rules.safety import somebody_was_told

_RECENT = Rare(
    r"\b(?:yesterday|today|tonight|night|morning|since|last (?:night|week|visit|few)|this (?:week|"
    r"morning|month)|recent\w*|ago|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|new(?:ly)?|now|past (?:few|two|three|week|month)|"
    r"january|february|march|april|may|june|"
    r"july|august|september|october|november|december)\b",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    flags = [f for f in ctx.all(RedFlagFact) if _active(f, ctx)]
    open_ = [f for f in flags if not f.addressed]
    calves = [] if any(f.flag == _CLOT for f in flags) else _calves_apart(ctx)
    if not (open_ or calves) or somebody_was_told(ctx):
        return
    if calves:
        yield Hit(
            detail=f"One calf is more than {_APART_CM:g} cm bigger than the other, a sign of {_CLOT}: "
            f"{calves[0].phrase.rstrip('.')}. The dictation does not say what was done about it.",
            where=ctx.statement_of(calves[0]),
            evidence=evidence_of(calves),
            suggestion="Decide today; add who was told, when, and what the patient was advised.",
        )
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


_CLOT = "dvt_pe"
_APART_CM = 3.0
"""A calf bigger than the other by more than this counts for a clot (Wells score)."""
_OTHER_CAUSE = Rare(r"\b(?:lymph\w*|hemipleg\w*|amput\w*|polio\w*|atroph\w*|lip(?:o|e)dema)\b")
"""Conditions that leave one leg bigger or smaller for good."""


def _calves_apart(ctx: RuleContext) -> list[GirthFact]:
    """Today's girths of both calves, where they are further apart than a calf's own shape explains."""
    told = ctx.encounter.episode
    if any(_OTHER_CAUSE.search(text) for text in (told.region, *(d.label for d in told.diagnoses))):
        return []
    calves = [
        f for f in ctx.today(GirthFact) if f.unit == "cm" and f.value and "calf" in words_of(f).casefold()
    ]
    if sorted(f.side for f in calves) != ["left", "right"]:
        return []  # at more than one height: which two belong together is not certain
    one, other = (f.value or 0 for f in calves)
    return calves if abs(one - other) > _APART_CM else []


_BEYOND_NIGHT_PAIN = Rare(
    r"\b(?:weight|pounds?|lbs?|kilos?|cancer|tumou?r|sweats?|lump|mass|constant|unrelent\w*|unexplained|appetite|"
    r"(?:no|any|every) position|(?:not|n't|nothing) (?:ease|relieve|change|help)\w*|months?|malignan\w*|"
    r"metasta\w*)\b",
)
"""Pain at night alone says little: it is a sign only with something else, or when nothing eases it."""


_NONE_OF_IT = re.compile(r"\bnone of (?:it|them|that|those|these)\b", re.IGNORECASE)


def _active(fact: RedFlagFact, ctx: RuleContext) -> bool:
    if fact.polarity != "present" or fact.subject != "patient":
        return False
    said = f"{fact.when} {words_of(fact)}"
    if _NONE_OF_IT.search(said):
        return False
    if fact.flag == "malignancy" and not _BEYOND_NIGHT_PAIN.search(said):
        return False
    return fact.time == "today" or (fact.time == "before" and _RECENT.search(said) is not None)


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
        Example(
            "one calf much bigger",
            "{facts: [{kind: girth, side: left, value: 40.5, phrase: Calf girth left 40.5; right 36.8.}, "
            "{kind: girth, side: right, value: 36.8, phrase: Calf girth left 40.5; right 36.8.}]}",
        ),
    ),
    passes=(
        Example(
            "addressed",
            "{facts: [{kind: red_flag, flag: infection, phrase: fever, addressed: true}]}",
        ),
        Example(
            "calves nearly alike",
            "{facts: [{kind: girth, side: left, value: 38.5, phrase: Calf girth left 38.5; right 36.8.}, "
            "{kind: girth, side: right, value: 36.8, phrase: Calf girth left 38.5; right 36.8.}]}",
        ),
        Example(
            "lymphedema of one leg",
            "{encounter: {episode: {region: knee, side: left, diagnoses: "
            "[{icd10: I89.0, label: Lymphedema}]}}, facts: [{kind: girth, side: left, value: 40.5, "
            "phrase: Calf girth left 40.5; right 36.8.}, "
            "{kind: girth, side: right, value: 36.8, phrase: Calf girth left 40.5; right 36.8.}]}",
        ),
    ),
)
