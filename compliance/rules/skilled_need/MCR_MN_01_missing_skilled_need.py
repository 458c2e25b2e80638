"""Nothing in the note shows why a therapist's skills are needed.

Covered are services of such complexity, or for a patient in such condition, that only a therapist or a
supervised assistant can give them. A list of exercises that anybody could supervise is not covered.

Anti-pattern: "Did his usual exercises, tolerated well, continue."
Best practice: "Tactile cues to stop the knee caving in; load lowered when form broke; hands-on guarding
    on turns."
Source: Medicare Benefit Policy Manual ch. 15 §220.2 (skilled therapy) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    AssessmentFact,
    ExerciseFact,
    GaitFact,
)
from compliance.billing.codes import is_evaluation
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import contains, pattern_of

_SKILL = (
    r"(?:verbal|tactile|visual|manual|min(?:imal)?|mod(?:erate)?|max(?:imal)?)?\s?cue(?:s|d|ing)?",
    r"skilled",
    r"facilitat\w*",
    r"(?:contact|hands?[- ]on|stand[- ]?by) (?:guard\w*|assist\w*)",
    r"guard(?:ing|ed)?",
    r"grade[sd]? (?:[1-5]|i{1,3}|iv|v|one|two|three|four|five)\b[^.]*",
    r"mobili[sz]ation\w*|mobs?|glides?|manipulat\w*|soft tissue|myofascial|traction|SNAGs?|P-?As",
    r"correct(?:ed|ing|ion)\w*",
    r"modif(?:y|ied|ication)\w*",
    r"adjust(?:ed|ing|ment)\w*",
    r"progress(?:ed|ing|ion)\w* (?:to|the|load|of|when|once|after)",
    r"because",
    r"so that",
    r"due to",
    r"still (?:limit\w*|needs?|short|weak)",
    r"focus(?:ed|ing)? on",
    r"to (?:reduce|improve|increase|restore|protect|prevent|avoid)\b",
    r"precautions?",
    r"teach[- ]?back",
    r"needs? (?:hands|skilled|min|mod|help|cues|supervision)",
    r"limit(?:s|ing|ed)?\b",
    r"(?:min|mod|max|contact guard|stand-?by) assist\w*",
    r"\b(?:CGA|SBA)\b",
    r"weak point",
    r"compensat\w*",
    r"deficits?",
    r"technique",
    r"held because",
    r"canalith|epley",
    r"hands?[- ]on",
    r"needs? (?:me|my|the|close|our)\b",
    r"close (?:dosing|monitoring|guard\w*|supervision)",
    r"so i(?:'m| am) (?:progress|keep|hold|limit|grad)\w*",
    r"taught|teaching",
)


_NO_SKILL = (
    r"(?:no|without|not? need(?:ed|ing)?|needed no|requires? no|required no|"
    r"0)\s+(?:\w+\s+){0,2}(?:cue\w*|guard\w*|assist\w*|correct\w*|modif\w*|help)",
    r"(?:no|without)\s+(?:\w+\s+){0,2}(?:deficits?|limits?|limitations?|compensat\w*|precautions?)",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if any(is_evaluation(f.code) or f.code in ("97140", "95992") for f in ctx.treatments):
        return
    if any(f.about in ("skilled_need", "limitation") for f in ctx.today(AssessmentFact)):
        return
    if any(f.cue or f.assistance for f in ctx.today(ExerciseFact)) or any(
        f.assistance for f in ctx.today(GaitFact)
    ):
        return
    kinds = ("intervention", "exercise", "assessment", "response", "gait", "balance", "education", "plan")
    texts = [" ".join((f.phrase, *getattr(f, "details", ()))) for f in ctx.facts.of(*kinds)]
    texts += [span.quote for f in ctx.facts.of(*kinds) for span in f.evidence]
    texts += [s.text for s in ctx.statements if s.section in ("O", "A")]
    if any(contains(pattern_of(_NO_SKILL).sub(" ", t), _SKILL) for t in texts):
        return
    yield Hit(
        detail=(
            "No cue, hands-on technique, change of dose or reason shows that a therapist's "
            "skills were needed."
        ),
        suggestion=_suggest(ctx),
    )


def _suggest(ctx: RuleContext) -> str:
    done = [f.name for f in ctx.today(ExerciseFact) if not f.home]
    if done:
        return (
            f"For {done[0]}: say what you cued or corrected, what you changed and why, and "
            "what still limits function."
        )
    return "Say what you cued, guarded, graded or changed, why, and which limit in function it addresses."


RULE = Rule(
    id="MCR-MN-01",
    severity="warn",
    check=check,
    doc=__doc__,
    note_types=frozenset({"daily", "progress"}),
    fails=(
        Example(
            "the usual exercises",
            "{facts: [{kind: exercise, name: sit to stand, sets: 2, reps: 10}, {kind: plan, "
            "phrase: continue plan of care}]}",
        ),
    ),
    passes=(
        Example(
            "a cue",
            "{facts: [{kind: exercise, name: squat, cue: tactile cue to keep the knee out}]}",
        ),
    ),
)
