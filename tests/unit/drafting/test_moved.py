"""Evidence follows its words when the transcript is set right in one place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.domain.note import Note, Statement
from agent.domain.transcript import Segment, Transcript
from agent.drafting.moved import moved

WORDS = st.text(alphabet="ab ", min_size=1, max_size=12)


def transcript(text: str) -> Transcript:
    return Transcript(segments=(Segment(text=text),))


def note(before: Transcript, start: int, end: int) -> Note:
    span = before.span(start, end)
    return Note(statements=(Statement(id="s1", section="S", text="It.", origin="human", evidence=(span,)),))


@given(WORDS, WORDS, WORDS, WORDS, st.data())
def test_words_that_stayed_are_pointed_at_as_before(
    head: str, gone: str, come: str, tail: str, data: st.DataObject
) -> None:
    before, after = transcript(f"{head}[{gone}]{tail}"), transcript(f"{head}[{come}!]{tail}")
    start = data.draw(st.integers(0, len(tail) - 1))
    at = len(head) + len(gone) + 2
    led = moved(note(before, at + start, at + len(tail)), before, after).statements[0].evidence
    assert [span.quote for span in led] == [tail[start:]]
    assert all(after.text[s.start : s.end] == s.quote for s in led)
    kept = moved(note(before, 0, len(head)), before, after).statements[0].evidence
    assert [span.quote for span in kept] == [head]


def test_words_around_the_change_take_it_in() -> None:
    before, after = transcript("the lock man is negative"), transcript("the Lachman is negative")
    led = moved(note(before, 0, 15), before, after).statements[0].evidence
    assert [span.quote for span in led] == ["the Lachman is"]


def test_words_that_are_gone_are_pointed_at_no_more() -> None:
    before, after = transcript("pain is four no three"), transcript("pain is three")
    led = moved(note(before, 8, 12), before, after).statements[0].evidence
    assert all(after.text[s.start : s.end] == s.quote for s in led)
    assert "four" not in "".join(s.quote for s in led)


def test_the_same_words_change_nothing() -> None:
    before = transcript("pain is three")
    given_note = note(before, 0, 4)
    assert moved(given_note, before, transcript("pain is three")) is given_note
