"""How far word times lie from when the words were spoken, where the synthesiser tells.

Ends of words are compared: a word that follows a pause has no certain start.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from rapidfuzz.distance import Levenshtein

from agent.domain.transcript import Transcript
from evals.datasets.spoken import Truth
from evals.report import Row
from evals.scorers.asr_tokens import tokens


def errors(transcript: Transcript, truth: Truth) -> list[float]:
    """Seconds between each rightly heard word's end and its true end."""
    heard = [(s.text[w.start : w.end], w.t1) for s in transcript.segments for w in s.words]
    mine = tokens((word, False) for word, _ in heard)
    theirs = tokens((word, False) for word, _, _ in truth)
    found = []
    for block in Levenshtein.opcodes([t.text for t in mine], [t.text for t in theirs]):
        if block.tag == "equal":
            pairs = zip(
                mine[block.src_start : block.src_end], theirs[block.dest_start : block.dest_end], strict=True
            )
            found += [abs(heard[a.places[-1]][1] - truth[b.places[-1]][2]) for a, b in pairs]
    return found


def time_rows(found: Iterable[float]) -> list[Row]:
    values = list(found)
    if not values:
        return []
    return [
        Row("held-out: error of word times, median", float(np.median(values)), "s", len(values)),
        Row("held-out: error of word times, 90th percentile", float(np.percentile(values, 90)), "s"),
    ]
