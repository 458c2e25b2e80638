"""Gradient boosting of small decision trees with numpy: fits the judgements of the support check.

A tree is a number (a leaf) or `[feature, threshold, low, high]`: `low` where the feature is at most the
threshold (Friedman 2001, logistic loss). Deterministic for a seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Tree = float | list["float | Tree"]
Floats = NDArray[np.float64]


LEAST_GAIN = 1e-6


@dataclass(frozen=True)
class Shape:
    """How many trees, how deep, how big a step each takes, on what share of the examples."""

    trees: int = 160
    depth: int = 4
    step: float = 0.085
    share: float = 0.6
    columns: float = 0.5
    """Share of the features that each tree may look at."""
    fewest: float = 15.0
    """Weight of examples that a leaf must hold."""
    bins: int = 48
    ridge: float = 2.0


@dataclass(frozen=True)
class Boosted:
    base: float
    trees: tuple[Tree, ...]

    def score(self, x: Floats) -> Floats:
        """Log odds of each row of `x` (n, features)."""
        return self.base + sum((_apply(t, x) for t in self.trees), np.zeros(len(x)))


def fit(x: Floats, y: Floats, weights: Floats, shape: Shape | None = None, seed: int = 7) -> Boosted:
    """Trees for labels `y` in {0, 1} of rows `x`, each row counted `weights` times."""
    how = shape or Shape()
    rng = np.random.default_rng(seed)
    edges = [_edges(x[:, j], how.bins) for j in range(x.shape[1])]
    binned = np.stack([np.searchsorted(e, x[:, j], side="left") for j, e in enumerate(edges)])
    rate = float((weights * y).sum() / weights.sum())
    base = float(np.log(rate / (1 - rate)))
    score = np.full(len(y), base)
    trees: list[Tree] = []
    for _ in range(how.trees):
        p = 1.0 / (1.0 + np.exp(-score))
        rows = np.flatnonzero(rng.random(len(y)) < how.share)
        looked_at = np.less(rng.random(x.shape[1]), how.columns)
        cuts = [edges[j] if looked_at[j] else edges[j][:0] for j in range(len(edges))]
        tree = _grow(binned, cuts, weights * (y - p), weights * p * (1 - p), weights, rows, how.depth, how)
        trees.append(tree)
        score = score + _apply(tree, x)
    return Boosted(base, tuple(trees))


def _edges(column: Floats, bins: int) -> Floats:
    """Thresholds between the values of a feature, at most `bins`."""
    values = np.unique(column)
    if len(values) > bins:
        values = np.unique(np.quantile(column, np.linspace(0, 1, bins)))
    return np.round((values[1:] + values[:-1]) / 2, 4)


def _grow(
    binned: NDArray[np.int64],
    edges: Sequence[Floats],
    slope: Floats,
    curve: Floats,
    weights: Floats,
    rows: NDArray[np.int64],
    depth: int,
    how: Shape,
) -> Tree:
    g, h, w = slope[rows], curve[rows], weights[rows]
    leaf = round(float(how.step * g.sum() / (h.sum() + how.ridge)), 4)
    if depth == 0 or len(rows) < 2:
        return leaf
    best = _best_cut(binned, edges, (g, h, w), rows, how)
    if best is None:
        return leaf
    j, k = best
    low = binned[j][rows] <= k
    grown = [
        _grow(binned, edges, slope, curve, weights, part, depth - 1, how) for part in (rows[low], rows[~low])
    ]
    return [float(j), float(edges[j][k]), *grown]


def _best_cut(
    binned: NDArray[np.int64],
    edges: Sequence[Floats],
    of_rows: tuple[Floats, Floats, Floats],
    rows: NDArray[np.int64],
    how: Shape,
) -> tuple[int, int] | None:
    """The feature and the cut that gain most; of equal ones the first. All features are summed at once."""
    looked_at = np.array([j for j, cuts in enumerate(edges) if len(cuts)])
    if not len(looked_at):
        return None
    count = np.array([len(edges[j]) for j in looked_at])
    wide = int(count.max()) + 1
    at = (binned[np.ix_(looked_at, rows)] + wide * np.arange(len(looked_at))[:, None]).ravel()

    def below(values: Floats) -> Floats:
        """For each feature and cut the sum of the rows at most there."""
        sums = np.bincount(at, np.tile(values, len(looked_at)), wide * len(looked_at))
        out: Floats = np.cumsum(sums.reshape(len(looked_at), wide), axis=1)[:, :-1].astype(float)
        return out

    (left_g, left_h, left_w), (g, h, w) = map(below, of_rows), (values.sum() for values in of_rows)
    enough = (left_w >= how.fewest) & (w - left_w >= how.fewest)
    enough &= np.arange(wide - 1) < count[:, None]
    gains = (
        left_g**2 / (left_h + how.ridge) + (g - left_g) ** 2 / (h - left_h + how.ridge)
        - g**2 / (h + how.ridge)
    )  # fmt: skip
    gains = np.where(enough, gains, -np.inf)
    j, k = divmod(int(np.argmax(gains)), wide - 1)
    return (int(looked_at[j]), k) if gains[j, k] > LEAST_GAIN else None


def _apply(tree: Tree, x: Floats) -> Floats:
    if not isinstance(tree, list):
        return np.full(len(x), tree)
    feature, threshold, low, high = tree
    assert isinstance(feature, float)  # noqa: S101  # a tree's first entry is its feature
    return np.where(x[:, int(feature)] <= threshold, _apply(low, x), _apply(high, x))
