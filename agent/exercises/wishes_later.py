"""What is not for now: exercises held back, and those that wait for a later visit or a condition."""

from __future__ import annotations

from agent.domain.facts import BaseFact, VisitFacts
from agent.exercises.library import mentions
from agent.exercises.own_numbers import is_dosed
from agent.exercises.postponed import is_soon, waits, waits_behind
from agent.exercises.scope import all_negated, conditional, only_wished
from agent.exercises.spoken_dose import dose_after
from agent.exercises.wish import Wish, context_of, meant_side

_NO_INTENTIONS = frozenset({"goal", "command", "red_flag", "history", "adherence", "assessment"})
"""Kinds that tell of something else; `bike comes in once flexion is past 110` may be read as a range."""


def held_back(facts: VisitFacts, region: str) -> tuple[set[str], list[Wish]]:
    """Names that some sentence holds back or makes wait, and wishes for those that wait."""
    held: set[str] = set()
    later: list[Wish] = []
    seen: set[str] = set()
    for fact in facts.facts:
        text = fact.clause or fact.phrase
        if fact.subject != "patient" or text in seen:
            continue
        seen.add(text)
        named = mentions(text, region, general=_told_of)
        refused = all_negated(text, [(m.start, m.end) for m in named])
        for index, (mention, no) in enumerate(zip(named, refused, strict=True)):
            if no or conditional(text, mention.start):
                held.add(mention.exercise.name)
            if not _is_intention(fact) or only_wished(text, mention.start):
                continue
            if words := waits(text, mention.start, mention.end):
                until = named[index + 1].start if index + 1 < len(named) else len(text)
                held.add(mention.exercise.name)
                later.append(
                    Wish(
                        spoken=text[mention.start : mention.end],
                        name=mention.exercise.name,
                        context=context_of(text, mention.start, mention.end),
                        side=meant_side(mention.exercise.name, text, (mention.start, mention.end), until),
                        dose=dose_after(text[mention.end : until]),
                        where="next_visit",
                        waits="" if is_soon(words) else words,
                        evidence=fact.evidence,
                    )
                )
    return held, later


def _told_of(rest: str) -> bool:
    return is_dosed(rest) or waits_behind(rest)


def _is_intention(fact: BaseFact) -> bool:
    """Whether the therapist may speak of what is to be done: not the patient's story, not what was seen."""
    return (
        fact.section != "S" and fact.polarity != "denied" and getattr(fact, "kind", "") not in _NO_INTENTIONS
    )
