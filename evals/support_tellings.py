"""Fits what each word of a statement tells of whether it is of a visit (`agent/drafting/support/telling.py`).

    python -m evals.support_tellings PTSCRIBE_DATA evals/datasets/cases

Every true statement of the training visits against its own talk and against some of other visits of its
group: logistic regression on the keys of `told`. Run after `evals.support_rates`, whose table it uses. Of the
data sets only words and weights enter the project, no text.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.drafting.support.align import align
from agent.drafting.support.claims import claim_of
from agent.drafting.support.lines import statements_of
from agent.drafting.support.said import Said, read_said
from agent.drafting.support.telling import Tellings, told
from evals.datasets.aci import AciVisit
from evals.lbfgs import least
from evals.support_training import training

OTHERS = 8
"""Talks of other visits that each statement is held against."""
FEWEST = 10
"""Pairs of statement and talk in which a key must occur to be weighed."""
TOTAL, RIDGE = 80_000.0, 5.0
"""Weight of all pairs together, and how dear large weights are beside it."""
TARGET = Path(__file__).parent.parent / "agent" / "drafting" / "support" / "tellings.json"


Mark = tuple[int, int, int, bool]
"""Group, the statement's visit, the talk's, and whether the pair is wrong."""


@dataclass(frozen=True)
class Pairs:
    """Statements held against talks: `keys` of all pairs one after the other, `sizes` of each."""

    keys: tuple[str, ...]
    at: NDArray[np.int64]
    sizes: NDArray[np.int64]
    group: NDArray[np.int64]
    of: NDArray[np.int64]
    talk: NDArray[np.int64]
    """The visit that a statement is of, and the one whose talk it is held against."""
    wrong: NDArray[np.float64]
    """1 where the talk does not carry the statement."""


def pairs_of(groups: Sequence[Sequence[AciVisit]]) -> Pairs:
    """Every statement with its own talk and with `OTHERS` more of its group."""
    rng = random.Random(1)  # noqa: S311  # draws examples, guards nothing
    rows: list[list[str]] = []
    marks: list[Mark] = []
    first = 0
    for which, group in enumerate(groups):
        talks = [read_said(v.dialogue) for v in group]
        for k, visit in enumerate(group):
            others = [j for j in range(len(group)) if j != k]
            for text, _, _ in statements_of(visit.note):
                for j in (k, *rng.sample(others, min(OTHERS, len(others)))):
                    keys = _keys(text, talks[j])
                    if keys:
                        rows.append(keys)
                        marks.append((which, first + k, first + j, j != k))
        first += len(group)
    return packed(rows, marks)


def packed(rows: Sequence[Sequence[str]], marks: Sequence[Mark]) -> Pairs:
    """Pairs of the keys that occur in `FEWEST` of them, numbered."""
    count = Counter(key for row in rows for key in set(row))
    number = {key: i for i, key in enumerate(sorted(k for k, n in count.items() if n >= FEWEST))}
    kept = [[number[key] for key in row if key in number] for row in rows]
    group, of, talk, wrong = np.array(marks, dtype=np.int64).reshape(-1, 4).T
    return Pairs(
        tuple(number),
        np.array([i for row in kept for i in row], dtype=np.int64),
        np.array([len(row) for row in kept], dtype=np.int64),
        group,
        of,
        talk,
        wrong.astype(float),
    )


def _keys(text: str, said: Said) -> list[str]:
    claim = claim_of(text)
    return [key for keys in told(claim, said, align(claim, said)) for key in keys]


def fit(pairs: Pairs, use: NDArray[np.bool_]) -> Tellings:
    """Weights of the keys by the pairs in `use`; labels count alike, small groups for more than they are."""
    if not use.any():
        return {}
    row_of = np.repeat(np.arange(len(pairs.sizes)), pairs.sizes)
    inside = use[row_of]
    at, row = pairs.at[inside], row_of[inside]
    wrong, counted = pairs.wrong, np.zeros(len(use))
    for g in np.unique(pairs.group):
        for label in (0.0, 1.0):
            part = use & (pairs.group == g) & (wrong == label)
            counted[part] = np.sqrt((use & (pairs.group == g)).sum()) / max(1, part.sum())
    counted *= TOTAL / counted.sum()
    n = len(pairs.keys)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = np.bincount(row, w[at], len(use)) + w[n]
        p = 1.0 / (1.0 + np.exp(-score))
        likely = np.where(wrong > 0, p, 1.0 - p)
        off = counted * (p - wrong)
        slope: NDArray[np.float64] = np.bincount(at, off[row], n + 1).astype(float)
        slope[n] = off.sum()
        slope[:n] += 2 * RIDGE * w[:n]
        value = -float((counted * np.log(np.maximum(likely, 1e-12))).sum())
        return value + RIDGE * float(w[:n] @ w[:n]), slope

    found = least(loss, np.zeros(n + 1))
    return {key: w for key, w in zip(pairs.keys, np.round(found[:n], 2).tolist(), strict=True) if w}


def without_fold(pairs: Pairs, fold: int, folds: int) -> Tellings:
    """Weights by the visits outside a fold."""
    return fit(pairs, (pairs.of % folds != fold) & (pairs.talk % folds != fold))


def main() -> None:
    pairs = pairs_of(training(Path(sys.argv[1]), Path(sys.argv[2])))
    write(pairs, TARGET, "python -m evals.support_tellings")


def write(pairs: Pairs, target: Path, command: str) -> None:
    """The weights by all pairs, as the support check reads them."""
    weights = fit(pairs, np.ones(len(pairs.sizes), dtype=bool))
    source = (
        "word weights from ACI-Bench train and valid (Yim et al. 2023, CC BY 4.0), MTS-Dialog train "
        f"(Ben Abacha et al. 2023, CC BY 4.0) and the cases named for fitting, in hundredths; {command}"
    )
    body = {key: round(100 * w) for key, w in sorted(weights.items())}
    written = json.dumps({"source": source, "weights": body}, indent=0, ensure_ascii=False)
    target.write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
