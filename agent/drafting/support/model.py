"""The fitted judgements of the support check: sums of small decision trees, from `weights.json`.

`evals/support_fit.py` fits them. A tree is a number or `[feature, threshold, low, high]`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

Tree = Any
"""A leaf (float), or a list of feature index, threshold, and the trees at most and above it."""


@cache
def _models() -> dict[str, tuple[float, list[Tree]]]:
    loaded = json.loads(files("agent.drafting.support").joinpath("weights.json").read_text("utf-8"))
    return {kind: (float(made["bias"]), made["trees"]) for kind, made in loaded["judgements"].items()}


def doubt(kind: str, features: Sequence[float]) -> float:
    """Above zero: the claim is not carried by the talk (`kind`: term, number, side or negation)."""
    total, trees = _models()[kind]
    for tree in trees:
        while isinstance(tree, list):
            tree = tree[2] if features[tree[0]] <= tree[1] else tree[3]
        total += tree
    return total
