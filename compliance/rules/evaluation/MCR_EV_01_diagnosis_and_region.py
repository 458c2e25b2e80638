"""The evaluation lacks the diagnosis or the body part.

An evaluation names the diagnosis and the specific problem, and the body part that was evaluated; onset and
former function belong to it.

Anti-pattern: An evaluation record with neither diagnosis nor region.
Best practice: "Right knee, unilateral primary osteoarthritis, since January."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.C [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    episode = ctx.encounter.episode
    for name, value in (("diagnoses", episode.diagnoses), ("region", episode.region)):
        if not value:
            yield Hit(
                detail=f"The visit record's episode.{name} is empty.",
                suggestion=f"Enter episode.{name} before the evaluation is signed.",
            )
    if episode.onset is None:
        yield Hit(
            title="The evaluation lacks the onset",
            detail="The visit record's episode.onset is empty.",
            severity="warn",
            suggestion="Enter the date of onset or of the exacerbation.",
        )


RULE = Rule(
    id="MCR-EV-01",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"evaluation"}),
    fails=(
        Example(
            "no diagnosis",
            "{encounter: {visit: {note_type: evaluation}, episode: {diagnoses: []}}}",
        ),
    ),
    passes=(
        Example(
            "all three",
            "{encounter: {visit: {note_type: evaluation}}}",
        ),
    ),
)
