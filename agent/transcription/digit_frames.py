"""Places where only a digit can stand, and the word that sounds like one is one: "for plus out of five".

Never from sense alone: the word must be one that engines write for that digit (digits.py), and around it
must stand what nothing but a number goes with. Each is a change that can be taken back, and is marked for
listening.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from agent.transcription.digits import GLUE, LIKE, SMALL, UNITS, spelled
from agent.transcription.plain import is_number, is_side, plain, tail, words
from agent.transcription.revision import Revision
from agent.transcription.term_index import term_index
from agent.transcription.vocabulary import vocabulary

_DIGIT: Final = "number word"
_COUNTED: Final = words("sets reps repetitions inch inches centimeters pounds degrees")
_MEASURED: Final = words("minutes seconds degrees percent reps repetitions centimeters inches pounds kilos")
"""Plurals that only a number counts right before them."""
_RATED: Final = words("grade phase stage ashworth")
_NAMED: Final = words("visit session week phase stage grade type day")
_TOLD_WHICH: Final = words("the a an this that last next each every all one per his her same")
"""Before a name these leave no place for its number: "sore at the last visit too"."""
_SPINE: Final = words("l c t s")
_COMPARED: Final = words("less more better worse fewer above below under higher lower")
_PAIN: Final = words("pain pains pain's")
_AT_TIMES: Final = words("rest night worst best")
_BY: Final = words("my bye buy bi")
_NOT_REPEATED: Final = words("first second third half quarter once twice point plus minus")
_LIST: Final = 10
"""Words within which a list of strengths or of measures is one list."""


@dataclass(frozen=True)
class _Place:
    """A word with its neighbours, all without punctuation; `""` where there is none."""

    word: str
    before: tuple[str, str, str]
    """The last one first."""
    after: tuple[str, str, str, str]

    @classmethod
    def of(cls, revision: Revision, at: int) -> _Place:
        said = ["", "", "", *map(plain, revision.words[max(0, at - 3) : at + 5]), "", "", "", ""]
        own = 3 + min(3, at)
        first, second, third = said[own - 3 : own]
        return cls(said[own], (third, second, first), tuple(said[own + 1 : own + 5]))  # type: ignore[arg-type]


def digits_by_frame(revision: Revision) -> None:
    """Write each digit that was written as another word."""
    for at in range(len(revision.chunks)):
        if revision.chunks[at].reason:
            continue
        place = _Place.of(revision, at)
        digit = SMALL.get(place.word, "") if _frames_digit(place) and not _does_own_work(place) else ""
        digit = digit or _rated(place) or _counted(place) or _named(place) or _ends_item(revision, at)
        if digit:
            revision.say(at, digit, _DIGIT)
        elif parted := _parted(place.word):
            revision.say(at, parted, _DIGIT)
    _by_repetitions(revision)


def _frames_digit(place: _Place) -> bool:
    """Whether only a digit can stand here: in a score, a grade, a count, sets by repetitions."""
    before, after = place.before, place.after
    if after[0] in {"plus", "minus"} or after[:3] == ("and", "a", "half"):
        return True
    if after[:2] == ("out", "of"):
        return is_number(after[2])
    if after[0] in {"by", "x"} or before[0] == "point":
        return is_number(after[1] if before[0] != "point" else _of_point(before))
    if after[0] == "hundred":
        return place.word != "for" and not is_number(before[0])
    if before[0] == "pain" and after[0] == "with":
        return True
    if before[0] in _PAIN and place.word in {"to", "for"} and _when_it_hurts(after):
        return True
    if after[0] == "or" and after[1] in _COMPARED:
        return True
    timed = after[1:] if after[0] == "times" else after
    if timed[:2] in {("a", "week"), ("a", "day"), ("per", "week"), ("per", "day")}:
        return True
    if before[0] == "type" or before[:2] in {("is", "pain"), ("was", "pain")}:
        return timed[0] != "be" and not timed[0].endswith("ing")
    return timed[0] in _COUNTED


def _when_it_hurts(after: tuple[str, ...]) -> bool:
    """Whether it is said when pain is rated: `pain to at rest`, but not `pain for at least a week`."""
    return after[0] in {"after", "during"} or (after[0] == "at" and after[1] in _AT_TIMES)


def _of_point(before: tuple[str, str, str]) -> str:
    """The number before "point"; none for "at one point to the left"."""
    return before[1] if before[1] != "one" or before[2] == "and" or is_number(before[2]) else ""


def _does_own_work(place: _Place) -> bool:
    """Whether the word is one of its own: `limited to degrees of …`, `for a week`, `up to inches`."""
    before, after = place.before, place.after
    if place.word == "for" and after[0] == "a":
        return True  # "crutches for a week"
    if place.word in {"free", "tree"}:
        return after[:2] != ("out", "of") and before[0] in {"pain", "symptom"}
    ahead = {"up", "down", "close", "limited", "due", "compared", "added", "next"}
    return place.word == "to" and before[0] in ahead


def _rated(place: _Place) -> str:
    """The number in a score or a grade that was written as a word farther from it in sound."""
    before, after = place.before, place.after
    if after[:2] == ("out", "of") and is_number(after[2]):
        return "zero" if place.word == "near" else LIKE.get(place.word, "")
    if place.word == "or" and after[0] in {"plus", "minus"} and is_side(before[0]):
        return "four"
    if place.word == "won" and before[0] in {"times", "grade"}:
        return "one"
    return SMALL.get(place.word, "") if before[0] in _RATED and after[0] not in {"the", "a", "be"} else ""


def _counted(place: _Place) -> str:
    """The number of sets, repetitions or units that was written as a word farther from it in sound."""
    before, after = place.before, place.after
    if before[:2] == ("of", "sets") or (before[0] in {"by", "x"} and is_number(before[1])):
        return LIKE.get(place.word, "")
    if place.word in GLUE or is_number(before[0]) or before[0] == "body":
        return ""
    units = vocabulary().units if place.word in SMALL else _MEASURED
    other = is_side(before[0]) and is_side(after[0]) and before[0] != after[0]
    beside = is_side(before[0]) and before[1] in _COUNTED and is_number(before[2]) and place.word != "weight"
    return LIKE.get(place.word, "") if after[0] in units or other or beside else ""


def _named(place: _Place) -> str:
    """The number that is part of a name: `L for L five`, `for way ankle`."""
    before, after = place.before, place.after
    if place.word == "for" and after[0] == "way" and before[0] not in {"the", "a"}:
        return "four"
    level = before[0] in _SPINE and (after[0] == before[0] or is_number(after[0]))
    return SMALL.get(place.word, "") if level else ""


def _ends_item(revision: Revision, at: int) -> str:
    """The digit that ends an item of a list: `visit sex,` `right knee extensors for, the left five`."""
    if at == 0 or not tail(revision.words[at]) or tail(revision.words[at - 1]):
        return ""
    word, before = plain(revision.words[at]), plain(revision.words[at - 1])
    if before in _NAMED:
        told = plain("".join(revision.words[max(0, at - 2) : at - 1])) in _TOLD_WHICH
        return "" if told and word == "too" else SMALL.get(word, "")
    near = revision.words[max(0, at - _LIST) : at] + revision.words[at + 1 : at + _LIST]
    measured = is_side(before) or term_index().kinds.get(before, frozenset()) & {"muscle", "motion"}
    return SMALL.get(word, "") if word in {"for", "to"} and measured and any(map(is_number, near)) else ""


def _parted(word: str) -> str:
    """`free-plus` as `three plus`, and a level that no spine has, `C23`, as the two that it is of: `C2-3`."""
    digit, _, sign = word.partition("-")
    if sign in {"plus", "minus"} and digit in SMALL:
        return f"{SMALL[digit]} {sign}"
    level = re.fullmatch(r"(c[1-6]|l[1-4])([2-7])", word)
    return f"{level[1].upper()}-{level[2]}" if level and int(level[2]) == int(level[1][1]) + 1 else ""


def _by_repetitions(revision: Revision) -> None:
    """`free my six` to `three by six`: sets by repetitions, which nobody owns."""
    for at in range(len(revision.chunks) - 2):
        first, by, last = revision.words[at : at + 3]
        sets = SMALL[plain(first)] if plain(first) in {"free", "tree"} else spelled(plain(first))
        aged = plain("".join(revision.words[at + 3 : at + 4])) in {"year", "years"}
        repeated = sets in UNITS and is_number(last) and plain(last) not in _NOT_REPEATED and not aged
        if plain(by) not in _BY or not repeated or tail(first) or tail(by):
            continue
        if plain(first) in SMALL:
            revision.say(at, sets, _DIGIT)
        revision.say(at + 1, "by", _DIGIT)
