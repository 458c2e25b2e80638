"""Which exercises went with change beyond the MCID, over many patients; honest about small numbers.

A suggestion for a clinic's template, never a change of it: association, not cause. Shares carry Wilson
intervals and their difference a Newcombe interval (Newcombe 1998, method 10), both at 95 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Literal

from agent.domain.base import Model

Z = 1.959964
LEAST_EACH = 10
"""Fewer patients with or without an exercise than this say nothing."""


class EpisodeOutcome(Model):
    """One finished episode. `change` is signed so that better is positive, in units of the measure."""

    protocol: str
    exercises: frozenset[str]
    measure: str
    change: float
    mcid: float


class TemplateSuggestion(Model):
    exercise: str
    protocol: str
    measure: str
    with_n: int
    with_responders: int
    without_n: int
    without_responders: int
    difference: float
    low: float
    high: float
    verdict: Literal[
        "went with better outcomes", "went with worse outcomes", "no clear difference", "too few patients"
    ]
    text: str


def template_suggestions(
    outcomes: Sequence[EpisodeOutcome], protocol: str, measure: str
) -> tuple[TemplateSuggestion, ...]:
    """One line for each exercise given under `protocol`, by size of difference, with its numbers."""
    own = [o for o in outcomes if o.protocol == protocol and o.measure == measure]
    names = sorted({name for o in own for name in o.exercises})
    found = [_compare(name, own, protocol, measure) for name in names]
    return tuple(
        sorted(found, key=lambda s: (s.verdict == "too few patients", -abs(s.difference), s.exercise))
    )


def _compare(name: str, own: Sequence[EpisodeOutcome], protocol: str, measure: str) -> TemplateSuggestion:
    having = [o for o in own if name in o.exercises]
    lacking = [o for o in own if name not in o.exercises]
    a, b = sum(map(_responded, having)), sum(map(_responded, lacking))
    few = min(len(having), len(lacking)) < LEAST_EACH
    difference, low, high = newcombe(a, len(having), b, len(lacking))
    verdict: Literal[
        "went with better outcomes", "went with worse outcomes", "no clear difference", "too few patients"
    ] = "no clear difference"
    if few:
        verdict = "too few patients"
    elif low > 0:
        verdict = "went with better outcomes"
    elif high < 0:
        verdict = "went with worse outcomes"
    return TemplateSuggestion(
        exercise=name,
        protocol=protocol,
        measure=measure,
        with_n=len(having),
        with_responders=a,
        without_n=len(lacking),
        without_responders=b,
        difference=difference,
        low=low,
        high=high,
        verdict=verdict,
        text=(
            f"{name}: {a} of {len(having)} patients with it and {b} of {len(lacking)} without it "
            f"changed by the MCID of {measure} or more ({verdict}; difference {difference:+.0%}, "
            f"95 % interval {low:+.0%} to {high:+.0%}). This shows an association, not a cause."
        ),
    )


def _responded(outcome: EpisodeOutcome) -> bool:
    return outcome.change >= outcome.mcid


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share; (0, 1) for no observations."""
    if total == 0:
        return 0.0, 1.0
    share, square = hits / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = Z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(a: int, n: int, b: int, m: int) -> tuple[float, float, float]:
    """Difference a/n - b/m with its 95 % interval; (0, -1, 1) where a group is empty."""
    if n == 0 or m == 0:
        return 0.0, -1.0, 1.0
    one, other = a / n, b / m
    (low_a, high_a), (low_b, high_b) = wilson(a, n), wilson(b, m)
    difference = one - other
    low = difference - sqrt((one - low_a) ** 2 + (high_b - other) ** 2)
    high = difference + sqrt((high_a - one) ** 2 + (other - low_b) ** 2)
    return difference, max(-1.0, low), min(1.0, high)
