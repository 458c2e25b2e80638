"""No treatment is described.

A note must identify each intervention and modality that was given and billed, in words that a coder can
set beside the code.

Anti-pattern: "Seen for 30 minutes."
Best practice: "Therapeutic exercise: heel slides, straight leg raise 2 x 10."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E; APTA Center for Integrity, common payer complaints [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    ExerciseFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    done = [f for f in ctx.today(ExerciseFact) if not f.home]
    if not ctx.treatments and not done:
        yield Hit(
            detail="The dictation names no treatment and no exercise of this visit.",
            suggestion="Ask what was done: exercise and dose, manual technique, modality, education.",
        )


RULE = Rule(
    id="MCR-TN-02",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"daily", "progress"}),
    fails=(
        Example(
            "only a complaint",
            "{facts: [{kind: pain, value: 4}]}",
        ),
    ),
    passes=(
        Example(
            "an exercise with its dose",
            "{facts: [{kind: exercise, name: bridge, sets: 2, reps: 10}]}",
        ),
    ),
)
