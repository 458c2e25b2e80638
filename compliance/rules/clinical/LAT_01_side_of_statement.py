"""A statement names the other side than its evidence.

A note that moves a finding to the other limb can lead to treatment of the wrong one.

Anti-pattern: "Left knee flexion 105 degrees" where the right knee was dictated.
Best practice: Each statement carries the side that was said.
Source: Joint Commission Universal Protocol (laterality) [U]; design of this product
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.finding import Mend
from agent.domain.note import Statement
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.body import other, sides_in
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    by_id = {f.id: f for f in ctx.facts.facts}
    for statement in ctx.statements:
        said = {by_id[i].side for i in statement.fact_ids if i in by_id} - {"none"}
        said |= {s for span in statement.evidence for s in sides_in(span.quote)}
        if "bilateral" in said or len(said) != 1:
            continue
        (side,) = said
        named = sides_in(statement.text)
        if other(side) in named and side not in named:
            yield Hit(
                detail=f"{statement.section}: the statement says {other(side)}, its evidence says {side}.",
                where=statement.id,
                evidence=statement.evidence,
                suggestion=f"Change {other(side)} to {side}.",
                mend=_mend(statement, side),
            )


def _mend(statement: Statement, side: str) -> Mend:
    wrong = "left" if side == "right" else "right"
    text = statement.text.replace(wrong, side).replace(wrong.capitalize(), side.capitalize())
    return Mend(label=f"Change to {side}", action="replace", statement_id=statement.id, text=text)


RULE = Rule(
    id="LAT-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "sides swapped",
            "{facts: [{kind: rom, joint: knee, motion: flexion, body_part: knee, to_value: 105, "
            'side: right}], note: [{section: O, text: "Left knee flexion 105 degrees.", fact_ids: '
            "[f1]}]}",
        ),
    ),
    passes=(
        Example(
            "the side that was said",
            "{facts: [{kind: rom, joint: knee, motion: flexion, body_part: knee, to_value: 105, "
            'side: right}], note: [{section: O, text: "Right knee flexion 105 degrees.", fact_ids: '
            "[f1]}]}",
        ),
    ),
)
