"""Lists of exercises in sentences of treatment: by dose or movement, never what is withheld."""

from __future__ import annotations

import pytest

from agent.exercises.wishes_listed import done_items, home_items, is_bare_service, today_items


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Therapeutic exercise 20 minutes, hook fists 3 x 10, place and hold 2 x 8 and band pulls 2 x 12.",
            ["hook fists", "place and hold", "band pulls"],
        ),
        (
            "Therapeutic exercise 15 minutes hook fists 3 x 10 band pulls 2 x 12 manual therapy 9 minutes.",
            ["hook fists", "band pulls"],
        ),
        (
            "The ladder and the ball catches, 12 minutes of neuromuscular re-education.",
            ["ladder and the ball catches"],
        ),
        (
            "10 minutes of gait training, then 9 minutes of exercise, cuff marches, 3 x 10, step taps.",
            ["cuff marches", "step taps"],
        ),
        ("Therapeutic activities 14 minutes, box carries with verbal cues.", ["box carries"]),
        (
            "Therapeutic exercise 12 minutes, wall slides to by ate and chin nods for by 10.",
            ["wall slides", "chin nods"],
        ),
        (
            "Therapeutic activities 9 minutes, log roll and car transfer without twisting.",
            ["log roll and car transfer"],
        ),
        ("I did the evaluation, then 15 minutes on exercise, hook fists, 3 x 10.", ["hook fists"]),
        ("Therapeutic exercise 18 minutes.", []),
        ("Therapeutic exercise 18 minutes, held the lunges, jumps too painful, final program reviewed.", []),
        ("Therapeutic exercise 18 minutes, rest of 2 minutes, cues for breathing.", []),
    ],
)
def test_a_service_lists_what_was_done(text: str, names: list[str]) -> None:
    assert [i.name for i in today_items(text) if "painful" not in i.context] == names


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Therapeutic exercise 20 minutes, hook fists 3 x 10.", (3, 10, None)),
        ("Therapeutic exercise 20 minutes, wrist holds 5 x 30 seconds.", (5, None, 30.0)),
        ("Therapeutic exercise 20 minutes, seated raises 3 x 15 single leg raises 2 x 10.", (3, 15, None)),
        ("Therapeutic exercise 20 minutes, heel taps to by ate.", (2, 8, None)),
    ],
)
def test_an_item_keeps_its_own_dose(text: str, first: tuple[int | None, int | None, float | None]) -> None:
    item = next(iter(today_items(text)))
    assert (item.dose.sets, item.dose.reps, item.dose.hold_s) == first


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("At home towel slides on the table, 10 reps 3 times a day.", ["towel slides on the table"]),
        ("Home is putty squeezes 2 x 10 daily.", ["putty squeezes"]),
        ("Ice at home 10 minutes twice a day.", []),
        ("Wear the brace at home 16 hours daily.", []),
        ("2 visits a week for 6 weeks, home program daily.", []),
    ],
)
def test_home_lists_need_a_dose_and_a_movement(text: str, names: list[str]) -> None:
    assert [i.name for i in home_items(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hook fists 3 x 10, then putty squeezes.", ["hook fists", "putty squeezes"]),
        ("Single leg heel raise left 12 reps, it was 8.", []),
        ("Grip 3 trials, best 24 kg.", []),
        ("Wrist flexion 3 x 10 at evaluation.", []),
        ("Walking with the metronome, 23 minutes.", ["walking with the metronome"]),
        ("She walks 30 minutes.", []),
    ],
)
def test_a_count_without_sets_may_have_been_a_test(text: str, names: list[str]) -> None:
    assert [i.name for i in done_items(text)] == names


def test_a_bare_service_names_no_exercise() -> None:
    assert is_bare_service("17 minutes therapeutic activities.")
    assert not is_bare_service("17 minutes therapeutic activities, jar lids.")
    assert not is_bare_service("Her brother had surgery.")
