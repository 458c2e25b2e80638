"""What a good note needs and the dictation lacks, asked of the therapist."""

from __future__ import annotations

from collections.abc import Callable

from agent.domain.facts import BalanceFact, InterventionFact, OutcomeFact, VisitFacts
from agent.domain.visit import Encounter
from agent.drafting.at_odds import another_name, contradictions
from agent.drafting.sorting import begins_word
from agent.drafting.templates import Need, NoteTemplate
from compliance.rules.instruments import instrument

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
    asked = [text for need in template.needs if (text := _question(need, facts, encounter))]
    doubtful = [
        f for f in facts.facts if f.certainty == "doubtful" and f.kind not in ("command", "contributor")
    ]
    if doubtful:
        asked.append(
            f"{len(doubtful)} fact(s) rest on words that were heard with doubt. Please listen to them."
        )
    asked += [
        f"{value.phrase!r}: which value is of which measure, side and day?" for value in facts.open_values
    ]
    asked += [f"{said_so.phrase!r} was called untrue at once. Which holds?" for said_so in facts.disputed]
    asked += _other_side(facts, encounter)
    if other := another_name(said, encounter):
        asked.append(other)
    asked += contradictions(facts)
    return tuple(dict.fromkeys(asked))


def _question(need: Need, facts: VisitFacts, encounter: Encounter) -> str:
    if need.rule:
        names = _RULES[need.rule](facts, encounter)
        return need.ask.format(names=names) if names else ""
    return "" if _is_filled(need, facts) else need.ask


def _is_filled(need: Need, facts: VisitFacts) -> bool:
    told = [f for f in facts.of(*need.kinds) if f.polarity != "denied" or f.kind == "pain"]
    if any(f.time not in ("planned", "hypothetical") or f.kind in _AHEAD for f in told):
        return True
    among = facts.of(*need.among) if need.among else [f for f in facts.facts if f.kind != "command"]
    if need.words and any(begins_word(need.words, f.clause or f.phrase) for f in among):
        return True
    return any(isinstance(f, InterventionFact) and f.code in need.codes for f in facts.facts)


def _minutes(facts: VisitFacts, _: Encounter) -> str:
    """The treatments without minutes that need them."""
    without = [
        f
        for f in facts.facts
        if isinstance(f, InterventionFact) and f.minutes is None and f.code not in _UNTIMED
    ]
    return ", ".join(dict.fromkeys(f.phrase.casefold() for f in without))


def _not_remeasured(facts: VisitFacts, encounter: Encounter) -> str:
    """The known instruments of the record of which today has no score at all."""
    told = [f.name for f in facts.facts if isinstance(f, OutcomeFact | BalanceFact)]
    scored = {known.name for name in told if (known := instrument(name)) is not None}
    missing = [
        m.name
        for m in encounter.history.last_measures
        if (known := instrument(m.name)) is not None and known.name not in scored and known.name != "NPRS"
    ]
    return ", ".join(dict.fromkeys(missing))


_AHEAD = frozenset({"plan", "goal"})
"""Facts that are of the future by nature."""
_RULES: dict[str, Callable[[VisitFacts, Encounter], str]] = {
    "minutes": _minutes,
    "remeasured": _not_remeasured,
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
