"""The dictation speaks of the other side in one place.

One slip of the tongue puts a finding on the wrong limb. Where the rest of the visit speaks of one side,
a single complaint, measure or treatment of the other needs a question before it is signed.

Anti-pattern: Left leg pain throughout, then "right leg pain was six afterwards".
Best practice: The therapist confirms which leg, and the statement is corrected.
Source: Joint Commission Universal Protocol (laterality) [U]; design of this product
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.facts import (
    AssessmentFact,
    BaseFact,
    InterventionFact,
    PainFact,
    RomFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.body import other, sides_in
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.laterality import in_region, recorded_side, spoken_elsewhere

_COMPARED = re.compile(
    r"\b(?:compar\w+|other (?:side|knee|leg|hip|shoulder|arm|ankle|hand|foot)|uninvolved|"
    r"unaffected|contralateral|normal|full|fine|good|okay|ok|"
    r"never|not bothering|no problems?|perfect|old|years ago|in (?:19|20)\d\d|also|too|as well|"
    r"new|both|bilateral\w*|versus|vs)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\b(?:after|afterwards?|following|post|end|now)\b", re.IGNORECASE)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    side = recorded_side(ctx)
    if side == "none" or spoken_elsewhere(ctx):
        return  # All on the other side: the rule on the diagnosis speaks.
    for fact in ctx.present:
        if fact.side == other(side) and _slip(ctx, fact):
            yield Hit(
                detail=f"The record and the rest of the visit say {side}; here {other(side)} was said.",
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion=f"Listen to it: {side} or {other(side)}? Then correct the statement.",
            )


def _slip(ctx: RuleContext, fact: BaseFact) -> bool:
    """Whether a fact of the other side stands where only the affected side makes sense."""
    said = " ".join((fact.phrase, *(span.quote for span in fact.evidence)))
    if _COMPARED.search(said) or not in_region(fact, ctx.encounter.episode.region):
        return False
    twins = [f for f in ctx.present if f.side == fact.side and type(f) is type(fact) and f.id != fact.id]
    if isinstance(fact, PainFact):
        after = _AFTER.search(f"{fact.when} {fact.activity}")
        return bool(after and fact.value) and not any(
            in_region(t, ctx.encounter.episode.region) for t in twins
        )
    if isinstance(fact, InterventionFact):
        return bool(fact.minutes or fact.code == "97140")
    if isinstance(fact, RomFact):
        return _tracked(ctx, fact) and not any(_same_motion(fact, f) for f in ctx.today(RomFact))
    if isinstance(fact, AssessmentFact):
        return fact.about in ("progress", "limitation", "skilled_need")
    return False


def _same_motion(fact: RomFact, twin: RomFact) -> bool:
    return twin.side == other(fact.side) and (twin.joint, twin.motion) == (fact.joint, fact.motion)


def _tracked(ctx: RuleContext, fact: RomFact) -> bool:
    """Whether the episode tracks this motion on its own side, so that this visit's value is wanted there."""
    plan = ctx.encounter.plan_of_care
    names = [m.name for m in ctx.encounter.history.last_measures] + (
        [g.measure for g in plan.goals] if plan else []
    )
    return any(
        fact.joint.casefold() in n.casefold()
        and fact.motion.casefold() in n.casefold()
        and fact.side not in sides_in(n)
        for n in names
    )


RULE = Rule(
    id="LAT-02",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "pain afterwards on the other leg",
            "{facts: [{kind: pain, value: 4, side: right, body_part: knee}, {kind: pain, value: 6, "
            "side: left, body_part: knee, when: afterwards}]}",
        ),
    ),
    passes=(
        Example(
            "one side throughout",
            "{facts: [{kind: pain, value: 4, side: right, body_part: knee}, {kind: pain, value: 2, "
            "side: right, body_part: knee, when: afterwards}]}",
        ),
    ),
)
