"""Spelled-out initials as one word: `a k p s` AKPS, `r d l` RDL. A spelled name is left for identity.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.understanding.tokens import Token

LONGEST = 6
"""More letters than any scale or diagnosis is called by: somebody spells a name."""
_SPELLERS = frozenset(["spelled", "spelling", "spelt", "name", "initials"])


def initials(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with runs of two to six single letters joined in capitals, but for the letters of a name."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        if _said_half_as_word(tokens, at):
            out.append(replace(tokens[at], text="iHOT", low="ihot", end=tokens[at + 1].end, number=None))
            at += 2
            continue
        end = at
        while end < len(tokens) and len(tokens[end].text) == 1 and tokens[end].text.isalpha():
            end += 1
        if end == at:
            out.append(tokens[at])
            at += 1
            continue
        end -= _article(tokens, at, end)
        first = at + 1 if end - at > 1 and _opens_with_article(tokens, at, end) else at
        if end - first < 2 or end - first > LONGEST or _spells(tokens, at):
            out.extend(tokens[at : max(end, at + 1)])
            at = max(end, at + 1)
            continue
        out.extend(tokens[at:first])
        text = "".join(t.text for t in tokens[first:end]).upper()
        out.append(
            replace(tokens[first], text=text, low=text.casefold(), end=tokens[end - 1].end, number=None)
        )
        at = end
    return out


def _said_half_as_word(tokens: Sequence[Token], at: int) -> bool:
    """`i hot twelve`, `the i hot goal`; not `I hot packed it`."""
    if tokens[at].low != "i" or at + 1 >= len(tokens) or tokens[at + 1].low != "hot":
        return False
    before = tokens[at - 1].low if at else ""
    following = tokens[at + 2].low if at + 2 < len(tokens) else ""
    return before in ("the", "her", "his") or following in ("12", "twelve", "33", "score", "goal")


def _article(tokens: Sequence[Token], at: int, end: int) -> int:
    """1 where the last letter is an article or pronoun, or the level of a vertebra (`l five`)."""
    if end - at < 2 or end >= len(tokens):
        return 0
    last, following = tokens[end - 1].low, tokens[end].low
    if "".join(t.low for t in tokens[at:end]) in _ENDING_IN_A:
        return 0
    if last in ("a", "i") and following.isalpha():
        return 1
    return 0


_ENDING_IN_A = frozenset(["mca", "pca", "aca", "ica", "tka", "tha", "fua", "bka", "aka", "cva", "mua"])


def _opens_with_article(tokens: Sequence[Token], at: int, end: int) -> bool:
    before = tokens[at - 1].low if at else ""
    return tokens[at].low in ("i", "a") and end - at == 2 and before not in ("", "the")


def _spells(tokens: Sequence[Token], at: int) -> bool:
    return any(t.low in _SPELLERS for t in tokens[max(0, at - 4) : at])
