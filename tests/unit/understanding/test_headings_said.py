"""A dictated sentence that only says which side and joint come next: how far its side reaches."""

from __future__ import annotations

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.statements import statements
from agent.drafting.template_files import template_for
from agent.understanding import understand


def written(spoken: str, region: str, side: str) -> list[str]:
    encounter = Encounter.model_validate(
        {
            "patient": {"name": "Zelda Quorvath", "date_of_birth": "1960-01-01", "mrn": "MRN-1", "sex": "F"},
            "therapist": {"name": "Pat Example", "credentials": "PT"},
            "visit": {"date": "2026-09-10", "number": 4, "note_type": "daily"},
            "episode": {"region": region, "side": side},
        }
    )
    facts = understand(Transcript(segments=(Segment(text=spoken),)), encounter)
    return [s.text for s in statements(facts, template_for("daily"))]


def test_side_joint_and_mode_reach_the_sentences_after_it() -> None:
    notes = written(
        "Objective. Left ankle, active. Dorsiflexion knee straight 6, knee bent 9. Plantarflexion 38. "
        "Right ankle, passive. Dorsiflexion 14 knee straight, plantarflexion 52.",
        "ankle",
        "left",
    )
    assert notes == [
        "Active left ankle dorsiflexion knee straight 6, knee bent 9.",
        "Active left ankle plantarflexion 38.",
        "Passive right ankle dorsiflexion 14 knee straight; plantarflexion 52.",
    ]


def test_another_side_in_between_ends_the_heading() -> None:
    notes = written(
        "Objective. Right shoulder passive. External rotation at neutral 18. "
        "All left untested passively, left active elevation 150. Deltoid isometric palpable. Abduction 70.",
        "shoulder",
        "right",
    )
    assert "Passive right shoulder external rotation at neutral 18." in notes
    assert not any("deltoid" in n.lower() and ("left" in n or "right" in n.lower()) for n in notes)
    assert not any("left" in n.lower() and "abduction" in n.lower() for n in notes)


@pytest.mark.parametrize(
    "spoken",
    [
        "Right knee is better. Flexion 110.",
        "Left shoulder and right shoulder. Flexion 150.",
        "Subjective. Right shoulder. It aches at night. Flexion 150.",
    ],
)
def test_other_sentences_are_no_headings(spoken: str) -> None:
    assert not any(
        n.lower().startswith(("right", "left")) and n.endswith(("110.", "150."))
        for n in written(spoken, "hip", "none")
    )


def test_a_swapped_pair_is_put_right_when_it_is_said_again() -> None:
    notes = written(
        "Objective. Right hip ER 25, IR 18. No wait, I flipped those, IR is 25 and ER is 18.", "hip", "right"
    )
    assert not any("ER 25" in n or "IR 18" in n for n in notes)
    assert any("IR is 25" in n for n in notes)
