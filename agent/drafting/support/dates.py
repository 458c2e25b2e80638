"""Dates of a talk, however said (`1/22 2013`, `march of this year`, `june 24th 2020`), beside a note's."""

from __future__ import annotations

from collections.abc import Iterator

from agent.drafting.support.said import Said
from agent.drafting.support.wordforms import form

NAMES = ("date_agrees", "date_clashes")
"""The features, in order: parts of a note's date as the talk's likest date has them, and otherwise."""
Date = tuple[int, int, int]
"""Month, day and year; 0 for a part that is not told."""
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
AFTER = 4
"""Words after a month within which its day and year are said."""


def date_features(stated: str, said: Said) -> tuple[float, float]:
    """(0, 0) for a date of which the talk has no like."""
    date = _parts(stated.split("/"))
    best = (0, 0)
    for spoken in spoken_dates(said):
        agree = sum(a == b for a, b in zip(date, spoken, strict=True) if a and b)
        clash = sum(a != b for a, b in zip(date, spoken, strict=True) if a and b)
        if agree:
            best = max(best, (agree, clash), key=lambda x: (x[0] - x[1], x[0]))
    return float(best[0]), float(best[1])


def spoken_dates(said: Said) -> Iterator[Date]:
    """Every date of a talk, in order of how it is said."""
    for number, month in enumerate(MONTHS, 1):
        for place in said.by_form.get(form(month), ()):
            if said.words[place].low == month:
                yield _with_what_follows(number, place, said)
    for place in said.number_places:
        parts = said.words[place].number.split("/")
        if len(parts) > 1 and all(p.isdigit() for p in parts):
            date = _parts(parts)
            if 1 <= date[0] <= 12 and date[1] <= 31:
                yield date[0], date[1], date[2] or _year_after(place, said)


def _with_what_follows(month: int, place: int, said: Said) -> Date:
    day = year = 0
    for k in range(place + 1, min(len(said.words), place + 1 + AFTER)):
        number = said.words[k].number
        if number.isdigit() and not day and not year and 1 <= int(number) <= 31:
            day = int(number)
        elif _is_year(number):
            year = int(number)
            break
    return month, day, year


def _year_after(place: int, said: Said) -> int:
    following = said.words[place + 1].number if place + 1 < len(said.words) else ""
    return int(following) if _is_year(following) else 0


def _parts(parts: list[str]) -> Date:
    """`3/2021` is a month of a year, `3/21` a day, `3/21/20` both."""
    found = [int(p) for p in parts[:3]]
    if len(found) == 2:
        return (found[0], 0, found[1]) if found[1] > 31 else (found[0], found[1], 0)
    month, day, year = found
    return month, day, year + 2000 if year < 100 else year


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.isdigit() and 1900 <= int(number) <= 2100
