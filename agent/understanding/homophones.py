"""Words that a recogniser wrote for others that sound alike, put right where their neighbours allow one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from agent.understanding.phrases import Phrases, by_variant, lexicon, words
from agent.understanding.tokens import Token

NUMBER_WORDS = words("homophones_numbers")
_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_TENS = frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_BE = frozenset(["is", "was", "were", "are", "a", "an", "at", "about", "now", "by", "of", "it's", "from"])
_CLOSES = frozenset(
    ["last", "at", "now", "today", "out", "over", "with", "when", "after", "before", "or", "yesterday", "on"]
)


@dataclass(frozen=True, slots=True)
class _Beside:
    """One reading of a word and the neighbours that it needs. `near`: words of which one stands close by."""

    meant: str
    after: frozenset[str]
    before: frozenset[str]
    near: frozenset[str]
    never_after: frozenset[str]


@cache
def _always() -> Phrases[str]:
    return Phrases(by_variant(lexicon("homophones")["always"]), exact=True)


@cache
def _beside() -> Mapping[str, tuple[_Beside, ...]]:
    table: dict[str, list[_Beside]] = defaultdict(list)
    for entry in lexicon("homophones")["beside"]:
        table[entry["heard"]].append(
            _Beside(
                entry["meant"],
                frozenset(entry.get("after") or ()),
                frozenset(entry.get("before") or ()),
                frozenset(entry.get("with") or ()),
                frozenset(entry.get("never_after") or ()),
            )
        )
    return {heard: tuple(readings) for heard, readings in table.items()}


@cache
def _digits() -> Mapping[str, str]:
    return {
        heard: _DIGITS[int(digit)]
        for digit, variants in lexicon("homophones")["numbers"].items()
        for heard in variants
    }


@cache
def _counted() -> frozenset[str]:
    return frozenset(lexicon("homophones")["counted"].split())


def mended(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with homophones put right; their places in the transcript stay. Linear."""
    out = _by_phrase(tokens)
    readings, digits = _beside(), _digits()
    for i, token in enumerate(out):
        low = token.low
        if low in readings:
            meant = next((r.meant for r in readings[low] if _fits(r, out, i)), None)
            if meant is not None:
                out[i] = replace(token, text=meant, low=meant.casefold())
        elif low in digits and _is_digit(out, i):
            out[i] = replace(token, text=digits[low], low=digits[low])
        elif low == "two" and _is_also(out, i):
            out[i] = replace(token, text="too", low="too")
    return out


def _by_phrase(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    for hit in _always().all(tokens):
        out += tokens[at : hit.start]
        first, last = tokens[hit.start], tokens[hit.end - 1]
        for k, word in enumerate(hit.value.split()):
            glued = first.glued if k == 0 else False
            out.append(replace(first, text=word, low=word.casefold(), end=last.end, glued=glued, number=None))
        at = hit.end
    return out + list(tokens[at:])


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and (tokens[at].number is not None or tokens[at].low in NUMBER_WORDS)


def _fits(reading: _Beside, tokens: Sequence[Token], at: int) -> bool:
    before, following = _low(tokens, at - 1), _low(tokens, at + 1)
    if before in reading.never_after:
        return False
    stands = (
        before in reading.after
        or ("number" in reading.after and _is_number(tokens, at - 1))
        or following in reading.before
        or ("number" in reading.before and _is_number(tokens, at + 1))
    )
    if not stands or not reading.near:
        return stands
    close = range(max(0, at - 3), min(len(tokens), at + 5))
    return any(tokens[k].low in reading.near for k in close if k != at) or (
        "number" in reading.near and _is_number(tokens, at - 2)
    )


def _is_digit(tokens: Sequence[Token], at: int) -> bool:
    """Whether `to`, `too`, `for`, `ate` … is a digit: before a scale, a unit, or where only a value fits."""
    low, before, following = tokens[at].low, _low(tokens, at - 1), _low(tokens, at + 1)
    scale = following == "out" and _low(tokens, at + 2) == "of"
    if scale or (following in ("by", "x") and _is_number(tokens, at + 2)):
        return True
    if before in _TENS and low in ("won", "ate"):
        return True
    if before in _TENS and low in ("to", "too", "for") and (following in _counted() or following == "point"):
        return True
    if before in _TENS and low in ("to", "too", "for", "fore") and following in _MEASURED_NEXT:
        return True
    if low == "ate" and (before == "by" or (following == "when" and before not in _WHO_EATS)):
        return True
    if before in ("left", "right") and low in ("to", "too", "for") and following in _counted():
        return True
    graded = following in ("plus", "minus") and (_low(tokens, at + 2) == "out" or low in ("for", "fore"))
    if graded and not _is_number(tokens, at + 2):
        return True
    counts = following in _counted()
    if low == "too":
        return counts or (before in _BE and (following in _CLOSES or not following))
    if low == "to":
        return (
            counts
            and before not in ("up", "due", "down", "compared", "number")
            and not _is_number(tokens, at - 1)
        ) or (following == "or" and _low(tokens, at + 2) in ("less", "more", "better", "under"))
    if low in ("for", "fore"):
        return (
            before in ("a", "an", "about", "than", "by", "from") and (counts or following in _CLOSES)
        ) or (before in ("was", "is", "to") and following in ("last", "now", "today", "out", "at", "with"))
    return counts or (before in ("a", "is", "was") and following in _CLOSES)


_MEASURED_NEXT = words("homophones_measured_next")
"""After these nothing but another value follows: `left fifty for flexion thirty six` is 54, then 36."""
_WHO_EATS = frozenset(["he", "she", "they", "i", "patient", "who", "we", "you", "not", "last", "and", "has"])


def _is_also(tokens: Sequence[Token], at: int) -> bool:
    """`his wife has vertigo two`: a number that counts nothing, last in the sentence, after a thing."""
    following, before = _low(tokens, at + 1), _low(tokens, at - 1)
    ends = following in ("", ".") or (following.isalpha() and following not in _COUNTS_THINGS)
    return ends and before.isalpha() and len(before) > 4 and before in _THINGS


_COUNTS_THINGS = words("scales_not_after") | frozenset(
    ["out", "or", "and", "times", "a", "per", "when", "with", "at"]
)
_THINGS = words("homophones_things")
