"""The committed sample recordings are whole, decodable and complete."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from agent.domain.visit import Encounter
from agent.transcription.audio import probe

SAMPLES = Path(__file__).parents[3] / "audio_samples"
ENTRIES = json.loads((SAMPLES / "manifest.json").read_text())["samples"]


def test_the_set_covers_what_it_promises() -> None:
    assert len(ENTRIES) >= 8
    assert {e["note_type"] for e in ENTRIES} == {"daily", "evaluation", "progress", "discharge"}
    assert any(e["speakers"] == 2 for e in ENTRIES)
    assert any(e["background"] == "gym" for e in ENTRIES)
    listed = {e[key] for e in ENTRIES for key in ("audio", "script", "visit")}
    kinds = {".opus", ".flac", ".txt", ".json"}
    present = {f.name for f in SAMPLES.iterdir() if f.suffix in kinds and f.name != "manifest.json"}
    assert listed == present


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["id"])
def test_a_sample_is_whole(entry: dict[str, str]) -> None:
    audio = SAMPLES / entry["audio"]
    assert hashlib.sha256(audio.read_bytes()).hexdigest() == entry["sha256"]
    assert probe(audio).duration == pytest.approx(entry["seconds"], abs=0.5)
    assert len((SAMPLES / entry["script"]).read_text().split()) > 100
    visit = Encounter.model_validate_json((SAMPLES / entry["visit"]).read_text())
    assert visit.visit.note_type == entry["note_type"]
    assert visit.patient.phone.startswith("555-01")
