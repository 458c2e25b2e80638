"""How sentences are read: doses, scope of refusals and conditions, and one spelling of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.plan import Dose
from agent.exercises.dosage import minutes_for, times_per_day
from agent.exercises.goals import deadline
from agent.exercises.library import dose_classes, mentions
from agent.exercises.scope import all_negated, conditional, negated, only_wished
from agent.exercises.spoken_dose import dose_after
from agent.exercises.words import joined, tokens


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        (" three sets of ten", Dose(sets=3, reps=10)),
        (", 3 x 30 seconds", Dose(sets=3, hold_s=30)),
        (" two by fifteen, hold 5 seconds", Dose(sets=2, reps=15, hold_s=5)),
        (" ten reps every two hours", Dose(reps=10, frequency="every two hours")),
        (" for eight minutes", Dose(minutes=8)),
        (" adding one minute a week", Dose()),
        (" ten minutes a day", Dose(minutes=10)),
        (" twice a day", Dose(frequency="twice a day")),
        (" with the strap", Dose()),
        (" 4 inch step", Dose()),
    ],
)
def test_a_dose_is_read_as_said(text: str, dose: Dose) -> None:
    assert dose_after(text) == dose


@given(st.integers(1, 9), st.integers(1, 60))
def test_sets_and_repetitions_survive_every_spelling(sets: int, reps: int) -> None:
    for form in (f"{sets} x {reps}", f"{sets} sets of {reps}", f"{sets} by {reps}", f"{sets}x{reps}"):
        assert (dose_after(f" {form}").sets, dose_after(f" {form}").reps) == (sets, reps)


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    dose_after(text)
    named = mentions(text)
    assert all(0 <= m.start < m.end <= len(text) for m in named)
    assert len(all_negated(text, [(m.start, m.end) for m in named])) == len(named)
    assert joined(text) == "".join(tokens(text))


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        ("three times a day", 3),
        ("2x/day", 2),
        ("daily", 1),
        ("every 2 to 3 hours", 16 / 3),
        ("3-4 days a week", None),
        ("", None),
    ],
)
def test_times_a_day(frequency: str, expected: float | None) -> None:
    assert times_per_day(frequency) == expected


def test_time_counts_sets_holds_rests_and_set_up() -> None:
    stretch, strength = dose_classes()["stretch"], dose_classes()["strength"]
    assert minutes_for(Dose(sets=3, hold_s=30), stretch) == pytest.approx((45 + 90) / 60)
    assert minutes_for(Dose(sets=3, reps=10), strength) == pytest.approx((45 + 3 * 40 + 2 * 90) / 60)
    assert minutes_for(Dose(minutes=8), strength) == pytest.approx(8.75)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("next visit add step-downs", "step", False),
        ("if pain allows add step-downs", "step", True),
        ("add step-downs if pain allows", "step", True),
        ("continue bridges, and if pain allows add step-downs", "bridges", False),
        ("continue bridges, and if pain allows add step-downs", "step", True),
        ("once she walks without a limp, we'll start step-downs", "step", True),
        ("bridges once a day", "bridges", False),
        ("i would like her to start bridges", "bridges", False),
        ("we would add bridges", "bridges", True),
        ("bridges daily. if it swells, call us", "bridges", False),
        ("start bridges at week six", "bridges", True),
    ],
)
def test_a_condition_reaches_its_own_verb(text: str, word: str, expected: bool) -> None:
    assert conditional(text, text.index(word)) is expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("no hopping today", "hopping", True),
        ("there was no pain with hopping", "hopping", False),
        ("hopping was deferred", "hopping", True),
        ("hopping held for 5 seconds", "hopping", False),
        ("hopping held because of pain", "hopping", True),
        ("he denies hopping", "hopping", True),
        ("i said no. next visit start hopping", "hopping", False),
        ("hopping is a ways off", "hopping", True),
        ("did not have any trouble with hopping", "hopping", False),
        ("not only hopping", "hopping", False),
        ("avoid hopping", "hopping", True),
        ("the hopping drill i do not want you on", "hopping", True),
        ("i want hopping", "hopping", False),
    ],
)
def test_a_refusal_is_told_from_harmless_words(text: str, word: str, expected: bool) -> None:
    at = text.index(word)
    assert negated(text, at, at + len(word)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in six weeks", "2026-07-27"),
        ("by 2026-08-01", "2026-08-01"),
        ("in 10 days", "2026-06-25"),
        ("soon", None),
        ("2026-13-45", None),
    ],
)
def test_deadlines(text: str, expected: str | None) -> None:
    from datetime import date

    found = deadline(text, date(2026, 6, 15))
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he wants to get back to hopping", True),
        ("she asked about hopping", True),
        ("she asked about hopping and i told her sure, start it at home", False),
        ("he asked to start hopping, i said no", True),
        ("her trainer wants her hopping, i told her go ahead", False),
        ("i want to start hopping next visit", False),
        ("next visit hopping", False),
        ("he wants to go home. we did hopping", False),
    ],
)
def test_a_patients_wish_counts_when_it_is_granted(text: str, expected: bool) -> None:
    assert only_wished(text, text.index("hopping")) is expected
