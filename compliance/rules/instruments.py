"""Outcome measures: their range, direction and the change that exceeds measurement error."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from agent.data_files import from_yaml
from agent.domain.base import Model


class Instrument(Model):
    """Figures of one instrument; MDC and MCID hold for the population of `source`."""

    name: str
    names: tuple[str, ...] = ()
    low: float
    high: float
    better: Literal["higher", "lower"]
    mdc: float | None
    mcid: float | None
    unit: str
    raw_high: float | None = None
    """Highest raw score where the same instrument is also given in percent."""
    source: str
    certainty: str

    def improved(self, before: float, now: float) -> bool:
        return now > before if self.better == "higher" else now < before


@cache
def instruments() -> dict[str, Instrument]:
    """All instruments by their name."""
    table = from_yaml(Path(__file__).parent / "measures" / "instruments.yaml")
    return {name: Instrument(name=name, **entry) for name, entry in table.items()}


@cache
def instrument(name: str) -> Instrument | None:
    """The instrument that a record or a dictation names, or None."""
    wanted = _fold(name)
    for known in instruments().values():
        if wanted in {_fold(known.name), *map(_fold, known.names)}:
            return known
    return None


def _fold(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
