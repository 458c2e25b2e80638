"""A dictated sentence that only says which side and joint come next: how far its side reaches."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Written = Callable[..., list[str]]


def test_side_joint_and_mode_reach_the_sentences_after_it(written: Written) -> None:
    notes = written(
        "Objective. Left ankle, active. Dorsiflexion knee straight 6, knee bent 9. Plantarflexion 38. "
        "Right ankle, passive. Dorsiflexion 14 knee straight, plantarflexion 52.",
        region="ankle",
        side="left",
    )
    assert notes == [
        "Active left ankle dorsiflexion knee straight 6, knee bent 9.",
        "Active left ankle plantarflexion 38.",
        "Passive right ankle dorsiflexion 14 knee straight; plantarflexion 52.",
    ]


def test_another_side_in_between_ends_the_heading(written: Written) -> None:
    notes = written(
        "Objective. Right shoulder passive. External rotation at neutral 18. "
        "All left untested passively, left active elevation 150. Deltoid isometric palpable. Abduction 70.",
        region="shoulder",
        side="right",
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
def test_other_sentences_are_no_headings(written: Written, spoken: str) -> None:
    assert not any(
        n.lower().startswith(("right", "left")) and n.endswith(("110.", "150."))
        for n in written(spoken, region="hip", side="none")
    )


def test_a_swapped_pair_is_put_right_when_it_is_said_again(written: Written) -> None:
    notes = written(
        "Objective. Right hip ER 25, IR 18. No wait, I flipped those, IR is 25 and ER is 18.", region="hip"
    )
    assert not any("ER 25" in n or "IR 18" in n for n in notes)
    assert any("IR is 25" in n for n in notes)
