"""Numbers from 0 to 10 where complaints are told: which are ratings, and which count something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.domain.facts import VisitFacts

Written = Callable[[str], list[str]]
Read = Callable[..., VisitFacts]


@pytest.mark.parametrize(
    ("spoken", "rated"),
    [
        (
            "The left arm is about a four down to the thumb, it was five on Thursday, neck itself two.",
            ["4", "5", "2"],
        ),
        ("Pain in the right shoulder 3, at night 5.", ["3", "5"]),
        ("Mid back hurts a lot, worst five emptying the dishwasher.", ["5"]),
        ("Says it's a one most of the day, gets to a three if she sits in lecture.", ["1", "3"]),
    ],
)
def test_a_rating_carries_its_scale(written: Written, spoken: str, rated: list[str]) -> None:
    notes = " ".join(written(f"Subjective. {spoken}"))
    assert [n for n in rated if f"{n}/10" not in notes] == [], notes


@pytest.mark.parametrize(
    "spoken",
    [
        "He has three kids and two dogs.",
        "Stairs are ten with a rail.",
        "Sleeps six hours on the left side.",
        "Her knee was replaced in two stages.",
        "The ankle brace is off since week five.",
    ],
)
def test_what_counts_something_is_no_rating(written: Written, spoken: str) -> None:
    assert "/10" not in " ".join(written(f"Subjective. Right knee pain is better. {spoken}"))


def test_outside_the_complaints_nothing_is_a_rating(written: Written) -> None:
    assert "/10" not in " ".join(written("Objective. Grip left 5, right knee 4."))


def test_a_service_told_in_everyday_words_is_called_by_its_name(written: Written) -> None:
    notes = written(
        "Objective. I did long axis distraction and an anterior glide on the right, seventeen minutes. "
        "Therapeutic exercise twelve minutes, wall slides two sets of twelve. Total twenty-nine minutes."
    )
    assert [n for n in notes if n.startswith("Manual therapy: ") and "17 minutes" in n] != [], notes
    assert not any("Therapeutic exercise: " in n for n in notes)


def test_a_goal_above_the_rating_before_it_is_of_something_else(read: Callable[..., VisitFacts]) -> None:
    facts = read("Hip clear. Single leg squat left six reps, pain three out of ten, goal is ten.")
    assert all("10/10" not in f.clause for f in facts.facts)
    assert any("3/10" in f.clause for f in facts.facts)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Left knee was three out of ten afterwards.", "today"),
        ("Left knee pain was three out of ten after the session.", "today"),
        ("Left knee pain was three out of ten after work.", "before"),
        ("Left knee pain was three out of ten after surgery.", "before"),
    ],
)
def test_a_rating_behind_the_treatment_is_of_this_visit(read: Read, said: str, day: str) -> None:
    assert [(f.value, f.time) for f in read(said).facts if f.kind == "pain"] == [(3.0, day)]
