"""A re-evaluation is billed without its reason.

A re-evaluation is separately payable only for new clinical findings, a significant change, or failure to
respond; routine re-assessment is part of treatment.

Anti-pattern: 97164 at each tenth visit.
Best practice: "Re-evaluated because of a fall on Sunday with new hip pain."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.C; Noridian review of 97164 [V, threshold wording U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.text import contains

_REASON = (
    r"new (?:finding|symptom|injur|fall|pain|onset|diagnos|weakness|numb)\w*",
    r"significant(?:ly)? (?:chang|improv|declin|wors)\w*",
    r"declin\w*",
    r"wors(?:e|ened|ening)",
    r"fall(?:s|en)?|fell",
    r"not respond\w*",
    r"fail\w* to respond",
    r"no response",
    r"exacerbat\w*",
    r"hospital\w*",
    r"surgery",
    r"setback",
    r"unexpected",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    own = [f for f in ctx.treatments if f.code == "97164"]
    billed = own or any(line.code == "97164" for line in ctx.claim.lines)
    texts = [
        f.phrase
        for f in ctx.facts.facts
        if f.subject == "patient" and f.polarity == "present" and f.time != "planned"
    ]
    texts += [s.text for s in ctx.statements]
    if billed and not any(contains(t, _REASON) for t in texts):
        yield Hit(
            detail=(
                "97164 is billed; the note names no new finding, significant change or failure to respond."
            ),
            where="claim",
            evidence=evidence_of(own),
            suggestion="State why a re-evaluation was needed, or bill the time as treatment.",
        )


RULE = Rule(
    id="MCR-RE-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a routine re-evaluation",
            '{facts: [{kind: intervention, code: "97164", minutes: 20}]}',
        ),
    ),
    passes=(
        Example(
            "a new finding",
            '{facts: [{kind: intervention, code: "97164", minutes: 20}, {kind: history, phrase: '
            "new fall on Sunday}]}",
        ),
    ),
)
