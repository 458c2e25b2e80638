"""Measures named together before their values: read in order, or asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.facts import RomFact, SpecialTestFact, StrengthFact, VisitFacts
from agent.drafting.questions import questions
from agent.drafting.template_files import template_for
from agent.understanding import understand
from tests.unit.understanding.conftest import dictated, encounter  # type: ignore[import-not-found]

Read = Callable[..., VisitFacts]


def told(facts: VisitFacts) -> list[str]:
    out = []
    for f in facts.facts:
        side = {"left": "L ", "right": "R "}.get(f.side, "")
        day = "" if f.time == "today" else f" {f.time}"
        if isinstance(f, RomFact):
            out.append(f"{side}{f.motion} {f.to_value:g}{day}")
        elif isinstance(f, StrengthFact):
            out.append(f"{side}{f.muscle} {f.grade}{day}")
        elif isinstance(f, SpecialTestFact):
            out.append(f"{side}{f.name} {f.result}{day}")
    return sorted(out)


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (
            "Left knee flexion and extension 110 and -5 respectively.",
            ["L flexion 110", "L extension -5"],
        ),
        (
            "Hip internal and external rotation 35 and 40 on the right, 25 and 30 on the left.",
            [
                "R internal rotation 35",
                "R external rotation 40",
                "L internal rotation 25",
                "L external rotation 30",
            ],
        ),
        ("Hip abduction strength left and right 4 and 5.", ["L hip abduction 4", "R hip abduction 5"]),
        ("Neer and Hawkins positive on the right.", ["R Neer positive", "R Hawkins positive"]),
        (
            "Lachman and anterior drawer negative, McMurray and Thessaly positive.",
            ["Lachman negative", "anterior drawer negative", "McMurray positive", "Thessaly positive"],
        ),
        (
            "Negative Neer and Hawkins, positive Speed's.",
            ["Neer negative", "Hawkins negative", "Speed positive"],
        ),
        (
            "Neer and Hawkins positive on the left. Negative on the right.",
            ["L Neer positive", "L Hawkins positive", "R Neer negative", "R Hawkins negative"],
        ),
        (
            "Right shoulder flexion and abduction 150 and 140. 75 and 70 on the left.",
            ["R flexion 150", "R abduction 140", "L flexion 75", "L abduction 70"],
        ),
        (
            "Right wrist flexion and extension 60 and 55, were 45 and 40 last visit.",
            ["R flexion 60", "R extension 55", "R flexion 45 before", "R extension 40 before"],
        ),
        (
            "Quads and hamstrings four plus on the left, five on the right.",
            ["L quadriceps 4+", "L hamstring 4+", "R quadriceps 5", "R hamstring 5"],
        ),
        (
            "Right radial and ulnar deviation 15 and 25.",
            ["R radial deviation 15", "R ulnar deviation 25"],
        ),
    ],
)
def test_each_measure_of_a_list_gets_its_own_value(read: Read, spoken: str, expected: list[str]) -> None:
    assert told(read(spoken)) == sorted(expected)


@pytest.mark.parametrize(
    "spoken",
    [
        "Left shoulder flexion and abduction 150.",
        "Left shoulder flexion, abduction and external rotation 150 and 60.",
        "Left shoulder flexion and abduction 150 on the left and 140 on the right.",
        "Knee flexion 98 extension lacks 8 right 130",
    ],
)
def test_too_few_values_are_asked_about_and_given_to_none(read: Read, spoken: str) -> None:
    facts = read(spoken)
    assert not {150.0, 140.0, 60.0, 130.0} & {f.to_value for f in facts.facts if isinstance(f, RomFact)}
    asked = questions(facts, encounter(), template_for("daily"))
    assert any("which value" in q for q in asked), asked


@given(st.lists(st.integers(20, 170), min_size=2, max_size=2), st.sampled_from(["left", "right"]))
def test_any_two_values_keep_their_order(values: list[int], side: str) -> None:
    facts = understand(
        dictated(f"{side} shoulder flexion and abduction {values[0]} and {values[1]} degrees."),
        encounter(region="shoulder", side=side),
    )
    rom = [(f.side, f.motion, f.to_value) for f in facts.facts if isinstance(f, RomFact)]
    assert rom == [(side, "flexion", values[0]), (side, "abduction", values[1])]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("Left knee extension lacks 5. Same on the right.", ["L extension -5", "R extension -5"]),
        (
            "Left shoulder flexion 150, ER 60. Same on the right except ER 75.",
            ["L flexion 150", "L external rotation 60", "R external rotation 75"],
        ),
        ("Left knee 0 to 135.", ["L ROM 135"]),
        (
            "Left hip: flexion 95, extension 5. Right hip: flexion 120, extension 15.",
            ["L flexion 95", "L extension 5", "R flexion 120", "R extension 15"],
        ),
        ("Left pelvic floor strength is 2/5 with a 4 second hold.", ["L pelvic floor 2"]),
    ],
)
def test_the_other_side_and_the_heading_have_their_own_values(
    read: Read, spoken: str, expected: list[str]
) -> None:
    assert told(read(spoken, side="left")) == sorted(expected)


def test_a_mode_ends_with_its_sentence(read: Read) -> None:
    facts = read("Left knee passive extension 0, flexion 120. Abduction of the left hip 30.", side="left")
    assert [f.mode for f in facts.facts if isinstance(f, RomFact)] == ["passive", "passive", "unspecified"]


def test_values_behind_slashes_are_of_no_single_motion(read: Read) -> None:
    facts = read("Left ankle DF/PF 5/40, right 12/50.", region="ankle", side="left")
    assert not [f for f in facts.facts if isinstance(f, RomFact)]
