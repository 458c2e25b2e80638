"""Where a dictation contradicts itself, or names another patient than the record: asked, never decided."""

from __future__ import annotations

import re
from typing import Final

from agent.domain.facts import Fact, RomFact, SpecialTestFact, VisitFacts
from agent.domain.visit import Encounter
from agent.drafting.another_patient import is_of_record
from agent.needles import Rare

_NAMED: Final = re.compile(
    r"\b(?:[Mm]r|[Mm]rs|[Mm]s|[Mm]ister|[Mm]issus|[Mm]iss)\.? (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)|"
    r"\b(?:[Nn]ote|[Vv]isit|[Ee]valuation|[Rr]eport|[Ss]ummary) (?:for|on|of) "
    r"(?P<full>[A-Z][\w'’-]+ [A-Z][\w'’-]+)"
)
_OF_A_CHANGE: Final = Rare(
    r"\b(?:after|before|post|pre|now|then|initially|improv|increas|decreas|repeat|retest|end of|"
    r"start of|warm|from|with|against|without|when|while|in (?:sitting|supine|standing|prone))",
)
"""Words of a second measurement that differs with reason: another moment or another position."""
_RESULT: Final = re.compile(r"\d+(?:\.\d+)?|\b(?:positive|negative|is|was)\b")


def another_name(said: str, encounter: Encounter) -> str:
    """A question when `said` names a patient of whose name no word stands in the record; else empty."""
    for match in _NAMED.finditer(said):
        if not is_of_record(match["name"] or match["full"], encounter):
            return "The recording names another person than the record. Is this the right patient's visit?"
    return ""


def contradictions(facts: VisitFacts) -> list[str]:
    """A question for each motion with two values, or test with two results, told in the same words today."""
    told: dict[tuple[str, ...], tuple[str, str]] = {}
    asked = []
    for fact in facts.facts:
        name, value = _measured(fact)
        if not value:
            continue
        words = _RESULT.sub("", (fact.clause or fact.phrase).casefold())
        key = (name, *sorted(set(re.findall(r"[^\W_]+", words))))
        before, clause = told.setdefault(key, (value, fact.clause))
        if before != value and clause != fact.clause:  # one clause compares, two contradict
            asked.append(f"Two results were dictated for {name} today. Which one holds?")
    return list(dict.fromkeys(asked))


def _measured(fact: Fact) -> tuple[str, str]:
    """What was measured and what came out; empty where a second result may differ with reason."""
    if fact.time != "today" or fact.subject != "patient" or _OF_A_CHANGE.search(fact.clause or fact.phrase):
        return "", ""
    side = "" if fact.side == "none" else f"{fact.side} "
    if isinstance(fact, RomFact) and fact.to_value is not None:
        return f"{side}{fact.joint} {fact.motion}", f"{fact.to_value:g} {fact.unit}"
    if isinstance(fact, SpecialTestFact) and fact.result in ("positive", "negative"):
        return f"{side}{fact.name}", fact.result
    return "", ""
