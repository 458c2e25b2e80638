"""Exercises that the catalogue does not know by the name they were given.

`Reverse nordic curl` holds the name of another exercise, `frobnicator slide` holds none. Such an exercise
stands in the therapist's words, is judged as the nearest entry or by its own words, and is asked about.
"""

from __future__ import annotations

import re
from functools import cache

from agent.domain.base import Model
from agent.exercises.constraints import Candidate
from agent.exercises.library import word_lists
from agent.exercises.models import Exercise
from agent.exercises.words import tokens

_PART = re.compile(r"\b(?:and|then|for|with|to|in|on|at|from|plus|into|onto|through|while)\b|[,;]", re.I)


class Unnamed(Model):
    """An exercise without an entry of its own. `judged_as` is the entry whose demands were used, or empty."""

    words: str
    judged_as: str = ""
    readable: bool = False
    """Its own words say what it asks of the body (`active`, `flexion`, `kneeling`)."""

    @property
    def is_weak(self) -> bool:
        """Nothing certain was held against the precautions."""
        return bool(self.judged_as) or not self.readable

    @property
    def why(self) -> str:
        """How its safety was judged, in a half sentence."""
        if self.judged_as:
            return f"the catalogue does not know it by this name: judged as {self.judged_as!r}"
        if self.readable:
            return "not in the catalogue: its safety was judged by its words alone"
        return "not in the catalogue, and its words do not say what it asks of the body: not judged"

    @property
    def question(self) -> str:
        if self.judged_as:
            return f"Is {self.words!r} the same movement as {self.judged_as!r}? It was judged as that."
        return f"What does {self.words!r} ask of the body? The catalogue does not know it."


def unnamed(spoken: str, exercise: Exercise | None, asked: Candidate) -> Unnamed | None:
    """What to say of an exercise that no entry names; None for one that an entry does.

    Equipment, place, position and pace said beside a name leave it that name; a word before it that
    belongs to no name of the entry makes it another exercise.
    """
    words = " ".join(spoken.split()).lower()
    if exercise is None:
        return Unnamed(words=words, readable=bool(asked.demands or asked.tags))
    if all(_foreign(part, exercise) is not False for part in (spoken, *_PART.split(spoken))):
        return Unnamed(words=words, judged_as=exercise.name)
    return None


def _foreign(part: str, exercise: Exercise) -> bool | None:
    """Whether a word before the entry's name in `part` is no part of it; None where the name is not there."""
    said = tokens(part)
    found: bool | None = None
    for name in (exercise.name, *exercise.synonyms):
        needed = set(tokens(name))
        at = [i for i, word in enumerate(said) if word in needed]
        if not at or not needed - _plain() <= set(said):
            continue
        before = said[: max(at) + 1]
        if all(word in needed or word in _plain() or word.isdigit() for word in before):
            return False
        found = True
    return found


@cache
def _plain() -> frozenset[str]:
    """Words that leave an exercise what it is."""
    data = word_lists("lexicon.yaml")
    return frozenset(t for key in ("fillers", "qualifiers") for word in data[key] for t in tokens(str(word)))
