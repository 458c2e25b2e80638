"""Who gave a treatment: a helper's minutes are never the therapist's, and the therapist's stay theirs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.domain.facts import InterventionFact, VisitFacts

Read = Callable[..., VisitFacts]


@pytest.mark.parametrize(
    ("spoken", "given"),
    [
        ("My student did therapeutic exercise 23 minutes while I treated another patient.", ["student"]),
        ("Our PTA did gait training 10 minutes while I saw the next patient.", ["PTA"]),
        ("Our PTA did manual therapy 12 minutes, then I did therapeutic exercise 15 minutes.", ["PTA", "PT"]),
        ("Our PTA did manual therapy 12 minutes and I did therapeutic exercise 15 minutes.", ["PTA", "PT"]),
        ("My student did gait training 10 minutes, I did the manual therapy for 12.", ["student", "PT"]),
        ("Student PTA Jo did therapeutic exercise 15 minutes.", ["student"]),
        ("Student physical therapist assistant Jo did therapeutic exercise 15 minutes.", ["student"]),
        ("The athletic trainer did therapeutic exercise 15 minutes.", ["aide"]),
        ("A massage therapist did manual therapy 15 minutes.", ["aide"]),
        ("The aide supervised therapeutic exercise for 15 minutes.", ["aide"]),
        ("Manual therapy 11 minutes, Wade, our PTA, steadied her trunk while I did that.", ["PT"]),
        ("Balance training 20 minutes, both of us with you, Nora our PTA on the weak side.", ["PT"]),
        (
            "Now Priya's going to do the stretching with you, she's the assistant. Priya did standing kicks "
            "with the bar, two sets of twelve, and step-ups, two sets of ten, fourteen minutes with her.",
            ["PTA"],
        ),
        ("Otto is our front desk, he's the boss. Manual therapy 12 minutes with him.", ["PT"]),
        ("My student watched, I did manual therapy 12 minutes.", ["PT"]),
        ("Therapeutic exercise 15 minutes, our aide set up the bike.", ["PT"]),
        ("Therapeutic exercise 15 minutes on the elliptical trainer.", ["PT"]),
        ("Exercise thirty minutes of which the tech watched ten, manual 8 minutes.", ["aide", "PT", "PT"]),
        ("Exercise was 30 minutes but ten of that was with the aide, so I'm billing twenty.", ["PT"]),
        ("The PTA ran the last 15 minutes of the exercise, which was thirty in all.", ["PTA", "PT"]),
        (
            "Aide supervised the bike for 10 minutes, that's not billable. Exercise 20 minutes, manual 12.",
            ["PT", "PT"],
        ),
    ],
)
def test_each_treatment_is_its_givers(read: Read, spoken: str, given: list[str]) -> None:
    facts = read(f"Objective. {spoken}")
    assert [f.by for f in facts.of("intervention") if isinstance(f, InterventionFact)] == given
