"""The diagnosis names the other side than the record or the dictation.

A claim for the right shoulder with treatment of the left one is denied, and the wrong limb may be treated.

Anti-pattern: M75.41 (right shoulder), and a left shoulder examined and treated.
Best practice: The diagnosis is corrected with the referrer before the claim goes out.
Source: ICD-10-CM Official Guidelines I.B.13 (laterality) [U]; sides from the official descriptors [V]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.rules import icd10
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.body import other, region_of, sides_in
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.laterality import recorded_side, spoken_elsewhere
from compliance.rules.papers import papers_say_otherwise


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    episode = ctx.encounter.episode
    for diagnosis in episode.diagnoses:
        descriptor = icd10.descriptor_of(diagnosis)
        side, part = icd10.side_of(diagnosis), region_of(descriptor)
        labelled = icd10.side_of_text(diagnosis.label)
        if labelled in ("left", "right") and other(labelled) == side:
            yield Hit(
                detail=f"{diagnosis.icd10} is a {side} code, and its label in the record says {labelled}.",
                suggestion="Correct the code or the label in episode.diagnoses.",
            )
        if part and part != region_of(episode.region):
            continue
        if side in ("left", "right") and episode.side == other(side):
            yield Hit(
                detail=f"{diagnosis.icd10} is a {side} code; episode.side is {episode.side}.",
                suggestion="Correct the code or episode.side in the visit record.",
            )
    surgery = episode.surgery
    operated = icd10.side_of_text(surgery.procedure) if surgery else "none"
    if operated in ("left", "right") and episode.side == other(operated):
        yield Hit(
            detail=f"The operation in the record is on the {operated}; episode.side is {episode.side}.",
            suggestion="Correct episode.side or the operation's title.",
        )
    yield from _goals_of_the_other_side(ctx)
    yield from papers_say_otherwise(ctx)
    against = spoken_elsewhere(ctx)
    if against:
        side = recorded_side(ctx)
        yield Hit(
            detail=(
                f"The record says {side}; complaints and treatment were dictated for the {other(side)} only."
            ),
            evidence=evidence_of(against[:4]),
            suggestion=(
                "Ask which side is treated; then correct the record and the referral, or the dictation."
            ),
        )


_BESIDE = re.compile(
    r"\b(?:of|than|versus|vs\.?|as|with|to|against|from)(?: on)? (?:the |her |his )?(?:other|sound|"
    r"good|uninvolved|"
    r"unaffected)?\s?(?:left|right)\b(?! (?:hand|foot|arm|leg|knee|hip|shoulder|ankle|wrist|elbow|side) "
    r"(?:to|in|at|by|for|without|with)\b)",
    re.IGNORECASE,
)
"""`85 percent of left`: the side that the treated one is held against."""


def _goals_of_the_other_side(ctx: RuleContext) -> Iterator[Hit]:
    """The record's own goals and measures speak of the other side only."""
    side, plan = recorded_side(ctx), ctx.encounter.plan_of_care
    texts = [t for goal in plan.goals for t in (goal.text, goal.measure)] if plan else []
    texts += [m.name for m in ctx.encounter.history.last_measures]
    named = {s for t in texts for s in sides_in(_BESIDE.sub(" ", t))}
    if side != "none" and named == {other(side)}:
        yield Hit(
            detail=f"The record says {side}; all its goals and measures that name a side say {other(side)}.",
            suggestion="Correct the code and episode.side, or the goals of the plan of care.",
        )


RULE = Rule(
    id="ICD-LAT-02",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "the code's side against the record",
            "{encounter: {episode: {diagnoses: [{icd10: M17.12}], side: right}}}",
        ),
        Example(
            "positive on the other side, negative on the code's",
            "{encounter: {episode: {region: vestibular, side: right, diagnoses: [{icd10: H81.11}]}}, "
            "facts: [{kind: special_test, name: Dix-Hallpike, phrase: Dix-Hallpike left positive, "
            "result: positive, side: left}, {kind: special_test, name: Dix-Hallpike, phrase: right "
            "negative, result: negative, polarity: negative, side: right}]}",
        ),
    ),
    passes=(
        Example(
            "everything on one side",
            "{facts: [{kind: pain, value: 3, side: right, body_part: knee}]}",
        ),
        Example(
            "positive on the code's side",
            "{encounter: {episode: {region: vestibular, side: right, diagnoses: [{icd10: H81.11}]}}, "
            "facts: [{kind: special_test, name: Dix-Hallpike, phrase: Dix-Hallpike right positive, "
            "result: positive, side: right}, {kind: special_test, name: Dix-Hallpike, phrase: left "
            "negative, result: negative, polarity: negative, side: left}]}",
        ),
    ),
)
