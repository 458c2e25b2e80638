"""A code is billed that the note does not describe.

Each billed line must be matched by an intervention in the note. A line without one is a service that
the record does not support.

Anti-pattern: 97140 on the claim, and no manual technique in the note.
Best practice: Each line of the claim comes from a treatment that was dictated.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.codes import name_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext

_SAME = frozenset({"97014", "G0283"})


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    given = {f.code for f in ctx.treatments}
    given |= _SAME if given & _SAME else frozenset()
    for code in dict.fromkeys(line.code for line in ctx.claim.lines):
        if code not in given:
            yield Hit(
                detail=f"{name_of(code)} is on the claim; no such treatment was dictated.",
                where="claim",
                suggestion=f"Remove {code} from the claim, or add what was done to the note.",
            )


RULE = Rule(
    id="MCR-TN-03",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a line from nowhere",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}], claim: {lines: [{code: '
            '"97140", units: 1}]}}',
        ),
    ),
    passes=(
        Example(
            "a line from a dictated treatment",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}]}',
        ),
    ),
)
