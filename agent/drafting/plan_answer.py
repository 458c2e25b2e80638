"""Holds a model's wording of a plan against the plan: the same lines, and nothing that they do not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from agent.domain.base import Model, Side
from agent.domain.plan import Plan
from agent.drafting.grounding import Fault, faults
from agent.drafting.llm_sources import Source
from agent.exercises.library import catalogue, mentions
from agent.exercises.suggest import AWAITING

_HOW_MUCH = re.compile(
    r"\b(?:once|twice|thrice|double[ds]?|triple[ds]?|half|daily|weekly|hourly|nightly|every|each|per|"
    r"sets?|reps?|"
    r"repetitions?|seconds?|minutes?|hours?|pounds?|heav\w+|light\w*|max\w*|more|less|fewer|longer|"
    r"faster|increas\w+|"
    r"progress\w*|full|unlimited|without|no|not|never|limit\w*|restrict\w*|precaution\w*|clear\w*|"
    r"safe\w*|allow\w*|"
    r"ignor\w*|approv\w*|sign\w*|skip\w*|stop\w*|cure\w*|guarantee\w*)\b",
    re.I,
)
"""Words of dose, limits and authority: a sentence has them only where its own line has."""
_NEUTRAL = (
    "builds restores keeps prepares helps supports trains wakes gets working moving movement muscle muscles "
    "joint strong strengthens ready loading function walking again range motion"
)
"""Words that say nothing of a patient, a dose or a limit, and may stand in any sentence."""
_WHY: dict[Fault, str] = {
    "number": "gave a number that its line does not have",
    "side": "gave a side that its line does not have",
    "time": "told a goal or an earlier value as today's",
    "negation": "affirmed or denied what its line does not",
    "subject": "spoke of somebody else",
    "term": "used words that its line does not carry",
}


class Line(Model):
    """One line of the plan as the model is shown it. `key` tells it from the others."""

    id: str
    key: tuple[str, Side, str]
    reason: str
    text: str


def lines_of(plan: Plan) -> tuple[Line, ...]:
    """The exercises with what may be said of them."""
    return tuple(
        Line(
            id=f"e{n}",
            key=p.key,
            reason=p.reason,
            text=f"{p.text} ({p.where}); {_about(p.exercise, p.reason)}",
        )
        for n, p in enumerate(plan.exercises, 1)
    )


def _about(title: str, reason: str) -> str:
    said = [reason.removesuffix(AWAITING)]
    if exercise := catalogue().by_name.get(title.split(" (")[0]):
        purposes = ("range of motion" if p == "rom" else p.replace("_", " ") for p in exercise.purpose)
        asks = dict.fromkeys(f"{d.joint} {d.motion}" for d in exercise.demands)
        said += [*purposes, exercise.region, *asks, exercise.setup]
    return "; ".join(said)


def wrong_with(written: Sequence[tuple[str, str]], lines: Sequence[Line]) -> str:
    """Why the answer (ids with sentences) is not this plan's, in a half sentence; empty when it is."""
    if Counter(id for id, _ in written) != Counter(line.id for line in lines):
        return "did not give each exercise of the plan exactly once"
    by_id = {line.id: line for line in lines}
    return next((wrong for id, said in written if (wrong := _beyond(said, by_id[id]))), "")


def _beyond(said: str, line: Line) -> str:
    if not said:
        return "left an exercise without words"
    own = {m.exercise.name for m in mentions(line.text)} | {line.key[0].split(" (")[0]}
    if any(m.exercise.name not in own for m in mentions(said)):
        return "named an exercise that its line does not"
    had = {m.group().lower() for m in _HOW_MUCH.finditer(line.text)}
    if any(m.group().lower() not in had for m in _HOW_MUCH.finditer(said)):
        return "spoke of dose, limits or authority beyond its line"
    found = faults(said, "P", [Source(id=line.id, text=f"{line.text} {_NEUTRAL}")])
    return _WHY[found[0]] if found else ""
