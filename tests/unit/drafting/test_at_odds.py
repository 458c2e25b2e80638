"""A dictation at odds with itself or with the record is asked about, never decided."""

from __future__ import annotations

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.alone import draft_alone
from agent.drafting.base import DraftedNote, DraftRequest
from agent.drafting.offline import OfflineDrafter
from agent.understanding import understand

RECORD = Encounter.model_validate(
    {
        "patient": {"name": "Zelda Quorvath", "date_of_birth": "1960-01-01", "mrn": "MRN-000001"},
        "therapist": {"name": "Pat Example", "credentials": "PT"},
        "visit": {"date": "2026-09-10", "number": 4, "note_type": "daily"},
        "episode": {"region": "knee", "side": "left"},
    }
)


def drafted(said: str) -> DraftedNote:
    transcript = Transcript(segments=(Segment(text=said),))
    facts = understand(transcript, RECORD)
    return OfflineDrafter().draft(DraftRequest(transcript=transcript, facts=facts, encounter=RECORD))


def asked(said: str, about: str) -> list[str]:
    return [q for q in drafted(said).questions if about in q]


@pytest.mark.parametrize(
    "said",
    [
        "Daily note for Bertram Oakenfold. Left knee pain 4 out of 10 today.",
        "Mr. Oakenfold reports left knee pain 4 out of 10.",
    ],
)
def test_another_name_than_the_records_is_asked_about(said: str) -> None:
    assert asked(said, "right patient")


@pytest.mark.parametrize(
    "said",
    [
        "Daily note for Zelda Quorvath. Left knee pain 4 out of 10 today.",
        "Mrs. Quorvath reports left knee pain 4 out of 10.",
        "Daily note. Left knee pain 4 out of 10 after Dr. Oakenfold saw her.",
    ],
)
def test_the_records_own_name_and_a_physicians_are_not(said: str) -> None:
    assert not asked(said, "right patient")


def test_the_other_side_is_asked_about_and_stops_approval() -> None:
    said = "Right knee pain 4 out of 10. Right knee flexion 110 degrees."
    assert asked(said, "Which side is treated?")
    content = draft_alone(Transcript(segments=(Segment(text=said),)), RECORD, OfflineDrafter())
    assert {f.severity for f in content.findings if f.rule_id == "LAT-02"} == {"block"}


@pytest.mark.parametrize(
    "said",
    [
        "Left knee flexion 110 degrees. Left knee flexion 95 degrees.",
        "Lachman negative on the left. Lachman positive on the left.",
    ],
)
def test_two_results_of_one_thing_are_asked_about_and_both_stand(said: str) -> None:
    assert asked(said, "Which one holds?")
    assert len(drafted(said).note.section("O")) == 2


@pytest.mark.parametrize(
    "said",
    [
        "Left knee flexion 110 degrees. Right knee flexion 95 degrees.",
        "Left knee flexion 95 degrees. After treatment left knee flexion 110 degrees.",
        "Left knee flexion 95 degrees. Left knee flexion 95 degrees.",
        "Lachman negative on the left. Lachman positive on the right.",
    ],
)
def test_sides_and_moments_apart_are_no_contradiction(said: str) -> None:
    assert not asked(said, "Which one holds?")


def test_control_characters_reach_no_statement() -> None:
    said = "Left knee pain 3 out of 10\x00\x07 today.\u202e Left knee flexion 110\u200b degrees."
    texts = [s.text for s in drafted(said).note.statements]
    assert all(c.isprintable() for t in texts for c in t)
    assert "Left knee flexion 110 degrees." in texts
