"""Fits the weights of doubt on synthetic dictations: `python -m evals.doubt_fit`.

Reads what was heard of the half of `evals.datasets.spoken` that is for fitting (kept in
`evals.datasets.doubt_training`), lays it beside what was said and asks of each word whether a number or side
is wrong there. Ridge regression of log-odds; the threshold is the one at which `SHARE` of the right words
would have been marked by weights fitted on other scripts. Deterministic. Writes
`agent/transcription/doubt_weights.json` with what it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.transcription.doubt import WEIGHTS, certainly_doubted
from agent.transcription.revision import Chunk
from agent.transcription.signs import NAMES, signs
from agent.transcription.vocabulary import vocabulary
from agent.transcription.writing import revised
from evals.asr import as_meant, clinical_words
from evals.datasets.doubt_training import HeardScript, training
from evals.scorers.asr_align import blocks
from evals.scorers.asr_tokens import of_text, tokens

SHARE: Final = 0.125
"""Of right words marked, below the 15 % that reviewers bear: worse heard voices have more of them marked, and
so has this half where it was heard anew (0.143 for 0.134)."""
FOLDS, RIDGE, STEPS = 6, 3.0, 40
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Marked:
    """One reading: a row of signs a chunk, those marked by rule, and what must and should not be marked."""

    script: str
    signs: Floats
    sure: NDArray[np.bool_]
    wrong: list[tuple[int, tuple[int, ...]]]
    """Numbers and sides wrong at a place, and the chunks of which one must be marked."""
    right: list[tuple[int, ...]]

    @property
    def labels(self) -> Floats:
        """How much is wrong at each chunk: a place's count shared by its chunks."""
        out = np.zeros(len(self.signs))
        for count, chunks in self.wrong:
            out[list(chunks)] = np.maximum(out[list(chunks)], min(2.0, count) / len(chunks))
        return out


def read(reading: HeardScript) -> Marked:
    """What was heard of one reading beside its script."""
    rows: list[tuple[float, ...]] = []
    sure: list[bool] = []
    words: list[tuple[str, bool]] = []
    chunk_of: list[int] = []
    for _, revision in revised(reading.heard):
        said, chunks = revision.words, revision.chunks
        for at, chunk in enumerate(chunks):
            words += [(word, False) for word in chunk.words]
            chunk_of += [len(rows)] * len(chunk.words)
            rows.append(signs(said, chunks, at) if said[at] else (0.0,) * len(NAMES))
            sure.append(_by_rule(said, chunk, at))
    wrong, right = [], []
    terms = clinical_words()
    for block in blocks(of_text(as_meant(reading.said), terms), tokens(words, terms)):
        if block.right:
            right += [tuple(chunk_of[p] for p in token.places) for token in block.heard]
        elif block.critical:
            wrong.append((block.critical, tuple({chunk_of[p] for t in block.around for p in t.places})))
    return Marked(reading.script, np.array(rows), np.array(sure), wrong, right)


def _by_rule(said: Sequence[str], chunk: Chunk, at: int) -> bool:
    return bool(said[at]) and (chunk.doubtful or certainly_doubted(said, chunk, at))


def fit(read: Sequence[Marked]) -> Floats:
    """A weight for each sign: log-odds that something that matters is wrong at a word."""
    rows, labels = np.concatenate([m.signs for m in read]), np.concatenate([m.labels for m in read])
    target, counts = (labels > 0).astype(float), np.where(labels > 0, labels, 1.0)
    ridge = RIDGE * np.eye(len(NAMES))
    ridge[0, 0] = 0.0
    found = np.zeros(len(NAMES))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (counts * (chance - target)) + ridge @ found
        bend = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + ridge
        found -= np.linalg.solve(bend, slope)
    return found


def shares(read: Sequence[Marked], sums: Sequence[Floats], threshold: float) -> tuple[float, float, int]:
    """Share of right words marked, share of wrong numbers and sides marked, and how many those are."""
    words = marked = wrong = caught = 0
    for one, found in zip(read, sums, strict=True):
        marks = (found >= threshold) | one.sure
        words += len(one.right)
        marked += sum(bool(marks[list(chunks)].any()) for chunks in one.right)
        wrong += sum(count for count, _ in one.wrong)
        caught += sum(count for count, chunks in one.wrong if marks[list(chunks)].any())
    return marked / max(1, words), caught / max(1, wrong), wrong


def unseen_sums(read: Sequence[Marked]) -> list[Floats]:
    """Each reading's sums under weights fitted without its script."""
    scripts = sorted({one.script for one in read})
    fold = {script: number % FOLDS for number, script in enumerate(scripts)}
    found = [fit([m for m in read if fold[m.script] != number]) for number in range(FOLDS)]
    return [one.signs @ found[fold[one.script]] for one in read]


def threshold_for(read: Sequence[Marked], sums: Sequence[Floats], share: float) -> float:
    low, high = -20.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if shares(read, sums, middle)[0] > share else (low, middle)
    return high


def fitted() -> str:
    """The text of the file of weights."""
    kept = training()
    heard = [read(one) for one in kept]
    sums = unseen_sums(heard)
    threshold = threshold_for(heard, sums, SHARE)
    marked, caught, wrong = shares(heard, sums, threshold)
    data = {
        "made_by": "python -m evals.doubt_fit",
        "on": f"{len(heard)} synthetic readings, {sum(len(m.signs) for m in heard)} words heard, "
        f"{wrong} numbers and sides wrong",
        "scripts": sorted({one.script for one in kept}),
        "on scripts left out": {"right words marked": round(marked, 3), "wrong marked": round(caught, 3)},
        "lexicon": vocabulary().version,
        "threshold": round(threshold, 3),
        "weights": {name: round(float(w), 3) for name, w in zip(NAMES, fit(heard), strict=True)},
    }
    return json.dumps(data, indent=1) + "\n"


def main() -> None:
    text = fitted()
    WEIGHTS.write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
