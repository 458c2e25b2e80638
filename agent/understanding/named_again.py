"""Corrections that name what they put right: `that ten was eight`, `the left is 14`, `I flipped those`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from agent.needles import Rare
from agent.understanding.phrases import Phrases, lexicon
from agent.understanding.taken_back import WINDOW
from agent.understanding.tokens import Token

_FLIPPED = Rare(
    r"^(?:(?:i|we|you) )?(?:just )?"
    r"(?:(?:flipped|switched|swapped|reversed)(?: (?:those|them|these|that|the two|it))?(?: around)?|"
    r"(?:had|got|have|said|read) (?:those|them|these|that|it) "
    r"(?:backwards?|reversed|flipped|switched|swapped|the wrong way (?:a)?round)|"
    r"mixed (?:those|them|these) up)\b",
    flags=0,
)


def flipped(out: Sequence[Token], tokens: Sequence[Token], after: int) -> tuple[int, int] | None:
    """`ER 25, IR 18. No wait, I flipped those, IR is 25 and ER is 18`.

    Returns (where in `out` that begins which goes, where in `tokens` that which stays). Only where both
    numbers are said again behind it, so that nothing has to be guessed.
    """
    words_ahead = [t for t in tokens[after : after + 9] if t.is_word]
    match = _FLIPPED.match(" ".join(t.low for t in words_ahead))
    if match is None:
        return None
    last = words_ahead[match.group().count(" ")]
    resumes = next(i for i in range(after, len(tokens)) if tokens[i] is last) + 1
    again = [t.number for t in tokens[resumes : resumes + WINDOW] if t.number is not None][:2]
    places = [i for i in range(max(0, len(out) - WINDOW), len(out)) if out[i].number is not None][-2:]
    if len(again) < 2 or len(places) < 2 or {out[i].number for i in places} != set(again):
        return None
    start = places[0]
    while start > 0 and out[start - 1].text not in ".?!…;," and places[0] - start < 5:
        start -= 1
    said_again = {t.low for t in tokens[resumes : resumes + WINDOW] if t.is_word}
    while start < places[0] and out[start].low not in said_again:
        start += 1  # `grip right 60, left 52`: what is not said again stays, here what was measured
    return start, resumes


_WAS = frozenset(["was", "is", "were", "meant"])


def by_its_value(out: Sequence[Token], tokens: Sequence[Token], after: int) -> tuple[int, int] | None:
    """`no, sorry, that ten was eight`: (place of the ten in `out`, place of the eight in `tokens`)."""
    at = after
    while at < len(tokens) and tokens[at].low in ("that", "the", "those", ",") and at < after + 3:
        at += 1
    if at + 2 >= len(tokens) or tokens[at].number is None:
        return None
    value = at + 1
    while value < len(tokens) and tokens[value].low in (*_WAS, "should", "be", "have", "been", "a", "an"):
        value += 1
    if value == at + 1 or value >= len(tokens) or tokens[value].number is None:
        return None
    for i in range(len(out) - 1, max(0, len(out) - 3 * WINDOW) - 1, -1):
        if out[i].number == tokens[at].number:
            return i, value
    return None


def by_its_side(out: Sequence[Token], tokens: Sequence[Token], after: int) -> tuple[int, int] | None:
    """`6 on the right and 15 on the left. Scratch that, the left is 14`: (place of the 15, of the 14)."""
    at = after
    while at < len(tokens) and tokens[at].low in ("the", ",", "that", "on") and at < after + 3:
        at += 1
    if at >= len(tokens) or tokens[at].low not in ("left", "right"):
        return None
    value = at + 1
    while value < len(tokens) and tokens[value].low in (*_WAS, "is", "one", "side", "should", "be", "'s"):
        value += 1
    if value in (at + 1, len(tokens)) or tokens[value].number is None:
        return None
    for i in range(len(out) - 1, max(0, len(out) - 3 * WINDOW) - 1, -1):
        if out[i].low != tokens[at].low:
            continue
        if (
            [t.low for t in out[max(0, i - 2) : i]] == ["on", "the"]
            and i > 2
            and out[i - 3].number is not None
        ):
            return i - 3, value
        if i + 1 < len(out) and out[i + 1].number is not None:
            return i + 1, value
        return None
    return None


_LONGEST_NAME = 4


def by_its_name(out: Sequence[Token], tokens: Sequence[Token], after: int) -> int | None:
    """`hamstrings 4+ on the right, no, hamstrings 4`: where in `out` what is said anew begins."""
    end = after
    while (
        end < len(tokens)
        and end - after <= _LONGEST_NAME
        and tokens[end].is_word
        and not _valued(tokens[end])
    ):
        end += 1
    name = [t.low for t in tokens[after:end]]
    if not name or end >= len(tokens) or not _valued(tokens[end]) or tokens[after - 1].text != ",":
        return None
    for i in range(len(out) - len(name) - 1, max(-1, len(out) - WINDOW - 1), -1):
        if [t.low for t in out[i : i + len(name)]] == name and _valued(out[i + len(name)]):
            return i
    return None


_CALLED = frozenset(["that's", "that", "is", "was", "this", "it's", "it", "'s", ",", "the"])
_STOPS = frozenset([".", ",", ";", "!", "…", "...", ".."])


def by_another_name(
    out: Sequence[Token], tokens: Sequence[Token], after: int
) -> tuple[int, list[Token], int] | None:
    """`supination 70, sorry, that's pronation.`: the value was of the other motion.

    Returns (where in `out` the wrong name begins, what stands there instead, where `tokens` go on).
    """
    at = after
    while at < len(tokens) and tokens[at].low in _CALLED and at < after + 4:
        at += 1
    right = _motions().at(tokens, at)
    if right is None or (right.end < len(tokens) and tokens[right.end].text not in _STOPS):
        return None
    value = len(out) - 1
    while value > 0 and out[value].text in _STOPS:
        value -= 1
    if value < 1 or not _valued(out[value]):
        return None
    for start in range(value - 1, max(-1, value - 1 - _LONGEST_NAME), -1):
        wrong = _motions().at(out, start)
        if wrong is None or any(t.text not in (",", ":") for t in out[wrong.end : value]):
            continue
        if wrong.end <= value and wrong.value != right.value:
            named = [replace(t, glued=False) for t in tokens[at : right.end]]
            return start, [*named, out[value]], right.end
    return None


@cache
def _motions() -> Phrases[str]:
    named = [(str(says), name) for name, more in lexicon("body")["motions"].items() for says in (name, *more)]
    forearm = lexicon("lay")["forearm"].items()  # of no other joint is a lay command one motion by itself
    return Phrases([*named, *((str(says), name) for name, more in forearm for says in more["says"])])


def _valued(token: Token) -> bool:
    return token.text.lstrip("-")[:1].isdigit()
