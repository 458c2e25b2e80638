"""Counts which word follows which in PT dictation: `python -m evals.phrases`.

Reads cases 301 and later, which are never read aloud: neither the ears' figures nor the marks of doubt rest
on them. Writes `agent/transcription/lexicon/phrases.yaml`. Deterministic.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from agent.transcription.phrase_bias import word_class
from agent.transcription.plain import is_untouchable, plain
from agent.transcription.vocabulary import FOLDER

_CASES: Final = Path(__file__).parent / "datasets" / "cases"
_FIRST: Final = 301
_SCRIPTS: Final = 3
"""A pair must stand in so many scripts: nobody's own phrase is everybody's."""
_LEAST: Final = 1.5
"""Nats by which a word must be likelier after the one before than anywhere."""
_HEAD: Final = (
    "# Which word follows which in dictation, and how many nats likelier than anywhere: "
    "`python -m evals.phrases`\n"
    "# counts the shipped cases from 301 on. `#` is any number, `<side>` any side.\n"
)

Pair = tuple[str, str]


def scripts() -> list[str]:
    files = sorted(_CASES.glob("case-???.json"))
    wanted = [file for file in files if int(file.stem.rpartition("-")[2]) >= _FIRST]
    return [
        "\n".join(turn["text"] for turn in json.loads(file.read_text(encoding="utf-8"))["transcript"])
        for file in wanted
    ]


def pairs(text: str) -> Iterator[Pair]:
    """The class of each word with the word that follows it in the same sentence."""
    for line in text.splitlines():
        said = [word for word in re.split(r"[\s,;:()\"/–—]+", line) if plain(word)]
        yield from ((word_class(a), plain(b)) for a, b in pairwise(said) if word_class(a))


def ratios(texts: list[str]) -> dict[Pair, float]:
    """Log of how much likelier a word is after another than anywhere, for pairs that many scripts hold."""
    every = [list(pairs(text)) for text in texts]
    held = Counter(pair for one in every for pair in set(one))
    count = Counter(pair for one in every for pair in one)
    before, word = Counter[str](), Counter[str]()
    for (first, second), times in count.items():
        before[first] += times
        word[second] += times
    total = word.total()
    found = {
        pair: math.log((count[pair] - 0.5) / before[pair[0]] * total / word[pair[1]])
        for pair, scripts_with in held.items()
        if scripts_with >= _SCRIPTS and not is_untouchable(pair[1])
    }
    return {pair: ratio for pair, ratio in sorted(found.items()) if ratio >= _LEAST}


def main() -> None:
    by_first: dict[str, dict[str, float]] = {}
    for (first, second), ratio in ratios(scripts()).items():
        by_first.setdefault(first, {})[second] = round(ratio, 1)
    lines = [
        f"{json.dumps(first)}: {{{', '.join(f'{json.dumps(w)}: {r}' for w, r in after.items())}}}"
        for first, after in by_first.items()
    ]
    (FOLDER / "phrases.yaml").write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(map(len, by_first.values()))} pairs")


if __name__ == "__main__":
    main()
