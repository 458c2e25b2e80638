"""What is only asked is no finding, with a question mark or without."""

from __future__ import annotations

import pytest

from tests.unit.understanding.conftest import Read, talk  # type: ignore[import-not-found]


@pytest.mark.parametrize(
    "asked",
    [
        "do you have any pain when I press here",
        "okay and have you ever had a tick bite before",
        "how about your bowel movements",
        "any numbness in the foot",
    ],
)
def test_an_unmarked_question_is_no_statement(read: Read, asked: str) -> None:
    facts = read(talk(("T", f"{asked}."), ("P", "My knee is stiff in the morning.")))
    words = asked.split()[-1]
    assert not any(words in (f.clause or "") and "Denies" not in (f.clause or "") for f in facts.facts)


def test_its_plain_no_is_a_denial(read: Read) -> None:
    facts = read(talk(("T", "Have you had any chest pain."), ("P", "No.")))
    assert any("Denies" in (f.clause or "") and "chest pain" in (f.clause or "") for f in facts.facts)


def test_what_the_therapist_tells_stays(read: Read) -> None:
    facts = read(talk(("T", "How about we leave the brace off, I want you to walk without it at home.")))
    assert any("brace" in (f.clause or "") for f in facts.facts)


@pytest.mark.parametrize(
    ("asked", "answered", "says"),
    [
        (
            "Any double vision, slurred speech, trouble swallowing.",
            "No none of that.",
            "Denies double vision, slurred speech, trouble swallowing",
        ),
        ("Any falls or near falls since Monday.", "Nope.", "Denies falls or near falls since Monday"),
        (
            "And the stairs at work.",
            "Still one at a time with the rail.",
            "Stairs at work: still one at a time",
        ),
        ("And the left knee when you kneel.", "That's a four.", "Left knee pain when patient kneels: 4/10"),
        ("And the dizziness when you roll over.", "Gone on the left.", "rolls over: gone on the left"),
    ],
)
def test_what_is_only_named_is_asked_of_who_answers(read: Read, asked: str, answered: str, says: str) -> None:
    facts = read(talk(("T", asked), ("P", answered)), side="left")
    assert any(says in (f.clause or "") for f in facts.facts)


@pytest.mark.parametrize("told", ["And the incision healed nicely.", "And the knee is full and clean."])
def test_what_tells_how_it_is_stays_though_the_patient_speaks_next(read: Read, told: str) -> None:
    facts = read(talk(("T", told), ("P", "Good.")))
    assert any(told.split()[2] in (f.clause or "") for f in facts.facts)
