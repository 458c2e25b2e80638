"""Alike passages beside each other; of another patient's, only what both have."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from agent.domain.comparison import WITHHELD, Piece
from agent.domain.note import Note, Statement
from compliance.rules.side_by_side import alike_passages, without_foreign_words

WORDS = [
    "flexion",
    "gained",
    "to",
    "105",
    "112.5",
    "degrees",
    "Ms.",
    "Quux's",
    "stairs;",
    "and",
    "(left)",
    "–",
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)


def note(*texts: str, section: str = "A") -> Note:
    return Note(
        statements=tuple(
            Statement(id=f"s{n}", section=section, text=t)  # type: ignore[arg-type]
            for n, t in enumerate(texts, 1)
        )
    )


def text(pieces: tuple[Piece, ...]) -> str:
    return " ".join(piece.text for piece in pieces)


def test_what_both_say_is_marked_and_what_differs_is_not() -> None:
    (pair,) = alike_passages(
        note("Flexion gained to 105 degrees after treatment today."),
        note("Something else altogether here.", "Flexion gained to 112 degrees after treatment today."),
        ("A",),
    )
    assert [(p.text, p.shared) for p in pair.mine] == [
        ("Flexion gained to", True),
        ("105", False),
        ("degrees after treatment today.", True),
    ]
    assert [p.text for p in pair.other if not p.shared] == ["112"]


def test_only_like_passages_of_the_same_section_are_paired() -> None:
    here = note("Quadriceps deficit still limits stairs at work.")
    assert alike_passages(here, note("Neck rotation is better this week."), ("A",)) == ()
    assert (
        alike_passages(here, note("Quadriceps deficit still limits stairs at work.", section="P"), ("A",))
        == ()
    )
    assert alike_passages(here, Note(), ("A", "P")) == ()


def test_another_patients_own_words_are_withheld() -> None:
    (pair,) = alike_passages(
        note("Quadriceps deficit still limits stairs at work."),
        note("Quadriceps deficit still limits stairs at the Zonk bakery."),
        ("A",),
    )
    assert text(without_foreign_words(pair).other) == f"Quadriceps deficit still limits stairs at {WITHHELD}"
    assert without_foreign_words(pair).mine == pair.mine


@given(texts, texts)
def test_no_word_is_lost_and_none_of_the_others_is_told(mine: str, other: str) -> None:
    for pair in alike_passages(note(mine), note(other), ("A",)):
        assert text(pair.mine).split() == mine.split()
        assert text(pair.other).split() == other.split()
        words = set(re.findall(r"\w+", mine.casefold()))
        told = re.findall(r"\w+", text(without_foreign_words(pair).other).casefold())
        assert set(told) <= words
