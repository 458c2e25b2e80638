"""A change is called meaningful that lies within the measure's error.

A change below the minimal detectable change may be chance; where an instrument has none, a change called
clinically meaningful is held against the smallest that patients notice.

Anti-pattern: "Significant improvement, LEFS 44, was 41."
Best practice: "LEFS 44, was 41: within measurement error (MDC 9)."
Source: MDC of the instrument, as named in the table of outcome measures [V, U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.compare import earlier_value, scores_of_today
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.text import contains

_CLAIM = (
    r"significant\w*",
    r"meaningful\w*",
    r"clinically (?:important|relevant)",
    r"real change",
    r"substantial\w*",
    r"great(?:ly)?",
    r"marked(?:ly)?",
    r"excellent",
    r"much (?:better|improved)",
)

_NOTICED = (r"clinically\b", r"meaningful\w*")
"""Claims more than a change beyond chance: one that matters to the patient."""


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for score in scores_of_today(ctx):
        fact, known, before = score.fact, score.known, earlier_value(ctx, score.known.name)
        least, name = (known.mdc, "MDC") if known.mdc is not None else (known.mcid, "MCID")
        if least is None or before is None or abs(score.value - before) >= least:
            continue
        what = "within its error" if name == "MDC" else "less than patients notice"
        for statement in ctx.statements:
            names = (known.name.casefold(), fact.name.casefold(), *known.names)
            near = fact.id in statement.fact_ids or any(n in statement.text.casefold() for n in names)
            if near and contains(statement.text, _CLAIM if name == "MDC" else _NOTICED):
                yield Hit(
                    detail=(f"{known.name} {before:g} → {score.value:g} is {what} ({name} {least:g})."),
                    where=statement.id,
                    evidence=evidence_of(fact) or statement.evidence,
                    suggestion="Give both values and leave the judgement out, or name what else has changed.",
                )


RULE = Rule(
    id="OM-03",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "three points called significant",
            "{facts: [{kind: outcome_measure, name: LEFS, value: 44}], encounter: {history: "
            '{last_measures: [{name: LEFS, value: 41, date: 2026-02-24}]}}, note: ["A: Significant '
            'improvement in LEFS."]}',
        ),
    ),
    passes=(
        Example(
            "a change beyond error",
            "{facts: [{kind: outcome_measure, name: LEFS, value: 52}], encounter: {history: "
            '{last_measures: [{name: LEFS, value: 41, date: 2026-02-24}]}}, note: ["A: Significant '
            'improvement in LEFS."]}',
        ),
    ),
)
