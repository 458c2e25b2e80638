"""Treatment was given that the reported red flag forbids.

Massage or compression with signs of a thrombosis, manipulation with signs of an artery or cord lesion,
loading with signs of a fracture can do harm.

Anti-pattern: Calf massage on the day a swollen, warm calf is reported.
Best practice: Treatment is held and the physician is told.
Source: Finucane 2020 JOSPT 50(7):350-372; Rushton 2020 IFOMPT cervical framework [V, U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    RedFlagFact,
)
from compliance.billing.codes import name_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of

_FORBIDS: dict[str, tuple[str, ...]] = {
    "dvt": ("97124", "97016", "97140"),
    "pe": ("97110", "97530", "97116"),
    "cervical_artery": ("97140", "97012"),
    "myelopathy": ("97140", "97012"),
    "fracture": ("97140", "97110", "97530"),
    "cardiac": ("97110", "97530", "97116", "97112"),
    "infection": ("97010", "97024", "97035"),
    "malignancy": ("97035", "97024", "97012"),
}


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for flag in ctx.today(RedFlagFact):
        barred = next(
            (
                codes_
                for name, codes_ in _FORBIDS.items()
                if name in flag.flag.lower().split("_") or name == flag.flag.lower()
            ),
            (),
        )
        given = [f for f in ctx.treatments if f.code in barred]
        if given:
            yield Hit(
                detail=f"{', '.join(name_of(f.code) for f in given)} on a day with a sign of "
                f"{flag.flag.replace('_', ' ')}: {flag.phrase}.",
                evidence=evidence_of(flag, given),
                suggestion="Say why it was safe and what was ruled out, or that treatment was stopped.",
            )


RULE = Rule(
    id="RF-03",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "massage of a swollen calf",
            "{facts: [{kind: red_flag, flag: dvt, phrase: calf swollen and warm}, {kind: "
            'intervention, code: "97124", minutes: 10}]}',
        ),
    ),
    passes=(
        Example(
            "denied",
            "{facts: [{kind: red_flag, flag: dvt, polarity: denied}, {kind: intervention, code: "
            '"97124", minutes: 10}]}',
        ),
    ),
)
