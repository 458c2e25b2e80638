"""The discharge note lacks an element.

A discharge note is the last progress report: final status of each goal, objective measures, and what the
patient goes on with.

Anti-pattern: "Patient discharged, doing great."
Best practice: "12 visits; LEFS 74, goal met; kneeling goal not met; home program and follow-up given."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (discharge note) [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    AdherenceFact,
    AssessmentFact,
    EducationFact,
    ExerciseFact,
    PlanFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.compare import is_measure
from compliance.rules.context import RuleContext
from compliance.rules.text import contains

_GOALS = (r"goals?", r"\bmet\b", r"achieved", r"target")
_ONWARD = (
    r"(?:home|own|independent|maintenance)(?: exercise)? program\w*",
    r"HEP",
    r"independent\w*",
    r"gym",
    r"follow[- ]?up",
    r"return(?:s|ed)? (?:to|if)",
    r"call (?:us|if|back)\w*",
    r"refer\w*",
    r"self[- ]manag\w*",
    r"maintenance",
    r"continue\w* (?:with|at home|exercis\w*)",
    r"transfer\w* to",
    r"come back",
    r"exercises at home",
    r"keep(?:s|ing)? (?:up|doing|on with) (?:the|his|her|their|all)",
    r"(?:calls?|rings?|phones?|comes?|sees?|checks? in with) (?:us|me|the clinic|the office|back) "
    r"(?:if|when|should)",
    r"(?:from here on|from now on|going forward)",
)
_IN_A_PLAN = (
    r"(?:by (?:him|her|them)sel(?:f|ves)|on (?:his|her|their) own)",
    r"(?:every|each) (?:other )?(?:day|morning|evening|night|week)|daily",
    r"(?:\d+|two|three|four|five|once|twice) (?:times|days) (?:a|per|each) (?:week|day)",
)
"""Words that tell how it goes on where a plan or advice says them; told of the visits or of "
"today they do not."""


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    said = " \n".join([ctx.transcript.text, *(s.text for s in ctx.statements)])
    judged = [f for f in ctx.facts.facts if isinstance(f, AssessmentFact) and f.about == "goal_status"]
    measured = any(is_measure(f) for f in ctx.facts.facts)
    onward = [f for f in ctx.facts.facts if isinstance(f, PlanFact | EducationFact | AdherenceFact)]
    home = any(f.home for f in ctx.all(ExerciseFact))
    missing = {
        "the final status of the goals": not judged and not contains(said, _GOALS),
        "a final objective measure": not measured,
        "what the patient goes on with (home program, follow-up, when to come back)": not home
        and not any(contains(f.phrase, (*_ONWARD, *_IN_A_PLAN)) for f in onward)
        and not contains(said, _ONWARD),
    }
    for name, lacks in missing.items():
        if lacks:
            yield Hit(
                detail=f"The dictation lacks {name}.",
                suggestion=f"Ask the therapist for {name}, and add it before signing.",
            )


RULE = Rule(
    id="MCR-DC-01",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"discharge"}),
    fails=(
        Example(
            "a farewell",
            '{encounter: {visit: {note_type: discharge}}, said: "Patient discharged, doing great.",'
            " facts: [{kind: plan, phrase: discharged}]}",
        ),
    ),
    passes=(
        Example(
            "all elements",
            '{encounter: {visit: {note_type: discharge}}, said: "LEFS goal met. Discharged to home '
            'program, call us if swelling comes back.", facts: [{kind: outcome_measure, name: LEFS,'
            " value: 74}]}",
        ),
    ),
)
