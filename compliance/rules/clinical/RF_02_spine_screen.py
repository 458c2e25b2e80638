"""A spine evaluation says nothing of red flags.

A screen for cauda equina, fracture, infection and malignancy belongs to every first contact with the
spine; its negatives are findings too.

Anti-pattern: A low back evaluation with range and palpation alone.
Best practice: "No saddle numbness, no bladder or bowel change, no weight loss, no fever."
Source: Finucane 2020 JOSPT 50(7):350-372 [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    RedFlagFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.body import region_of
from compliance.rules.context import RuleContext
from compliance.rules.text import contains

_SPINE = frozenset({"lumbar", "cervical", "thoracic"})


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    screened = ctx.all(RedFlagFact) or contains(ctx.transcript.text, (r"red[- ]flags?",))
    if region_of(ctx.encounter.episode.region) in _SPINE and not screened:
        yield Hit(
            detail=f"No red flag of the {ctx.encounter.episode.region} was asked for in the dictation.",
            suggestion=(
                "Add what was screened: saddle sensation, bladder and bowel, weight, fever, night "
                "pain, trauma."
            ),
        )


RULE = Rule(
    id="RF-02",
    severity="warn",
    check=check,
    doc=__doc__,
    note_types=frozenset({"evaluation"}),
    fails=(
        Example(
            "a back without a screen",
            "{encounter: {visit: {note_type: evaluation}, episode: {region: lumbar spine, side: "
            "none, diagnoses: [{icd10: M54.50}]}}, facts: [{kind: pain, value: 5}]}",
        ),
    ),
    passes=(
        Example(
            "asked and denied",
            "{encounter: {visit: {note_type: evaluation}, episode: {region: lumbar spine}}, facts: "
            "[{kind: red_flag, flag: cauda_equina, polarity: denied}]}",
        ),
    ),
)
