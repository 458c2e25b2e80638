"""A service is on the claim that this payer does not pay.

Hot and cold packs are bundled; unattended stimulation has a code of its own; dry needling is not covered
outside of its narrow rule.

Anti-pattern: 97014 to Medicare.
Best practice: G0283.
Source: Medicare Claims Processing Manual ch. 5; NCD 270.6 and 30.3.3 [U]; G0283 [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.codes import codes, name_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext

_NOT_COVERED = {
    "20560": "covered only for chronic low back pain under its own rule",
    "20561": "covered only for chronic low back pain under its own rule",
    "97026": "infrared is not covered",
    "97014": "Medicare takes G0283",
}


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for line in ctx.claim.lines:
        entry = codes().get(line.code)
        if line.units and entry and "medicare" in entry.bundled_by:
            yield Hit(
                detail=f"{name_of(line.code)} is bundled and pays nothing.",
                where="claim",
                severity="info",
                suggestion="Keep it in the note, and off the claim.",
            )
        elif line.units and line.code in _NOT_COVERED:
            yield Hit(
                detail=f"{name_of(line.code)}: {_NOT_COVERED[line.code]}.",
                where="claim",
                suggestion="Use the payer's code, or give the patient notice that it is not covered.",
            )


RULE = Rule(
    id="BND-01",
    severity="warn",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "dry needling",
            '{facts: [{kind: intervention, code: "20560"}]}',
        ),
    ),
    passes=(
        Example(
            "a pack without a unit",
            '{facts: [{kind: intervention, code: "97010"}, {kind: intervention, code: "97110", '
            "minutes: 20}]}",
        ),
    ),
)
