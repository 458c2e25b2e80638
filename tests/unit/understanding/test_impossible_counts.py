"""A count that nobody reaches is asked about; loads, doses and totals are not."""

from __future__ import annotations

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.understanding import understand

RECORD = {
    "patient": {"name": "Zelda Quorvath", "date_of_birth": "1960-01-01", "mrn": "MRN-000001", "sex": "F"},
    "therapist": {"name": "Pat Example", "credentials": "PT"},
    "visit": {"date": "2026-09-10", "number": 4, "note_type": "daily"},
    "episode": {"region": "ankle", "side": "left"},
}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Heel raises on the left, 116.", True),
        ("Left single leg squats 210, right 22.", True),
        ("Heel raises on the left, 16.", False),
        ("Heel raises, 3 sets of 15 with 120 pounds.", False),
        ("Wall squats held for 110 seconds.", False),
    ],
)
def test_an_impossible_count_is_asked_about(said: str, asked: bool) -> None:
    transcript = Transcript(segments=(Segment(speaker="THERAPIST", text=said),))
    facts = understand(transcript, Encounter.model_validate(RECORD))
    assert bool(facts.open_values) is asked
