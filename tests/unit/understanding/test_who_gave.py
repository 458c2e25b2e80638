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


@pytest.mark.parametrize(
    ("spoken", "given"),
    [
        (
            "Balance training 26 minutes: foam and 12 reaches. Of those 26, Odile, PTA, did the first 15.",
            [(15, "PTA"), (11, "PT")],
        ),
        (
            "Gait training 21 minutes. The last eight were by Bas, our assistant, the rest by me.",
            [(8, "PTA"), (13, "PT")],
        ),
        (
            "Therapeutic exercise 29 minutes, our PTA Ines began it and I took over for the last twelve.",
            [(17, "PTA"), (12, "PT")],
        ),
        (
            "Therapeutic exercise 24 minutes. Our PTA had her until I came in for the last nine.",
            [(15, "PTA"), (9, "PT")],
        ),
        (
            "Therapeutic exercise 24 minutes, I took the first ten and Milo, PTA, did the rest.",
            [(14, "PTA"), (10, "PT")],
        ),
        ("Gait training 20 minutes, half of it with our PTA.", [(10, "PTA"), (10, "PT")]),
        (
            "Gait training 20 minutes. I was on the phone for the last six and the aide stayed with him.",
            [(6, "aide"), (14, "PT")],
        ),
        (
            "Neuro re-ed 19 minutes and gait training 23. Our PTA covered ten of the gait training.",
            [(19, "PT"), (10, "PTA"), (13, "PT")],
        ),
        ("Ther ex 28 minutes, nine of the twenty-eight done by the tech.", [(9, "aide"), (19, "PT")]),
        ("Gait training 22 minutes. Our PTA did the last 9 minutes, manual.", [(22, "PT"), (9, "PTA")]),
        ("Gait training 24 minutes, a quarter of it with our student.", [(6, "student"), (18, "PT")]),
        ("Gait training 24 minutes, Ines, our PTA, did ten and I did fourteen.", [(10, "PTA"), (14, "PT")]),
        ("Gait training 24 minutes, Ines, our PTA, did ten and I did nine.", [(24, "PT")]),
        (
            "Gait training 24 minutes, I was there for the first fifteen, the aide supervised the rest.",
            [(9, "aide"), (15, "PT")],
        ),
        ("Gait training 22 minutes. Our PTA and I did the last nine together.", [(22, "PT")]),
        ("Gait training 22 minutes. Our PTA did the last 9 reps.", [(22, "PT")]),
        ("Gait training 22 minutes. Next visit our PTA did, or will do, the last nine.", [(22, "PT")]),
        (
            "Gait training 22 minutes, our PTA did the first nine and I had the last eleven.",
            [(22, "PT")],
        ),
        ("Exercise 18 minutes. Then balance training with Ida, our PTA, twelve minutes of that with Ida.",
         [(18, "PT"), (12, "PTA")]),
    ],
)  # fmt: skip
def test_a_part_is_the_helpers_and_the_rest_the_therapists(
    read: Read, spoken: str, given: list[tuple[int, str]]
) -> None:
    facts = read(f"Objective. {spoken}")
    told = [f for f in facts.of("intervention") if isinstance(f, InterventionFact)]
    assert [(f.minutes, f.by) for f in told] == given
