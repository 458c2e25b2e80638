"""Minutes were told of a treatment that was not understood.

The name of a treatment decides its code. Where it was not understood, the minutes are billed under none: the
claim lacks work that was done, or the number was no treatment time at all. Only the therapist knows.

Anti-pattern: "Ten minutes of the blue sledge" is left out of the claim in silence.
Best practice: The therapist says "therapeutic activities ten minutes", or strikes the words.
Source: Medicare Claims Processing Manual ch. 5 §20.2 (units follow the minutes of each timed code) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for told in ctx.facts.unbilled:
        words = " ".join(" ".join(span.quote.split()) for span in told.evidence)
        yield Hit(
            detail=f"{told.minutes} minutes were told whose treatment was not understood; they are not billed"
            + (f': "{words}".' if words else "."),
            where="claim",
            evidence=told.evidence,
            suggestion="Say what they were.",
        )


RULE = Rule(
    id="UNB-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "minutes of something unknown",
            '{said: "ten minutes of the blue sledge", '
            'unbilled: [{minutes: 10, said: "ten minutes of the blue sledge"}]}',
        ),
    ),
    passes=(
        Example(
            "every number of minutes found its treatment",
            '{said: "ten minutes of manual", '
            'facts: [{kind: intervention, code: "97140", minutes: 10, said: "ten minutes of manual"}]}',
        ),
    ),
)
