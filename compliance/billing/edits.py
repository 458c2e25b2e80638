"""NCCI procedure-to-procedure edits and medically unlikely units, from the payer's quarterly files.

The shipped tables are small dated samples. `load_ptp` and `load_mue` read the files that CMS publishes
each quarter (tab or comma separated text, as unpacked from its archives).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

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

    def holds_on(self, on: date) -> bool:
        return (self.effective is None or self.effective <= on) and (
            self.deleted is None or on < self.deleted
        )


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


def load_ptp(path: Path, quarter: str) -> Edits:
    """Pairs of a CMS quarterly PTP file: column 1, column 2, …, effective, deletion, modifier indicator.

    Raises `InputError` naming the line that cannot be read, or the quarter that the file does not belong to.
    """
    first, last = quarter_days(quarter)
    pairs: list[Pair] = []
    for number, cells in _rows(path):
        codes = [c for c in cells if re.fullmatch(r"[0-9A-Z]\d{3}[0-9A-Z]", c)][:2]
        dates = [c for c in cells if re.fullmatch(r"\d{8}|\*", c)]
        if len(codes) < 2:
            if pairs:
                raise _unreadable(path, number)
            continue  # The file opens with a licence text and headings.
        indicator = next((c for c in reversed(cells) if c in ("0", "1", "9")), None)
        if not dates or indicator is None:
            raise _unreadable(path, number)
        pairs.append(
            Pair(
                column1=codes[0],
                column2=codes[1],
                indicator=int(indicator),
                effective=_day(dates[0]),
                deleted=_day(dates[1]) if len(dates) > 1 else None,
            )
        )
    if not pairs:
        raise InputError(
            f"The file {path.name!r} holds no pair of codes.", mend="Give the unpacked PTP text file."
        )
    newest = max(p.effective for p in pairs if p.effective)
    if newest > last:
        raise InputError(
            f"The file {path.name!r} holds edits from {newest}, after {quarter}.",
            mend="Name the quarter that the file was published for.",
        )
    return Edits(quarter=quarter, valid_from=first, valid_until=last, source=path.name, pairs=tuple(pairs))


def load_mue(path: Path, quarter: str) -> Edits:
    """Units per code of a CMS quarterly MUE file. Raises `InputError` when it holds none."""
    first, last = quarter_days(quarter)
    units = {}
    for _, cells in _rows(path):
        if len(cells) >= 2 and re.fullmatch(r"[0-9A-Z]\d{3}[0-9A-Z]", cells[0]) and cells[1].isdigit():
            units[cells[0]] = int(cells[1])
    if not units:
        raise InputError(
            f"The file {path.name!r} holds no units of codes.", mend="Give the unpacked MUE file."
        )
    return Edits(quarter=quarter, valid_from=first, valid_until=last, source=path.name, units=units)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            f"The file {path.name!r} cannot be read as text.", mend="Unpack the archive first."
        ) from None
    separator = "\t" if "\t" in text else ","
    for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=separator), 1):
        clean = [c.strip().upper() for c in cells]
        if any(clean):
            yield number, clean


def _day(text: str) -> date | None:
    return None if text == "*" else date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _unreadable(path: Path, number: int) -> InputError:
    return InputError(
        f"Line {number} of {path.name!r} is no pair of codes with dates and indicator.",
        mend="Give the unpacked PTP text file of one quarter.",
    )
