"""The note repeats an earlier note of this patient.

Notes worded exactly like or similar to earlier entries are read as cloned: payers treat them as lack of
medical necessity and take payments back.

Anti-pattern: The assessment and plan of last week, word for word, with the same values.
Best practice: What is different today: a value, a response, a change of dose.
Source: NGS, First Coast and Palmetto articles on cloned documentation [V]; thresholds are this product's
    [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.clones import likeness, word_count
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    block, warn = limits["block_percent"] / 100, limits["warn_percent"] / 100
    for earlier in reversed(ctx.earlier_notes[-int(limits["notes"]) :]):
        judged = likeness(ctx.note, earlier.note, ("A", "P"))
        if judged.score >= warn and word_count(ctx.note, ("A", "P")) >= limits["words"]:
            yield Hit(
                detail=f"Assessment and plan are {judged.score:.0%} the note of {earlier.on}. "
                f"Shared: {_shown(judged.shared)}",
                severity="block" if judged.score >= block else "warn",
                compared_with=earlier.ref,
                suggestion="Say what is different today: values, response, what you changed and why.",
            )
        told = likeness(ctx.note, earlier.note, ("S",))
        if told.score >= block and word_count(ctx.note, ("S",)) >= limits["words"]:
            yield Hit(
                title="The subjective part repeats an earlier note",
                detail=(
                    f"Subjective is {told.score:.0%} the note of {earlier.on}. Shared: {_shown(told.shared)}"
                ),
                severity="warn",
                suggestion="Add what the patient said today.",
                compared_with=earlier.ref,
            )
    found = [likeness(ctx.note, e.note, ("O",)).score for e in ctx.earlier_notes[-2:]]
    if len(found) == 2 and min(found) >= 0.999 and word_count(ctx.note, ("O",)) >= limits["words"]:
        yield Hit(
            title="All objective values are those of the last two notes",
            detail="Objective has not changed in a single value over three visits.",
            severity="warn",
            compared_with=ctx.earlier_notes[-1].ref,
            suggestion="Measure again, or say that it was not measured today.",
        )


def _shown(sentences: tuple[str, ...]) -> str:
    return "; ".join(repr(s) for s in sentences[:3]) or "most of the wording."


RULE = Rule(
    id="CLN-01",
    severity="block",
    check=check,
    doc=__doc__,
    limits=(
        Limit("block_percent", 90, 60, 100, "%"),
        Limit("warn_percent", 80, 50, 100, "%"),
        Limit("notes", 3, 1, 20, "notes"),
        Limit("words", 10, 4, 100, "words"),
    ),
    fails=(
        Example(
            "last week's assessment",
            '{note: ["A: Quadriceps deficit still limits stairs and squatting at work today.", "P: '
            'Next visit add step downs of six inches and recheck the lag."], earlier: [{note: ["A: '
            'Quadriceps deficit still limits stairs and squatting at work today.", "P: Next visit '
            'add step downs of six inches and recheck the lag."]}]}',
        ),
    ),
    passes=(
        Example(
            "another assessment",
            '{note: ["A: Extension is full now; strength on stairs is what is left to gain."], '
            'earlier: [{note: ["A: Quadriceps deficit still limits stairs and squatting at '
            'work."]}]}',
        ),
    ),
)
