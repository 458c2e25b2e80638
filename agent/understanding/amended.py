"""Amounts that their speaker amends in passing: a frequency, a grade, a dose, or when a value was.

`3 times a week, no, the van only comes twice, so twice a week`; `4 on the right, hmm, 4-`; `2 x 12, wait,
15`. Only what is said again in its own form takes the place of the first, so that nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from agent.understanding.old_value import old_value
from agent.understanding.phrases import words
from agent.understanding.slips import about_the_slip
from agent.understanding.tokens import Mend, Token, rewritten

_TAKES_BACK: Final = frozenset(
    ["no", "nope", "wait", "sorry", "actually", "correction", "scratch", "strike", "well", "oops", "rather"]
)
_HESITATES: Final = frozenset(["hmm", "hm", "mm", "mmm", "uh", "um", "er", "eh"])
_ENDS: Final = frozenset([".", "?", "!", ";", "…", "...", ".."])
_BEGINS: Final = _TAKES_BACK | _HESITATES | {"."}
"""Where a rule may begin to mend."""
_SIGNS: Final = _ENDS | {",", "-"}
_OFTEN: Final = re.compile(
    r"(?:once|twice|(?:one|1) time|\d+ times|\d+x|\d+ visits|\d+ days) (?:a|per|each|every|/) ?"
    r"(?P<period>day|week|month)$"
)
_CONCLUDES: Final = re.compile(r"\b(?:so|make (?:it|that)|call it|it's|it is|keep it|let's (?:say|do))$")
_FARTHEST: Final = 16
"""Tokens between an amount and the one that takes its place."""
_GRADE: Final = re.compile(r"^[0-5][+-]?$")
_VALUE: Final = re.compile(r"^\d[\d.]*[+-]?$")
_DOSE: Final = re.compile(r"^(?P<sets>\d+) x (?P<reps>\d+)$")


def amended(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with each amount as it was said last. Linear: each rule looks a few tokens about."""
    places = [i for i, t in enumerate(tokens) if t.low in _BEGINS]
    return rewritten(tokens, places, _by_first_rule)


def _by_first_rule(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    return next((used for rule in _RULES if (used := rule(out, tokens, at))), 0)


def _frequency(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """`twice a week, no I don't, once a week`."""
    if tokens[at].low not in _TAKES_BACK:
        return 0
    said = _without_signs(out)
    size, period = _often_at_end(out[:said])
    if not size:
        return 0
    parted = said < len(out)
    for end in range(at + 4, min(at + _FARTHEST, len(tokens) + 1)):
        again, same = _often_at_end(tokens[at + 1 : end])
        if not again:
            continue
        between = _low(tokens[at + 1 : end - again])
        plain = not between or _CONCLUDES.search(between)
        if same != period or not (plain or (parted and _of_the_slip(tokens, at))):
            return 0
        del out[said - size :]
        out.extend(tokens[end - again : end])
        return end - at
    return 0


def _of_the_slip(tokens: Sequence[Token], at: int) -> bool:
    """Whether the `no` is one that takes back, and not the first word of `no pain with it`."""
    following = tokens[at + 1]
    return following.text in _SIGNS or following.low in (
        *_TAKES_BACK, "i", "we", "you", "he", "she", "they", "that", "that's", "it's", "make"
    )  # fmt: skip


def _often_at_end(tokens: Sequence[Token]) -> tuple[int, str]:
    """How many tokens at the end tell how often, and in which period: (0, "") when none do."""
    for size in (4, 3):
        enough = len(tokens) >= size and tokens[-size].text not in _SIGNS
        match = _OFTEN.match(_low(tokens[-size:])) if enough else None
        if match is not None:
            return size, match["period"]
    return 0, ""


def _grade(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """`4 on the right, hmm, 4-`; `95, uh, 92, you hiked`: a second value behind a hesitation stands.

    It must be the grade with a sign, or the speaker must say how the first one slipped.
    """
    if tokens[at].low not in _HESITATES:
        return 0
    new = at + 1
    while new < len(tokens) and new < at + 3 and tokens[new].text in _SIGNS:
        new += 1
    if new >= len(tokens) or not _VALUE.match(tokens[new].text) or not _closed(tokens, new + 1):
        return 0
    place = len(out) - 1
    while place >= 0 and len(out) - place < 7 and not _VALUE.match(out[place].text):
        if out[place].text in _ENDS:
            return 0
        place -= 1
    if place < 0 or not _VALUE.match(out[place].text) or out[place].text == tokens[new].text:
        return 0
    both = (out[place].text, tokens[new].text)
    graded = all(_GRADE.match(text) for text in both) and any(text[-1] in "+-" for text in both)
    if not graded and not about_the_slip(tokens[new + 1 : new + 5]):
        return 0
    out[place] = replace(tokens[new], glued=out[place].glued)
    del out[_without_signs(out) :]
    return new + 1 - at


def _dose(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """`2 x 12, wait, 15`: the repetitions are amended, not the sets; said again in full, that stands."""
    if tokens[at].low not in _TAKES_BACK or not out:
        return 0
    said = _without_signs(out)
    old = _DOSE.match(out[said - 1].text) if said else None
    new = at + 1
    while (
        new < len(tokens) and new < at + 4 and (tokens[new].text in _SIGNS or tokens[new].low in _TAKES_BACK)
    ):
        new += 1
    if old is None or new >= len(tokens) or tokens[new].number is None or not _closed(tokens, new + 1):
        return 0
    again = next((i for i in range(new + 1, min(new + 3, len(tokens))) if _DOSE.match(tokens[i].text)), -1)
    if again > 0 and tokens[again].text.endswith(f" {tokens[new].text}"):
        out[said - 1 :] = [replace(tokens[again], glued=out[said - 1].glued)]
        return again + 1 - at
    text = f"{old['sets']} x {tokens[new].text}"
    first = out[said - 1]
    out[said - 1 :] = [replace(first, text=text, low=text, end=tokens[new].end)]
    return new + 1 - at


_WHEN: Final = re.compile(
    r"(?:(?:at|on|from) )?(?:the )?(?:initial |first |last )?(?:evaluation|eval|visit|time|week|month|"
    r"\w+day|start|beginning)$"
)


def _when(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """`that was 6 at the evaluation. No, scratch that, the 6 was last visit`: when it was is put right."""
    if tokens[at].low not in _TAKES_BACK:
        return 0
    value = at + 1
    while value < len(tokens) and value < at + 8 and tokens[value].number is None:
        if tokens[value].is_word and tokens[value].low not in (*_TAKES_BACK, "that", "the", "this"):
            return 0
        value += 1
    if value + 2 >= len(tokens) or tokens[value].number is None or tokens[value + 1].low not in ("was", "is"):
        return 0
    if tokens[value + 2].number is not None:
        return 0
    said = _without_signs(out)
    size = next((n for n in (5, 4, 3, 2) if n <= said and _WHEN.match(_low(out[said - n : said]))), 0)
    places = range(max(0, said - _FARTHEST), said - size)
    if not size or not any(out[i].number == tokens[value].number for i in places):
        return 0
    del out[said - size :]
    return value + 2 - at


def _echo(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """`no, 42 lb. 42. Left is 88`: the value put right is said once more, and measures nothing new."""
    if tokens[at].text != "." or at + 2 >= len(tokens) or tokens[at + 1].number is None:
        return 0
    if tokens[at + 2].text not in (".", ","):
        return 0
    tail = [i for i in range(max(0, at - 3), at) if tokens[i].number is not None]
    if not tail or tokens[tail[-1]].text != tokens[at + 1].text:
        return 0
    opening = tail[-1]
    while opening > 0 and tail[-1] - opening < _FARTHEST and tokens[opening - 1].text != ".":
        opening -= 1
    amends = any(
        a.low in _AMENDS or (a.low, b.low) in _AMENDS for a, b in pairwise(tokens[opening : tail[-1]])
    )
    return 2 if amends else 0


_WHY: Final = words("amended_why")
_NO_REASON: Final = words("amended_no_reason")
_MINUTES: Final = frozenset(["minutes", "minute", "min", "mins"])


def _minutes(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """`18 minutes of exercise. No, the timer was off, 16.`: the minutes are the last that were said."""
    if tokens[at].low not in _TAKES_BACK or not out or out[-1].text not in _ENDS:
        return 0
    new = at + 1
    while new < len(tokens) and new - at < _FARTHEST and tokens[new].number is None:
        if tokens[new].low in _NO_REASON or tokens[new].text in _ENDS:
            return 0
        new += 1
    if new >= len(tokens) or new - at >= _FARTHEST or tokens[new].number is None:
        return 0
    end = new + 1 + (new + 1 < len(tokens) and tokens[new + 1].low in _MINUTES)
    reason = {t.low for t in tokens[at + 1 : new]}
    closed = end >= len(tokens) or tokens[end].text in _SIGNS
    if not reason & _WHY or tokens[new - 1].text != "," or not closed:
        return 0
    said = _without_signs(out)
    places = [i for i in range(max(0, said - _FARTHEST), said) if out[i].number is not None]
    if not places or any(t.text in _ENDS for t in out[places[-1] : said]):
        return 0
    place = places[-1]
    told = place + 1 < said and out[place + 1].low in _MINUTES
    if not told or not 0 < (tokens[new].number or 0) < _LONGEST_STINT:
        return 0
    out[place] = replace(tokens[new], glued=out[place].glued)
    return end - at + (end < len(tokens) and tokens[end].text in _ENDS)


_LONGEST_STINT: Final = 90
_AMENDS: Final = {"no", "sorry", "wait", "correction", ("hold", "on"), ("hang", "on"), ("i", "misread")}


def _without_signs(out: Sequence[Token]) -> int:
    end = len(out)
    while end and out[end - 1].text in _SIGNS:
        end -= 1
    return end


def _closed(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing more is said of the value before tokens[at], but why it was put right."""
    return at >= len(tokens) or tokens[at].text in _SIGNS or about_the_slip(tokens[at : at + 3])


def _low(tokens: Sequence[Token]) -> str:
    return " ".join(t.low for t in tokens if t.text not in _SIGNS)


_RULES: Final[tuple[Mend, ...]] = (_frequency, _grade, _dose, _when, _echo, _minutes, old_value)
