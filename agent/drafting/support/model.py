"""The fitted judgements of the support check: sums of small decision trees, from `weights.json`.

`evals/support_fit.py` fits them. A tree is a number or `[feature, threshold, low, high]`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tree = Any
"""A leaf (float), or feature index, threshold, and the trees at most and above it."""


@dataclass(frozen=True)
class Judgement:
    """Trees that are all of one depth, as tables with a row a level and the nodes of a level side by side.

    Node `i` of a level leads to nodes `2 i` and `2 i + 1` of the next, so that one step takes all trees down.
    """

    bias: dict[bool, float]
    """For long talks (True) and for short ones."""
    roots: NDArray[np.intp]
    features: tuple[NDArray[np.intp], ...]
    thresholds: tuple[NDArray[np.float64], ...]
    leaves: NDArray[np.float64]

    def score(self, features: Sequence[float], *, long: bool) -> float:
        given = np.asarray(features)
        at = self.roots
        for asked, threshold in zip(self.features, self.thresholds, strict=True):
            at = 2 * at + (given[asked[at]] > threshold[at])
        return fsum((self.bias[long], *self.leaves[at].tolist()))


@cache
def _judgements() -> dict[str, Judgement]:
    loaded = json.loads(files("agent.drafting.support").joinpath("weights.json").read_text("utf-8"))
    return {kind: _laid_out(given) for kind, given in loaded["judgements"].items()}


def doubt(kind: str, features: Sequence[float], *, long: bool) -> float:
    """Above zero: the claim is not carried by the talk (`kind`: term, number, side or negation)."""
    return _judgements()[kind].score(features, long=long)


def _laid_out(given: dict[str, Any]) -> Judgement:
    trees = given["trees"]
    depth = max(map(_depth, trees))
    level = [_deepened(tree, depth) for tree in trees]
    features, thresholds = [], []
    while isinstance(level[0], tuple):
        features.append(np.array([node[0] for node in level], dtype=np.intp))
        thresholds.append(np.array([node[1] for node in level], dtype=np.float64))
        level = [child for node in level for child in node[2:]]
    return Judgement(
        bias={True: float(given["bias"]["long"]), False: float(given["bias"]["short"])},
        roots=np.arange(len(trees)),
        features=tuple(features),
        thresholds=tuple(thresholds),
        leaves=np.array(level, dtype=np.float64),
    )


def _depth(tree: Tree) -> int:
    return 1 + max(_depth(tree[2]), _depth(tree[3])) if isinstance(tree, list) else 0


def _deepened(tree: Tree, depth: int) -> Tree:
    """`tree` with leaves at `depth` only: where it ended earlier, both ways lead to the same leaf."""
    if depth == 0:
        return tree
    feature, threshold, low, high = tree if isinstance(tree, list) else (0, inf, tree, tree)
    return (feature, threshold, _deepened(low, depth - 1), _deepened(high, depth - 1))
