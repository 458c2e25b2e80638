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
from compliance.rules.body import other, region_of
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.laterality import (
    recorded_side,
    spoken_elsewhere,
)


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
    yield from _papers_say_otherwise(ctx)
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


_PAPERS = re.compile(
    r"\b(?:referral|sheet|order|script|prescription|paperwork|chart|record|diagnosis|form|papers?|"
    r"(?:doctor|surgeon|physician)(?:'s)? note|letter|portal)\b[^.?!\n]{0,25}"
    r"\b(?:says?|said|lists?|names?|has|reads?)\b[^.?!\n]{0,15}\b(left|right)\b",
    re.IGNORECASE,
)


def _papers_say_otherwise(ctx: RuleContext) -> Iterator[Hit]:
    """Somebody says that referral or chart name one side and that it is the other."""
    for found in _PAPERS.finditer(ctx.transcript.text):
        named = found[1].casefold()
        meant = other("left" if named == "left" else "right")
        around = ctx.transcript.text[max(0, found.start() - 250) : found.end() + 150]
        if re.search(
            rf"\bit(?:'s| is|s) (?:really |actually )?(?:the |her |his |my )?{meant}\b|"
            rf"\b(?:the|my) {meant} (?:one|side)\b|\bmixed (?:it|them|that|the sides) up\b|\bwrong side\b",
            around,
            re.IGNORECASE,
        ):
            yield Hit(
                detail=f"The papers are said to name the {named} side, and the {meant} one is treated.",
                evidence=(ctx.transcript.span(found.start(), found.end()),),
                suggestion="Have the referral and the diagnosis corrected before the claim goes out.",
            )
            return


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
    ),
    passes=(
        Example(
            "everything on one side",
            "{facts: [{kind: pain, value: 3, side: right, body_part: knee}]}",
        ),
    ),
)
