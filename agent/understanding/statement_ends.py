"""Where one statement ends and the next begins in speech without punctuation, by fitted weights.

What the rules of `runon` find is one sign among others here: the words and kinds of term around a place, and
how far it is from the next place that the rules would cut. The weights were fitted on dictation that was cut
by hand (`statement_ends.json` says on which; `python -m evals.ends_fit` writes it). They move no word: they
only say where a statement begins.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any, Final

from agent.understanding.ahead import covered_by
from agent.understanding.marks import Mark
from agent.understanding.tokens import Token

WEIGHTS: Final = Path(__file__).with_name("statement_ends.json")
_OUTSIDE: Final = "<>"
_FARTHEST, _FARTHEST_AHEAD, _VALUE_AHEAD = 9, 6, 6


def begins(tokens: Sequence[Token], found: Sequence[Mark], by_rule: Collection[int]) -> list[int]:
    """The places of `tokens` where another statement begins, in order; `by_rule` are those of the rules."""
    return begins_by(_fitted(), signs(tokens, found, by_rule), by_rule)


@dataclass(frozen=True, slots=True)
class Fitted:
    """`weights`: what each sign adds to the log odds of a beginning; the chances: how likely one must be."""

    weights: Mapping[str, float]
    chance: float
    chance_by_rule: float

    def least(self, *, by_rule: bool) -> float:
        """The log odds at which a beginning is set."""
        chance = self.chance_by_rule if by_rule else self.chance
        return log(chance / (1 - chance))


def begins_by(fitted: Fitted, places: Sequence[Sequence[str]], by_rule: Collection[int]) -> list[int]:
    """The places whose signs weigh enough, counted from 1."""
    weigh = fitted.weights.get
    alone, with_rule = fitted.least(by_rule=False), fitted.least(by_rule=True)
    return [
        at
        for at, here in enumerate(places, start=1)
        if sum([weigh(sign, 0.0) for sign in here]) > (with_rule if at in by_rule else alone)
    ]


def signs(tokens: Sequence[Token], found: Sequence[Mark], by_rule: Collection[int]) -> list[list[str]]:
    """What speaks for or against a beginning at each place but the first."""
    covered = covered_by(found)
    count = len(tokens)
    words = [_OUTSIDE, _OUTSIDE, *(_word(t) for t in tokens), _OUTSIDE, _OUTSIDE]
    kinds = [
        _OUTSIDE,
        _OUTSIDE,
        *(_kind(t, covered.get(i)) for i, t in enumerate(tokens)),
        _OUTSIDE,
        _OUTSIDE,
    ]
    following = _distances(count, by_rule)
    out: list[list[str]] = []
    last, valued, order = 0, words[2] == "#", _order("", kinds[2])
    for at in range(1, count):
        w2, w1, w, v1, v2 = words[at : at + 5]
        k2, k1, k, j1, j2 = kinds[at : at + 5]
        mark = covered.get(at)
        number = f"{valued:d}"
        ahead = f"{'#' in words[at + 2 : at + 2 + _VALUE_AHEAD]:d}"
        here = [
            "always", f"a{w1}", f"b{w}", f"c{v1}", f"d{w2}", f"e{v2}",
            f"f{w1}|{w}", f"g{w}|{v1}", f"h{w2}|{w1}",
            f"i{k1}", f"j{k}", f"k{j1}", f"l{k1}|{k}", f"m{k1}|{k}|{j1}", f"n{k2}|{k1}|{k}",
            f"o{k}|{j1}|{j2}", f"p{w}|{k1}", f"q{k}|{w1}", f"r{k}|{v1}",
            f"s{mark is not None and mark.start < at:d}",
            f"t{min(_FARTHEST, at - last)}", f"u{following[at]}",
            f"v{number}", f"w{number}|{k}", f"x{ahead}|{k}", f"y{order}|{k1}|{k}", f"z{w}|{j1}",
        ]  # fmt: skip
        if at in by_rule:
            here += ["A", f"B{w}", f"C{w1}", f"D{k1}|{k}"]
            last, valued, order = at, False, ""
        if at + 1 in by_rule:
            here += ["E", f"F{w}"]
        if at - 1 in by_rule:
            here += ["G", f"H{w}"]
        if at + 2 in by_rule:
            here.append("I")
        out.append(here)
        valued = valued or w == "#"
        order = _order(order, k)
    return out


def _order(so_far: str, kind: str) -> str:
    """Whether the sides of a statement are said before their values (`s#`) or behind them (`#s`)."""
    if len(so_far) == 2 or kind not in ("side", "#") or kind[0] in so_far:
        return so_far
    return so_far + kind[0]


def _word(token: Token) -> str:
    return "#" if token.number is not None or token.text[:1].isdigit() else token.low


def _kind(token: Token, mark: Mark | None) -> str:
    if mark is not None:
        return mark.terms[0].kind
    return "#" if token.number is not None or token.text[:1].isdigit() or token.text[:1] in "+-" else "o"


def _distances(count: int, by_rule: Collection[int]) -> list[int]:
    """From each place to the next one that the rules would cut."""
    out, near = [0] * count, count
    for at in range(count - 1, -1, -1):
        out[at] = min(_FARTHEST_AHEAD, near - at)
        if at in by_rule:
            near = at
    return out


@cache
def _fitted() -> Fitted:
    fitted: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Fitted(fitted["weights"], float(fitted["chance"]), float(fitted["chance_by_rule"]))
