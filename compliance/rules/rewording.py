"""Better wordings for weak phrases, made from this visit's own facts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from agent.domain.base import Model
from agent.domain.facts import (
    AssessmentFact,
    ExerciseFact,
    FunctionFact,
    OutcomeFact,
    PainFact,
    PlanFact,
    RomFact,
)
from compliance.rules.compare import earlier_value
from compliance.rules.context import RuleContext


class WeakPhrase(Model):
    """A phrase that reviewers discount (regular expression), and what they need instead."""

    match: str
    needs: str
    offer: str
    certainty: str


@cache
def weak_phrases() -> tuple[WeakPhrase, ...]:
    """The shipped list."""
    table = yaml.safe_load(
        (Path(__file__).parent / "wording" / "weak_phrases.yaml").read_text(encoding="utf-8")
    )
    return tuple(WeakPhrase.model_validate(entry) for entry in table["phrases"])


def wording(offer: str, ctx: RuleContext) -> str:
    """A sentence in place of the phrase, from dictated values; empty where the visit holds none."""
    made = {
        "response": _response,
        "change": _change,
        "next": _next,
        "dose": _dose,
        "symptom": _symptom,
        "barrier": _barrier,
        "judgement": _barrier,
    }.get(offer)
    return made(ctx) if made else ""


def _response(ctx: RuleContext) -> str:
    pain = [f for f in ctx.today(PainFact) if f.value is not None]
    after = [f for f in pain if _is_after(f)]
    before = [f for f in pain if not _is_after(f)]
    if after and before:
        return f"Pain {after[-1].value:g}/10 after treatment, {before[0].value:g}/10 before."
    if after:
        return f"Pain {after[-1].value:g}/10 after treatment."
    return ""


def _is_after(fact: PainFact) -> bool:
    return any(word in f"{fact.when} {fact.activity}".casefold() for word in ("after", "post", "end"))


def _change(ctx: RuleContext) -> str:
    for score in ctx.today(OutcomeFact):
        before = earlier_value(ctx, score.name)
        if before is not None and before != score.value:
            return f"{score.name} {score.value:g}, was {before:g}."
    for rom in ctx.today(RomFact):
        name = f"{rom.joint} {rom.motion}"
        for measure in ctx.encounter.history.last_measures:
            same = name.casefold() in measure.name.casefold() and (
                rom.side == "none" or rom.side in measure.name
            )
            if same and rom.to_value is not None and measure.value != rom.to_value:
                side = "" if rom.side == "none" else f"{rom.side} "
                return f"{side}{name} {rom.to_value:g} degrees, was {measure.value}.".capitalize()
    pain = [f for f in ctx.today(PainFact) if f.value is not None]
    known = [m for m in ctx.encounter.history.last_measures if m.name.upper() == "NPRS"]
    if pain and known:
        return f"Pain {pain[0].value:g}/10, was {known[-1].value}/10 on {known[-1].date}."
    return ""


def _next(ctx: RuleContext) -> str:
    planned = [f.phrase for f in ctx.all(PlanFact)] + [
        f.phrase for f in ctx.all(ExerciseFact) if f.time == "planned"
    ]
    goals = ctx.encounter.plan_of_care.goals if ctx.encounter.plan_of_care else ()
    if planned and goals:
        return f"{planned[0].rstrip('.').capitalize()}; working toward: {goals[0].text}."
    return f"Next visit: work toward {goals[0].text}, by …" if goals and goals[0].measure else ""


def _dose(ctx: RuleContext) -> str:
    done = [f for f in ctx.today(ExerciseFact) if not f.home]
    doses = [f"{f.name} {f.sets} x {f.reps}" if f.sets and f.reps else f.name for f in done]
    return f"{', '.join(doses)}; cue and purpose: …" if doses else ""


def _symptom(ctx: RuleContext) -> str:
    function = ctx.today(FunctionFact)
    return f"Patient reports: {function[0].phrase}." if function else ""


def _barrier(ctx: RuleContext) -> str:
    limits = [f for f in ctx.today(AssessmentFact) if f.about in ("limitation", "skilled_need")]
    return f"{limits[0].phrase.rstrip('.').capitalize()}." if limits else ""
