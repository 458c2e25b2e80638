"""Counts which word follows which in PT dictation: `python -m evals.phrases`.

Reads the cases that are never read aloud, so that neither the ears' figures nor the marks of doubt rest on
them. Writes `agent/transcription/lexicon/sequences.txt`. Deterministic.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agent.transcription.plain import plain, tail
from agent.transcription.vocabulary import SEQUENCES, vocabulary
from agent.transcription.word_sequences import counted, written

_DATASETS: Final = Path(__file__).parent / "datasets"
_FIRST, _LAST = 301, 920
"""Cases counted: what the ears rest on changes when somebody means it to, not with each case added."""
_HEAD: Final = (
    "Which words follow one or two others in dictation: `python -m evals.phrases` counts them. "
    "# is any number, <side> any side, <s> the start of a sentence.\n"
)
_SPELLED_OUT: Final = (
    (re.compile("’"), "'"),
    (re.compile("%"), " percent "),
    (re.compile("°"), " degrees "),
    (re.compile(r"(?<=\d),(?=\d{3})"), ""),
    (re.compile(r"(\d)\+"), r"\1 plus "),
    (re.compile(r"(\d)-(?=/)"), r"\1 minus "),
    (re.compile(r"(\d|plus |minus )/(\d)"), r"\1 out of \2"),
    (re.compile(r"(\d)([A-Za-z])"), r"\1 \2"),
    (re.compile(r"\b([A-Za-z])(\d)"), r"\1 \2"),
)
"""What is written short as it is said."""


def turns() -> list[str]:
    """What is said in those of the shipped cases, and of those read later, that are counted."""
    files = [
        file for folder in ("cases", "later") for file in sorted((_DATASETS / folder).glob("case-*.json"))
    ]
    wanted = [file for file in files if _FIRST <= int(file.stem.rpartition("-")[2]) <= _LAST]
    return [
        turn["text"] for file in wanted for turn in json.loads(file.read_text(encoding="utf-8"))["transcript"]
    ]


def spoken_words(text: str) -> Iterator[str]:
    """The words of `text` as they are said, abbreviations letter by letter."""
    for pattern, said in _SPELLED_OUT:
        text = pattern.sub(said, text)
    for word in re.split(r"[\s,;:()\"/–—]+", text):
        if word.strip(".?!") in vocabulary().letters:
            *letters, last = tuple(plain(word))
            yield from (*letters, last + tail(word))
        else:
            yield word


def shipped() -> str:
    """The text of the file of counts."""
    return _HEAD + written(counted(map(spoken_words, turns())))


def main() -> None:
    SEQUENCES.write_text(shipped(), encoding="utf-8")
    print(f"{SEQUENCES.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
