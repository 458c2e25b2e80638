"""Somebody who took part in treatment is not named in the note.

The treatment note lists each person who contributed to the services of the day.

Anti-pattern: The assistant's gait training in the note as if the therapist had given it.
Best practice: "Gait training by the PTA."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E (identification of each contributor) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    BaseFact,
    ContributorFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.text import contains

_NAMED = {
    "PTA": (r"PTA", r"assistant"),
    "student": (r"students?", r"SPT"),
    "aide": (r"aides?", r"techs?", r"technician"),
}


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    took_part: dict[str, list[BaseFact]] = {}
    for fact in ctx.treatments:
        if fact.by != "PT":
            took_part.setdefault(fact.by, []).append(fact)
    for person in ctx.today(ContributorFact):
        if person.role in _NAMED:
            took_part.setdefault(person.role, []).append(person)
    if not ctx.note.statements:
        return
    for role, facts in took_part.items():
        if not any(contains(s.text, _NAMED[role]) for s in ctx.statements):
            yield Hit(
                detail=f"A {role} took part in treatment; the note does not say so.",
                evidence=evidence_of(facts),
                suggestion=f"Name the {role} and what they did in the Objective section.",
            )


RULE = Rule(
    id="MCR-REC-03",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "the assistant is left out",
            '{facts: [{kind: intervention, code: "97116", minutes: 12, by: PTA}], note: ["O: Gait '
            'training 12 minutes."]}',
        ),
    ),
    passes=(
        Example(
            "the assistant is named",
            '{facts: [{kind: intervention, code: "97116", minutes: 12, by: PTA}], note: ["O: Gait '
            'training 12 minutes by the PTA."]}',
        ),
    ),
)
