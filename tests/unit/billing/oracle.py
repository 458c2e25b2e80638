"""An independent count of units: the manual's table, and every allocation tried."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

TABLE = [
    (8, 22, 1),
    (23, 37, 2),
    (38, 52, 3),
    (53, 67, 4),
    (68, 82, 5),
    (83, 97, 6),
    (98, 112, 7),
    (113, 127, 8),
]
"""Pub 100-04 ch. 5 §20.2 C, as printed; it goes on by 15."""


def table_units(minutes: int) -> int:
    """Units by the printed table, carried on by its own step."""
    low, high, units = TABLE[0]
    if minutes < low:
        return 0
    while not low <= minutes <= high:
        low, high, units = low + 15, high + 15, units + 1
    return units


def allocations(minutes: dict[str, int]) -> Iterator[dict[str, int]]:
    """Every right allocation: full quarters of an hour are units of their own code, and of all ways to
    hand out the rest, one unit a code at most, those that leave the most minutes covered."""
    due = table_units(sum(minutes.values()))
    full = {c: m // 15 for c, m in minutes.items()}
    extra = due - sum(full.values())
    ways = []
    for way in product((0, 1), repeat=len(minutes)):
        given = dict(zip(minutes, way, strict=True))
        if sum(way) == extra and all(minutes[c] % 15 for c, n in given.items() if n):
            ways.append((sum(minutes[c] % 15 for c, n in given.items() if n), given))
    best = max((covered for covered, _ in ways), default=0)
    for covered, given in ways:
        if covered == best:
            yield {c: full[c] + given[c] for c in minutes if full[c] + given[c]}


def midpoint_units(minutes: int) -> int:
    """Units of one code alone: a further one for each 15 minutes begun by 8 minutes or more."""
    units = 0
    while minutes >= 8:
        units, minutes = units + 1, minutes - 15
    return units
