"""The fitted judgements of the support check: sums of small decision trees, from `weights.json`.

`evals/support_fit.py` fits them. A tree is a number or `[feature, threshold, low, high]`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum
from typing import Any

Tree = Any
"""A leaf (float), or feature index, threshold, and the trees at most and above it."""


@dataclass(frozen=True)
class Judgement:
    """Decision trees whose leaves add up to a doubt."""

    bias: dict[bool, float]
    """For long talks (True) and for short ones."""
    trees: tuple[Tree, ...]
    """All of them grown to `depth`."""
    depth: int

    def score(self, features: Sequence[float], *, long: bool) -> float:
        leaves = [self.bias[long]]
        steps = range(self.depth)
        for tree in self.trees:
            at = tree
            for _ in steps:
                feature, threshold, low, high = at
                at = high if features[feature] > threshold else low
            leaves.append(at)
        return fsum(leaves)


@cache
def _judgements() -> dict[str, Judgement]:
    loaded = json.loads(files("agent.drafting.support").joinpath("weights.json").read_text("utf-8"))
    return {
        kind: Judgement(
            bias={True: float(given["bias"]["long"]), False: float(given["bias"]["short"])},
            trees=tuple(_grown(t, depth) for t in given["trees"]),
            depth=depth,
        )
        for kind, given in loaded["judgements"].items()
        if (depth := max(map(_depth, given["trees"])))
    }


def _depth(tree: Tree) -> int:
    return 1 + max(_depth(tree[2]), _depth(tree[3])) if isinstance(tree, list) else 0


def _grown(tree: Tree, depth: int) -> Tree:
    """A tree with every leaf at one depth: so a walk need not ask where it ends."""
    if not depth:
        return tree
    if not isinstance(tree, list):
        tree = [0, 0.0, tree, tree]
    feature, threshold, low, high = tree
    return feature, threshold, _grown(low, depth - 1), _grown(high, depth - 1)


def doubt(kind: str, features: Sequence[float], *, long: bool) -> float:
    """Above zero: the claim is not carried by the talk (`kind`: term, number, side or negation)."""
    return _judgements()[kind].score(features, long=long)
