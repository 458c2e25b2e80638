"""The figures of one sample, out of what its task tells of it."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping
from typing import Any

Scores = dict[str, float | None]
_NOT_SCORES = frozenset({"id", "of"})
_TIME = re.compile(r"(?:^|_)ms(?:_|$)")


def scores_of(sample: Mapping[str, Any]) -> Scores:
    """What stands under `scores`; without it, numbers at the top and the share that is true of a list of yes
    and no. None stays None, and an empty list is unscored: neither is ever zero or one.
    """
    scores: Scores = {}
    for name, value in sample.get("scores", sample).items():
        if name in _NOT_SCORES or is_time(name):
            continue
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            scores[name] = value
        elif isinstance(value, list) and all(isinstance(v, bool) for v in value):
            scores[name] = statistics.fmean(value) if value else None
    return scores


def is_time(name: str) -> bool:
    """Whether a value of this name is milliseconds: another one in each run."""
    return bool(_TIME.search(name))
