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
from functools import cache
from pathlib import Path

from agent.data_files import from_yaml
from agent.domain.facts import (
    AssessmentFact,
    ExerciseFact,
    GaitFact,
)
from agent.needles import Rare
from compliance.billing.codes import is_evaluation
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import pattern_of

_WORDS = Path(__file__).with_name("skill_words.yaml")


@cache
def _words() -> tuple[Rare, Rare]:
    """(what shows skill, what denies it)."""
    table = from_yaml(_WORDS)
    shown = tuple(words for group in table["shown"].values() for words in group)
    return pattern_of(shown), pattern_of(tuple(table["denied"]))


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if any(is_evaluation(f.code) or f.code == "95992" for f in ctx.treatments):
        return
    if any(f.about in ("skilled_need", "limitation") for f in ctx.today(AssessmentFact)):
        return
    if any(f.cue or f.assistance for f in ctx.today(ExerciseFact)) or any(
        f.assistance for f in ctx.today(GaitFact)
    ):
        return
    kinds = ("intervention", "exercise", "assessment", "response", "gait", "balance", "education", "plan")
    telling = [f for f in ctx.facts.facts if f.kind in kinds or f.section == "A"]
    texts = [" ".join((f.phrase, *getattr(f, "details", ()))) for f in telling]
    texts += [span.quote for f in telling for span in f.evidence]
    texts += [s.text for s in ctx.statements if s.section in ("O", "A")]
    shown, denied = _words()
    if any(shown.search(denied.sub(" ", text)) for text in texts):
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
