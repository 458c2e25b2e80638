"""Progress toward the goals is not assessed.

In a progress report or discharge note the clinician assesses improvement, and how far each goal is reached.
Measures alone do not say it.

Anti-pattern: New values without a word on what they mean for the goals.
Best practice: "Stair goal met; flexion 131 of 135, strength deficit still limits running."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (clinician's assessment of progress) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    AssessmentFact,
)
from agent.domain.note import Statement
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import contains, pattern_of

_PROGRESS = (
    r"progress(?!ions?\b)\w*",
    r"improv\w*",
    r"(?:goals?|goal of \d+)[^.]{0,40}\bmet",
    r"(?:not|partially|partly) met",
    r"met\b[^.]{0,30}goals?",
    r"gain(?:s|ed|ing)?",
    r"plateau\w*",
    r"declin\w*",
    r"worse\w*",
    r"unchanged",
    r"no change",
    r"slower",
    r"ahead of",
    r"behind schedule",
    r"regress\w*",
    r"achieved",
    r"on track",
    r"toward",
    r"respond(?:ing|ed|s)",
    r"(?:has|have|had)(?: not|n't)? (?:hit|reached)",
    r"reached (?:all|both|most|one|two|three|none|neither|every|each|her|his|their|the)\b[^.]{0,20}goals?",
    r"(?:moved|past|beyond|over) [^.]{0,20}measurement error",
    r"(?:big|real|clear|little|great|small|good|some|steady) changes?|changed (?:since|by|little|more)",
    r"goals?\b[^.]{0,20}\b(?:is|are|now) (?:still |very |quite |almost |nearly |about |already )?"
    r"(?:close|near|almost|nearly|half\w*|part\w*|within reach|in reach|far|open|there|done|off|out of reach|"
    r"\d+ (?:%|percent)|one third|two thirds)",
    r"nearing|(?:half ?way|close[r]?) to|short of|to go\b",
    r"(?:points?|degrees|seconds|meters) (?:more|left|up|along)",
)


_KEPT = (r"(?:same|these|those|current|new|keep(?: the)?|continue (?:with )?(?:the )?) goals?",)
"""Goals that are only kept tell of no progress."""


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    judged = [
        f
        for f in ctx.today(AssessmentFact)
        if f.about == "progress" or (f.about == "goal_status" and not contains(f.phrase, _KEPT))
    ]
    if judged or any(_assesses(s) for s in ctx.statements):
        return
    if any(contains(f.phrase, _PROGRESS) for f in ctx.all(AssessmentFact)):
        return
    yield Hit(
        detail="The assessment does not say how far the goals are reached.",
        suggestion=_suggest(ctx),
    )


def _assesses(statement: Statement) -> bool:
    """Whether a dictated statement assesses progress; what the draft computes is no therapist's judgement."""
    if statement.origin in ("computed", "record") or statement.section == "S":
        return False
    text = pattern_of(_KEPT).sub(" ", statement.text)
    return contains(text, _PROGRESS) and (statement.section == "A" or contains(text, ("goals?",)))


def _suggest(ctx: RuleContext) -> str:
    plan = ctx.encounter.plan_of_care
    goals = [g.text for g in plan.goals] if plan else []
    return "State for each goal: met, progressing or not, and why" + (
        f" ({'; '.join(goals)})." if goals else "."
    )


RULE = Rule(
    id="MCR-PR-05",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"progress", "discharge"}),
    fails=(
        Example(
            "values without judgement",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: outcome_measure, name: "
            "LEFS, value: 50}]}",
        ),
    ),
    passes=(
        Example(
            "a judged goal",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: assessment, about: "
            "goal_status, phrase: stair goal met}]}",
        ),
    ),
)
