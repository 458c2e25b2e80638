"""A student took part in billed treatment.

Under Part B a student's minutes count only when the therapist is in the room for the whole session,
directs, makes the skilled judgement and treats nobody else; the therapist signs.

Anti-pattern: "My student did the manual work for 12 minutes while I saw the next patient."
Best practice: "Treated with my student; I was in the room throughout, directed, and treated no other
    patient."
Source: Medicare Benefit Policy Manual ch. 15 §230.B (students) [V~]
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

_ATTESTED = (
    r"in the room",
    r"line[- ]of[- ]sight",
    r"direct(?:ed|ing|ly)?",
    r"one[- ]on[- ]one (?:with|by) (?:me|us)",
    r"supervis\w* (?:throughout|directly|the whole)",
    r"at all times",
    r"under my direct\w*",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    own: list[BaseFact] = [f for f in ctx.treatments if f.by == "student"]
    own += [f for f in ctx.today(ContributorFact) if f.role == "student"]
    texts = (
        [f.phrase for f in own]
        + [s.quote for f in own for s in f.evidence]
        + [s.text for s in ctx.statements]
    )
    if own and not any(contains(t, _ATTESTED) for t in texts):
        yield Hit(
            detail=(
                "A student treated; the note does not say that the therapist was in the room and directed."
            ),
            evidence=evidence_of(own),
            suggestion="Add the attestation if it is true; otherwise take these minutes off the claim.",
        )


RULE = Rule(
    id="MCR-STU-01",
    severity="block",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "a student's minutes",
            '{facts: [{kind: intervention, code: "97140", minutes: 12, by: student}]}',
        ),
    ),
    passes=(
        Example(
            "with attestation",
            '{facts: [{kind: intervention, code: "97140", minutes: 12, by: student}], note: ["O: '
            'Manual therapy with a student, the therapist in the room throughout."]}',
        ),
    ),
)
