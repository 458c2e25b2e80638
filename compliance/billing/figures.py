"""Dated figures, asked for by date of service; a date that no table covers is an error, never a guess."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from agent.data_files import from_yaml
from agent.domain.base import Model
from agent.errors import PtscribeError

FOLDER = Path(__file__).parent / "tables"


class NotCovered(PtscribeError):
    """A dated table holds no figure for the date of service; the engine reports it as a finding."""

    def __init__(self, table: str, on: date) -> None:
        super().__init__(
            f"The table {table!r} holds no figure for the date of service {on.isoformat()}.",
            mend=f"Add the figure with its source to compliance/billing/tables/{table}.yaml.",
        )
        self.table = table
        self.on = on


@cache
def table(name: str) -> Any:
    """The YAML table `name` of this folder."""
    return from_yaml(FOLDER / f"{name}.yaml")


def kx_threshold(on: date) -> float:
    """US dollars of PT and SLP in the calendar year of `on`. Raises `NotCovered`."""
    entry = table("kx_threshold")["by_year"].get(on.year)
    if entry is None:
        raise NotCovered("kx_threshold", on)
    return float(entry["amount"])


def least_allowed_per_timed_unit() -> float:
    """US dollars that a timed unit adds to the year's amount at the very least."""
    return float(table("kx_threshold")["least_allowed_per_timed_unit"]["amount"])


def passes_threshold(charges: float, timed_units: int, on: date) -> bool:
    """Whether so many timed units surely take `charges` over the threshold. Raises `NotCovered`."""
    return charges + least_allowed_per_timed_unit() * timed_units > kx_threshold(on)


def medical_review_threshold(on: date) -> float:
    """US dollars above which targeted medical review may fall on the patient. Raises `NotCovered`."""
    entry = table("kx_threshold")["medical_review"]
    if not entry["first_year"] <= on.year <= entry["last_year"]:
        raise NotCovered("kx_threshold", on)
    return float(entry["amount"])


class CertificationTerms(Model):
    """Days within which a plan of care is certified and certified again, on one date of service."""

    certify_within_days: int
    recertify_after_days: int
    verbal_order_days: int
    signed_order_exception: bool
    transmit_within_days: int


def certification_terms(on: date) -> CertificationTerms:
    """The terms in force on date of service `on`. Raises `NotCovered`."""
    entries = [e for e in table("certification")["intervals"] if e["from"] <= on]
    if not entries:
        raise NotCovered("certification", on)
    exception = table("certification")["signed_order_exception"]
    return CertificationTerms(
        certify_within_days=entries[-1]["certify_within_days"],
        recertify_after_days=entries[-1]["recertify_after_days"],
        verbal_order_days=entries[-1]["verbal_order_days"],
        signed_order_exception=on >= exception["from"],
        transmit_within_days=exception["transmit_within_days"],
    )


def may_certify(credential: str) -> bool:
    """Whether somebody with this credential may certify a plan of care (empty: not known, taken as yes)."""
    barred = {c.casefold() for c in table("certification")["may_not_certify"]}
    return credential.replace(".", "").strip().casefold() not in barred
