"""Weak phrases, where they stand, and better wordings made from this visit's own facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from agent.data_files import from_yaml
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
from agent.domain.transcript import EvidenceSpan
from agent.needles import Family, Rare
from compliance.rules.compare import earlier_value
from compliance.rules.context import RuleContext, said_after_treatment, words_of
from compliance.rules.goals import plan_goal_is_measurable
from compliance.rules.text import contains, pattern_of

_VALUE = re.compile(r"\d")
_MEASURED = frozenset(
    {"pain", "rom", "strength", "outcome_measure", "balance", "gait", "function", "response"}
)
_REASONS = (
    r"because", r"due to", r"so that", r"cue\w*", r"to (?:improve|reduce)", r"still limit\w*", r"main limit",
)  # fmt: skip
_STEPS = (
    r"add\w*", r"start\w*", r"progress\w*", r"increas\w*", r"advance\w*", r"recheck\w*", r"re-?test\w*",
    r"redo", r"try", r"next (?:visit|time|session)", r"begin\w*", r"switch\w*", r"wean\w*", r"height",
    r"weight", r"load",
    r"if", r"once", r"until", r"refer\w*", r"home", r"\d+ (?:times|x|reps|weeks)",
)  # fmt: skip


class WeakPhrase(Model):
    """A phrase that reviewers discount (regular expression), and what they need instead."""

    match: str
    needs: str
    offer: str
    certainty: str


class WeakPlace(Model):
    """Where a weak phrase stands: in a statement, or in the words a statement came from."""

    phrase: WeakPhrase
    words: str
    section: str
    statement_id: str = ""
    statement_text: str = ""
    evidence: tuple[EvidenceSpan, ...] = ()


@cache
def weak_phrases() -> tuple[WeakPhrase, ...]:
    """The shipped list."""
    table = from_yaml(Path(__file__).parent / "wording" / "weak_phrases.yaml")
    return tuple(WeakPhrase.model_validate(entry) for entry in table["phrases"])


@cache
def _weak() -> Family[WeakPhrase]:
    return Family((pattern_of((phrase.match,)), phrase) for phrase in weak_phrases())


def _says_weakly(text: str) -> bool:
    return any(pattern.search(text) for pattern, _ in _weak().to_try(text.lower()))


def weak_places(ctx: RuleContext) -> tuple[WeakPlace, ...]:
    """Each weak phrase once, where its own statement adds neither a value nor a reason.

    The patient's part is theirs to word, but "a little better" and "no new complaints" are asked about.
    """
    return ctx.once("weak_places", _find_weak_places)


def _find_weak_places(ctx: RuleContext) -> tuple[WeakPlace, ...]:
    found: dict[str, WeakPlace] = {}
    for statement in ctx.statements:
        if statement.origin in ("computed", "record"):
            continue
        text = " ".join((statement.text, *(span.quote for span in statement.evidence))).replace("\n", " ")
        for place in _weak_in(text, statement.section):
            update = {
                "statement_id": statement.id,
                "statement_text": statement.text,
                "evidence": statement.evidence,
            }
            found.setdefault(place.words.casefold(), place.model_copy(update=update))
    seen: set[tuple[str, str]] = set()
    for fact in ctx.facts.facts:
        if fact.subject != "patient" or fact.kind in ("command", "goal") or fact.time == "hypothetical":
            continue
        text = words_of(fact)
        if (text, fact.section) in seen:
            continue  # Many facts of one sentence share its words.
        seen.add((text, fact.section))
        for place in _weak_in(text, fact.section):
            update = {"statement_id": ctx.statement_of(fact), "evidence": fact.evidence}
            found.setdefault(place.words.casefold(), place.model_copy(update=update))
    return tuple(found.values())


def _weak_in(text: str, section: str) -> Iterator[WeakPlace]:
    for pattern, phrase in _weak().to_try(text.lower()):
        if section == "S" and phrase.offer not in ("symptom", "change"):
            continue
        match = pattern.search(text)
        if match is None:
            continue
        rest = text.replace(match.group(0), " ")
        if not _says_more(rest if phrase.offer == "dose" else _GIVEN.sub(" ", rest)):
            yield WeakPlace(phrase=phrase, words=match.group(0), section=section)


_GIVEN = Rare(
    r"\d+(?:\.\d+)?\s*(?:minutes?|mins?|sets?|reps?|repetitions?|seconds?|pounds?|lbs?|units?)\b|\d+ x \d+",
)
"""Minutes and doses: what was given, which tells of no response, change or next step."""


def _says_more(rest: str) -> bool:
    return bool(_VALUE.search(rest)) or contains(rest, _REASONS)


def carried_elsewhere(offer: str, ctx: RuleContext) -> bool:
    """Whether the visit says elsewhere what the phrase leaves out, so that it does no harm."""
    if offer == "response":
        return any(said_after_treatment(f) for f in ctx.facts.facts if f.kind in _MEASURED)
    if offer == "change":
        return any(f.time == "today" and f.kind in _MEASURED - {"pain"} for f in ctx.facts.facts)
    if offer == "next":
        plans = [f for f in ctx.facts.facts if f.time == "planned" or f.kind == "plan"]
        return any(f.kind == "exercise" or _is_step(words_of(f)) for f in plans)
    if offer == "symptom":
        return any(f.kind in ("function", "pain") and f.time == "today" for f in ctx.facts.facts)
    if offer in ("barrier", "judgement"):
        return any(f.about in ("limitation", "skilled_need") for f in ctx.today(AssessmentFact))
    return False


def _is_step(text: str) -> bool:
    return not _says_weakly(text) and contains(text, _STEPS)


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
    told = [f for f in ctx.all(PainFact) if f.polarity == "present" and f.subject == "patient"]
    pain = [f for f in told if f.value is not None and (f.time == "today" or said_after_treatment(f))]
    after = [f for f in pain if said_after_treatment(f)]
    before = [f for f in pain if not said_after_treatment(f)]
    if after and before:
        return f"Pain {after[-1].value:g}/10 after treatment, {before[0].value:g}/10 before."
    return f"Pain {after[-1].value:g}/10 after treatment." if after else ""


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
                return f"{side}{name} {rom.to_value:g} degrees, was {_plain(measure.value)}.".capitalize()
    pain = [f for f in ctx.today(PainFact) if f.value is not None]
    known = [m for m in ctx.encounter.history.last_measures if m.name.upper() == "NPRS"]
    if pain and known:
        return f"Pain {pain[0].value:g}/10, was {_plain(known[-1].value)}/10 on {known[-1].date}."
    return ""


def _next(ctx: RuleContext) -> str:
    planned = [f.phrase for f in ctx.all(PlanFact) if _is_step(words_of(f))]
    planned += [f.phrase for f in ctx.all(ExerciseFact) if f.time == "planned"]
    goals = ctx.encounter.plan_of_care.goals if ctx.encounter.plan_of_care else ()
    goal = next((g for g in goals if plan_goal_is_measurable(g)), None)
    toward = f", toward the goal: {goal.text}" if goal else ""
    if planned:
        step = planned[0].rstrip(".")
        return f"{step[0].upper()}{step[1:]}{toward}."
    return f"Next visit …{toward}." if goal else ""


def _dose(ctx: RuleContext) -> str:
    done = [f for f in ctx.today(ExerciseFact) if not f.home]
    doses = [f"{f.name} {f.sets} x {f.reps}" if f.sets and f.reps else f.name for f in done]
    return f"{', '.join(doses)}; cue and purpose: …" if doses else ""


def _symptom(ctx: RuleContext) -> str:
    function = ctx.today(FunctionFact)
    return f"Patient reports: {function[0].phrase.rstrip('.')}." if function else ""


def _barrier(ctx: RuleContext) -> str:
    limits = [f for f in ctx.today(AssessmentFact) if f.about in ("limitation", "skilled_need")]
    return f"{limits[0].phrase.rstrip('.').capitalize()}." if limits else ""


def _plain(value: float | str) -> str:
    return f"{value:g}" if isinstance(value, int | float) else value
