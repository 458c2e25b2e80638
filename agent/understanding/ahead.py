"""What the cutting of sentences looks at on either side of a word: values, minutes, doses, completeness."""

from __future__ import annotations

from collections.abc import Sequence

from agent.understanding.marks import Mark
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

VERBS = words("clauses_verbs")


def covered_by(found: Sequence[Mark]) -> dict[int, Mark]:
    return {i: m for m in found for i in range(m.start, m.end)}


def low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def valued(tokens: Sequence[Token], start: int, end: int, covered: dict[int, Mark]) -> bool:
    """Whether tokens [start, end) already hold a value, a result or minutes."""
    for i in range(start, end):
        if tokens[i].text[0].isdigit() or tokens[i].text[-1:].isdigit():
            return True
        mark = covered.get(i)
        if mark and mark.of("result"):
            return True
    return False


def complete(
    tokens: Sequence[Token], start: int, end: int, covered: dict[int, Mark], *, speaks: bool = False
) -> bool:
    """Whether tokens [start, end) say something by themselves."""
    if low(tokens, start) in ("no", "denies", "not", "tender"):
        return end - start >= 2
    if valued(tokens, start, end, covered):
        return True
    if end - start >= 2 and any((m := covered.get(i)) and m.of("palpation") for i in range(start, end)):
        return True
    return speaks and any(t.low in VERBS for t in tokens[start:end])


def dosed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a dose follows, so that a motion is an exercise: `retraction with red band 2 x 15`."""
    for token in tokens[at : at + 8]:
        if " x " in token.text or token.low in ("band", "theraband", "reps"):
            return True
        if (token.text[0].isdigit() and token.low not in ("3", "4")) or token.low in (",", "right", "left"):
            return False
    return False


def value_follows(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at : at + 8]:
        if token.low in (",", "and"):
            return False
        if (
            token.text[0].isdigit()
            or token.text[:1] == "-"
            or token.low in ("negative", "positive", "full", "normal", "left", "right", "absent", "intact")
        ):
            return True
    return False


def minutes_follow(tokens: Sequence[Token], at: int, covered: dict[int, Mark]) -> bool:
    for i in range(at, min(len(tokens), at + 6)):
        if tokens[i].low in (",", "total") or ((m := covered.get(i)) is not None and m.of("intervention")):
            return False
        if tokens[i].number is not None and (
            low(tokens, i + 1) in ("minutes", "minute") or low(tokens, i - 1) == "for" or i == at
        ):
            return True
    return False
