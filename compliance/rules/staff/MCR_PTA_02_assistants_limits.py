"""An assistant may not write this note.

Assistants do not evaluate, set or change the plan of care, or write progress reports, recertifications or
discharge notes.

Anti-pattern: A progress report by a PTA.
Best practice: The therapist writes the report; the assistant adds measurements.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D and §230.1 [V]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    words = set(re.findall(r"[A-Z]+", ctx.encounter.therapist.credentials.replace(".", "").upper()))
    if "PTA" in words and not words & {"PT", "DPT", "MPT", "MSPT", "MD", "DO"}:
        yield Hit(
            detail=(
                f"The {ctx.note_type} note is by a person whose credentials are "
                f"{ctx.encounter.therapist.credentials!r}."
            ),
            suggestion="A physical therapist writes and signs this note.",
        )


RULE = Rule(
    id="MCR-PTA-02",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"evaluation", "progress", "discharge"}),
    fails=(
        Example(
            "a progress report by an assistant",
            "{encounter: {visit: {note_type: progress}, therapist: {credentials: PTA}}}",
        ),
    ),
    passes=(
        Example(
            "a report by the therapist",
            "{encounter: {visit: {note_type: progress}}}",
        ),
    ),
)
