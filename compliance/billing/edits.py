"""NCCI procedure-to-procedure edits and medically unlikely units, by quarter.

The shipped tables are small dated samples; `compliance.billing.edit_files` reads the payer's own.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from agent.domain.base import Model
from agent.errors import InputError
from compliance.billing.figures import table

SEPARATE = frozenset({"59", "XE", "XP", "XS", "XU"})
"""Modifiers that say two services were separate."""
_QUARTER = re.compile(r"^(20\d\d)-?Q([1-4])$", re.IGNORECASE)


class Pair(Model):
    """`column2` is not paid beside `column1`; with indicator 1, a modifier may separate them."""

    column1: str
    column2: str
    indicator: int
    effective: date | None = None
    deleted: date | None = None
    """The last day on which the pair holds; the day it began, where it was taken back from the start."""

    def holds_on(self, on: date) -> bool:
        if self.deleted is not None and (on > self.deleted or self.deleted == self.effective):
            return False
        return self.effective is None or self.effective <= on


class Edits(Model):
    """The edits of one quarter."""

    quarter: str
    valid_from: date
    valid_until: date
    source: str = ""
    pairs: tuple[Pair, ...] = ()
    units: dict[str, int] = {}

    def covers(self, on: date) -> bool:
        return self.valid_from <= on <= self.valid_until


def quarter_days(quarter: str) -> tuple[date, date]:
    """First and last day of `2026-Q2`. Raises `InputError`."""
    match = _QUARTER.match(quarter.strip())
    if not match:
        raise InputError(f"The quarter {quarter!r} is not known.", mend="Give it as 2026-Q2.")
    year, number = int(match.group(1)), int(match.group(2))
    after = date(year + (number == 4), 1 if number == 4 else 3 * number + 1, 1)
    return date(year, 3 * number - 2, 1), date.fromordinal(after.toordinal() - 1)


def quarter_of(on: date) -> str:
    """The quarter of a date of service, `2026-Q2`."""
    return f"{on.year}-Q{(on.month + 2) // 3}"


@cache
def shipped_ptp() -> Edits:
    """The shipped sample of pairs."""
    raw = table("ncci_ptp")
    pairs = tuple(Pair(column1=a, column2=b, indicator=i) for a, b, i in raw["pairs"])
    return Edits(pairs=pairs, **{k: raw[k] for k in ("quarter", "valid_from", "valid_until", "source")})


@cache
def shipped_mue() -> Edits:
    """The shipped sample of unlikely units."""
    raw = table("mue")
    units = {code: entry["units"] for code, entry in raw["units"].items()}
    return Edits(units=units, **{k: raw[k] for k in ("quarter", "valid_from", "valid_until", "source")})
