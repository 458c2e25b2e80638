"""Which misheard numbers and sides stand in a note unmarked: counted word by word."""

from __future__ import annotations

import pytest

from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.note import Note, Statement
from agent.domain.transcript import Segment, Transcript, Word
from evals.heard import Misheard, misheard

SCRIPT = "Right knee flexion 105 degrees, extension lacks 5."


def heard(text: str, *doubted: str, whole: bool = False) -> Transcript:
    """One segment; a word of `doubted` carries a mark (`5.` is another word than `5`)."""
    words, at = [], 0
    for spoken in text.split():
        start = text.index(spoken, at)
        at = start + len(spoken)
        words.append(Word(start=start, end=at, t0=0.0, t1=1.0, doubtful=spoken in doubted))
    return Transcript(segments=(Segment(text=text, words=tuple(words), doubtful=whole),))


def note_of(transcript: Transcript, text: str = "", origin: str = "dictated") -> DraftContent:
    """A note of one statement that rests on the whole recording."""
    whole = transcript.span(0, len(transcript.text))
    statement = Statement.model_validate(
        {
            "id": "O1",
            "section": "O",
            "text": text or transcript.text,
            "origin": origin,
            "evidence": (whole,),
        }
    )
    made_by = DraftingProvenance(engine="offline")
    return DraftContent(note=Note(statements=(statement,)), provenance=made_by)


def counted(transcript: Transcript, text: str = "", origin: str = "dictated") -> Misheard:
    return misheard(SCRIPT, transcript, note_of(transcript, text, origin))


def test_what_was_heard_right_is_only_counted() -> None:
    assert counted(heard(SCRIPT)) == Misheard(said=3, differing=0, standing=())


def test_a_wrong_number_and_a_wrong_side_stand_unmarked() -> None:
    found = counted(heard("Left knee flexion 115 degrees, extension lacks 5."))
    assert found.differing == 2
    assert found.standing == ("left knee", "flexion 115 degrees")


def test_a_mark_on_the_wrong_word_itself_takes_it_out() -> None:
    found = counted(heard("Left knee flexion 115 degrees, extension lacks 5.", "Left", "115"))
    assert (found.differing, found.standing) == (2, ())


@pytest.mark.parametrize("other", ["knee", "5.", "Right", "flexion"])
def test_a_mark_on_another_word_of_the_statement_does_not(other: str) -> None:
    transcript = heard("Right knee flexion 115 degrees, extension lacks 5.", other)
    assert note_of(transcript).note.statements[0].evidence[0].doubtful
    assert counted(transcript).standing == ("flexion 115 degrees",)


def test_each_of_two_wrong_words_has_its_own_mark() -> None:
    found = counted(heard("Left knee flexion 115 degrees, extension lacks 5.", "115"))
    assert found.standing == ("left knee",)


def test_one_doubted_part_doubts_the_number_it_makes() -> None:
    spoken = "Right knee flexion one fifteen degrees, extension lacks 5."
    assert counted(heard(spoken, "fifteen"), "Right knee flexion 115 degrees.").standing == ()
    assert counted(heard(spoken), "Right knee flexion 115 degrees.").standing == ("flexion 115 degrees",)


def test_a_segment_doubted_as_a_whole_doubts_its_words() -> None:
    assert counted(heard("Left knee flexion 115 degrees, extension lacks 5.", whole=True)).standing == ()


def test_what_did_not_reach_the_note_does_not_stand() -> None:
    found = counted(
        heard("Right knee flexion 115 degrees, extension lacks 5."), "Right knee extension lacks 5."
    )
    assert (found.differing, found.standing) == (1, ())


def test_what_was_not_dictated_does_not_stand() -> None:
    transcript = heard("Right knee flexion 115 degrees, extension lacks 5.")
    assert counted(transcript, origin="computed").standing == ()
