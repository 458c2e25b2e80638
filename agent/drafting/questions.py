"""What a good note needs and the dictation lacks, asked of the therapist."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.domain.facts import InterventionFact, VisitFacts
from agent.domain.visit import Encounter
from agent.drafting.at_odds import another_name, contradictions
from agent.drafting.templates import Need, NoteTemplate

_UNTIMED = frozenset(
    [
        "97161",
        "97162",
        "97163",
        "97164",
        "97010",
        "97012",
        "97014",
        "97016",
        "97018",
        "97022",
        "97024",
        "97026",
        "97028",
        "97150",
        "95992",
        "G0283",
        "20560",
        "20561",
    ]
)


def questions(
    facts: VisitFacts, encounter: Encounter, template: NoteTemplate, said: str = ""
) -> tuple[str, ...]:
    """One question for each need of the template that the facts do not fill, in the template's order.

    Then what is at odds: words heard with doubt, another side or (in `said`, the transcript) another name
    than the record's, and results that contradict each other.
    """
    asked = [text for need in template.needs if (text := _question(need, facts))]
    doubtful = [
        f for f in facts.facts if f.certainty == "doubtful" and f.kind not in ("command", "contributor")
    ]
    if doubtful:
        asked.append(
            f"{len(doubtful)} fact(s) rest on words that were heard with doubt. Please listen to them."
        )
    asked += _other_side(facts, encounter)
    if other := another_name(said, encounter):
        asked.append(other)
    asked += contradictions(facts)
    return tuple(dict.fromkeys(asked))


def _question(need: Need, facts: VisitFacts) -> str:
    if need.kinds and any(
        f.polarity != "denied" or f.kind in ("pain",)
        for f in facts.of(*need.kinds)
        if f.time not in ("planned", "hypothetical")
    ):
        return ""
    if need.kinds and facts.of(*need.kinds) and need.id in ("plan", "goals"):
        return ""
    check = _RULES.get(need.rule)
    if check is None:
        return need.ask if need.kinds else ""
    missing = check(facts)
    if missing is None:
        return ""
    return need.ask.format(names=missing) if "{names}" in need.ask else need.ask


def _says(pattern: str, *kinds: str) -> Callable[[VisitFacts], str | None]:
    compiled = re.compile(pattern, re.IGNORECASE)

    def check(facts: VisitFacts) -> str | None:
        told = facts.of(*kinds) if kinds else facts.facts
        return None if any(compiled.search(f.clause or f.phrase) for f in told if f.kind != "command") else ""

    return check


def _minutes(facts: VisitFacts) -> str | None:
    without = [
        f
        for f in facts.facts
        if isinstance(f, InterventionFact) and f.minutes is None and f.code not in _UNTIMED
    ]
    return ", ".join(dict.fromkeys(f.phrase.casefold() for f in without)) or None


def _complexity(facts: VisitFacts) -> str | None:
    codes = {f.code for f in facts.facts if isinstance(f, InterventionFact)}
    return None if codes & {"97161", "97162", "97163", "97164"} else ""


_RULES: dict[str, Callable[[VisitFacts], str | None]] = {
    "minutes": _minutes,
    "complexity": _complexity,
    "response": _says(
        r"\b(?:tolerat|respon|after (?:treatment|the|manual)|at the end|reduc|improv|no increase)"
    ),
    "skilled": _says(
        r"\b(?:skilled|cue|cueing|guard|assist|needs? |requires? |because|precaution|progress|"
        r"grade|facilitat|correct)"
    ),
    "onset": _says(r"\b(?:since|ago|onset|started|began|after|days? of|weeks?|months?|injur)"),
    "prior_level": _says(r"\b(?:prior|normally|previously|before (?:this|the)|usually|independent)"),
    "frequency": _says(r"\b(?:week|weekly)\b", "plan", "goal"),
    "prognosis": _says(r"\b(?:prognosis|rehab potential|potential|candidate)"),
    "goal_status": _says(r"\bgoals?\b"),
    "visits": _says(r"\bvisits?\b"),
    "home": _says(r"\b(?:home|HEP|independent program)\b"),
}


def _other_side(facts: VisitFacts, encounter: Encounter) -> list[str]:
    """Where the dictation speaks of one side only and the record has the other."""
    involved = encounter.episode.side
    if involved not in ("left", "right"):
        return []
    region = encounter.episode.region.casefold()
    sides = {
        f.side
        for f in facts.facts
        if f.body_part
        and f.body_part.casefold() in region
        and f.kind in ("rom", "strength", "pain", "special_test", "history")
        and f.side in ("left", "right")
    }
    other = "left" if involved == "right" else "right"
    if sides == {other}:
        return [
            f"The record has the {involved} {region} and the dictation speaks of the {other} only. "
            f"Which side is treated?"
        ]
    return []
