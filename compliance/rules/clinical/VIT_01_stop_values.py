"""A resting value at which treatment stops was measured, and nothing is said of it.

Above 180/110 mmHg, above 120 beats a minute or below 88 % saturation at rest, treatment is held and a
physician told.

Anti-pattern: "BP 192 over 98" and thirty minutes of exercise.
Best practice: "BP 192/98 twice after rest, exercise held, physician called."
Source: Finucane 2020 JOSPT 50(7):350-372; ACSM guidelines on stopping exercise [U]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.facts import (
    RedFlagFact,
    VitalsFact,
)
from agent.needles import Rare
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.safety import vitals
from compliance.rules.text import contains

_PRESSURE = re.compile(r"(\d{2,3})\s*(?:/|over)\s*(\d{2,3})", re.IGNORECASE)
_ACTED = (
    r"held",
    r"hold",
    r"stopp\w*",
    r"called",
    r"notified",
    r"told",
    r"sent",
    r"refer\w*",
    r"recheck\w*",
    r"repeat\w*",
    r"physician",
    r"doctor",
    r"911",
    r"emergency",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for fact in _of_this_visit(ctx):
        high = _beyond(fact)
        said = " ".join((fact.phrase, *(s.text for s in ctx.statements if s.section in ("A", "P"))))
        if high and not contains(said, _ACTED) and not any(f.addressed for f in ctx.all(RedFlagFact)):
            yield Hit(
                detail=f"{fact.phrase}: {high}.",
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion="Add what was done: measured again, treatment held, who was told.",
            )


_BEFORE_TREATMENT = Rare(
    r"\bbefore (?:the )?(?:we|you|i|she|he|they|patient|start\w*|treatment|therapy|session|exercis\w*|"
    r"walk\w*|gait|leaving|going)\b",
)
"""`Before we start` is today, whatever the word before says of other values."""


def _of_this_visit(ctx: RuleContext) -> Iterator[VitalsFact]:
    for fact in ctx.all(VitalsFact):
        today = fact.time == "today" or (fact.time == "before" and _BEFORE_TREATMENT.search(fact.phrase))
        if today and (fact.polarity, fact.subject) == ("present", "patient"):
            yield fact


def _beyond(fact: VitalsFact) -> str:
    stops = vitals()
    pressure = _PRESSURE.search(fact.text_value or fact.phrase) if "pressure" in fact.name else None
    if pressure:
        upper, lower = int(pressure.group(1)), int(pressure.group(2))
        if upper > stops["systolic"]["high"] or lower > stops["diastolic"]["high"]:
            return f"above {stops['systolic']['high']}/{stops['diastolic']['high']} mmHg"
    limit = stops.get(fact.name, {})
    exertion = contains(
        f"{fact.when} {fact.phrase}", (r"after", r"during", r"walk\w*", r"exercise", r"went to", r"exertion")
    )
    if fact.value is None or exertion:
        return ""
    if "high" in limit and fact.value > limit["high"]:
        return f"above {limit['high']} at rest"
    if "low" in limit and fact.value < limit["low"]:
        return f"below {limit['low']} at rest"
    return ""


RULE = Rule(
    id="VIT-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a pressure above the limit",
            "{facts: [{kind: vitals, name: blood_pressure, text_value: 192/98}]}",
        ),
    ),
    passes=(
        Example(
            "ordinary values",
            "{facts: [{kind: vitals, name: blood_pressure, text_value: 134/78}, {kind: vitals, "
            "name: heart_rate, value: 72}]}",
        ),
    ),
)
