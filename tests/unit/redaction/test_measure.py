"""The measuring function counts a leak as a leak."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.redaction import run


def case(transcript: str, phi: list[str]) -> dict[str, Any]:
    return {
        "encounter": {
            "patient": {"name": "Thandiwe Kjellstrom", "date_of_birth": "1949-10-13", "mrn": "MRN-6041927"},
            "therapist": {"name": "Odalys Brightwater", "credentials": "PT"},
            "visit": {"date": "2026-03-04", "number": 5},
        },
        "transcript": [{"speaker": None, "text": transcript}],
        "expected": {"phi": phi},
        "reference_note": {"S": ["Right knee pain 4/10."], "O": [], "A": [], "P": []},
    }


@pytest.mark.parametrize(
    ("phi", "recall", "leaked"),
    [
        (["Thandiwe", "MRN-6041927"], 1.0, []),
        (["Thandiwe", "flexion"], 0.6667, ["case-x: flexion"]),
    ],
)
def test_recall_counts_what_still_shows(
    tmp_path: Path, phi: list[str], recall: float, leaked: list[str]
) -> None:
    (tmp_path / "cases").mkdir()
    body = case("Thandiwe has right knee flexion 105.", phi)
    (tmp_path / "cases" / "case-x.json").write_text(json.dumps(body), encoding="utf-8")
    report = run(tmp_path).samples[0]
    assert report["recall"] == recall
    assert report["leaked"] == leaked
    assert report["also_taken"] == []


def test_without_data_there_is_nothing_to_report(tmp_path: Path) -> None:
    assert run(tmp_path).rows == ()
