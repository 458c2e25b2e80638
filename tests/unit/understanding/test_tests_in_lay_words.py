"""Tests that a therapist names in the patient's words: which one, of which leg, in which unit."""

from __future__ import annotations

import pytest

from agent.domain.facts import BalanceFact, OutcomeFact, VisitFacts
from agent.domain.transcript import Segment, Transcript
from tests.unit.understanding.conftest import Read


def _said(read: Read, *turns: str) -> VisitFacts:
    return read(
        Transcript(segments=tuple(Segment(speaker="THERAPIST", text=t) for t in turns)),
        region="hip",
        side="left",
    )


def _stood(facts: VisitFacts) -> set[tuple[str, str, float | None]]:
    return {(f.name, f.side, f.value) for f in facts.facts if isinstance(f, BalanceFact)}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Stand on your right leg, hands on your hips. Nine seconds. Other one, twenty-two.",
         {("right", 9), ("left", 22)}),
        ("Balance on just the left first. Twelve seconds. Now just the right. Five.",
         {("left", 12), ("right", 5)}),
        ("Stand on the left leg, nothing to hold. Six seconds. And the other leg, thirteen seconds.",
         {("left", 6), ("right", 13)}),
    ],
)  # fmt: skip
def test_each_leg_has_its_own_time(read: Read, said: str, expected: set[tuple[str, float]]) -> None:
    assert _stood(_said(read, said)) == {("single leg stance", side, value) for side, value in expected}


def test_another_side_long_after_is_no_stance(read: Read) -> None:
    facts = _said(
        read, "Stand on the left leg. Six seconds.", "Grip next. Bend it. Good. Straighten.", "Right, forty."
    )
    assert _stood(facts) == {("single leg stance", "left", 6)}


@pytest.mark.parametrize(
    ("said", "name", "value", "unit"),
    [
        ("That six minute walking one: one thousand and sixty feet.", "6MWT", 1060, "feet"),
        ("You walked for six minutes, four hundred and ten meters.", "6MWT", 410, "meters"),
        ("Six minute walk, nine hundred feet.", "6MWT", 900, "feet"),
        ("The get up and go thing: twelve seconds.", "TUG", 12, "seconds"),
        ("Getting up, walking round the cone and sitting down, ten point five.", "TUG", 10.5, "seconds"),
        ("Stand up, walk to the line and back, and sit down. Thirteen seconds.", "TUG", 13, "seconds"),
    ],
)
def test_a_test_is_known_by_everyday_words(read: Read, said: str, name: str, value: float, unit: str) -> None:
    found = [f for f in _said(read, said).facts if isinstance(f, BalanceFact)]
    assert [(f.name, f.value, f.unit) for f in found] == [(name, value, unit)]


@pytest.mark.parametrize(
    ("said", "scores"),
    [
        ("That leg questionnaire out of eighty came to forty-one.", [41]),
        ("The lower extremity form, the one with the twenty questions, you scored forty-six.", [46]),
        ("LEFS eighty out of eighty.", [80]),
    ],
)
def test_how_long_a_form_is_is_no_score(read: Read, said: str, scores: list[float]) -> None:
    found = [f for f in _said(read, said).facts if isinstance(f, OutcomeFact)]
    assert [(f.name, f.value) for f in found] == [("LEFS", s) for s in scores]


def test_a_goal_of_that_form_names_it(read: Read) -> None:
    facts = _said(read, "LEFS is thirty-three today. By week eight I'd like that form at fifty.")
    goal = next(f for f in facts.facts if f.kind == "goal")
    assert "LEFS" in goal.phrase
    assert "50" in goal.phrase
