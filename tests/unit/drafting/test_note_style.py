"""Spoken sentences in the style of a note, and what style must never touch."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.drafting.note_style import in_note_style


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("Scar's flat and it slides.", "Scar is flat and it slides."),
        ("Nerve tension's negative both sides.", "Nerve tension is negative both sides."),
        ("The left's short.", "The left is short."),
        ("Cozen's positive on the right.", "Cozen's positive on the right."),
        ("His father had Parkinson's too.", "His father had Parkinson's too."),
        ("TUG, let me find it, 17.9 seconds.", "TUG, 17.9 seconds."),
        ("Note he is over the Medicare amount.", "He is over the Medicare amount."),
        ("I would call him a K2.", "Therapist would call him a K2."),
        ("I do not want patient on the treadmill.", "Therapist does not want patient on the treadmill."),
        ("Apprehension, I only go to 60.", "Apprehension, therapist only goes to 60."),
        ("He needs me for the curb.", "He needs therapist for the curb."),
        ("The WOS I is 54%.", "The WOS I is 54%."),
        ("Fitted the belt, and we practiced the car.", "Fitted the belt, and practiced the car."),
        ("Patient would carried her toddler.", "Patient had carried her toddler."),
        ("Patient would need a rail.", "Patient would need a rail."),
        ("Denies Calf pain, Fever or weight loss.", "Denies calf pain, fever or weight loss."),
        ("10 meter walk: 0.62 m/s, Last month 0.48.", "10 meter walk: 0.62 m/s, last month 0.48."),
        ("It was 5/10 on Monday stairs is 4/10.", "It was 5/10 on Monday; stairs is 4/10."),
        ("Pain is 3/10 and stairs is 4/10.", "Pain is 3/10 and stairs is 4/10."),
        ("Si joint pain: 2/10.", "SI joint pain: 2/10."),
        ("Goes to the thumb, and.", "Goes to the thumb."),
        ("The exercise myself, 20 minutes.", "The exercise by the therapist, 20 minutes."),
        ("I held the belt myself.", "Therapist held the belt."),
    ],
)
def test_spoken_becomes_written(spoken: str, written: str) -> None:
    assert in_note_style(spoken, "O") == written


def test_a_patients_own_words_keep_their_person() -> None:
    quoted = 'Patient states "I can climb stairs".'
    assert in_note_style(quoted, "S") == quoted


@pytest.mark.parametrize("kept", ["Right, 4/5.", "Not, I see, on the left.", "Well, no."])
def test_a_fact_in_an_opening_or_an_aside_stays(kept: str) -> None:
    facts = re.compile(r"not|right|left|no|4/5", re.IGNORECASE)
    assert len(facts.findall(in_note_style(kept, "O"))) == len(facts.findall(kept))


PIECES = st.sampled_from(
    (
        *(
            "the",
            "left",
            "right",
            "knee's",
            "I",
            "we",
            "my",
            "me",
            "not",
            "no",
            "denies",
            "flat",
            "4/5",
            "12",
        ),
        *("Last", "was,", "and", "there,", "let me find it,", "would carried", "negative", "positive"),
        *("scar's", "without", "you know,", "patient", "tender"),
    )
)


@given(st.lists(PIECES, min_size=1, max_size=14))
def test_numbers_sides_and_negations_stay(pieces: list[str]) -> None:
    text = " ".join(pieces)
    facts = re.compile(r"\d+|\b(?:left|right|not|no|denies|negative|positive|without)\b", re.IGNORECASE)
    found = [f.casefold() for f in facts.findall(in_note_style(text, "O"))]
    assert found == [f.casefold() for f in facts.findall(text)]


@given(st.lists(PIECES, min_size=1, max_size=14), st.sampled_from("SOAP"))
def test_a_statement_never_becomes_empty(pieces: list[str], section: str) -> None:
    made = in_note_style(" ".join(pieces), section)  # type: ignore[arg-type]  # one of the four
    assert re.search(r"\w", made)
    assert made == made.strip()
