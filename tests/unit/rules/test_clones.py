"""Cloned text: likeness of two notes, and a clinic's ten thousand notes searched at once."""

from __future__ import annotations

import random
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from agent.domain.note import Note, Origin, Statement
from compliance.rules.clones import CloneIndex, likeness, runs, word_count

WORDS = [
    "knee",
    "flexion",
    "extension",
    "stairs",
    "quad",
    "deficit",
    "limits",
    "work",
    "cues",
    "tactile",
    "balance",
    "turning",
    "gait",
    "cane",
    "walker",
    "home",
    "shoulder",
    "neck",
    "pain",
    "reach",
    "lift",
    "next",
    "visit",
    "add",
    "step",
    "height",
    "band",
    "week",
    "progress",
    "guard",
    "trunk",
    "hip",
    "control",
    "load",
]


def note(*texts: str, section: str = "A", origin: Origin = "dictated") -> Note:
    return Note(
        statements=tuple(
            Statement(id=f"s{n}", section=section, text=t, origin=origin)  # type: ignore[arg-type]
            for n, t in enumerate(texts, 1)
        )
    )


SENTENCE = "Quadriceps deficit still limits stairs and squatting at work for this patient today."


def test_identical_and_different() -> None:
    assert likeness(note(SENTENCE), note(SENTENCE), ("A",)).score == 1.0
    assert (
        likeness(note(SENTENCE), note("Neck rotation responds to mobilisation this week."), ("A",)).score
        == 0.0
    )
    assert likeness(note(), note(), ("A",)).score == 0.0


def test_shared_sentences_are_shown() -> None:
    found = likeness(note(SENTENCE, "New here."), note("Other.", SENTENCE.upper()), ("A",))
    assert found.shared == (SENTENCE,)


def test_order_of_sentences_does_not_hide_copying() -> None:
    first = note(SENTENCE, "Gait needs guarding on every turn outside.")
    second = note("Gait needs guarding on every turn outside.", SENTENCE)
    assert likeness(first, second, ("A",)).score == 1.0


def test_numbers_count_unless_masked() -> None:
    first = note("Flexion gained to 105 degrees after treatment today.")
    second = note("Flexion gained to 112 degrees after treatment today.")
    assert likeness(first, second, ("A",)).score < 0.5
    assert likeness(first, second, ("A",), masked=True).score == 1.0


def test_what_software_or_a_home_programme_repeats_is_left_out() -> None:
    assert word_count(note(SENTENCE, origin="computed"), ("A",)) == 0
    assert word_count(note("Home exercise program as given before.", section="P"), ("P",)) == 0
    assert word_count(note(SENTENCE), ("P",)) == 0
    assert word_count(note(SENTENCE), ("A",)) == 13


def test_short_texts_make_one_run() -> None:
    assert len(runs("doing well")) == 1
    assert runs("") == frozenset()
    assert len(runs("one two three four five six")) == 2


@given(
    st.lists(st.sampled_from(WORDS), min_size=12, max_size=60),
    st.lists(st.sampled_from(WORDS), min_size=12, max_size=60),
)
def test_the_index_finds_what_comparing_one_by_one_finds(a: list[str], b: list[str]) -> None:
    mine, theirs = note(" ".join(a)), note(" ".join(b))
    index = CloneIndex(("A",))
    index.add("other", theirs)
    score = likeness(mine, theirs, ("A",)).score
    found = index.nearest(mine, at_least=0.0001)
    assert [round(f.score, 9) for f in found] == ([round(score, 9)] if score > 0 else [])


def test_nearest_are_sorted_and_limited() -> None:
    index = CloneIndex()
    index.add("half", note(SENTENCE + " And many other words that follow here to make it unlike the first."))
    index.add("same", note(SENTENCE))
    index.add("none", note("Neck rotation responds to mobilisation this week."))
    found = index.nearest(note(SENTENCE), at_least=0.1)
    assert [f.ref for f in found] == ["same", "half"]
    assert [f.ref for f in index.nearest(note(SENTENCE), at_least=0.1, limit=1)] == ["same"]
    assert index.nearest(note("Nothing of the kind has ever been written before."), at_least=0.1) == ()
    assert CloneIndex().nearest(note(SENTENCE), at_least=0.1) == ()
    assert len(index) == 3


def test_ten_thousand_notes_are_searched_fast() -> None:
    """Aim: under 200 ms for one search, in a clinic whose notes share much of their wording."""
    random_ = random.Random(7)
    stock = [" ".join(random_.choices(WORDS, k=14)) for _ in range(400)]
    index = CloneIndex()
    for number in range(10_000):
        index.add(f"n{number}", note(*random_.sample(stock, 6)))
    wanted = note(*random_.sample(stock, 6))
    index.add("copy", wanted)
    times = []
    for _ in range(5):
        start = perf_counter()
        found = index.nearest(wanted, at_least=0.9)
        times.append(perf_counter() - start)
    assert found[0].ref == "copy"
    assert min(times) < 0.200, f"{min(times) * 1000:.0f} ms"
