"""Changes over heard words: times, doubts and undoing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.transcript import Correction, Segment, Transcript
from agent.transcription.doubt import mark_doubts
from agent.transcription.heard import HeardWord
from agent.transcription.revision import Revision, undo


def heard(text: str, sure: float = 0.95) -> tuple[HeardWord, ...]:
    return tuple(
        HeardWord(text=w, t0=float(i), t1=i + 1.0, confidence=sure) for i, w in enumerate(text.split())
    )


def segment(revision: Revision) -> Segment:
    made = revision.segment()
    assert made is not None
    return made


def test_a_change_keeps_the_seconds_of_what_it_stands_for() -> None:
    revision = Revision(heard("left knee fleeks in 105"))
    revision.replace(2, 4, ("flexion",), "PT term")
    made = segment(revision)
    assert made.text == "left knee flexion 105"
    word = made.words[2]
    assert (made.text[word.start : word.end], word.t0, word.t1) == ("flexion", 2.0, 4.0)
    assert made.raw_text == "left knee fleeks in 105"


changes = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 3), st.sampled_from(["", "x", "x y z"])), max_size=4
)


@given(changes)
def test_undoing_every_change_gives_the_raw_text(wanted: list[tuple[int, int, str]]) -> None:
    revision = Revision(heard("a b c d e f g h i j"))
    for start, length, now in wanted:
        end = min(start + length, len(revision.chunks))
        if start < end:
            revision.replace(start, end, tuple(now.split()), "test")
    made = segment(revision)
    while made.corrections:
        made = undo(made, made.corrections[len(made.corrections) // 2])
        assert all(0 <= w.start < w.end <= len(made.text) for w in made.words)
    assert made.text == made.raw_text


def test_only_a_segments_own_correction_can_be_undone() -> None:
    made = segment(Revision(heard("left knee")))
    with pytest.raises(ValueError, match="no such correction"):
        undo(made, Correction(start=0, end=4, before="lift", after="left"))


def doubted(text: str, sure: dict[str, float]) -> list[str]:
    words = tuple(HeardWord(text=w, t0=0.0, t1=1.0, confidence=sure.get(w, 0.99)) for w in text.split())
    revision = Revision(words)
    mark_doubts(revision)
    return [word for word, chunk in zip(revision.words, revision.chunks, strict=True) if chunk.doubtful]


def test_numbers_sides_and_contraries_are_held_to_a_higher_standard() -> None:
    sure = dict.fromkeys(["left", "abduction", "96", "was", "nice"], 0.6)
    assert doubted("left shoulder abduction was measured as 96 nice", sure) == ["left", "abduction", "96"]


def test_a_word_that_stands_for_a_digit_or_a_side_is_doubted_however_sure() -> None:
    assert doubted("tender for degrees and lift knee is fine", {}) == ["for", "lift"]


def test_nothing_is_doubted_where_all_is_sure() -> None:
    assert doubted("right knee flexion 105 degrees and no swelling", {}) == []


def test_evidence_knows_a_doubtful_word_from_a_sure_one() -> None:
    revision = Revision(heard("right knee flexion 105 degrees"))
    revision.doubt(3, 4)
    transcript = Transcript(segments=(segment(revision),))
    at = transcript.text.index("105")
    assert transcript.span(at, at + 3).doubtful
    assert not transcript.span(0, 10).doubtful
