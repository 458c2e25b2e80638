"""What the therapist asked for: exercises done today, for home and for the next visit, from the facts.

What is only a condition (`if`, `once`), a later phase, a hypothesis, or was held back is withheld:
it enters no plan and is never suggested either.
"""

from __future__ import annotations

import re

from agent.domain.base import Model, Side
from agent.domain.facts import (
    BaseFact,
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
from agent.exercises.library import Mention, catalogue, find, mentions
from agent.exercises.models import Exercise
from agent.exercises.scope import conditional, group_at, is_conditional_words, negated
from agent.exercises.spoken_dose import dose_after
from agent.exercises.words import tokens

_HOME = re.compile(r"\b(?:home|hep|h e p|on (?:his|her|their) own)\b")
_MANUAL = "97140"
_BY_CODE = {"95992": "canalith repositioning", "97116": "gait training"}
"""Services that are themselves an exercise of the plan."""
_PLANNED_MOVEMENT = re.compile(
    r"\b(?:start|add|begin|initiate|introduce|progress(?:ing)? to|advance to|try|move (?:on )?to|"
    r"transition to|include)\b\s+"
    r"((?:[\w/'-]+\s*){1,9})"
)
_MOVEMENT = re.compile(
    r"\b(?:flexion|extension|abduction|adduction|rotation|elevation|strengthening|resist\w*|"
    r"weights?|pounds?|lb|"
    r"band|active|isometric\w*|stretch\w*|raises?|lifts?|curls?|press\w*|squats?|presses)\b"
)
_SAME = re.compile(r"\b(?:same|those|these|all(?: of)?(?: the)? above|both)\b(?:\s+(\w+))?(?=.*|$)")
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5}
_EVERYDAY = frozenset(
    {
        "home",
        "program",
        "exercise",
        "exercises",
        "daily",
        "twice",
        "times",
        "time",
        "with",
        "leg",
        "knee",
        "left",
    }
    | {"right", "shoulder", "ankle", "side", "single", "double", "raise", "raises", "stretch", "continue"}
    | {
        "week",
        "every",
        "other",
        "same",
        "each",
        "hold",
        "work",
        "plan",
        "keep",
        "standing",
        "three",
        "training",
    }
    | {"foot", "hand", "back", "neck", "heel", "body", "range", "motion", "active", "press", "short", "long"}
)
_TECHNIQUE = re.compile(
    r"\b(?:mobili[sz]ations?|mobs?|glides?|manipulation|massage|taping|tape|needling|ultrasound|"
    r"traction|manual|"
    r"soft tissue|estim|e-stim|laser|heat|ice|cupping)\b"
)
_OBJECT_END = re.compile(
    r"\b(?:next|and|then|for|at home|twice|once|this|tomorrow|if|when|to help|because|so)\b"
)


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
    dose_is_fact: bool = False
    """The dose comes from a typed fact, not from this module's own reading of the sentence."""


class Wishes(Model):
    wanted: tuple[Wish, ...] = ()
    withheld: frozenset[str] = frozenset()
    """Canonical names that were held back, conditional, hypothetical or for a later phase."""


def read_wishes(facts: VisitFacts, region: str = "") -> Wishes:
    """All exercises asked for, in spoken order, one for each name, side and place."""
    wanted: list[Wish] = []
    withheld: set[str] = set()
    told = _told_by_exercise_facts(facts, region)
    for fact in facts.facts:
        if fact.subject != "patient":
            continue
        if isinstance(fact, ExerciseFact):
            _from_exercise(fact, region, wanted, withheld)
        elif isinstance(fact, InterventionFact) and fact.code != _MANUAL:
            _from_intervention(fact, region, wanted, withheld)
        elif isinstance(fact, PlanFact):
            _from_plan(fact, region, wanted, withheld, told)
        elif isinstance(fact, PrecautionFact | EducationFact):
            text = _text(fact)
            withheld |= {
                m.exercise.name
                for m in mentions(text, region)
                if negated(text, m.start, m.end) or conditional(text, m.start)
            }
    return Wishes(wanted=_merged(wanted), withheld=frozenset(withheld))


def _told_by_exercise_facts(facts: VisitFacts, region: str) -> frozenset[tuple[str, str]]:
    """Sentence and name of every exercise that has a fact of its own."""
    return frozenset(
        (_text(f), exercise.name)
        for f in facts.of("exercise")
        if isinstance(f, ExerciseFact)
        for spoken in (f.name, _fullest(f.name, _text(f), _place(_text(f), f.name, region), region))
        if (exercise := find(spoken, region))
    )


def _text(fact: BaseFact) -> str:
    return fact.clause or fact.phrase


def _place(text: str, name: str, region: str) -> tuple[int, int] | None:
    """Where `name`, or the exercise it means, stands in `text`."""
    at = text.lower().find(name.lower())
    if at >= 0:
        return at, at + len(name)
    exercise = find(name, region)
    for mention in mentions(text, region):
        if exercise is not None and mention.exercise.name == exercise.name:
            return mention.start, mention.end
    words = name.lower().split()
    at = text.lower().find(words[0]) if words else -1
    return (at, at + len(words[0])) if at >= 0 else None


def _from_exercise(fact: ExerciseFact, region: str, wanted: list[Wish], withheld: set[str]) -> None:
    text = _text(fact)
    place = _place(text, fact.name, region)
    spoken = _fullest(fact.name, text, place, region)
    exercise = find(spoken, region)
    name = exercise.name if exercise else ""
    if (fact.time == "before" and not fact.home) or _is_measurement(fact, name, text):
        return
    future = fact.time == "planned" or fact.home
    unmeant = (
        fact.polarity != "present"
        or fact.time in ("hypothetical", "goal")
        or (place is not None and negated(text, *place))
        or (future and is_conditional_words(fact.when))
        or (future and place is not None and conditional(text, place[0]))
    )
    if unmeant:
        if name:
            withheld.add(name)
        return
    own_dose = Dose(
        sets=fact.sets,
        reps=fact.reps,
        hold_s=fact.hold_s,
        minutes=fact.minutes,
        load=fact.load,
        frequency=fact.frequency,
    )
    wanted.append(
        Wish(
            spoken=spoken,
            name=name,
            side=_meant_side(fact.side, name, text, place),
            dose=own_dose,
            where="home" if fact.home else "next_visit" if fact.time == "planned" else "clinic",
            cue=fact.cue,
            evidence=fact.evidence,
            dose_is_fact=True,
        )
    )


def _is_measurement(fact: ExerciseFact, name: str, text: str) -> bool:
    """A bare movement with degrees and no dose was examined, not exercised."""
    dosed = any((fact.sets, fact.reps, fact.hold_s, fact.minutes, fact.load))
    return not name and not dosed and bool(re.search(r"\b(?:lacks?|degrees?|deg|/5|painful)\b", text))


def _fullest(name: str, text: str, place: tuple[int, int] | None, region: str) -> str:
    """The longest catalogued name that covers `name` in the sentence: `knee to opposite shoulder stretch`."""
    if place is None:
        return name
    for mention in mentions(text, region):
        if mention.start < place[1] and place[0] < mention.end:
            said = text[mention.start : mention.end]
            if len(tokens(said)) >= len(tokens(name)) or len(tokens(name)) > 5:
                return said
    return name


def _from_intervention(fact: InterventionFact, region: str, wanted: list[Wish], withheld: set[str]) -> None:
    if fact.polarity != "present" or fact.time not in ("today", "planned"):
        return
    where: Where = "next_visit" if fact.time == "planned" else "clinic"
    found = 0
    for text in dict.fromkeys((*fact.details, _text(fact))):
        named = mentions(text, region)
        for index, mention in enumerate(named):
            if negated(text, mention.start, mention.end) or (
                where != "clinic" and conditional(text, mention.start)
            ):
                withheld.add(mention.exercise.name)
                continue
            found += 1
            wanted.append(_from_mention(fact, text, named, index, where))
    own = _BY_CODE.get(fact.code)
    minutes = float(fact.minutes) if fact.minutes and found <= 1 else None
    if own and wanted and wanted[-1].name == own and minutes and not _has_numbers(wanted[-1]):
        wanted[-1] = wanted[-1].model_copy(update={"dose": Dose(minutes=minutes)})
    if own and not any(w.name == own and w.where == where for w in wanted):
        wanted.append(
            Wish(
                spoken=own,
                name=own,
                side=fact.side if fact.code == "95992" else "none",
                dose=Dose(minutes=minutes),
                where=where,
                evidence=fact.evidence,
            )
        )


def _from_mention(fact: BaseFact, text: str, named: tuple[Mention, ...], index: int, where: Where) -> Wish:
    mention = named[index]
    until = named[index + 1].start if index + 1 < len(named) else len(text)
    return Wish(
        spoken=text[mention.start : mention.end],
        name=mention.exercise.name,
        side=_meant_side(fact.side, mention.exercise.name, text, (mention.start, mention.end)),
        dose=dose_after(text[mention.end : until]).model_copy(
            update={"minutes": None} if isinstance(fact, InterventionFact) else {}
        ),
        where=where,
        evidence=fact.evidence,
    )


def _from_plan(
    fact: PlanFact,
    region: str,
    wanted: list[Wish],
    withheld: set[str],
    told: frozenset[tuple[str, str]],
) -> None:
    text = _text(fact)
    folded = text.lower()
    off = (
        fact.time in ("hypothetical", "goal", "before")
        or fact.polarity != "present"
        or is_conditional_words(fact.when)
    )
    named = mentions(text, region)
    for index, mention in enumerate(named):
        if (text, mention.exercise.name) in told:
            continue
        if off or negated(text, mention.start, mention.end) or conditional(text, mention.start):
            withheld.add(mention.exercise.name)
            continue
        at_home = _HOME.search(group_at(text, mention.start)) or (
            _HOME.search(folded) and fact.time != "planned"
        )
        wanted.append(_from_mention(fact, text, named, index, "home" if at_home else "next_visit"))
    if not off and _HOME.search(folded):
        wanted += _again_at_home(fact, text, named, wanted)
    for match in _PLANNED_MOVEMENT.finditer(folded):
        wish = _planned_movement(fact, text, match, named, region)
        if wish is None:
            continue
        if off or negated(text, *match.span(1)) or conditional(text, match.start()):
            if wish.name:
                withheld.add(wish.name)
        else:
            wanted.append(wish)


def _again_at_home(fact: PlanFact, text: str, named: tuple[Mention, ...], wanted: list[Wish]) -> list[Wish]:
    """`for home the same two`, `home band and wand`: today's exercises meant by a word of their own."""
    today = [w for w in wanted if w.where == "clinic" and w.name]
    frequency = dose_after(text).frequency
    if match := _SAME.search(text.lower()):
        count = _COUNTS.get(match.group(1) or "")
        meant = today if count is None or count == len(today) else []
    else:
        taken = [(m.start, m.end) for m in named]
        meant = []
        for word in re.finditer(r"[a-z]{4,}", text.lower()):
            if any(a <= word.start() < b for a, b in taken) or word.group() in _EVERYDAY:
                continue
            token = tokens(word.group())[0]
            owners = [w for w in today if token in tokens(w.spoken) or token in tokens(w.name)]
            if len({w.name for w in owners}) == 1 and not (
                negated(text, *word.span()) or conditional(text, word.start())
            ):
                meant.append(owners[0])
    return [
        w.model_copy(
            update={
                "where": "home",
                "dose": w.dose.model_copy(update={"frequency": frequency or w.dose.frequency}),
                "evidence": tuple(dict.fromkeys((*fact.evidence, *w.evidence))),
            }
        )
        for w in dict.fromkeys(meant)
    ]


def _planned_movement(
    fact: PlanFact, text: str, match: re.Match[str], named: tuple[Mention, ...], region: str
) -> Wish | None:
    """`start active abduction with a 1 lb weight`: a movement asked for in words no name covers."""
    spoken = _OBJECT_END.split(match.group(1))[0].strip(" ,")
    start = match.start(1)
    if not spoken or not _MOVEMENT.search(spoken) or _TECHNIQUE.search(spoken):
        return None
    if any(m.start < start + len(spoken) and start < m.end for m in named):
        return None
    exercise = find(spoken, region)
    at_home = _HOME.search(group_at(text, start))
    return Wish(
        spoken=spoken,
        name=exercise.name if exercise else "",
        side=_meant_side(fact.side, exercise.name if exercise else "", text, (start, start + len(spoken))),
        where="home" if at_home else "next_visit",
        evidence=fact.evidence,
    )


def is_midline(exercise: Exercise) -> bool:
    """Exercises of the spine and neck that have no side: a chin nod, a press-up, not a rotation."""
    sided = ("rotation", "side bending")
    return (
        exercise.region in ("spine", "neck")
        and "nerve" not in exercise.purpose
        and not any(d.motion in sided for d in exercise.demands)
    )


_SIDE_NEAR_BEFORE = re.compile(r"\b(left|right)(?:\s+[\w-]+){0,2}\s*$")
_SIDE_NEAR_AFTER = re.compile(
    r"^(?:\s+(?:on|to|for|with|of)?\s*(?:the|his|her)?\s*)(left|right)\b(?!\s+(?:foot|leg) forward)"
)


def _meant_side(side: Side, name: str, text: str, place: tuple[int, int] | None) -> Side:
    """The fact's side; for two-legged exercises only where the side is said of the exercise itself."""
    exercise = catalogue().by_name.get(name)
    if exercise is not None and is_midline(exercise):
        return "none"
    if side in ("none", "bilateral") or exercise is None or exercise.bearing != "full":
        return side
    if place is None:
        return "none"
    folded = text.lower()
    before, after = folded[: place[0]], folded[place[1] :]
    near = _SIDE_NEAR_BEFORE.search(before) or _SIDE_NEAR_AFTER.match(after)
    return side if near and near.group(1) == side else "none"


def _merged(wanted: list[Wish]) -> tuple[Wish, ...]:
    """One wish for each name, side and place; the fuller dose and all evidence are kept."""
    merged: list[Wish] = []
    for wish in wanted:
        index = next((i for i, first in enumerate(merged) if _same(first, wish)), None)
        if index is None:
            merged.append(wish)
            continue
        first = merged[index]
        merged[index] = first.model_copy(
            update={
                "name": first.name or wish.name,
                "spoken": max(first.spoken, wish.spoken, key=len) if first.name else wish.spoken,
                "side": first.side if first.side != "none" else wish.side,
                "dose": _fuller_dose(first, wish),
                "dose_is_fact": first.dose_is_fact or wish.dose_is_fact,
                "cue": first.cue or wish.cue,
                "evidence": tuple(dict.fromkeys((*first.evidence, *wish.evidence))),
            }
        )
    return tuple(merged)


def _fuller_dose(first: Wish, wish: Wish) -> Dose:
    """The typed fact's numbers before numbers read here; load and frequency from either."""
    one, other = (first, wish) if _has_numbers(first) else (wish, first)
    if wish.dose_is_fact and _has_numbers(wish) and not first.dose_is_fact:
        one, other = wish, first
    return one.dose.model_copy(
        update={
            "load": one.dose.load or other.dose.load,
            "frequency": one.dose.frequency or other.dose.frequency,
        }
    )


def _has_numbers(wish: Wish) -> bool:
    return any((wish.dose.sets, wish.dose.reps, wish.dose.hold_s, wish.dose.minutes))


def _same(first: Wish, wish: Wish) -> bool:
    if first.where != wish.where or {first.side, wish.side} == {"left", "right"}:
        return False
    if first.name and wish.name:
        return first.name == wish.name
    one, other = set(tokens(first.spoken)), set(tokens(wish.spoken))
    return one <= other or other <= one
