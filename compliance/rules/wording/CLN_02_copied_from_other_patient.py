"""The assessment is that of another patient's note.

Identical wording between patients is boilerplate at best and a mixed-up record at worst. Shown are this
note's own sentences and which draft they stand in too; what else that draft says stays there.

Anti-pattern: One assessment for all knees of the day.
Best practice: What this patient's findings mean for this patient's function.
Source: NGS, First Coast and Palmetto articles on cloned documentation [V]; thresholds are this product's [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.clones import word_count
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if ctx.clinic_notes is None or word_count(ctx.note, ("A", "P")) < limits["words"]:
        return
    for found in ctx.clinic_notes.nearest(ctx.note, at_least=limits["warn_percent"] / 100, limit=1):
        shared = "; ".join(repr(s) for s in found.shared[:3]) or "most of the wording"
        yield Hit(
            detail=f"Assessment and plan are {found.score:.0%} those of another patient's note "
            f"(draft {found.ref}). Shared: {shared}.",
            suggestion="Write what is this patient's own: values, barrier, response, next step.",
            compared_with=found.ref,
        )


RULE = Rule(
    id="CLN-02",
    severity="warn",
    check=check,
    doc=__doc__,
    limits=(
        Limit("warn_percent", 90, 60, 100, "%"),
        Limit("words", 12, 4, 100, "words"),
    ),
    fails=(
        Example(
            "one assessment for two patients",
            '{note: ["A: Quadriceps deficit still limits stairs and squatting at work and the '
            'patient needs tactile cues."], clinic: [["A: Quadriceps deficit still limits stairs '
            'and squatting at work and the patient needs tactile cues."]]}',
        ),
    ),
    passes=(
        Example(
            "an assessment of its own",
            '{note: ["A: Extension is full now and strength on the stairs is what is left for her '
            'to gain."], clinic: [["A: Quadriceps deficit still limits stairs and squatting at '
            'work and the patient needs tactile cues."]]}',
        ),
    ),
)
