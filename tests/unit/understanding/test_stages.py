"""The part of a visit that each clause of a dictation without headings belongs to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.domain.facts import VisitFacts

Read = Callable[..., VisitFacts]

_FREE = (
    "So this is visit six for the right knee. Pain is four out of ten on the stairs. He fell in the "
    "garage in May, the x-ray was negative for a fracture. His father ended up in a wheelchair with "
    "arthritis. He walks two blocks with the cane now. Right knee flexion is one ten, extension lacks five. "
    "Quad four minus out of five. Therapeutic exercise twenty minutes, step ups three by ten. Total "
    "treatment time twenty minutes. Pain was a two when he left. The quad is the weak link and he needs "
    "cueing for the last ten degrees. Twice a week for three more weeks. No kneeling."
)


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("x-ray was negative", "S"),
        ("wheelchair", "S"),
        ("2 blocks", "S"),
        ("flexion is 110", "O"),
        ("4-/5", "O"),
        ("when he left", "A"),
        ("weak link", "A"),
        ("wice a week", "P"),
        ("o kneeling", "P"),
    ],
)
@pytest.mark.parametrize("stops", [True, False])
def test_what_is_told_measured_judged_and_planned_goes_where_it_belongs(
    read: Read, words: str, section: str, stops: bool
) -> None:
    said = _FREE if stops else _FREE.replace(".", "").replace(",", "").lower()
    assert {f.section for f in read(said).facts if words in f.clause} == {section}


def test_an_answer_told_after_a_measurement_does_not_become_one(read: Read) -> None:
    facts = read(
        "Neck pain four out of ten. Headache on the left three times a week.",
        "Cervical rotation left forty one, right fifty three.",
    )
    assert [f.section for f in facts.facts if "eadache" in f.phrase] == ["S"]
    assert not facts.of("plan")


def test_one_spoken_heading_does_not_hold_the_paragraphs_after_it(read: Read) -> None:
    facts = read(
        "Treatment, gait training twenty six minutes. Total treatment time twenty six minutes.",
        "None of the goals are met yet, all three are closer.",
        "Two times a week for five more weeks.",
    )
    assert {f.section for f in facts.facts if "goals" in f.phrase} == {"A"}
    assert {f.section for f in facts.facts if "times a week" in f.phrase} == {"P"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "So the joint's giving and the capsule's still what keeps her from washing her hair, I can't get "
            "that range without the hands-on work.",
            "capsule",
        ),
        ("Range is on schedule for five weeks, guarding's the thing that still needs my hands.", "schedule"),
        ("Volume's coming down, but she can't wrap past the elbow by herself, she still needs me.", "Volume"),
        ("Bending loads suit him, he still can't pace it by himself, I have to set the intervals.", "suit"),
    ],
)
def test_what_holds_the_patient_back_is_a_judgement(read: Read, said: str, words: str) -> None:
    facts = read(
        "Pain four out of ten. Shoulder flexion one ten. Manual therapy twenty minutes. Total treatment "
        f"time twenty minutes. {said} Twice a week for three more weeks."
    )
    assert {f.section for f in facts.facts if words in f.clause} == {"A"}


def test_a_rating_on_the_way_out_is_a_response(read: Read) -> None:
    facts = read(
        "Pain four out of ten. Ther ex twenty minutes. Total twenty minutes. Legs were a two walking out."
    )
    assert {f.section for f in facts.facts if "2/10" in f.clause} == {"A"}


@pytest.mark.parametrize("told", ["She came out of it at a two.", "She finished at a three out of ten."])
def test_what_she_came_out_with_is_a_response(read: Read, told: str) -> None:
    facts = read(f"Manual therapy fourteen minutes. {told} Keep her two times a week.")
    assert {f.section for f in facts.facts if f.clause.startswith(told[:10])} == {"A"}


def test_who_measured_is_no_matter(written: Callable[..., list[str]]) -> None:
    note = written("Grip I got twelve kilos on the left and thirty-one on the right.", side="left")
    assert any("Grip 12 kg on the left" in line for line in note)


def test_what_a_questionnaire_came_out_at_is_a_measure(read: Read) -> None:
    facts = read("Quads four minus. The Oswestry came out at fifty-four percent. Twice a week.")
    assert {f.section for f in facts.facts if "54%" in f.clause} == {"O"}
