"""What waits for a later visit or a condition, and what only sounds so."""

from __future__ import annotations

import pytest

from agent.exercises.library import mentions
from agent.exercises.postponed import is_soon, waits


def waiting(text: str, region: str = "knee") -> str:
    named = mentions(text, region, general=lambda _: True)[0]
    return waits(text, named.start, named.end)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pulleys I'd add next time.", "I'd add next time"),
        ("Bike's for Friday.", "for Friday"),
        ("Leg press we are saving for week 3.", "we are saving for week 3"),
        ("Step-ups start next Tuesday.", "start next Tuesday"),
        ("Wall slides come in once she can lift to 90.", "come in once she can lift to 90"),
        ("Hold off on the band rows until the pain is under 3.", "until the pain is under 3"),
        ("Wall push-ups wait until the surgeon clears it.", "wait until the surgeon clears it"),
        ("Running not before week 10.", "not before week 10"),
        ("Once pain is under 2 we will start squats.", "Once pain is under 2"),
    ],
)
def test_what_waits_tells_what_it_waits_for(text: str, words: str) -> None:
    assert waiting(text, "shoulder") == words


@pytest.mark.parametrize(
    "text",
    [
        "Bridges until fatigue, 3 sets.",
        "Quad sets until next visit, 10 reps 3 times a day.",
        "Heel raises if tolerated 2 x 10.",
        "Leg press we tried Tuesday and it hurt.",
        "No running until week 12.",
        "Bridges 3 x 10 for 2 weeks.",
        "Step-ups added today, 2 x 8.",
        "Squats 3 x 10 when holding the counter.",
        "Stopped the squats until the knee calms down.",
    ],
)
def test_what_is_done_kept_or_forbidden_does_not_wait(text: str) -> None:
    assert waiting(text) == ""


def test_the_next_visit_is_no_condition() -> None:
    assert is_soon("I'd add next time")
    assert is_soon("for Friday")
    assert not is_soon("come in once she can lift to 90")
    assert not is_soon("not before week 10")
