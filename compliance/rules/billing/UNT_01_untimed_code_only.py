"""Only untimed codes can be billed for this visit.

A treatment day whose claim holds nothing but modalities or group therapy rarely shows skilled one-on-one
care; modalities alone are seldom covered.

Anti-pattern: A daily note with unattended stimulation and a cold pack.
Best practice: Modalities in support of timed one-on-one treatment, whose minutes are stated.
Source: Medicare Benefit Policy Manual ch. 15 §220.2 and §230.5 (modalities) [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    ExerciseFact,
)
from compliance.billing.codes import is_evaluation, is_timed, name_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if any(is_timed(f.code) for f in ctx.treatments) or ctx.today(ExerciseFact):
        return
    plain = [c for c in ctx.claim.untimed if not is_evaluation(c)]
    if plain and len(plain) == len(ctx.claim.untimed):
        yield Hit(
            detail=f"The claim holds only {', '.join(name_of(c) for c in plain)}.",
            where="claim",
            evidence=evidence_of(f for f in ctx.treatments if f.code in plain),
            suggestion="Check whether a timed treatment was given; if not, state why skills were needed.",
        )


RULE = Rule(
    id="UNT-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "stimulation and a cold pack",
            '{facts: [{kind: intervention, code: "G0283", minutes: 15}, {kind: intervention, code: '
            '"97010"}]}',
        ),
    ),
    passes=(
        Example(
            "a modality beside exercise",
            '{facts: [{kind: intervention, code: "G0283", minutes: 10}, {kind: intervention, code: '
            '"97110", minutes: 23}]}',
        ),
    ),
)
