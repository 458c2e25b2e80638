"""`Do you sleep on your back or your side? Side.`: of two things asked about the answer takes one.

The question with the thing taken is what was said: `I sleep on my side`. What was asked of nothing else
(`Is that lifting or carrying?`) is what the answer before was of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from agent.understanding.asked import Asked, asked
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token, join

_EMPTY: Final = re.compile(
    r"^(?:(?:and|so|okay|now|but|was|is|it|that|it's|that's|this|more|mostly|only|just|usually|worse|"
    r"like|for|,) ?)*$"
)
"""A frame that asks of what was just said: `is that …`."""
_BESIDE: Final = frozenset(
    ["just", "only", "mostly", "usually", "the", "my", "your", "a", "an", "on", "at", "in", "with", "when",
     "while", "more", "oh", "um", "uh", "well", "during", "for", "there", "still", "i'd", "say", "it's"]
)  # fmt: skip
_PREPOSITIONS: Final = frozenset(["at", "in", "on", "with", "during", "after", "before", "when", "while"])
_DETERMINERS: Final = frozenset(["the", "your", "my", "a", "an", "one"])
_LONGEST_ANSWER: Final = 5
_LONGEST_OPTION: Final = 6
_PAIRED: Final = frozenset(
    ["leg", "arm", "hand", "knee", "hip", "foot", "shoulder", "ankle", "elbow", "wrist", "heel", "ear", "eye",
     "side", "thumb", "calf", "thigh"]
)  # fmt: skip
_BOTH: Final = {"foot": "feet", "calf": "calves"}
_MINE: Final = {"your": "my", "you": "I"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """`said`: the statement in the patient's voice; empty where `of` says of what the answer before was."""

    said: tuple[Token, ...]
    of: str = ""


def chosen(question: Clause, answer: Clause) -> Chosen | None:
    """What a short answer to `X or Y?` says; None where it takes neither, or may take both."""
    ors = [i for i, t in enumerate(question.tokens) if t.low == "or"]
    if len(ors) != 1 or not 0 < ors[0] < len(question.tokens) - 1:
        return None
    tokens, at = question.tokens, ors[0]
    first_of_answer, behind = _first(answer)
    if not 1 <= sum(t.is_word for t in first_of_answer) <= _LONGEST_ANSWER:
        return None
    if (both := _of_a_pair(tokens, at, first_of_answer, behind)) is not None:
        return both
    left, right = list(tokens[:at]), list(tokens[at + 1 :])
    while left and not left[-1].is_word:
        left.pop()
    if not left or not 1 <= len(right) <= _LONGEST_OPTION:
        return None
    start = _option_start(left, right)
    frame, options = left[:start], (left[start:], right)
    taken = [o for o in options if _takes(first_of_answer, o)]
    if len(taken) != 1:
        return None
    if _EMPTY.match(join(frame).casefold()):
        return None if behind else Chosen((), join(_bare(taken[0])))
    words = [*frame, *_in_full(first_of_answer, taken[0])]
    made: Asked = asked(question.other(words, question=True))
    if made.kind != "polar" or not made.yes:
        return None
    return Chosen((*made.yes, *behind))


def _first(answer: Clause) -> tuple[list[Token], list[Token]]:
    """The words up to the first comma, and the rest with it."""
    tokens = answer.tokens
    at = next((i for i, t in enumerate(tokens) if not t.is_word and t.number is None and i), len(tokens))
    return list(tokens[:at]), list(tokens[at:])


def _of_a_pair(
    tokens: Sequence[Token], at: int, answer: Sequence[Token], behind: Sequence[Token]
) -> Chosen | None:
    """`One leg or both? Both`: both legs."""
    if at < 2 or tokens[at - 2].low not in ("one", "1") or tokens[at - 1].low not in _PAIRED:
        return None
    if [t.low for t in tokens[at + 1 : at + 2]] not in (["both"], ["two"]) or len(answer) != 1:
        return None
    named, word = tokens[at - 1], answer[0]
    if word.low in ("both", "two"):
        many = _BOTH.get(named.low, f"{named.low}s")
        return Chosen((replace(word, text="both", low="both"), replace(named, text=many, low=many), *behind))
    if word.low in ("one", "just") or word.number == 1:
        return Chosen((replace(word, text="one", low="one"), replace(named, low=named.low), *behind))
    return None


def _option_start(left: Sequence[Token], right: Sequence[Token]) -> int:
    """Where the first of the two things begins, by how the second does."""
    first = right[1].low if right[0].low == "just" and len(right) > 1 else right[0].low
    if first in _PREPOSITIONS:
        return _last(left, _PREPOSITIONS) or max(0, len(left) - len(right))
    if first in _DETERMINERS:
        return _last(left, _DETERMINERS) or len(left) - 1
    if first.endswith("ing"):
        doing = [i for i, t in enumerate(left) if t.low.endswith("ing")]
        placed = _last(left, _PREPOSITIONS)
        return doing[-1] if doing else placed or len(left) - 1
    placed = _last(left, _PREPOSITIONS)
    return placed if placed else max(0, len(left) - len(right))


def _last(tokens: Sequence[Token], of: frozenset[str]) -> int:
    return next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].low in of), 0)


def _takes(answer: Sequence[Token], option: Sequence[Token]) -> bool:
    said = {t.low for t in answer if t.is_word} - _BESIDE
    return bool(said) and said <= {t.low for t in option}


def _bare(option: Sequence[Token]) -> list[Token]:
    """`just sitting there` without what says nothing of it."""
    kept = [t for t in option if t.low not in ("just", "only", "more", "mostly", "there")]
    return kept or list(option)


def _in_full(answer: Sequence[Token], option: Sequence[Token]) -> list[Token]:
    """The answer's words, with what the option has in front of them: `side` is `my side`."""
    said = [replace(t, text=t.low) if i == 0 else t for i, t in enumerate(answer) if t.low not in _HESITATES]
    content = next((i for i, t in enumerate(said) if t.low not in _BESIDE), 0)
    narrowing = [t for t in said[:content] if t.low in _NARROWING]
    if len(narrowing) < content:
        return said
    kept = next((i for i, t in enumerate(option) if t.low not in _BESIDE), 0)
    front = [replace(t, text=_MINE.get(t.low, t.text)) for t in option[:kept] if t.low not in _NARROWING]
    return [*narrowing, *front, *said[content:]]


_NARROWING: Final = frozenset(["just", "only", "mostly", "usually", "more", "still"])
_HESITATES: Final = frozenset(["oh", "um", "uh", "well"])
