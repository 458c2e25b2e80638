"""Units of timed codes from minutes: the pooled CMS method and the AMA midpoint method.

CMS: Medicare Claims Processing Manual (Pub 100-04) ch. 5 §20.2 C. All timed minutes of the day are
pooled; the pool earns `(minutes + 7) // 15` units; every full 15 minutes of a code is a unit of it,
and the units left go to the codes with the most remaining minutes. Where remainders tie at the
cut, the choice is the clinician's: every tied allocation is accepted.

AMA (CPT): every code stands alone; a unit counts once its midpoint is passed (8 whole minutes).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import comb

from agent.domain.base import Model
from agent.domain.billing import UnitMethod
from agent.errors import InputError

UNIT_MINUTES = 15
MIDPOINT_MINUTES = 8
DAY_MINUTES = 24 * 60


class Allocation(Model):
    """Units per code (codes with none left out), how many were due, and where a choice was made."""

    method: UnitMethod
    minutes: dict[str, int]
    units: dict[str, int]
    total_minutes: int
    total_units: int
    base: dict[str, int] = {}
    """Units earned by full 15 minutes of one code."""
    tied: tuple[str, ...] = ()
    """Codes whose remainders tie at the cut; empty when nothing was left to choose."""
    tied_units: int = 0
    """How many of the tied codes get one unit more."""

    @property
    def choices(self) -> int:
        """How many allocations the method accepts."""
        return comb(len(self.tied), self.tied_units) if self.tied else 1

    def accepted(self) -> Iterator[dict[str, int]]:
        """Every allocation the method accepts, the chosen one first."""
        if not self.tied:
            yield dict(self.units)
            return
        certain = {c: u - (c in self.tied and u > self.base.get(c, 0)) for c, u in self.units.items()}
        for chosen in combinations(self.tied, self.tied_units):
            counts = {c: certain.get(c, 0) + (c in chosen) for c in self.minutes}
            yield {c: n for c, n in counts.items() if n}

    def accepts(self, units: Mapping[str, int]) -> bool:
        """Whether `units` (zeros ignored) is one of the accepted allocations."""
        wanted = {c: n for c, n in units.items() if n}
        return any(wanted == allocation for allocation in self.accepted())

    def explain(self) -> str:
        """`38 timed minutes → 3 units: 97110 23 min → 2, 97140 15 min → 1`."""
        parts = ", ".join(f"{c} {m} min → {self.units.get(c, 0)}" for c, m in self.minutes.items())
        unit = "unit" if self.total_units == 1 else "units"
        text = f"{self.total_minutes} timed minutes → {self.total_units} {unit}"
        return f"{text}: {parts}" if parts else text


def units_of(minutes: int) -> int:
    """Units that `minutes` of pooled timed treatment earn: 8-22 one, 23-37 two, and so on."""
    return (minutes + UNIT_MINUTES - MIDPOINT_MINUTES) // UNIT_MINUTES


def cms_units(minutes: Mapping[str, int]) -> Allocation:
    """Pooled units of one day's timed codes; ties go to the code named first.

    Raises `InputError` naming the code whose minutes are negative or longer than a day.
    """
    clean = _checked(minutes)
    total = sum(clean.values())
    due = units_of(total)
    base = {c: m // UNIT_MINUTES for c, m in clean.items()}
    left = due - sum(base.values())
    ranked = sorted(
        (c for c, m in clean.items() if m % UNIT_MINUTES), key=lambda c: -(clean[c] % UNIT_MINUTES)
    )
    gets = ranked[:left]
    tied: tuple[str, ...] = ()
    if gets and len(ranked) > left and clean[ranked[left]] % UNIT_MINUTES == clean[gets[-1]] % UNIT_MINUTES:
        cut = clean[gets[-1]] % UNIT_MINUTES
        tied = tuple(c for c in ranked if clean[c] % UNIT_MINUTES == cut)
    units = {c: base[c] + (c in gets) for c in clean}
    return Allocation(
        method="cms",
        minutes=clean,
        units={c: n for c, n in units.items() if n},
        total_minutes=total,
        total_units=due,
        base=base,
        tied=tied,
        tied_units=sum(c in tied for c in gets),
    )


def ama_units(minutes: Mapping[str, int]) -> Allocation:
    """Units of each code by itself, a unit counting from its 8th minute.

    Raises `InputError` naming the code whose minutes are negative or longer than a day.
    """
    clean = _checked(minutes)
    units = {c: units_of(m) for c, m in clean.items()}
    return Allocation(
        method="ama",
        minutes=clean,
        units={c: n for c, n in units.items() if n},
        total_minutes=sum(clean.values()),
        total_units=sum(units.values()),
        base={c: m // UNIT_MINUTES for c, m in clean.items()},
    )


def units(minutes: Mapping[str, int], method: UnitMethod) -> Allocation:
    """`cms_units` or `ama_units`."""
    return cms_units(minutes) if method == "cms" else ama_units(minutes)


def _checked(minutes: Mapping[str, int]) -> dict[str, int]:
    for code, value in minutes.items():
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= DAY_MINUTES:
            raise InputError(
                f"The minutes of code {code!r} are {value!r}.",
                mend=f"Give whole minutes from 0 to {DAY_MINUTES}.",
            )
    if sum(minutes.values()) > DAY_MINUTES:
        raise InputError(
            f"The timed minutes add up to {sum(minutes.values())}, more than a day has.",
            mend="Give the minutes of one date of service.",
        )
    return dict(minutes)
