"""A raw transcript of another recogniser: misheard PT terms put right, names and sides left alone."""

from __future__ import annotations

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.drafting.alone import unrecorded_visit
from agent.drafting.foreign import corrected

_ROUND = "hip flexion left ninety four right one eighteen {} log roll negative slump negative"


def _said(words: str) -> str:
    transcript = Transcript(segments=(Segment(text=_ROUND.format(words)),))
    assert transcript.text  # the joined text is kept; a corrected transcript must not keep the old one
    return corrected(transcript, None).text


@pytest.mark.parametrize(
    ("heard", "test"),
    [
        ("fay burr positive left", "FABER positive left"),
        ("fad ear positive left", "FADIR positive left"),
        ("thomson negative", "Thompson negative"),
        ("tinnels behind the ankle negative", "Tinel behind the ankle negative"),
    ],
)
def test_what_sounds_like_a_test_before_its_result_is_that_test(heard: str, test: str) -> None:
    assert test in _said(heard)


def test_words_that_sound_like_no_test_stay() -> None:
    assert "the whole thing positive left" in _said("the whole thing positive left")


def test_ordinary_words_that_tell_how_long_something_took_stay() -> None:
    assert "that lot took sixteen minutes" in _said("that lot took sixteen minutes")


def test_a_medicine_is_known_by_its_sound() -> None:
    assert "takes gabapentin at night" in _said("takes gabba pen tin at night")
    assert "takes meloxicam at night" in _said("takes meh lox i cam at night")
    assert "i cam at night" in _said("i cam at night")
    assert "takes the stairs at night" in _said("takes the stairs at night")


@pytest.mark.parametrize("kept", ["e centric wrist extension", "gapping negative", "tenodesis grip training"])
def test_a_term_does_not_become_another_that_sounds_otherwise(kept: str) -> None:
    assert kept.split()[0] in _said(kept)
    assert kept.split()[1] in _said(kept)


def test_a_punctuated_transcript_is_taken_as_it_stands() -> None:
    typed = Transcript(segments=(Segment(text=_ROUND.format("fay burr positive left, and. Then.") + "."),))
    assert corrected(typed, None).text == typed.text


def test_a_patients_name_is_no_term() -> None:
    record = unrecorded_visit()
    record = record.model_copy(
        update={"patient": record.patient.model_copy(update={"name": "Kalliope Fenstermaker"})}
    )
    text = "eval kali ope fen stir mocker left ankle pain two out of ten walking six out of ten after a mile"
    transcript = Transcript(segments=(Segment(text=text),))
    assert "calf pain" not in corrected(transcript, record).text
