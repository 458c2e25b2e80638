"""The words of whoever may tell of treatment, in spoken order, with the sentence and turn of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from agent.understanding.fluent import without_hesitations
from agent.understanding.phrases import words
from agent.understanding.repairs import repaired
from agent.understanding.tokens import Token
from agent.understanding.units_said import numbers_of_units
from agent.understanding.utterances import Turn

_ENDS = frozenset([".", "?", "!", ";", "…", "..", "...", "(", ")"])
_TITLES = frozenset(["dr", "mr", "mrs", "ms", "st", "vs", "approx", "prof"])
_MINUTES = frozenset(["minutes", "minute", "min", "mins"])
_HEARD_AS = {"ate": 8, "to": 2, "too": 2, "for": 4, "won": 1}
"""Number words as a recogniser without punctuation writes them behind tens: `thirty ate`, `thirty to`."""
_AFTER_EIGHT = words("session_after_eight")


@dataclass(frozen=True, slots=True)
class Talk:
    """Parallel lists: `tokens`, their lower-case `low`, the `sentence` and the `turn` that each stands in."""

    tokens: list[Token]
    low: list[str]
    sentence: list[int]
    turn: list[int]
    unpunctuated: frozenset[int]
    """Turns spoken without punctuation."""
    asked: frozenset[int]
    """Sentences that were questions."""

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, i: int) -> str:
        """The lower-case word at `i`; empty outside."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def words(self, start: int, end: int) -> str:
        """The words of [start, end) in lower case, parted by single spaces."""
        return " ".join(self.low[max(0, start) : max(0, end)])

    def breaks(self, start: int, end: int) -> int:
        """How many ends of sentences lie between the words `start` and `end`."""
        return self.sentence[end] - self.sentence[start]

    def opening(self, i: int) -> int:
        """The first word of the sentence of word `i`."""
        return bisect_left(self.sentence, self.sentence[i])

    def closing(self, i: int) -> int:
        """The word behind the last one of the sentence of word `i`."""
        return bisect_right(self.sentence, self.sentence[i])


def talk(turns: Sequence[Turn], *, patient: bool = False) -> Talk:
    """The talk of the therapist or the dictation; with `patient` that of the patient too."""
    tokens: list[Token] = []
    sentences: list[int] = []
    spoken_in: list[int] = []
    asked: set[int] = set()
    count = 0
    for index, turn in enumerate(turns):
        if turn.speaker == "PATIENT" and not patient:
            continue
        fluent = without_hesitations(turn.tokens)
        said = list(turn.meant if len(fluent) == len(turn.tokens) else repaired(fluent))
        if turn.unpunctuated or not any(t.low in _ENDS or t.low == "," for t in said):
            said = _numbers_mended(said)
        said = _primes_read(said)
        for i, token in enumerate(said):
            if token.low in _ENDS or token.low.startswith(".."):
                if token.low == "." and i and said[i - 1].low in _TITLES:
                    continue
                if token.low == "?":
                    asked.add(count)
                count += bool(sentences) and sentences[-1] == count  # `. …` ends one sentence
                continue
            tokens.append(token)
            sentences.append(count)
            spoken_in.append(index)
        count += 1
    return Talk(
        tokens,
        [t.low for t in tokens],
        sentences,
        spoken_in,
        frozenset(i for i, t in enumerate(turns) if t.unpunctuated),
        frozenset(asked),
    )


def units_among(said: Talk) -> frozenset[int]:
    """The words that count units: `bill two exercise and one manual` tells no minutes."""
    starts = list(accumulate((len(low) + 1 for low in said.low[:-1]), initial=0))
    places = numbers_of_units(" ".join(said.low))
    return frozenset(bisect_right(starts, place) - 1 for place, _ in places)


def clause_talk(tokens: Sequence[Token]) -> Talk:
    """The talk of one clause alone."""
    kept = [t for t in tokens if t.low not in _ENDS]
    zeros = [0] * len(kept)
    return Talk(kept, [t.low for t in kept], zeros, zeros, frozenset(), frozenset())


_PRIMES = frozenset(["'", "′", "’"])
_TIMES_OF = frozenset(["x", "time", ":"])
_NO_TIMES = frozenset(["gait", "ambulation", "ambulated", "amb", "walk", "walked", "walking", "distance"])
"""Behind these a prime means feet."""
_TYPED_NAMES = frozenset(
    ["te", "mt", "ta", "gt", "nmr", "nmre", "neuro", "ther-ex", "therex", "ttt", "tx", "us"]
)
"""`TE 18', MT 12'`: what stands before minutes in a typed note."""


def _primes_read(tokens: Sequence[Token]) -> list[Token]:
    """`MT x 15', TE x 20'`: minutes as they are typed, where it is so more than once."""
    places = [
        i
        for i, t in enumerate(tokens)
        if t.low in _PRIMES
        and i > 1
        and tokens[i - 1].number is not None
        and (tokens[i - 2].low in _TIMES_OF or tokens[i - 2].low in _TYPED_NAMES)
        and not _NO_TIMES & {t.low for t in tokens[max(0, i - 6) : i]}
    ]
    if len(places) < 2:
        return list(tokens)
    return [t.written("minutes") if i in places else t for i, t in enumerate(tokens)]


def _numbers_mended(tokens: Sequence[Token]) -> list[Token]:
    """`30 to minutes` is 32, `30 ate all one on one` is 38: tens whose last word was misheard."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        heard = tokens[at + 1].low if at + 1 < len(tokens) else ""
        after = tokens[at + 2].low if at + 2 < len(tokens) else ""
        tens = token.number is not None and 20 <= token.number <= 90 and token.number % 10 == 0
        if (
            tens
            and heard in _HEARD_AS
            and (
                after in _MINUTES
                or (heard == "ate" and (not after or after in _AFTER_EIGHT))
                or (heard in ("to", "too", "for") and after in ("total", "timed", "not", "all"))
            )
        ):
            number = (token.number or 0) + _HEARD_AS[heard]
            out.append(replace(token.written(str(int(number)), end=tokens[at + 1].end, number=number)))
            at += 2
            continue
        out.append(token)
        at += 1
    return out
