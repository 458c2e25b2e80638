"""Fits the judgements of the support check (`term`, `number`, `side`, `negation`).

    python -m evals.support_fit PTSCRIBE_DATA evals/datasets/cases [TARGET]

True statements against foreign and changed ones, of ACI-Bench train and valid, of the cases that
`datasets/support_training.yaml` names (all others stay unseen) and of MTS-Dialog train. Each judgement's
limits are set on scores of visits that its trees were not fitted on, so that together they flag `FLAGGED`
of the true statements, and catch as much as that allows. MTS-Dialog teaches and sets no limit: its notes tell
much that its dialogues leave out.
Deterministic: runs in a process of fixed hash seed, for the order of a set decides between equal scores.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from evals import support_training
from evals.boost import Boosted, Floats, Shape, fit
from evals.support_examples import CERTAIN, FOLDS, KINDS, Example, examples

FLAGGED = {"short": 0.07, "long": 0.097}
"""Share of true statements that may be flagged, in short talks and in long ones: the aim less a margin."""
LIMITING = 2
"""Groups of visits that the limits are set on: ACI-Bench and the cases."""
LEANING = {"side": 3.0, "number": 3.0}
"""A wrong side or number is the worst of errors: catching one is worth so many others."""
HASH_SEED = "1"
ENOUGH = {"term": 0.95, "number": 0.97, "side": 0.98, "negation": 0.95}
"""A kind of error that is caught so often gives way to the others: the aim, and for the worst a margin."""
TARGET = Path(__file__).parent.parent / "agent" / "drafting" / "support" / "weights.json"


def fit_all(
    made: Sequence[Example], shape: Shape | None = None, cases: Sequence[str] = ()
) -> dict[str, object]:
    """The content of `weights.json`; `cases` are the ids that it says it was fitted on."""
    held_out: dict[str, Floats] = {kind: _held_out(kind, made, shape) for kind in KINDS}
    limits = {name: _limits(held_out, made, name) for name in FLAGGED}
    judgements = {}
    for kind in KINDS:
        rows, labels, weights, _ = _table(kind, made)
        whole = fit(rows, labels, weights, shape)
        bias = {name: round(whole.base - limit[kind], 4) for name, limit in limits.items()}
        judgements[kind] = {"bias": bias, "trees": [_whole(t) for t in whole.trees]}
    return {"source": "python -m evals.support_fit", "cases": list(cases), "judgements": judgements}


def _whole(tree: object) -> object:
    """A tree with feature numbers as integers."""
    if not isinstance(tree, list):
        return tree
    feature, threshold, low, high = tree
    return [int(feature), threshold, _whole(low), _whole(high)]


def _table(kind: str, made: Sequence[Example]) -> tuple[Floats, Floats, Floats, Floats]:
    """Rows, labels, weights and the example number of each row that teaches one judgement."""
    rows, labels, at = [], [], []
    for number, example in enumerate(made):
        if example.wrong in ("", kind):
            for item in example.items[kind]:
                rows.append(item)
                labels.append(float(example.wrong == kind))
                at.append(number)
    y = np.array(labels)
    group = np.array([made[i].group for i in at])
    weights = np.ones(len(y))
    share = {int(g): float(np.sqrt((group == g).sum())) for g in np.unique(group)}
    for g, root in share.items():  # both labels count alike, a small group for more than its number
        for label in (0.0, 1.0):
            part = (group == g) & (y == label)
            weights[part] = root / sum(share.values()) * len(y) / 2 / max(1, part.sum())
    return np.array(rows), y, weights, np.array(at, dtype=float)


def _held_out(kind: str, made: Sequence[Example], shape: Shape | None) -> Floats:
    """For each example the judgement's highest score by trees that never saw its fold; -inf without items."""
    rows, labels, weights, at = _table(kind, made)
    folds = np.array([made[int(i)].fold for i in at])
    scores = np.full(len(made), -np.inf)
    if kind in CERTAIN:
        scores[[bool(e.items[CERTAIN[kind]]) for e in made]] = np.inf
    for k in range(FOLDS):
        model: Boosted = fit(rows[folds != k], labels[folds != k], weights[folds != k], shape)
        flat = [(i, item) for i, e in enumerate(made) if e.fold == k for item in e.items[kind]]
        found = model.score(np.array([item for _, item in flat]))
        np.maximum.at(scores, np.array([i for i, _ in flat]), found)
    return scores


def _limits(scores: dict[str, Floats], made: Sequence[Example], name: str) -> dict[str, float]:
    """Limits for short or long talks, by hill climbing over the share of true statements each may flag."""
    kept = np.array([e.group < LIMITING and e.long == (name == "long") for e in made])
    wrong = np.array([e.wrong for e in made])[kept]
    scores = {k: s[kept] for k, s in scores.items()}
    # what is certain is flagged whatever the limit
    clean = {k: np.sort(s[(wrong == "") & (s < np.inf)]) for k, s in scores.items()}

    def limits(shares: dict[str, float]) -> dict[str, float]:
        return {k: float(np.quantile(clean[k], 1 - shares[k], method="higher")) for k in KINDS}

    def rates(shares: dict[str, float]) -> dict[str, float]:
        flagged = _margins(scores, limits(shares)) > 0
        return {k: float(flagged[wrong == k].mean()) for k in ("", *KINDS) if (wrong == k).any()}

    def worth(shares: dict[str, float]) -> float:
        caught = rates(shares)
        if caught.pop("") > FLAGGED[name]:
            return -1.0
        return sum(LEANING.get(k, 1.0) * min(ENOUGH[k], rate) for k, rate in caught.items())

    starts: list[dict[str, float]] = [
        {k: 0.02 if k == more else 0.005 for k in KINDS} for more in ("", *KINDS)
    ]
    found = max((_climbed(worth, start) for start in starts), key=worth)
    for kind, rate in rates(found).items():
        print(f"{name}: {kind or 'clean':<10} flagged {rate:.3f}")
    return limits(found)


def _climbed(worth: Callable[[dict[str, float]], float], shares: dict[str, float]) -> dict[str, float]:
    """The shares from which no small step from one judgement to another is worth more."""
    for step in (0.004, 0.002, 0.001):
        while True:
            moves: list[dict[str, float]] = [
                {k: max(0.0, shares[k] + step * ((k == up) - (k == down))) for k in KINDS}
                for up in KINDS
                for down in (*KINDS, "")
                if up != down
            ]
            best = max(moves, key=worth)
            if worth(best) <= worth(shares):
                break
            shares = best
    return shares


def _margins(scores: dict[str, Floats], limits: dict[str, float]) -> Floats:
    """By how much each example's worst judgement passes its limit."""
    worst: Floats = np.max([scores[k] - limits[k] for k in KINDS], axis=0)
    return worst


def main() -> None:
    if os.environ.get("PYTHONHASHSEED") != HASH_SEED:
        again = [sys.executable, "-m", "evals.support_fit", *sys.argv[1:]]
        os.execve(sys.executable, again, {**os.environ, "PYTHONHASHSEED": HASH_SEED})  # noqa: S606  # ourselves
    groups = support_training.training(Path(sys.argv[1]), Path(sys.argv[2]))
    weights = fit_all(examples(groups), cases=[v.id for v in groups[1]])
    target = Path(sys.argv[3]) if len(sys.argv) > 3 else TARGET
    target.write_text(json.dumps(weights, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
