"""What the therapist asked for: exercises done today, for home and for the next visit, from the facts.

What is only a condition (`if`, `once`), a later phase, a hypothesis, or was held back is withheld:
it enters no plan and is never suggested either.
"""

from __future__ import annotations

import re

from agent.domain.base import Model, Side
from agent.domain.facts import (
    EducationFact,
    ExerciseFact,
    InterventionFact,
    PlanFact,
    PrecautionFact,
    VisitFacts,
)
from agent.domain.plan import Dose
from agent.domain.transcript import EvidenceSpan
from agent.exercises.constraints import Where
from agent.exercises.library import Mention, find, mentions

_HARMLESS = r"pain|increase|difficulty|issues?|problems?|lag|symptoms?|trouble|cues?|cueing|loss|lob|complaints?|more|longer"
_NOT_BEFORE = re.compile(
    r"\b(?:no|not|never|avoid\w*|skip\w*|without|don'?t|didn'?t|isn'?t|won'?t|stop(?:ped)?|held|hold(?:ing)?|defer\w*|"
    r"discontinu\w*|instead of|rather than|drop(?:ped)?|cancel\w*|stay(?:ing)? off|refus\w*|declin\w*|too early for|nothing like)"
    rf"(?:\s+(?!(?:{_HARMLESS})\b)[\w'-]+){{0,4}}\s*$"
)
_NOT_AFTER = re.compile(
    r"^[^,;.]{0,12}\b(?:(?:was|were|is|are|being)\s+)?(?:held(?!\s*(?:for\s+)?(?:\d|a count|\w+ (?:second|count)))|deferred|skipped|"
    r"on hold|not (?:done|performed|yet|today|appropriate|indicated|allowed)|discontinued|contraindicated|withheld|omitted|refused)"
)
_CONDITION = re.compile(
    r"\b(?:if|once|unless|until|only (?:after|when|if)|provided|as soon as|when (?:he|she|they|it|the|her|his|pain|swelling|cleared)|"
    r"later(?: on)?|eventually|some ?day|down the (?:road|line)|in the future|not yet|would|might|maybe|perhaps|consider|"
    r"possibly|hopefully|(?:at|by|after|around|in) (?:post[- ]?op )?week \w+|(?:at|by|in|after) \w+ (?:weeks|months)|"
    r"pending|depending|after (?:the )?(?:surgeon|doctor|md|clearance)|long[- ]term|future)\b"
)
_HOME = re.compile(r"\b(?:home|hep|at home|home program\w*|daily on (?:his|her) own|house)\b")


class Wish(Model):
    """One exercise asked for. `spoken` are its words, `where` when it is to be done."""

    spoken: str
    name: str
    """The catalogue's name, empty when it is not in the catalogue."""
    side: Side = "none"
    dose: Dose = Dose()
    where: Where = "clinic"
    cue: str = ""
    evidence: tuple[EvidenceSpan, ...] = ()


class Wishes(Model):
    wanted: tuple[Wish, ...] = ()
    withheld: frozenset[str] = frozenset()
    """Canonical names that were held back, conditional, hypothetical or for a later phase."""


def read_wishes(facts: VisitFacts, region: str = "") -> Wishes:
    """All exercises asked for, in spoken order, one for each name, side and place."""
    wanted: list[Wish] = []
    withheld: set[str] = set()
    for fact in facts.facts:
        if isinstance(fact, ExerciseFact):
            if fact.subject != "patient":
                continue
            found = find(fact.name, region)
            name = found.name if found else ""
            if _is_wanted(fact):
                wanted.append(_from_exercise(fact, name))
            elif name and fact.time != "before":
                withheld.add(name)
        elif isinstance(fact, InterventionFact) and fact.code != "97140":
            _from_intervention(fact, region, wanted, withheld)
        elif isinstance(fact, PlanFact):
            _from_plan(fact, region, wanted, withheld)
        elif isinstance(fact, PrecautionFact | EducationFact):
            withheld |= {m.exercise.name for m in mentions(fact.phrase, region) if not _clear(fact.phrase, m)}
    return Wishes(wanted=_merged(wanted), withheld=frozenset(withheld))


def is_conditional(text: str) -> bool:
    """Whether what `text` asks for hangs on a condition or lies in a later phase."""
    return bool(_CONDITION.search(text.lower()))


def _is_wanted(fact: ExerciseFact) -> bool:
    if fact.polarity != "present" or fact.time in ("hypothetical", "goal"):
        return False
    if fact.time == "before" and not fact.home:
        return False
    said = [fact.phrase, *(e.quote for e in fact.evidence)]
    if any(_held_back(text, fact.name) for text in said):
        return False
    future = fact.time == "planned" or fact.home
    return not (
        future and (is_conditional(fact.when) or any(_conditional_clause(t, fact.name) for t in said))
    )


def _held_back(text: str, name: str) -> bool:
    folded, needle = text.lower(), name.lower()
    at = folded.find(needle)
    if at < 0:
        first = needle.split()[-1] if needle.split() else ""
        at = folded.find(first) if first else -1
        needle = first
    if at < 0:
        return False
    return _negated(folded[:at], folded[at + len(needle) :])


def _negated(before: str, after: str) -> bool:
    clause = re.split(r"[.;:]|,\s|\b(?:but|then)\b", before)[-1]
    return bool(_NOT_BEFORE.search(clause) or _NOT_AFTER.search(after))


def _conditional_clause(text: str, name: str) -> bool:
    """Whether the sentence of `text` that holds `name` is conditional."""
    for sentence in re.split(r"(?<=[.;?!])\s+", text):
        if len(sentence) == len(text) or name.lower().split()[0] in sentence.lower():
            if is_conditional(sentence):
                return True
    return False


def _clear(text: str, mention: Mention) -> bool:
    folded = text.lower()
    sentence_start = max(folded.rfind(c, 0, mention.start) for c in ".;?!") + 1
    ends = [e for c in ".;?!" if (e := folded.find(c, mention.end)) >= 0]
    sentence = folded[sentence_start : min(ends, default=len(folded))]
    return not (_negated(folded[: mention.start], folded[mention.end :]) or is_conditional(sentence))


def _from_exercise(fact: ExerciseFact, name: str) -> Wish:
    return Wish(
        spoken=fact.name,
        name=name,
        side=fact.side,
        dose=Dose(
            sets=fact.sets,
            reps=fact.reps,
            hold_s=fact.hold_s,
            minutes=fact.minutes,
            load=fact.load,
            frequency=fact.frequency,
        ),
        where="home" if fact.home else "next_visit" if fact.time == "planned" else "clinic",
        cue=fact.cue,
        evidence=fact.evidence,
    )


_BY_CODE = {"95992": "canalith repositioning", "97116": "gait training"}
"""Services that are themselves an exercise of the plan."""


def _from_intervention(fact: InterventionFact, region: str, wanted: list[Wish], withheld: set[str]) -> None:
    if fact.polarity != "present" or fact.subject != "patient" or fact.time not in ("today", "planned"):
        return
    where: Where = "next_visit" if fact.time == "planned" else "clinic"
    said: dict[str, str] = {}
    for text in (*fact.details, fact.phrase):
        for mention in mentions(text, region):
            if _clear(text, mention) or (fact.time == "today" and not _negated_at(text, mention)):
                said.setdefault(mention.exercise.name, text[mention.start : mention.end])
            else:
                withheld.add(mention.exercise.name)
    own = _BY_CODE.get(fact.code)
    if own and own not in said and not (own == "gait training" and any("treadmill" in n for n in said)):
        said[own] = own
    for name, spoken in said.items():
        minutes = float(fact.minutes) if fact.minutes and len(said) == 1 and own else None
        wanted.append(
            Wish(
                spoken=spoken,
                name=name,
                side=fact.side,
                dose=Dose(minutes=minutes),
                where=where,
                evidence=fact.evidence,
            )
        )


def _negated_at(text: str, mention: Mention) -> bool:
    folded = text.lower()
    return _negated(folded[: mention.start], folded[mention.end :])


def _from_plan(fact: PlanFact, region: str, wanted: list[Wish], withheld: set[str]) -> None:
    if fact.subject != "patient":
        return
    conditional = fact.time in ("hypothetical", "goal") or is_conditional(fact.when)
    for mention in mentions(fact.phrase, region):
        if conditional or fact.polarity != "present" or not _clear(fact.phrase, mention):
            withheld.add(mention.exercise.name)
            continue
        wanted.append(
            Wish(
                spoken=fact.phrase[mention.start : mention.end],
                name=mention.exercise.name,
                side=fact.side,
                where="home" if _HOME.search(fact.phrase.lower()) else "next_visit",
                evidence=fact.evidence,
            )
        )


def _merged(wanted: list[Wish]) -> tuple[Wish, ...]:
    """One wish for each name, side and place; the fuller dose and all evidence are kept."""
    merged: dict[tuple[str, Side, Where], Wish] = {}
    for wish in wanted:
        name = wish.name or wish.spoken.lower()
        key = (name, wish.side, wish.where)
        if key not in merged:
            unsided = next(
                (k for k in merged if k[0] == name and k[2] == wish.where and "none" in (k[1], wish.side)),
                None,
            )
            if unsided is None:
                merged[key] = wish
                continue
            key = unsided
        first = merged[key]
        merged[key] = first.model_copy(
            update={
                "side": first.side if first.side != "none" else wish.side,
                "dose": first.dose.model_copy(
                    update={k: v for k, v in wish.dose if v and not getattr(first.dose, k)}
                ),
                "cue": first.cue or wish.cue,
                "evidence": tuple(dict.fromkeys((*first.evidence, *wish.evidence))),
            }
        )
    return tuple(merged.values())
