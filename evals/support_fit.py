"""Fits the two linear judgements of the support check (`term`, `negation`) on a public training set.

    python -m evals.support_fit PTSCRIBE_DATA/aci-bench/train.csv

Clean statements against foreign ones and against flipped ones; the bias is then set so that the shares
`TERM_SHARE` and `NEGATION_SHARE` of clean training statements are flagged. Deterministic.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.drafting.support.claims import claim_of
from agent.drafting.support.lines import statements_of
from agent.drafting.support.said import Said, read_said
from agent.drafting.support.verdict import places_of, polarity_features, term_features
from evals.datasets.aci import read_aci
from evals.seeding import with_negation_flipped
from evals.support import SMALLEST, foreign_statements

TERM_SHARE, NEGATION_SHARE = 0.020, 0.025
STEPS, RIDGE = 50, 1.0
Features = tuple[float, ...]


def features_of(text: str, said: Said) -> Features:
    claim = claim_of(text)
    places = places_of(claim, said)
    return (*term_features(claim, said, places), *polarity_features(claim, said, places))


def examples(path: Path) -> tuple[list[Features], list[Features], list[Features]]:
    """Features of clean, foreign and flipped statements."""
    visits = read_aci(path)
    rng = random.Random(3)  # noqa: S311  # seeds errors, guards nothing
    clean = [[text for text, _, _ in statements_of(v.note)] for v in visits]
    foreign = [foreign_statements(clean, random.Random(seed)) for seed in range(4)]  # noqa: S311
    own: list[Features] = []
    other: list[Features] = []
    flipped: list[Features] = []
    for i, visit in enumerate(visits):
        said = read_said(visit.dialogue)
        for text in clean[i]:
            own.append(features_of(text, said))
            changed = with_negation_flipped(text, rng) if len(text.split()) >= SMALLEST else None
            if changed is not None:
                flipped.append(features_of(changed, said))
        other += [features_of(text, said) for texts in foreign for text in texts[i]]
    return own, other, flipped


def fit(clean: Sequence[Features], wrong: Sequence[Features], share: float) -> dict[str, object]:
    """Logistic regression by Newton steps; bias moved to the quantile of the clean ones."""
    x = np.array([(1.0, *f) for f in (*clean, *wrong)])
    y: NDArray[np.float64] = np.array([0.0] * len(clean) + [1.0] * len(wrong))
    w = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-(x @ w)))
        slope = x.T @ (p - y) + RIDGE * w
        curve = (x * (p * (1 - p) + 1e-6)[:, None]).T @ x + RIDGE * np.eye(len(w))
        w = w - np.linalg.solve(curve, slope)
    limit = float(np.quantile(x[: len(clean)] @ w, 1 - share))
    return {"bias": round(float(w[0]) - limit, 4), "weights": [round(float(v), 4) for v in w[1:]]}


def main() -> None:
    clean, foreign, flipped = examples(Path(sys.argv[1]))
    made = {
        "term": fit(clean, foreign, TERM_SHARE),
        "negation": fit(clean, flipped, NEGATION_SHARE),
    }
    target = Path(__file__).parent.parent / "agent" / "drafting" / "support" / "weights.json"
    target.write_text(json.dumps(made) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
