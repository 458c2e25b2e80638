"""How a statement says its own evidence over: item by item, what is kept, put in and left out.

Compared are forms of words, numbers, sides and negations, in order. Stops, articles, the person (`my`, `her`,
`the patient`) and what agrees with it (`have`, `has`), a scale that goes without saying (`4/5` of `four`) and
the two ways of writing a negation (`isn't`, `is not`) make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rapidfuzz.distance import LCSseq

from agent.drafting.support.bindings import side_named
from agent.drafting.support.polarity import is_negation
from agent.drafting.support.worded import as_meant
from agent.drafting.support.wordforms import form, is_empty, word_list
from agent.memory import kept_for_now
from agent.understanding.tokens import Token

WHOLE = 0.75
"""Share of its telling words that a statement must have from its evidence to say it over."""
BOUND = 3
"""Numbers and sides in a row that tell by themselves which goes with which."""
NOT, BREAK = "not", "|"
"""Every negation, and the end of one stretch of evidence, as items."""
_DENYING = word_list("check_cues")
_LIGHT = word_list("restated_light")
_WHOLE_STEMS = {"ca": "can", "wo": "will"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[+-](?=/|$))?")
_COUNTS = re.compile(r"[-.x×]? ?\d")
_UNSPOKEN = frozenset({"/5", "/10"})
"""What a grade of strength and a rating are out of."""
_SIDES = frozenset({"@left", "@right", "@both"})


@dataclass(frozen=True)
class Restated:
    """A statement's items beside its evidence's."""

    stated: tuple[str, ...]
    heard: tuple[str, ...]

    @classmethod
    def of(cls, statement: str, evidence: Iterable[Sequence[Token]]) -> Restated:
        heard: list[str] = []
        for stretch in evidence:
            heard += [*items(stretch), BREAK]
        return cls(tuple(items(as_meant(statement))), tuple(heard))

    @cached_property
    def _gaps(self) -> list[tuple[int, int, int, int]]:
        """What lies between the kept items: [low, high) of the evidence and [low, high) of the statement."""
        out = []
        low = at = 0
        for block in LCSseq.opcodes(self.heard, self.stated):
            if block.tag == "equal":
                out.append((low, block.src_start, at, block.dest_start))
                low, at = block.src_end, block.dest_end
        return [*out, (low, len(self.heard), at, len(self.stated))]

    @property
    def is_verbatim(self) -> bool:
        """Whether nothing is put in, and of one stretch of evidence nothing left out."""
        return self.stated == tuple(item for item in self.heard if item != BREAK)

    @cached_property
    def kept(self) -> frozenset[Literal["number", "side"]]:
        """What the statement has as its evidence has it."""
        numbers: frozenset[Literal["number", "side"]] = frozenset({"number"} if self.has_its_numbers else ())
        return numbers | ({"side"} if self.has_its_sides else set())

    def changed(self, *, asks: bool) -> set[str]:
        """What was put in the place of something else: `side`, `number`, `negation`; `asks` of a question."""
        denies_otherwise = self.answers_otherwise if asks else self.is_whole and self.negates_otherwise
        found = {"side": self.swaps_side, "number": self.replaces_number, "negation": denies_otherwise}
        return {reason for reason, holds in found.items() if holds}

    @property
    def keeps_numbers(self) -> bool:
        """Whether all numbers of the statement stand in the evidence in the same order."""
        return _in_order(_numbers_of(self.stated), self.heard)

    @property
    def has_its_numbers(self) -> bool:
        """Whether its numbers are the evidence's, all of them, or with most of its words some of them."""
        numbers = _numbers_of(self.stated)
        return numbers == _numbers_of(self.heard) or (self.is_whole and self.keeps_numbers)

    @property
    def has_its_sides(self) -> bool:
        """The same of sides and numbers together, of which the order binds the one to the other."""
        marks = _marks_of(self.stated)
        if len(marks) >= BOUND and marks == _marks_of(self.heard):
            return True
        return self.is_whole and _in_order(marks, self.heard)

    @property
    def is_whole(self) -> bool:
        """Whether most of the telling words are the evidence's own."""
        return _mostly(self.stated, set(self.heard))

    @property
    def has_all(self) -> bool:
        """Whether most of the evidence's telling words are the statement's."""
        return _mostly(self.heard, set(self.stated))

    @property
    def swaps_side(self) -> bool:
        """Whether the one side stands where the evidence has the other."""
        for low, high, at, end in self._gaps:
            here, there = _sides(self.stated[at:end]), _sides(self.heard[low:high])
            if here and there and not here & there:
                return True
        return False

    @property
    def replaces_number(self) -> bool:
        """Whether a number that the evidence never has stands where it has another."""
        if not self.is_whole:
            return False
        given = set(self.heard)
        return any(
            any(n not in given and not _in_parts(n, given) for n in _numbers_of(self.stated[at:end]))
            and any(i[0] == "#" for i in self.heard[low:high])
            for low, high, at, end in self._gaps
        )

    @property
    def answers_otherwise(self) -> bool:
        """Of a question and its answer: whether only one of statement and evidence denies anything."""
        return self.has_all and (NOT in self.heard) != (NOT in self.stated)

    @property
    def negates_otherwise(self) -> bool:
        """Whether a negation is put in, or one left out that reaches what is kept.

        What is told in another order than it was said, a question's answer first, has as many as before.
        """
        if self.heard.count(BREAK) > 1 and self.heard.count(NOT) == self.stated.count(NOT):
            return False
        for low, high, at, end in self._gaps:
            put_in = self.stated[at:end].count(NOT)
            left_out = self.heard[low:high]
            if put_in > left_out.count(NOT):
                return True
            if put_in == 0 and NOT in left_out and self._reaches_kept(low, high):
                return True
        return False

    def _reaches_kept(self, low: int, high: int) -> bool:
        """Whether a negation stood right before what is kept, ended its stretch, or was all of it."""
        if high < len(self.heard) and self.heard[high - 1] == NOT:
            return True
        behind = self.heard[low : low + 3]
        return low > 0 and (behind[:2] == (NOT, BREAK) or behind == (BREAK, NOT, BREAK))


def items(tokens: Sequence[Token]) -> Iterator[str]:
    """Words by their form, `#4`, `/10`, `@left` and `not`, in order."""
    for i, token in enumerate(tokens):
        if not (token.low == "no" and _opens(tokens, i)):
            yield from _items_of(token.low, token.text)


@kept_for_now(1024)
def _items_of(low: str, text: str) -> tuple[str, ...]:
    """Those of one word, wherever it stands."""
    if side := side_named(low):
        return (f"@{side}",)
    if not low.isalpha() and _COUNTS.match(low):
        return tuple(_numbers(low))
    if low == "one":  # what stands behind it decides whether it is written as a figure
        return ("#1",)
    if low in _DENYING or low.endswith("n't"):
        stem = low.removesuffix("n't").removesuffix("not")
        if stem != low and stem and stem not in _LIGHT:
            return (_WHOLE_STEMS.get(stem, stem), NOT)
        return (NOT,)
    if any(map(str.isalnum, text)) and (bare := low.removesuffix("'s")) and bare not in _LIGHT:
        return (bare if is_empty(bare) else form(bare),)
    return ()


def _numbers(low: str) -> Iterator[str]:
    top, slash, bottom = low.partition("/")
    yield from (f"#{n}" for n in _NUMBER.findall(top + slash))
    yield from (f"/{n}" for n in _NUMBER.findall(bottom))


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Whether a `no` only opens an answer: `no, never`, `no I didn't`."""
    following = [t.low for t in tokens[at + 1 : at + 6]]
    return any(
        is_negation(low) and all(w == "," or w in _LIGHT for w in following[:k])
        for k, low in enumerate(following)
    )


def _mostly(of: Sequence[str], told: set[str]) -> bool:
    words = [i for i in of if i[0] not in "#@/" and i not in (NOT, BREAK)]
    telling = [word for word in words if not is_empty(word)] or words
    return bool(telling) and sum(word in told for word in telling) >= WHOLE * len(telling)


def _sides(part: Sequence[str]) -> frozenset[str]:
    return _SIDES.intersection(part)


def _numbers_of(of: Sequence[str]) -> list[str]:
    return [i for i in of if i[0] in "#/" and i not in _UNSPOKEN]


def _marks_of(of: Sequence[str]) -> list[str]:
    return [i for i in of if i[0] in "#/@" and i not in _UNSPOKEN]


def _in_parts(number: str, given: set[str]) -> bool:
    """`15.1` said as `fifteen one`."""
    whole, point, rest = number.partition(".")
    return bool(point) and whole in given and f"#{rest}" in given


def _in_order(wanted: Sequence[str], given: Sequence[str]) -> bool:
    """Whether `wanted` can be had from `given` by leaving items out."""
    rest = iter(given)
    return all(item in rest for item in wanted)
