"""The fitted judgements of the support check: sums of small decision trees, from `weights.json`.

`evals/support_fit.py` fits them. A tree is a number or `[feature, threshold, low, high]`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf
from typing import Any

Tree = Any
"""A leaf (float), or feature index, threshold, and the trees at most and above it."""


@dataclass(frozen=True)
class Judgement:
    bias: dict[bool, float]
    """For long talks (True) and for short ones."""
    depth: int
    trees: tuple[Tree, ...]
    """All of them so deep that `depth` steps lead to a leaf, so that no step need ask where it is."""


@cache
def _judgements() -> dict[str, Judgement]:
    loaded = json.loads(files("agent.drafting.support").joinpath("weights.json").read_text("utf-8"))
    made = {}
    for kind, given in loaded["judgements"].items():
        depth = max(map(_depth, given["trees"]))
        trees = tuple(_deepened(tree, depth) for tree in given["trees"])
        bias = {True: float(given["bias"]["long"]), False: float(given["bias"]["short"])}
        made[kind] = Judgement(bias, depth, trees)
    return made


def doubt(kind: str, features: Sequence[float], *, long: bool) -> float:
    """Above zero: the claim is not carried by the talk (`kind`: term, number, side or negation)."""
    judgement = _judgements()[kind]
    total, steps = judgement.bias[long], range(judgement.depth)
    for tree in judgement.trees:
        for _ in steps:
            feature, threshold, low, high = tree
            tree = low if features[feature] <= threshold else high
        total += tree
    return total


def _depth(tree: Tree) -> int:
    return 1 + max(_depth(tree[2]), _depth(tree[3])) if isinstance(tree, list) else 0


def _deepened(tree: Tree, depth: int) -> Tree:
    if depth == 0:
        return tree
    feature, threshold, low, high = tree if isinstance(tree, list) else (0, inf, tree, tree)
    return (feature, threshold, _deepened(low, depth - 1), _deepened(high, depth - 1))
