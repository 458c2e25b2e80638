"""ACI-Bench by path: dialogues and clinical notes of mock visits (Yim et al. 2023, CC BY 4.0)."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from agent.domain.base import Model
from agent.errors import InputError

SPLITS = {"train": "train.csv", "valid": "valid.csv", "test1": "clinicalnlp_taskB_test1.csv"}


class AciVisit(Model):
    """One visit: lines `[doctor] …` / `[patient] …`, and its reference note."""

    id: str
    dialogue: str
    note: str


def read_aci(path: Path) -> list[AciVisit]:
    """The visits of one CSV file. Raises `InputError` for a file that is not ACI-Bench."""
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError:
        raise InputError(f"The data file {path.name!r} cannot be read.", mend="Set PTSCRIBE_DATA.") from None
    if not rows or not {"dialogue", "note"} <= rows[0].keys():
        raise InputError(
            f"The file {path.name!r} has no columns dialogue and note.", mend="Use an ACI-Bench CSV."
        )
    return [
        AciVisit(id=r.get("encounter_id") or r.get("id") or str(i), dialogue=r["dialogue"], note=r["note"])
        for i, r in enumerate(rows)
    ]


def split(data: Path, name: str) -> list[AciVisit]:
    """A split (`train`, `valid`, `test1`) below the folder of public data."""
    return read_aci(data / "aci-bench" / SPLITS[name])
