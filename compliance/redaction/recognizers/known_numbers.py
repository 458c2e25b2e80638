"""The numbers of this visit's patient, from the record, written or spoken.

MRN, member id, phone and date of birth are looked for in runs of digits, number words and spelled
letters, so "three zero zero four five one eight" and "7 21 54" are found. One wrong, missing or extra
character is forgiven in numbers of seven or more: a recogniser's mistake does not free the patient.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rapidfuzz.distance import DamerauLevenshtein

from agent.domain.visit import Encounter
from compliance.redaction.document import Document
from compliance.redaction.recognizers.base import over
from compliance.redaction.spans import PhiType, RedactedSpan
from compliance.redaction.spoken import Run, runs

SHORTEST = 5
FORGIVING = 7


class KnownNumbers:
    name = "known_numbers"

    def __init__(self, values: dict[str, PhiType]) -> None:
        """`values`: lower case letters and digits only, at least `SHORTEST` of them, and what they are."""
        self._values = {value: kind for value, kind in values.items() if len(value) >= SHORTEST}

    @classmethod
    def of(cls, encounter: Encounter) -> KnownNumbers:
        patient = encounter.patient
        values: dict[str, PhiType] = {}
        for identifier in (patient.mrn, patient.member_id):
            plain = _plain(identifier)
            digits = "".join(c for c in plain if c.isdigit())
            values[plain] = "ID"
            if len(digits) > SHORTEST:
                values[digits] = "ID"
        phone = "".join(c for c in patient.phone if c.isdigit())
        for number in (phone, phone[-10:], phone[-7:]):
            values[number] = "PHONE"
        for said in spoken_dates(patient.date_of_birth):
            values[said] = "DATE"
        return cls(values)

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        digit_runs = runs(document, shortest=SHORTEST)
        mixed_runs = runs(document, letters=True, shortest=SHORTEST)
        for value, kind in self._values.items():
            for run in digit_runs if value.isdigit() else mixed_runs:
                for first, last in _places(run, value):
                    yield over(document, first, last, kind, self.name)


def _plain(identifier: str) -> str:
    return "".join(c for c in identifier.casefold() if c.isalnum())


def spoken_dates(day: date) -> set[str]:
    """The digits of a date in the orders people say and write them, e.g. `72154` and `07211954`."""
    year, short = f"{day.year:04}", f"{day.year % 100:02}"
    months, days = {str(day.month), f"{day.month:02}"}, {str(day.day), f"{day.day:02}"}
    said = {m + d + y for m in months for d in days for y in (year, short)}
    said |= {d + m + year for m in months for d in days}
    return said | {f"{year}{day.month:02}{day.day:02}"}


def _places(run: Run, value: str) -> Iterator[tuple[int, int]]:
    """First and last token of every place in `run` that says `value`."""
    exact = len(value) < FORGIVING
    start = run.chars.find(value)
    while start >= 0:
        if not exact or run.whole(start, len(value)):
            yield run.owners[start], run.owners[start + len(value) - 1]
        start = run.chars.find(value, start + 1)
    if exact or abs(len(run.chars) - len(value)) > 40:
        return
    for length in (len(value), len(value) - 1, len(value) + 1):
        for at in range(len(run.chars) - length + 1):
            window = run.chars[at : at + length]
            if not run.whole(at, length):
                continue
            if DamerauLevenshtein.distance(window, value, score_cutoff=1) <= 1:
                yield run.owners[at], run.owners[at + length - 1]
