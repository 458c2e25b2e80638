"""Minutes by code, who gave them, and totals, in the ways people say them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.domain.facts import CommandFact, InterventionFact, PainFact, SessionTimeFact, VisitFacts
from agent.domain.transcript import Transcript

Read = Callable[..., VisitFacts]


def given(facts: VisitFacts) -> list[tuple[str, int | None, str]]:
    return [(f.code, f.minutes, f.by) for f in facts.facts if isinstance(f, InterventionFact)]


def total(facts: VisitFacts) -> int | None:
    found = [f.minutes for f in facts.facts if isinstance(f, SessionTimeFact) and f.what == "total"]
    return found[-1] if found else None


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (
            "Did manual therapy for sixteen minutes, grade two mobs, and ther ex for fourteen, pendulums.",
            [("97140", 16, "PT"), ("97110", 14, "PT")],
        ),
        ("Therapeutic exercise 12 minutes, pulleys 3 minutes, rows 2 x 10.", [("97110", 12, "PT")]),
        (
            "Neuro re-ed, weight shifts and step taps on the 4 inch step, thirteen minutes.",
            [("97112", 13, "PT")],
        ),
        (
            "Twenty minutes of ther ex and then gait training 10 minutes.",
            [("97110", 20, "PT"), ("97116", 10, "PT")],
        ),
        ("Manual lumbar traction twelve minutes, gentle.", [("97140", 12, "PT")]),
        ("Mechanical lumbar traction twelve minutes.", [("97012", 12, "PT")]),
        ("Unattended e-stim with cold pack to the right knee 10 minutes.", [("G0283", 10, "PT")]),
        ("E-stim to the quads, attended, 10 minutes.", [("97032", 10, "PT")]),
        (
            "Moderate complexity evaluation 30 minutes, Epley for the left ear 10 minutes.",
            [("97162", 30, "PT"), ("95992", 10, "PT")],
        ),
        ("Iontophoresis not done today, ultrasound 8 minutes.", [("97035", 8, "PT")]),
        (
            "Therapeutic activities 18 minutes, transfers. Cold pack 10 minutes after.",
            [("97530", 18, "PT"), ("97010", 10, "PT")],
        ),
        (
            "Manual therapy and therapeutic exercise 30 minutes.",
            [("97110", None, "PT"), ("97140", None, "PT")],
        ),
    ],
)
def test_minutes_go_to_the_code_they_were_said_of(
    read: Read, spoken: str, expected: list[tuple[str, int | None, str]]
) -> None:
    assert sorted(given(read(spoken)), key=str) == sorted(expected, key=str)


def test_stimulation_takes_the_code_of_the_payer(read: Read) -> None:
    spoken = "Unattended e-stim 15 minutes."
    assert given(read(spoken, payer="commercial")) == [("97014", 15, "PT")]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("Gait training 12 minutes, that part was done by Quill, our PTA.", [("97116", 12, "PTA")]),
        (
            "Then our PTA did therapeutic exercise for fourteen minutes. Manual therapy I did nine minutes.",
            [("97110", 14, "PTA"), ("97140", 9, "PT")],
        ),
        (
            "Therapeutic exercise 25 minutes, 10 of those minutes were with the PTA.",
            [("97110", 10, "PTA"), ("97110", 15, "PT")],
        ),
    ],
)
def test_the_assistants_minutes_are_told_apart(
    read: Read, spoken: str, expected: list[tuple[str, int | None, str]]
) -> None:
    assert given(read(spoken)) == expected


def test_that_was_n_minutes_belongs_to_the_treatment_before(
    read: Read, conversation: Callable[..., Transcript]
) -> None:
    facts = read(
        conversation(
            ("T", "Gait training first, on the treadmill with the harness. That was twenty-four minutes."),
            ("P", "I'm tired."),
            (
                "T",
                "Then exercise, sit to stands three sets of six. That's eight minutes. So 32 minutes total.",
            ),
        )
    )
    assert given(facts) == [("97116", 24, "PT"), ("97110", 8, "PT")]
    assert total(facts) == 32


@pytest.mark.parametrize(
    ("spoken", "minutes"),
    [
        ("Total treatment time 55 minutes.", 55),
        ("Manual therapy 17 minutes. Thirty minutes all together.", 30),
        ("Manual therapy 37 minutes. Thirty-seven minutes one to one, thirty-seven total.", 37),
        ("Exercise, twelve minutes. Total forty.", 40),
        ("Ther ex 20 minutes. Total time was an hour and five minutes.", 65),
        (
            "manual therapy eight minutes total time thirty six minutes plus they sat with ice for "
            "ten so forty six",
            46,
        ),
        ("Therapeutic exercise 25 minutes, manual therapy 10 minutes.", None),
    ],
)
def test_a_total_is_only_what_was_said(read: Read, spoken: str, minutes: int | None) -> None:
    assert total(read(spoken)) == minutes


def test_saying_the_minutes_again_does_not_count_them_twice(read: Read) -> None:
    facts = read("Manual therapy 12 minutes, patellar mobs. So for billing manual therapy 12 minutes.")
    assert given(facts) == [("97140", 12, "PT")]


def test_units_asked_for_are_a_command(read: Read) -> None:
    facts = read("Therapeutic exercise 10 minutes. Bill three units.")
    assert [f.billed_units for f in facts.facts if isinstance(f, CommandFact)] == [3]


@pytest.mark.parametrize(
    "spoken",
    [
        "Next visit add ultrasound 8 minutes.",
        "She uses ice at home and a TENS unit from her sister.",
        "Her daughter fell on the ice and broke her wrist.",
    ],
)
def test_what_was_not_given_today_is_no_intervention(read: Read, spoken: str) -> None:
    assert given(read("Pain is 3 out of 10.", spoken)) == []


def test_minutes_left_unsaid_are_those_said_before(read: Read) -> None:
    facts = read(
        "I'd call that twenty six minutes of exercise and eleven of neuro re-ed. Mobs grade two, 8 minutes."
    )
    assert given(facts)[:2] == [("97110", 26, "PT"), ("97112", 11, "PT")]


def test_what_was_only_considered_was_not_given(read: Read) -> None:
    assert given(read("Manual therapy 30 minutes. I considered ultrasound but didn't do it.")) == [
        ("97140", 30, "PT")
    ]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (
            "I did ten minutes of manual, fifteen of ther ex and twelve on gait.",
            [("97140", 10, "PT"), ("97110", 15, "PT"), ("97116", 12, "PT")],
        ),
        (
            "Treatment: 97110 x 25 minutes, 97140 x 15 minutes.",
            [("97110", 25, "PT"), ("97140", 15, "PT")],
        ),
        (
            "PTA Marlow provided manual therapy 12 minutes and therapeutic exercise 18 minutes. "
            "I performed gait training 10 minutes.",
            [("97140", 12, "PTA"), ("97110", 18, "PTA"), ("97116", 10, "PT")],
        ),
        (
            "Therapeutic exercise, 8 minutes with me and 14 minutes with our PTA.",
            [("97110", 14, "PTA"), ("97110", 8, "PT")],
        ),
        (
            "We spent half an hour on therapeutic exercise and a quarter hour on manual therapy.",
            [("97110", 30, "PT"), ("97140", 15, "PT")],
        ),
        (
            "Group exercise class thirty minutes. Then ten minutes of one on one therapeutic activities.",
            [("97150", 30, "PT"), ("97530", 10, "PT")],
        ),
    ],
)
def test_more_ways_of_saying_minutes(
    read: Read, spoken: str, expected: list[tuple[str, int | None, str]]
) -> None:
    assert given(read(spoken)) == expected


def test_a_total_behind_a_colon(read: Read) -> None:
    assert total(read("Ther ex 25 minutes. Total treatment time: 50 minutes.")) == 50


def test_minutes_of_something_unheard_are_not_billed_as_its_neighbour(read: Read) -> None:
    spoken = (
        "Manual therapy, 11 minutes, patellar mobilizations grade three and extension overpressure, "
        "day training, 9 minutes with the cane."
    )
    assert given(read(spoken)) == [("97140", 11, "PT")]


@pytest.mark.parametrize(
    "spoken",
    [
        "So total's fifty-two minutes with the vitals.",
        "The whole session took 52 minutes.",
    ],
)
def test_a_total_in_the_words_of_a_talk(read: Read, spoken: str) -> None:
    assert total(read(spoken)) == 52


@pytest.mark.parametrize(("minutes", "whole"), [("forty five", 45), ("ten", None)])
def test_time_with_a_modality_that_holds_all_before_is_the_total(
    read: Read, minutes: str, whole: int | None
) -> None:
    before = "Paraffin for ten minutes. Manual therapy fifteen minutes. Therapeutic exercise twenty minutes."
    assert total(read(f"{before} {minutes} minutes with the paraffin.")) == whole


@pytest.mark.parametrize(
    ("spoken", "by_assistant"),
    [
        ("Exercise twenty two minutes. PTA did the last twelve minutes of the exercise.", 12),
        ("Exercise twenty two minutes, the last twelve minutes of it with the assistant.", 12),
        ("Therapeutic exercise twenty two minutes, the PTA took the first ten of those.", 10),
    ],
)
def test_an_end_of_a_treatment_is_no_minutes_more(read: Read, spoken: str, by_assistant: int) -> None:
    assert sorted(given(read(spoken))) == sorted(
        [("97110", by_assistant, "PTA"), ("97110", 22 - by_assistant, "PT")]
    )


def test_what_is_included_is_not_the_whole(read: Read) -> None:
    facts = read("Manual eleven minutes, exercise for twenty three, which included five on the bike.")
    assert ("97110", 5, "PT") not in given(facts)


def test_the_first_minutes_of_a_session_are_a_treatments_own(read: Read) -> None:
    assert given(read("The first ten minutes of the session were manual therapy.")) == [("97140", 10, "PT")]


def test_minutes_behind_a_stop_and_a_pause_stay_with_their_treatment(read: Read) -> None:
    facts = read("Now neuro re-ed, backward stepping and push and release. … Fifteen minutes of that.")
    assert given(facts) == [("97112", 15, "PT")]


def test_what_was_the_whole_visit_is_the_total(read: Read) -> None:
    facts = read(
        "Manual therapy fifteen minutes and ther ex twenty-seven. "
        "Forty-two minutes one on one and that was the entire visit."
    )
    assert total(facts) == 42


def test_a_rating_of_the_stairs_is_no_minutes(read: Read) -> None:
    facts = read("He calls it a five on the stairs. We did bridges. He was here forty minutes all told.")
    assert ("97530", 5, "PT") not in given(facts)
    assert total(facts) == 40


def test_back_to_two_is_no_part_of_the_body(read: Read) -> None:
    facts = read(
        "Gait training ten minutes. Dizziness went up to five out of ten and was back to two out of ten."
    )
    assert {f.body_part for f in facts.facts if isinstance(f, PainFact)} == {""}
