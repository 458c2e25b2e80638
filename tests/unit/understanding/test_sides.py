"""Sides: inherited from headings and within a sentence, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from agent.domain.facts import PainFact, RomFact, SpecialTestFact, StrengthFact, VisitFacts
from agent.domain.transcript import Segment, Transcript
from agent.drafting.alone import unrecorded_visit
from agent.understanding import understand

Read = Callable[..., VisitFacts]


def rom(facts: VisitFacts) -> list[tuple[str, str, str, float | None, str]]:
    return [(f.side, f.joint, f.motion, f.to_value, f.time) for f in facts.facts if isinstance(f, RomFact)]


def test_a_heading_gives_its_side_to_what_follows(read: Read) -> None:
    facts = read("Objective: right knee: flexion one fifteen, extension minus five.")
    assert rom(facts) == [
        ("right", "knee", "flexion", 115.0, "today"),
        ("right", "knee", "extension", -5.0, "today"),
    ]


def test_the_side_that_a_percentage_is_of_takes_no_value(read: Read) -> None:
    facts = read(
        "Knee extension with the dynamometer, the right is seventy percent of the left, fifty-five in May."
    )
    strong = [f for f in facts.facts if isinstance(f, RomFact | StrengthFact)]
    assert {f.side for f in strong} == {"right"}
    assert {f.unit for f in strong} == {"percent"}
    assert {f.time for f in strong} == {"today", "before"}


@pytest.mark.parametrize(
    ("spoken", "rated"),
    [
        ("The patient-specific scale averages four out of ten.", False),
        ("PSFS is four out of ten and knee pain is four out of ten.", True),
    ],
)
def test_a_score_of_ten_is_no_pain(read: Read, spoken: str, rated: bool) -> None:
    assert bool([f for f in read(spoken).facts if isinstance(f, PainFact)]) is rated


def test_what_we_are_after_is_a_goal(read: Read) -> None:
    facts = read(
        "Right knee flexion is ninety eight and we're after one twenty, extension minus four, I want zero."
    )
    assert ("right", "knee", "flexion", 120.0, "goal") in rom(facts)
    assert ("right", "knee", "flexion", 120.0, "today") not in rom(facts)


@pytest.mark.parametrize(
    "spoken",
    ["no knee extension past neutral until the scan october twelfth", "knee flexion on june thirtieth"],
)
def test_the_day_of_a_month_is_no_range(read: Read, spoken: str) -> None:
    assert not [f for f in rom(read(f"Her pain is three out of ten. {spoken}.")) if f[3] is not None]


def test_both_sides_in_one_clause_keep_their_own_numbers(read: Read) -> None:
    facts = read(
        "dorsiflexion left eight right twelve plantar flexion left forty eight right fifty", side="left"
    )
    assert rom(facts) == [
        ("left", "ankle", "dorsiflexion", 8.0, "today"),
        ("right", "ankle", "dorsiflexion", 12.0, "today"),
        ("left", "ankle", "plantarflexion", 48.0, "today"),
        ("right", "ankle", "plantarflexion", 50.0, "today"),
    ]


def test_today_before_and_goal_are_told_apart(read: Read) -> None:
    facts = read("Right knee active flexion 105 degrees, goal is 120, it was 95 last visit.")
    assert [(v, t) for _, _, _, v, t in rom(facts)] == [(105.0, "today"), (120.0, "goal"), (95.0, "before")]


def test_a_look_at_the_sheet_takes_back_the_value_before_it(read: Read) -> None:
    facts = read("Pain on the stairs is three out of ten, it was, wait, I have the sheet here, it is four.")
    assert {f.value for f in facts.of("pain")} == {4.0}


@pytest.mark.parametrize(
    "spoken",
    [
        "knee flexion right one oh two last visit was ninety six",
        "knee flexion right one oh two last week it was ninety six and no swelling",
        "Knee flexion right 102, last time was 96.",
    ],
)
def test_a_time_before_was_is_of_the_value_behind_it(read: Read, spoken: str) -> None:
    found = {(t, v) for _, _, _, v, t in rom(read(spoken))}
    assert found == {("today", 102.0), ("before", 96.0)}


def test_ellipsis_takes_the_motion_before(read: Read) -> None:
    facts = read(
        "Rotation to the right fifty-six degrees. Left is sixty-eight.", region="cervical spine", side="none"
    )
    assert [(s, m, v) for s, _, m, v, _ in rom(facts)] == [
        ("right", "rotation", 56.0),
        ("left", "rotation", 68.0),
    ]


def test_no_side_is_made_up_for_a_test(read: Read) -> None:
    facts = read(
        "Objective: left shoulder motion is full. Empty can negative.", region="shoulder", side="right"
    )
    tests = [f for f in facts.facts if isinstance(f, SpecialTestFact)]
    assert [(f.name, f.side, f.result) for f in tests] == [("empty can", "none", "negative")]


def test_the_uninvolved_side_is_not_passed_on_to_the_next_sentence(read: Read) -> None:
    facts = read("Objective: left knee flexion 130. Extension 0.", side="right")
    assert rom(facts)[1][0] == "none"


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (
            "Left hip abduction strength three plus over five, right four plus.",
            [("left", "3+"), ("right", "4+")],
        ),
        ("Right hip flexors four minus, right knee extensors four.", [("right", "4-"), ("right", "4")]),
        ("Left hip abduction 3+, extension 4-, flexion 4.", [("left", "3+"), ("left", "4-"), ("left", "4")]),
        ("Eversion on the right is 4-.", [("right", "4-")]),
    ],
)
def test_grades_keep_sign_and_side(read: Read, spoken: str, expected: list[tuple[str, str]]) -> None:
    facts = read(spoken)
    assert [(f.side, f.grade) for f in facts.facts if isinstance(f, StrengthFact)] == expected


@pytest.mark.parametrize(
    "spoken", ["He left the brace at home.", "Right now pain is 3 out of 10.", "That's right."]
)
def test_words_that_only_look_like_sides(read: Read, spoken: str) -> None:
    assert {f.side for f in read("Pain 3 out of 10 today.", spoken).facts} == {"none"}


_BEFORE = "visit six patient says pain is three out of ten on the stairs and no swelling at all "


@pytest.mark.parametrize(
    ("spoken", "said", "never"),
    [
        (
            "hip extension strength three plus both quads four left four minus right sit to stand six reps",
            ["quads 4/5 left; 4-/5 right"],
            "left 4-|right sit to stand",
        ),
        (
            "hawkins negative left positive right grip left sixty pounds right forty eight",
            ["hawkins negative left", "positive right", "grip left 60"],
            "left positive|right grip",
        ),
        (
            "knee flexion one ten left one thirty right extension lacks five left zero right",
            ["flexion 110 left; 130 right", "extension lacks 5 left; 0 right"],
            "left 130|right extension",
        ),
        (
            "right hip abduction strength three minus left four plus right hip flexion active eighty eight",
            ["right hip flexion active 88"],
            "left right|4\\+/5 right",
        ),
    ],
)
def test_sides_said_behind_their_values_stay_there(
    read: Read, spoken: str, said: list[str], never: str
) -> None:
    facts = read(_BEFORE + spoken)
    clauses = {f.clause.casefold() for f in facts.facts}
    assert all(any(s in c for c in clauses) for s in said), clauses
    assert not any(re.search(never, c) for c in clauses), clauses


def test_the_other_side_of_a_test_is_called_by_its_name(read: Read) -> None:
    facts = read("Dix-Hallpike left positive, upbeating. Right is negative. Lungs clear. Left is normal.")
    found = [(f.side, f.result) for f in facts.facts if isinstance(f, SpecialTestFact)]
    assert ("right", "negative") in found
    assert len(found) == 2, "a side after something else is of no test"


@pytest.mark.parametrize(
    "spoken",
    [
        "Weakness and stiffness are what is left and they limit the stairs.",
        "What's left is terminal extension, and there are two visits left on the plan.",
        "There is little left of the limp. Nothing left to gain with heat.",
        "All that is left is some swelling.",
    ],
)
def test_what_remains_is_on_no_side(read: Read, spoken: str) -> None:
    assert {f.side for f in read(spoken, side="right").facts} <= {"none", "right"}


def test_a_side_may_close_the_sentence(read: Read) -> None:
    facts = read("Tenderness at the joint line, and the worse knee is left.", side="left")
    assert "left" in {f.side for f in facts.facts}


@pytest.mark.parametrize(
    ("spoken", "which"),
    [
        ("Grip right 42 pounds. Left 88. It was 35 two weeks ago, goal 75.", "right"),
        ("Grip left 88 pounds. Right 42. It was 35 two weeks ago, goal 75.", "right"),
        ("Grip right 42 pounds. Left 88. It was 85 two weeks ago.", "left"),
    ],
)
def test_an_earlier_value_is_of_the_treated_side_it_is_near(read: Read, spoken: str, which: str) -> None:
    facts = read(spoken, region="elbow", side="right")
    before = {f.side for f in facts.facts if isinstance(f, StrengthFact) and f.time == "before"}
    assert before == {which}


def test_an_earlier_value_in_a_talk_is_of_the_treated_side_it_is_near(
    read: Read, conversation: Callable[..., Any]
) -> None:
    said = conversation(
        ("T", "Squeeze. Right is forty-two pounds. Left is eighty-eight. It was thirty-five last week.")
    )
    facts = read(said, region="elbow", side="right")
    assert {f.side for f in facts.facts if isinstance(f, StrengthFact) and f.time == "before"} == {"right"}


def test_a_side_named_with_a_value_stands_against_the_one_before(
    read: Read, conversation: Callable[..., Any]
) -> None:
    said = conversation(
        ("T", "Slide the heel up. One twenty one. Other leg. One thirty nine."),
        ("T", "And straighten both. Right lacks three. Left is zero."),
    )
    facts = read(said, side="right")
    assert not any("left" in f.phrase.casefold() and "right" in f.phrase.casefold() for f in facts.facts)


def test_an_earlier_value_keeps_its_side_behind_what_the_patient_says(
    read: Read, conversation: Callable[..., Any]
) -> None:
    measured = "I've got one eighteen on the right. Now your left, that one goes to one thirty six."
    said = conversation(
        ("T", f"Let's bend it. {measured}"),
        ("P", "The right still feels tight."),
        ("T", "It was one oh nine last time."),
    )
    facts = read(said, side="right")
    assert not any(f.side == "left" and f.to_value == 109 for f in facts.facts if isinstance(f, RomFact))
    assert any("118 on the right, was 109 last time" in f.phrase for f in facts.facts)


def test_a_relative_telling_of_themselves_is_not_the_patient(
    read: Read, conversation: Callable[..., Any]
) -> None:
    said = conversation(("P", "My left knee is a three. My husband says his knee is a six."))
    assert [f.value for f in read(said, side="left").facts if isinstance(f, PainFact)] == [3]


@pytest.mark.parametrize(
    ("said", "speaker", "phrase", "where"),
    [
        ("Left ankle: dorsiflexion 9. Plantarflexion 41.", None, "plantarflexion 41", "Left ankle"),
        ("Slide your jaw left... six. Right... eleven.", "THERAPIST", "excursion right 11", "Right"),
    ],
)
def test_a_side_that_is_taken_over_points_at_where_it_was_said(
    said: str, speaker: str | None, phrase: str, where: str
) -> None:
    transcript = Transcript(segments=(Segment(text=said, speaker=speaker),))  # type: ignore[arg-type]
    record = unrecorded_visit()
    record = record.model_copy(
        update={"episode": record.episode.model_copy(update={"region": "jaw" if speaker else "ankle"})}
    )
    (fact,) = {f.id: f for f in understand(transcript, record).facts if phrase in f.phrase}.values()
    assert any(where in span.quote for span in fact.evidence)


def test_a_value_in_front_of_the_other_side_keeps_its_own(read: Read) -> None:
    told = (
        "patient sleeps in bed now and reached for a shelf right shoulder active flexion right one ten "
        "passive one thirty left one fifty five external rotation at side forty goal sixty"
    )
    values = {(side, to) for side, _, motion, to, _ in rom(read(told)) if motion == "flexion"}
    assert values == {("right", 110.0), ("right", 130.0), ("left", 155.0)}


@pytest.mark.parametrize(
    ("told", "strength"),
    [
        ("Left hamstring strain, three of five visits.", []),
        ("Left quadriceps repair four out of five weeks ago.", []),
        ("Left hamstring strength three of five.", [3.0]),
    ],
)
def test_an_operated_muscle_has_no_strength_beside_it(read: Read, told: str, strength: list[float]) -> None:
    facts = read(f"Objective. {told}", side="left")
    assert [f.value for f in facts.facts if isinstance(f, StrengthFact)] == strength


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ("My prescription says left but it's my right hip that hurts.", "right"),
        ("The sheet has me down for the left hip.", "none"),
        ("They wrote down left and the right hip aches on stairs.", "right"),
        ("My left hip aches, and the order took a week.", "left"),
    ],
)
def test_a_side_that_only_a_paper_names_is_no_side_of_a_fact(read: Read, said: str, side: str) -> None:
    facts = read(Transcript(segments=(Segment(speaker="PATIENT", text=said),)), region="hip", side="right")
    assert {f.side for f in facts.facts} == {side}


def test_back_in_a_month_is_no_part_of_the_body(read: Read) -> None:
    facts = read("Left knee. Flexion one eleven, was ninety back in June.", side="left").facts
    told = {(f.joint, f.motion, f.side, f.to_value, f.time) for f in facts if f.kind == "rom"}
    assert told == {
        ("knee", "flexion", "left", 111.0, "today"),
        ("knee", "flexion", "left", 90.0, "before"),
    }
