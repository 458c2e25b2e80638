"""No tracked measure has changed beyond measurement error.

Without change over a report period, and without a barrier or a maintenance programme that needs skills, a
reviewer finds no improvement to pay for. Lack of progress alone is no reason to stop: say why.

Anti-pattern: LEFS 41, then 44, and "continue".
Best practice: "LEFS 44, was 41, within error; held back by the fall of 3 March; dose changed to …"
Source: Medicare Benefit Policy Manual ch. 15 §220.2 (improvement, maintenance); MDC of the instrument [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    AssessmentFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.compare import earlier_value, scores_of_today
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.text import contains

_WHY = (
    r"because",
    r"due to",
    r"barrier\w*",
    r"setback\w*",
    r"held back",
    r"maintenance",
    r"maintain\w*",
    r"flare\w*",
    r"exacerbat\w*",
    r"fall|fell",
    r"surgery",
    r"comorbid\w*",
    r"prevent\w* decline",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if ctx.encounter.episode.intent == "maintenance":
        return
    pairs = []
    for score in scores_of_today(ctx):
        before = earlier_value(ctx, score.known.name)
        if score.known.mdc is not None and before is not None:
            pairs.append((score.known, before, score))
    moved = [p for p in pairs if abs(p[2].value - p[1]) >= (p[0].mdc or 0)]
    if not pairs or moved or any(contains(s, _WHY) for s in _assessed(ctx)):
        return
    shown = "; ".join(f"{k.name} {b:g} → {f.value:g} (MDC {k.mdc:g})" for k, b, f in pairs)
    yield Hit(
        detail=f"No measure changed beyond its error: {shown}.",
        evidence=evidence_of(score.fact for _, _, score in pairs),
        suggestion=(
            "Name the barrier and what changes, or the skills a maintenance programme needs, or discharge."
        ),
    )


def _assessed(ctx: RuleContext) -> list[str]:
    return [f.phrase for f in ctx.all(AssessmentFact)] + [s.text for s in ctx.note.section("A")]


RULE = Rule(
    id="MCR-MN-02",
    severity="warn",
    check=check,
    doc=__doc__,
    note_types=frozenset({"progress"}),
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "change within error",
            "{encounter: {visit: {note_type: progress}, history: {last_measures: [{name: LEFS, "
            "value: 41, date: 2026-02-24}]}}, facts: [{kind: outcome_measure, name: LEFS, value: "
            "44}]}",
        ),
    ),
    passes=(
        Example(
            "change beyond error",
            "{encounter: {visit: {note_type: progress}, history: {last_measures: [{name: LEFS, "
            "value: 41, date: 2026-02-24}]}}, facts: [{kind: outcome_measure, name: LEFS, value: "
            "52}]}",
        ),
    ),
)
