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

    def score(self, features: Sequence[float], *, long: bool) -> float:
        leaves = [self.bias[long]]
        for tree in self.trees:
            at = tree
            while isinstance(at, list):
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
            trees=tuple(given["trees"]),
        )
        for kind, given in loaded["judgements"].items()
    }


def doubt(kind: str, features: Sequence[float], *, long: bool) -> float:
    """Above zero: the claim is not carried by the talk (`kind`: term, number, side or negation)."""
    return _judgements()[kind].score(features, long=long)
