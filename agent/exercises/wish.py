"""One exercise asked for, and how two mentions of the same one become one."""

from __future__ import annotations

import re

from agent.domain.base import Model, Side
from agent.domain.plan import Dose
from agent.domain.transcript import EvidenceSpan
from agent.exercises.constraints import Where
from agent.exercises.library import catalogue
from agent.exercises.models import Exercise
from agent.exercises.spoken_side import spoken_side
from agent.exercises.words import tokens


class Wish(Model):
    """`spoken` are its words, `context` those words with what follows up to the next comma."""

    spoken: str
    name: str
    """The catalogue's name, empty when it is not in the catalogue."""
    context: str = ""
    side: Side = "none"
    dose: Dose = Dose()
    where: Where = "clinic"
    cue: str = ""
    evidence: tuple[EvidenceSpan, ...] = ()
    dose_is_fact: bool = False
    """The dose comes from a typed fact, not from this package's own reading of the sentence."""
    waits: str = ""
    """What it waits for, in the words said: `once she can lift to 90`; empty for what is for now."""
    other_doses: tuple[Dose, ...] = ()
    """Other doses that were said of the same exercise, side and place."""

    @property
    def has_numbers(self) -> bool:
        return any((self.dose.sets, self.dose.reps, self.dose.hold_s, self.dose.minutes))


class Wishes(Model):
    wanted: tuple[Wish, ...] = ()
    withheld: frozenset[str] = frozenset()
    """Canonical names that were held back, conditional, hypothetical or for a later phase."""


def context_of(text: str, start: int, end: int) -> str:
    """The exercise's words and what qualifies them: `wand external rotation to 20 degrees`."""
    rest = re.split(r"[,;.]|\b(?:and|then|next|plus)\b", text[end:])[0]
    return f"{text[start:end]}{rest}"[:120]


def merged(wanted: list[Wish]) -> tuple[Wish, ...]:
    """One wish for each name, side and place; the fuller dose and all evidence are kept."""
    found: list[Wish] = []
    for wish in wanted:
        index = next((i for i, first in enumerate(found) if _same(first, wish)), None)
        if index is None:
            found.append(wish)
            continue
        first = found[index]
        found[index] = first.model_copy(
            update={
                "name": first.name or wish.name,
                "spoken": wish.spoken
                if wish.name and not first.name
                else max(first.spoken, wish.spoken, key=len),
                "context": max(first.context, wish.context, key=len),
                "side": first.side if first.side != "none" else wish.side,
                "dose": _fuller_dose(first, wish),
                "dose_is_fact": first.dose_is_fact or wish.dose_is_fact,
                "other_doses": (*first.other_doses, *_differing(first, wish)),
                "cue": first.cue or wish.cue,
                "waits": first.waits or wish.waits,
                "evidence": tuple(dict.fromkeys((*first.evidence, *wish.evidence))),
            }
        )
    return tuple(found)


def _differing(first: Wish, wish: Wish) -> tuple[Dose, ...]:
    """`wish`'s dose where both are typed facts with numbers that disagree."""
    if not (first.dose_is_fact and wish.dose_is_fact and first.has_numbers and wish.has_numbers):
        return ()
    names = ("sets", "reps", "hold_s", "minutes")
    differ = any((a := getattr(first.dose, n)) and (b := getattr(wish.dose, n)) and a != b for n in names)
    return (wish.dose,) if differ else ()


def _fuller_dose(first: Wish, wish: Wish) -> Dose:
    """The typed fact's numbers before numbers read here; load and frequency from either."""
    one, other = (first, wish) if first.has_numbers else (wish, first)
    if wish.dose_is_fact and wish.has_numbers and not first.dose_is_fact:
        one, other = wish, first
    return one.dose.model_copy(
        update={
            "load": one.dose.load or other.dose.load,
            "frequency": one.dose.frequency or other.dose.frequency,
        }
    )


def _same(first: Wish, wish: Wish) -> bool:
    if first.where != wish.where or {first.side, wish.side} == {"left", "right"}:
        return False
    if first.name and wish.name:
        return first.name == wish.name
    one, other = set(tokens(first.spoken)), set(tokens(wish.spoken))
    return one <= other or other <= one


def meant_side(name: str, text: str, place: tuple[int, int] | None, until: int | None = None) -> Side:
    """The side said of the exercise at `place` itself; two-legged and midline ones are not of both sides.

    `until`: where the next exercise of the sentence is named.
    """
    exercise = catalogue().by_name.get(name)
    if place is None or (exercise is not None and is_midline(exercise)):
        return "none"
    side = spoken_side(text, *place, until)
    two_legged = exercise is not None and exercise.bearing == "full"
    return "none" if two_legged and side == "bilateral" else side


def is_midline(exercise: Exercise) -> bool:
    """Exercises of the spine and neck that have no side: a chin nod, a press-up, not a rotation."""
    sided = ("rotation", "side bending")
    return (
        exercise.region in ("spine", "neck")
        and "nerve" not in exercise.purpose
        and not any(d.motion in sided for d in exercise.demands)
    )
