"""A diagnosis is spoken of without the test that would show it.

Radiculopathy asks for a screen of strength, sensation and reflexes, and for their values at each report.

Anti-pattern: "Radiculopathy" at evaluation, and no myotome, dermatome or reflex.
Best practice: "L5 myotome 4, sensation intact, ankle reflex 2+; straight leg raise positive at 40 degrees."
Source: JOSPT low back and neck pain guidelines (neurological examination) [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    AssessmentFact,
    SpecialTestFact,
    StrengthFact,
)
from compliance.rules import icd10
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, words_of
from compliance.rules.text import contains

_NERVE = (r"radicul\w*", r"sciatica")
_SCREEN = (
    r"reflex\w*",
    r"myotom\w*",
    r"dermatom\w*",
    r"sensation",
    r"sensory",
    r"light touch",
    r"straight leg raise",
    r"SLR",
    r"slump",
    r"spurling\w*",
    r"ultt\w*",
    r"neuro(?:logical)? (?:screen|exam)\w*",
    r"strength",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    labels = [f"{d.label} {icd10.descriptor_of(d)}" for d in ctx.encounter.episode.diagnoses]
    named = any(contains(label, _NERVE) for label in labels)
    named = named or any(contains(f.phrase, _NERVE) for f in ctx.today(AssessmentFact))
    tested = any(isinstance(f, StrengthFact | SpecialTestFact) for f in ctx.facts.facts) or any(
        contains(words_of(f), _SCREEN) for f in ctx.facts.facts
    )
    if named and not tested:
        yield Hit(
            detail="A nerve root is named; no strength, sensation, reflex or tension test was dictated.",
            suggestion="Add the neurological screen with its values.",
        )


RULE = Rule(
    id="ST-01",
    severity="warn",
    check=check,
    doc=__doc__,
    note_types=frozenset({"evaluation", "progress"}),
    fails=(
        Example(
            "radiculopathy without a screen",
            "{encounter: {visit: {note_type: evaluation}, episode: {region: lumbar spine, side: "
            "left, diagnoses: [{icd10: M54.16}]}}, facts: [{kind: pain, value: 5}]}",
        ),
    ),
    passes=(
        Example(
            "a reflex",
            "{encounter: {visit: {note_type: evaluation}, episode: {region: lumbar spine, side: "
            "left, diagnoses: [{icd10: M54.16}]}}, facts: [{kind: history, phrase: ankle reflex "
            "absent on the left}]}",
        ),
    ),
)
