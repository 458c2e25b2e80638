"""A score's scale is not clear.

Some instruments are given raw or in percent. A comparison across scales invents or hides change.

Anti-pattern: "NDI 20, was 38 percent."
Best practice: "NDI 40 percent (20/50), was 38 percent."
Source: Young 2009; Cleland 2008; OUTCOME table: record which scale [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    OutcomeFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.instruments import instrument


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for fact in ctx.today(OutcomeFact):
        known = instrument(fact.name)
        if known is None or known.raw_high is None:
            continue
        before = [m for m in ctx.encounter.history.last_measures if instrument(m.name) is known]
        percent_before = any("%" in m.unit or "percent" in m.unit for m in before)
        raw_now = fact.scale_max == known.raw_high or fact.unit in ("raw", "points")
        percent_now = "%" in fact.unit or "percent" in fact.unit or fact.value > known.raw_high
        if percent_before and raw_now and not percent_now:
            yield Hit(
                detail=(
                    f"{known.name} {fact.value:g} of {known.raw_high:g} stands beside an earlier value "
                    "in percent."
                ),
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion=f"Give it in percent: {fact.value / known.raw_high * 100:.0f} %.",
            )
        elif not raw_now and not percent_now and fact.scale_max is None:
            yield Hit(
                detail=f"{known.name} {fact.value:g}: raw (0-{known.raw_high:g}) or percent was not said.",
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                severity="info",
                suggestion="Add the scale.",
            )


RULE = Rule(
    id="OM-04",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "raw beside percent",
            '{encounter: {history: {last_measures: [{name: NDI, value: 38, unit: "%", date: '
            "2026-02-24}]}}, facts: [{kind: outcome_measure, name: NDI, value: 20, scale_max: 50}]}",
        ),
    ),
    passes=(
        Example(
            "percent beside percent",
            '{encounter: {history: {last_measures: [{name: NDI, value: 38, unit: "%", date: '
            '2026-02-24}]}}, facts: [{kind: outcome_measure, name: NDI, value: 30, unit: "%"}]}',
        ),
    ),
)
