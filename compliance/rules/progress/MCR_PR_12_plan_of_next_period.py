"""The report does not say how treatment goes on.

A progress report holds the plan for continuing treatment: go on, change, or discharge, with changes of goals.

Anti-pattern: A report that ends with the assessment.
Best practice: "Continue two a week for six weeks, add loaded step-downs; goals unchanged."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (plans for continuing treatment) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    PlanFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import contains

_GOES_ON = (
    r"continu\w*", r"keep\w*", r"go(?:es|ing)? on", r"carry on", r"resume\w*", r"stay\w*", r"same",
    r"plan\w*", r"once", r"twice", r"(?:\d+|two|three|four|five|six) (?:times|x|visits?|sessions?|more)",
    r"weekly", r"(?:a|per|each|every|this|next) (?:visit|session|period)", r"weeks?", r"months?", r"monthly",
    r"biweekly", r"add\w*", r"progress\w*", r"advance\w*", r"begin\w*", r"start\w*", r"introduce\w*",
    r"increase\w*", r"decrease\w*", r"taper\w*", r"reduce\w*", r"wean\w*", r"transition\w*", r"shift\w*",
    r"focus\w*", r"work(?:ing)? on", r"move (?:on )?to", r"change\w*", r"modif\w*", r"discharg\w*", r"goals?",
    r"until", r"re-?(?:eval|assess|cert)\w*", r"home (?:exercise )?program\w*", r"frequency",
)  # fmt: skip
"""Words of going on, changing or ending; a call, a fax or a caution alone is no plan of the next period."""

_WILL = (
    r"(?:he|she|they|patient|we|i)(?:'ll| will) (?:be seen|come|return|be back|continue|go on|keep|see)",
)
"""A plan that is told with the judgement, or taken for one."""


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    planned = [f.phrase for f in ctx.facts.facts if isinstance(f, PlanFact)]
    planned += [s.text for s in ctx.note.section("P")]
    planned += [s.text for s in ctx.note.section("A") if contains(s.text, _WILL)]
    if not any(contains(text, _GOES_ON) for text in planned):
        yield Hit(
            detail="The dictation holds no plan for the next period.",
            suggestion="Add frequency, duration and what changes; or discharge.",
        )


RULE = Rule(
    id="MCR-PR-12",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"progress"}),
    fails=(
        Example(
            "no plan",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: outcome_measure, name: "
            "LEFS, value: 50}]}",
        ),
    ),
    passes=(
        Example(
            "a plan",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: plan, phrase: continue "
            "twice a week for six weeks}]}",
        ),
    ),
)
