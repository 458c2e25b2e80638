"""Which side, which day and which mode a value is of: said before it, behind it, or not to be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.facts import (
    BalanceFact,
    GirthFact,
    OutcomeFact,
    RomFact,
    SpecialTestFact,
    StrengthFact,
    VisitFacts,
)
from agent.understanding.labels import UNSURE, Label, bound

Read = Callable[..., VisitFacts]


def values(facts: VisitFacts) -> list[tuple[str, float | str | None]]:
    """(side, value) of everything measured, in spoken order."""
    out: list[tuple[str, float | str | None]] = []
    for f in facts.facts:
        if isinstance(f, RomFact):
            out.append((f.side, f.to_value))
        elif isinstance(f, SpecialTestFact):
            out.append((f.side, f.result))
        elif isinstance(f, StrengthFact):
            out.append((f.side, f.grade or f.value))
        elif isinstance(f, OutcomeFact | BalanceFact | GirthFact):
            out.append((f.side, f.value))
    return out


def days(facts: VisitFacts) -> list[tuple[Any, str]]:
    return [
        (f.to_value if isinstance(f, RomFact) else f.value, f.time)
        for f in facts.facts
        if isinstance(f, RomFact | OutcomeFact | BalanceFact)
    ]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (
            "Shoulder flexion is 128 on the right compared to 170 on the left.",
            [("right", 128), ("left", 170)],
        ),
        ("Shoulder abduction 110 right, 168 left.", [("right", 110), ("left", 168)]),
        ("Shoulder abduction right 110, left 168.", [("right", 110), ("left", 168)]),
        (
            "Lachman is positive on the right, negative on the left.",
            [("right", "positive"), ("left", "negative")],
        ),
        ("Slump positive left.", [("left", "positive")]),
        ("FABER negative bilaterally.", [("bilateral", "negative")]),
        ("Quads are 4/5 on the right, 4+/5 on the left.", [("right", "4"), ("left", "4+")]),
        ("Grip on the right 48, 52 and 50 pounds.", [("right", 48), ("right", 52), ("right", 50)]),
        ("Left and right knee flexion 105 and 120.", [("left", 105), ("right", 120)]),
        ("Right knee flexion 112, 138 on the left.", [("right", 112), ("left", 138)]),
        ("Knee flexion is 104, that's left, and 129 on the right.", [("left", 104), ("right", 129)]),
        (
            "Single leg stance was 6 seconds on the left, 14 seconds on the right.",
            [("left", 6), ("right", 14)],
        ),
        ("neck rotation sixty to the left forty eight to the right", [("left", 60), ("right", 48)]),
    ],
)
def test_a_side_belongs_to_the_value_it_is_said_with(
    read: Read, spoken: str, expected: list[tuple[str, float | str]]
) -> None:
    assert values(read(spoken, side="none")) == expected


def test_a_side_that_may_be_of_two_values_is_of_none(read: Read) -> None:
    assert values(read("Single leg stance 19 left 30.", side="none")) == [("none", 19.0), ("none", 30.0)]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("left knee flexion 98 extension lacks 8 right 130 and 0",
         [("left", 98), ("right", 130), ("left", -8), ("right", 0)]),
        ("left knee flexion 98 extension lacks 8 right 130", [("left", 98), ("left", -8)]),
        ("Left knee 97, extension -7, and the right knee, 130 and 0.", [("left", -7)]),
    ],
)  # fmt: skip
def test_a_side_that_returns_to_the_first_motion_gives_the_last_one_nothing(
    read: Read, spoken: str, expected: list[tuple[str, float]]
) -> None:
    assert values(read(spoken, side="left")) == expected


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("Right knee flexion was 105.", [(105, "today")]),
        ("Knee flexion was 95. Today it's 105.", [(95, "before"), (105, "today")]),
        ("Knee flexion was 95, now 105.", [(95, "before"), (105, "today")]),
        ("TUG was 14.2 seconds, down from 18.6.", [(14.2, "today"), (18.6, "before")]),
        ("FGA improved from 21 to 24.", [(21, "before"), (24, "today")]),
        ("Right knee flexion from 5 to 110.", [(110, "today")]),
        ("Knee flexion was 110 2 weeks ago, 124 last week, and 131 today.",
         [(110, "before"), (124, "before"), (131, "today")]),
        ("Last visit right knee flexion 95, extension -8.", [(95, "before"), (-8, "before")]),
        ("At evaluation knee flexion was 95. Extension was -8. Knee flexion is 110.",
         [(95, "before"), (-8, "before"), (110, "today")]),
        ("Since last visit knee flexion has improved to 105.", [(105, "today")]),
        ("Knee flexion 105, better than last week.", [(105, "today")]),
        ("Knee flexion 95 last visit 85.", []),
        ("Last visit knee flexion was 95 and 98.", [(95, "before"), (98, "before")]),
    ],
)  # fmt: skip
def test_the_day_of_a_value(read: Read, spoken: str, expected: list[tuple[float, str]]) -> None:
    assert days(read(spoken)) == expected


def test_what_a_therapist_says_was_is_of_another_day(read: Read, conversation: Callable[..., Any]) -> None:
    said = conversation(("T", "Knee flexion was one hundred five."))
    assert days(read(said)) == [(105, "before")]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("Knee flexion 105, up 10 degrees from last visit.", [("none", 105)]),
        ("Grip strength, 3 trials, 48 pounds.", [("none", 48)]),
        ("Knee flexion 105 with full extension.", [("none", 105)]),
        ("Ankle inversion and eversion are 4 on the left, 5 on the right.", []),
        ("Calf girth left 36, right 37.5, 10 below the tubercle.", [("left", 36), ("right", 37.5)]),
        ("Grip position 2, left 38 pounds.", [("left", 38)]),
        ("Grip right 56, left 53, difference of 3.", [("right", 56), ("left", 53)]),
        ("Forearm supination left 65 of 85.", [("left", 65)]),
        ("Quads at 60 degrees, right 148 newtons, left 201.", [("right", 148), ("left", 201)]),
        ("Right knee flexion is at 105 degrees, left 130.", [("right", 105), ("left", 130)]),
    ],
)
def test_a_number_that_counts_or_compares_measures_nothing(
    read: Read, spoken: str, expected: list[tuple[str, float]]
) -> None:
    assert values(read(spoken, side="none")) == expected


def test_active_and_passive_hold_until_the_other_is_said(read: Read) -> None:
    facts = read(
        "passive range left shoulder flexion one fifty five abduction one forty active flexion one thirty "
        "abduction one fifteen",
        region="shoulder",
        side="left",
    )
    assert [(f.to_value, f.mode) for f in facts.facts if isinstance(f, RomFact)] == [
        (155, "passive"), (140, "passive"), (130, "active"), (115, "active"),
    ]  # fmt: skip


_SIDES = st.lists(st.sampled_from(["left", "right"]), min_size=1, max_size=5)


@given(_SIDES, st.booleans())
def test_sides_said_all_before_or_all_behind_their_values(names: list[str], before: bool) -> None:
    """With commas between them, each value gets the side that it stands with."""
    width = 3
    labels = [Label(i * width + (0 if before else 1), i * width + 2, n) for i, n in enumerate(names)]
    places = [i * width + (1 if before else 0) for i in range(len(names))]
    commas = [(i * width + 2, ",") for i in range(len(names))]
    assert bound(places, labels, commas) == names


@given(st.lists(st.integers(0, 1), max_size=8), st.sampled_from(["", "left"]))
def test_each_value_gets_a_label_that_was_said(kinds: list[int], ahead: str) -> None:
    labels = [Label(i, i + 1, "right") for i, k in enumerate(kinds) if k]
    places = [i for i, k in enumerate(kinds) if not k]
    said = {"right", ahead, "", UNSURE} if labels else {ahead, ""}
    found = bound(places, labels, [], ahead)
    assert len(found) == len(places)
    assert set(found) <= said
