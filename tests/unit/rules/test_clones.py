"""Cloned text: likeness of two notes, and a clinic's ten thousand notes searched at once."""

from __future__ import annotations

from agent.domain.note import Note, Origin, Statement
from compliance.rules.clones import NotesAtHand, likeness, runs, word_count, word_runs


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


def test_nearest_are_sorted_and_limited() -> None:
    notes = NotesAtHand(
        {
            "half": note(SENTENCE + " And many other words that follow here to make it unlike the first."),
            "same": note(SENTENCE),
            "none": note("Neck rotation responds to mobilisation this week."),
        }
    )
    found = notes.nearest(note(SENTENCE), at_least=0.1)
    assert [f.ref for f in found] == ["same", "half"]
    assert found[0].shared == (SENTENCE,)
    assert [f.ref for f in notes.nearest(note(SENTENCE), at_least=0.1, limit=1)] == ["same"]
    assert notes.nearest(note("Nothing of the kind has ever been written before."), at_least=0.1) == ()


def test_only_assessment_and_plan_are_compared_between_patients() -> None:
    assert word_runs(note(SENTENCE, section="O")) == frozenset()
    assert word_runs(note(SENTENCE, section="P")) == word_runs(note(SENTENCE, section="A")) != frozenset()
