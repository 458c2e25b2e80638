"""An assistant's note judges why progress did or did not occur.

Assistants report measurements and observations; the reasons and the prognosis are the clinician's.

Anti-pattern: By a PTA: "Plateaued because of poor potential."
Best practice: By a PTA: "Berg 46, was 41; two losses of balance when turning."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (assistant's part in progress reports) [V]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import phrases_in

_JUDGES = (r"because", r"due to", r"prognosis", r"potential", r"expected to", r"caused by", r"secondary to")


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    words = set(re.findall(r"[A-Z]+", ctx.encounter.therapist.credentials.replace(".", "").upper()))
    if "PTA" not in words or words & {"PT", "DPT"}:
        return
    for statement in ctx.note.section("A"):
        for match in phrases_in(statement.text, _JUDGES):
            yield Hit(
                detail=f"An assistant's assessment gives a reason or prognosis ({match.group(0)!r}).",
                where=statement.id,
                evidence=statement.evidence,
                suggestion="Keep to what was measured and seen; the therapist adds the judgement.",
            )
            break


RULE = Rule(
    id="MCR-PR-03",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a reason",
            '{encounter: {therapist: {credentials: PTA}}, note: ["A: Plateaued because of poor effort."]}',
        ),
    ),
    passes=(
        Example(
            "what was seen",
            '{encounter: {therapist: {credentials: PTA}}, note: ["A: Two losses of balance when turning."]}',
        ),
    ),
)
