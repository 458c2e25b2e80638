"""ICD-10-CM codes of outpatient physical therapy: valid from and until when, and for which side.

The side is read from the official descriptor, never from a digit of the code: the digit is the usual
one in about 70 % of sided codes only.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from agent.data_files import from_yaml
from agent.domain.base import Model, Side
from agent.domain.visit import Diagnosis

FOLDER = Path(__file__).parent / "diagnosis"
_SIDE = re.compile(r"\b(right|left|bilateral|unspecified)\b", re.IGNORECASE)
_UNSPECIFIED_SIDE = re.compile(
    r"\bunspecified (?:side|ear|shoulder|knee|hip|ankle|elbow|wrist|leg|foot|limb|arm|hand|"
    r"forearm|thigh|lower|upper|artificial)\b",
    re.IGNORECASE,
)


class Icd(Model):
    """One code. `until` is its last day; None while it is in force."""

    code: str
    billable: bool
    valid_from: date
    valid_until: date | None
    descriptor: str
    certainty: str

    @property
    def side(self) -> Side:
        return side_of_text(self.descriptor)

    @property
    def side_unspecified(self) -> bool:
        return _UNSPECIFIED_SIDE.search(self.descriptor) is not None

    def valid_on(self, on: date) -> bool:
        return (
            self.billable and self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
        )


@cache
def codes() -> dict[str, Icd]:
    """The shipped subset by code."""
    with (FOLDER / "icd10_pt.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Icd(
                code=row["code"],
                billable=row["billable"] == "1",
                valid_from=date.fromisoformat(row["from"]),
                valid_until=date.fromisoformat(row["until"]) if row["until"] else None,
                descriptor=row["descriptor"],
                certainty=row["certainty"],
            )
            for row in csv.DictReader(file)
        }


@cache
def notes() -> Any:
    """Pairs and groups from the tabular list's notes."""
    return from_yaml(FOLDER / "icd10.yaml")


def descriptor_of(diagnosis: Diagnosis) -> str:
    """The official descriptor where the code is known, else the record's label."""
    known = codes().get(diagnosis.icd10)
    return known.descriptor if known and known.descriptor else diagnosis.label


def side_of(diagnosis: Diagnosis) -> Side:
    """The side the diagnosis names, from its descriptor."""
    return side_of_text(descriptor_of(diagnosis))


def side_of_text(text: str) -> Side:
    """The one side a descriptor or title names; `none` for no side or for two."""
    found = {m.casefold() for m in _SIDE.findall(text)}
    if "bilateral" in found or {"left", "right"} <= found:
        return "bilateral"
    return "left" if "left" in found else "right" if "right" in found else "none"


def fiscal_year(on: date) -> int:
    """The ICD-10-CM fiscal year of a date of service; it starts on 1 October."""
    return on.year + (on.month >= 10)


def starts(code: str, prefix: str) -> bool:
    """Whether `code` lies under `prefix` of the tabular list."""
    return code.replace(".", "").startswith(prefix.replace(".", ""))
