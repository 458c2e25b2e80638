"""`ptscribe check NOTE --visit V.json` with nothing but the two files, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from agent.cli.app import app
from agent.errors import InputError

VISIT = {
    "patient": {"name": "Test Person", "date_of_birth": "1950-01-01", "mrn": "M-1"},
    "therapist": {"name": "Test Therapist", "credentials": "PT, DPT"},
    "visit": {"date": "2026-03-10", "number": 4},
    "episode": {
        "diagnoses": [{"icd10": "M54.5", "label": "Low back pain"}],
        "region": "lumbar",
        "side": "none",
    },
}
NOTE: dict[str, Any] = {
    "note": {
        "statements": [
            {"id": "s1", "section": "S", "text": "Low back pain 3/10 today, tolerated treatment well."}
        ]
    },
    "provenance": {"engine": "human"},
}


def check(tmp_path: Path, note: object) -> list[dict[str, str]]:
    (tmp_path / "note.json").write_text(json.dumps(note))
    (tmp_path / "visit.json").write_text(json.dumps(VISIT))
    arguments = ["check", str(tmp_path / "note.json"), "--visit", str(tmp_path / "visit.json"), "--json"]
    made = CliRunner().invoke(app, arguments)
    if made.exception is not None:
        raise made.exception
    found: list[dict[str, str]] = json.loads(made.stdout)
    return found


def test_a_note_without_its_recording_is_checked_by_its_own_words(tmp_path: Path) -> None:
    found = {f["rule_id"]: f for f in check(tmp_path, NOTE)}
    assert "M54.5" in found["ICD-VALID-01"]["detail"]
    assert "SUP-01" not in found
    assert all(f["source"] and f["suggestion"] for f in found.values())


def test_places_in_a_recording_that_is_not_given_are_left_out(tmp_path: Path) -> None:
    span = {"start": 900, "end": 960, "quote": "what was said far into the recording"}
    statement = {**NOTE["note"]["statements"][0], "evidence": [span], "fact_ids": ["f9"]}
    assert check(tmp_path, {**NOTE, "note": {"statements": [statement]}}) == check(tmp_path, NOTE)


@pytest.mark.parametrize("note", [{"note": 1}, {**NOTE, "note": {"statements": []}}])
def test_what_is_no_note(tmp_path: Path, note: object) -> None:
    with pytest.raises(InputError, match="note") as refused:
        check(tmp_path, note)
    assert refused.value.mend


@pytest.mark.parametrize("minutes", [-1, "ten"])
def test_minutes_that_are_none_are_refused_with_their_field(tmp_path: Path, minutes: object) -> None:
    line = {"code": "97110", "units": 1, "minutes": minutes}
    with pytest.raises(InputError) as caught:
        check(tmp_path, {**NOTE, "claim": {"lines": [line]}})
    assert "claim.lines.0.minutes: input should be" in caught.value.message
    assert "Correct this field" in caught.value.mend
