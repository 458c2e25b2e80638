"""The least value of a smooth, convex function of many variables: L-BFGS with a halving line search."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np

_KEPT: Final = 8
_STEPS: Final = 120
_ENOUGH: Final = 1e-5


def least(function: Callable[[np.ndarray], tuple[float, np.ndarray]], start: np.ndarray) -> np.ndarray:
    """Where `function` (its value and slope at a point) is least, to about one part in 100,000.

    `numpy` has no minimiser, and this one is no reason to take on another dependency.
    """
    at, (value, slope) = start, function(start)
    kept: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=_KEPT)
    for _ in range(_STEPS):
        step = _direction(slope, kept)
        length = 1.0
        while True:
            tried = at - length * step
            tried_value, tried_slope = function(tried)
            if tried_value <= value - 1e-4 * length * float(step @ slope) or length < 1e-8:
                break
            length /= 2
        moved, bent = tried - at, tried_slope - slope
        if float(moved @ bent) > 1e-12:
            kept.append((moved, bent))
        done = abs(value - tried_value) <= _ENOUGH * abs(tried_value)
        at, value, slope = tried, tried_value, tried_slope
        if done:
            break
    return at


def _direction(slope: np.ndarray, kept: deque[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """The slope by what the last steps showed of how it bends (two-loop recursion)."""
    out = slope.copy()
    used = []
    for moved, bent in reversed(kept):
        share = float(moved @ out) / float(bent @ moved)
        used.append(share)
        out -= share * bent
    if kept:
        moved, bent = kept[-1]
        out *= float(moved @ bent) / float(bent @ bent)
    else:
        out /= max(1.0, float(np.abs(slope).sum()))
    for (moved, bent), share in zip(kept, reversed(used), strict=True):
        out += moved * (share - float(bent @ out) / float(bent @ moved))
    return out
