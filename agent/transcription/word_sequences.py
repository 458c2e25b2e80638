"""How likely a word is after the two before it, in PT dictation: counted on scripts, smoothed (Witten-Bell).

Any number is `#` and any side `<side>`, also among the words before: never which one. Numbers in a row are
one. `lexicon/sequences.txt` holds the counts; `python -m evals.phrases` writes it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from agent.transcription.plain import ends_sentence, is_number, is_side, plain
from agent.transcription.vocabulary import SEQUENCES

NUMBER: Final = "#"
SIDE: Final = "<side>"
START: Final = "<s>"
"""Stands before the first word of a sentence."""
_UNKNOWN: Final = 20_000
_LEAST: Final = 0.5
"""Words that no script holds: how many there may be, and how often each counts."""

Before = tuple[str, str]
"""The classes of the last two words, empty where nothing is known; `("", START)` where a sentence begins."""
NOWHERE: Final[Before] = ("", "")


class WordSequences:
    """Probabilities of a word's class after `Before`. Immutable; share it between threads."""

    def __init__(self, counts: Mapping[Before, Mapping[str, int]]) -> None:
        self._after_two = counts
        pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._words = Counter[str]()
        for (_, last), following in counts.items():
            pairs[last].update(following)
            self._words.update(following)
        self._after_one = dict(pairs)
        self._total = self._words.total() + _LEAST * (len(self._words) + _UNKNOWN)

    def anywhere(self, word: str) -> float:
        return (self._words.get(word, 0) + _LEAST) / self._total

    def after(self, before: Before, word: str) -> float:
        """Probability of class `word` after `before`."""
        last = _smoothed(self._after_one.get(before[1]), word, self.anywhere(word))
        return _smoothed(self._after_two.get(before) if before[0] else None, word, last)

    def nats(self, before: Before, word: str) -> float:
        """By how much likelier class `word` is after `before` than anywhere; below 0: less likely."""
        return math.log(self.after(before, word) / self.anywhere(word))

    def most_nats(self, last: str, *, besides: frozenset[str]) -> float:
        """Of the likeliest word after one of class `last`, `besides` some."""
        return max(
            (self.nats(("", last), word) for word in self._after_one.get(last, ()) if word not in besides),
            default=0.0,
        )


def _smoothed(following: Mapping[str, int] | None, word: str, shorter: float) -> float:
    """Counts of what followed, and the estimate of the `shorter` history as often as words were new there."""
    if not following:
        return shorter
    return (following.get(word, 0) + len(following) * shorter) / (sum(following.values()) + len(following))


def classes(word: str) -> Iterator[str]:
    """What counts of a written word, part by part where it is hyphenated: itself, or `#`, or `<side>`."""
    for part in plain(word).split("-"):
        if part:
            yield NUMBER if is_number(part) else SIDE if is_side(part) else part


def go_on(before: Before, word: str) -> Before:
    """What stands before the next word once class `word` is said."""
    return before if word == before[1] == NUMBER else (before[1], word)


def counted(sequences: Iterable[Iterable[str]]) -> dict[Before, Counter[str]]:
    """What follows what in `sequences` of written words."""
    found: defaultdict[Before, Counter[str]] = defaultdict(Counter)
    for words in sequences:
        before: Before = ("", START)
        for word in words:
            for each in classes(word):
                if not each == before[1] == NUMBER:
                    found[before][each] += 1
                before = go_on(before, each)
            if ends_sentence(word):
                before = ("", START)
    return dict(found)


def written(counts: Mapping[Before, Mapping[str, int]]) -> str:
    """`counts` as a file: what stands before, a tab, each word that follows with its count if above one."""
    return "".join(
        f"{' '.join(filter(None, before))}\t"
        + " ".join(f"{w} {n}" if n > 1 else w for w, n in sorted(after.items()))
        + "\n"
        for before, after in sorted(counts.items())
    )


@lru_cache(maxsize=1)
def word_sequences() -> WordSequences:
    """Those of the shipped scripts, read once."""
    counts: dict[Before, dict[str, int]] = {}
    for line in SEQUENCES.read_text(encoding="utf-8").splitlines():
        first, tab, rest = line.partition("\t")
        if not tab:
            continue  # about the file
        two = first.split(" ")
        after: dict[str, int] = {}
        last = ""
        for part in rest.split(" "):
            if part.isdigit():
                after[last] = int(part)
            else:
                last = part
                after[last] = 1
        counts[two[-2] if len(two) > 1 else "", two[-1]] = after
    return WordSequences(counts)
