"""Plain text in, one verdict a statement out: any note against any transcript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypedDict

from agent.drafting.support.said import read_said
from agent.drafting.support.verdict import judge
from agent.memory import forgetting


class SupportLine(TypedDict):
    """A statement of the note at characters [start, end), with its verdict and the words it rests on."""

    text: str
    start: int
    end: int
    verdict: str
    reasons: list[str]
    evidence: list[str]


_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9\"(•-])")
_ABBREVIATION = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|vs|approx|No|St|Jr|Sr|y\.o|e\.g|i\.e|Prof)\.$")
_HEADING = re.compile(r"^\s*[-•*]?\s*(?:[A-Z][A-Z /&,()-]{3,}|[A-Z][A-Za-z /&()-]{2,40}:?)\s*$")


def statements_of(note: str) -> Iterator[tuple[str, int, int]]:
    """(text, start, end) of every statement of a plain-text note; headings are none."""
    for line in _LINE.finditer(note):
        if _HEADING.match(line.group()) and not line.group().rstrip().endswith("."):
            continue
        start = line.start()
        for piece_start, piece_end in _sentences(line.group()):
            text = line.group()[piece_start:piece_end]
            stripped = text.strip(" \t-•*")
            if re.search(r"[A-Za-z]{2}", stripped):
                lead = text.index(stripped[0])
                yield stripped, start + piece_start + lead, start + piece_start + lead + len(stripped)


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _SENTENCE_END.finditer(line):
        if _ABBREVIATION.search(line[at : match.start()]) or re.match(
            r"^\s*\d{1,2}\.$", line[at : match.start()]
        ):
            continue
        yield at, match.start()
        at = match.end()
    if at < len(line):
        yield at, len(line)


@forgetting()
def support_lines(transcript_text: str, note_text: str) -> list[SupportLine]:
    """A verdict for every statement of `note_text` against `transcript_text`."""
    said = read_said(transcript_text)
    out: list[SupportLine] = []
    for text, start, end in statements_of(note_text):
        judged = judge(text, said)
        out.append(
            SupportLine(
                text=text,
                start=start,
                end=end,
                verdict=judged.verdict,
                reasons=list(judged.reasons),
                evidence=[transcript_text[s:e] for s, e in judged.spans],
            )
        )
    return out
