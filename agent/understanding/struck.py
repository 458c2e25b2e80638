"""An item of a list that its speaker strikes: `soft tissue and a manipulation, no, not the manipulation`.

Only what was named before, as one of several, is struck; what stays may be said once more behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.understanding.tokens import Token, rewritten

_TAKES_BACK: Final = frozenset(["no", "nope", "wait", "sorry", "actually", "correction", "well"])
_DETERMINERS: Final = frozenset(["the", "a", "an", "that", "any", "his", "her", "their"])
_JOINERS: Final = frozenset(["and", ",", "then", "plus", "with", "or"])
_BEHIND_IT: Final = frozenset(["just", "only", "for", "and", "but", "then", "so", "it", "we", "i"])
_ENDS: Final = frozenset([".", "?", "!", ";", "…"])
_FARTHEST: Final = 20
_LONGEST: Final = 3
"""Words of an item's name."""


def struck(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` without items that were struck. Linear: each strike looks a few tokens about."""
    places = [i for i, t in enumerate(tokens) if t.low in _TAKES_BACK]
    return rewritten(tokens, places, _strike)


def _strike(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    named = _struck_name(tokens, at)
    place = _item(out, [t.low for t in tokens[named[0] : named[1]]]) if named else None
    if named is None or place is None:
        return 0
    end = place[1]
    while end < len(out) and out[end].text == ",":
        end += 1
    del out[place[0] : end]
    after = _resumed(out, tokens, named[1])
    if _runs_on(tokens, after, named[1]) and out:
        out.append(Token(",", out[-1].end, out[-1].end, glued=True, low=","))
    return after - at


def unnamed(tokens: Sequence[Token]) -> list[Token]:
    """`Gait 48 minutes altogether, not gait, the whole visit`: the number keeps no name that was a slip."""
    places = [i - 1 for i, t in enumerate(tokens) if i and t.low == "not"]
    return rewritten(tokens, places, _unname)


def _unname(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    if at + 3 >= len(tokens) or tokens[at].low != "," or tokens[at + 3].low != ",":
        return 0
    place = _named_before_a_number(out, tokens[at + 2].low)
    if place is None:
        return 0
    del out[place]
    return 3


def _named_before_a_number(out: Sequence[Token], name: str) -> int | None:
    for i in range(len(out) - 2, max(-1, len(out) - _FARTHEST), -1):
        if out[i].text in _ENDS:
            return None
        if out[i].low == name and out[i + 1].number is not None:
            return i
    return None


def _struck_name(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Where the name behind `no, not the` stands: (its first token, the one behind its last)."""
    at += 1
    while at < len(tokens) and (tokens[at].text == "," or tokens[at].low in _TAKES_BACK):
        at += 1
    if at >= len(tokens) or tokens[at].low != "not":
        return None
    at += 1
    while at < len(tokens) and tokens[at].low in _DETERMINERS:
        at += 1
    end = at
    while end < len(tokens) and end - at < _LONGEST and tokens[end].is_word:
        if tokens[end].low in _BEHIND_IT:
            break
        end += 1
    return (at, end) if end > at else None


def _item(out: Sequence[Token], name: Sequence[str]) -> tuple[int, int] | None:
    """The item of a list in `out` that ends with `name`, with the word that joined it."""
    for end in range(len(out), max(len(name), len(out) - _FARTHEST), -1):
        if out[end - 1].text in _ENDS:
            return None
        if [t.low for t in out[end - len(name) : end]] != list(name):
            continue
        first = end - len(name)
        while first > 0 and end - first < 2 * _LONGEST and out[first - 1].low not in _JOINERS:
            if out[first - 1].text in _ENDS:
                return None
            first -= 1
        joined = first > 0 and out[first - 1].low in _JOINERS
        return (first - 1 - (first > 1 and out[first - 2].text == ","), end) if joined else None
    return None


def _runs_on(tokens: Sequence[Token], at: int, struck_to: int) -> bool:
    """Whether the list goes on behind a comma: `stretches and clams, no, not clams, bridges`."""
    return struck_to < at < len(tokens) and tokens[at - 1].text == "," and tokens[at].low not in _JOINERS


def _resumed(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """Where speech goes on; `just the soft tissue` begins anew what stands last in `out`."""
    while at < len(tokens) and tokens[at].text == ",":
        at += 1
    again = at
    while again < len(tokens) and tokens[again].low in ("just", "only", "it", "was", "did", "the", "a"):
        again += 1
    if again == at or again >= len(tokens):
        return at
    for i in range(len(out) - 1, max(-1, len(out) - _FARTHEST), -1):
        if out[i].text in _ENDS:
            break
        if out[i].low == tokens[again].low:
            del out[i:]
            return again
    return at
