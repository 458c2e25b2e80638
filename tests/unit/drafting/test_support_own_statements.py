"""The support check on statements of our own: computed ones, and ones that say their evidence over."""

from __future__ import annotations

import pytest

from agent.domain.note import Note, Statement
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.alone import draft_alone
from agent.drafting.offline import OfflineDrafter
from agent.drafting.support.check import check_support

SPOKEN = Transcript(
    segments=(
        Segment(text="LEFS twenty eight, was nineteen."),
        Segment(text="Left quad four out of five and right quad five out of five."),
    )
)
RECORD = Encounter.model_validate(
    {
        "patient": {"name": "Orla Placeholder", "date_of_birth": "1970-05-06", "mrn": "MRN-0000002"},
        "therapist": {"name": "Ada Sample", "credentials": "PT"},
        "visit": {"date": "2026-08-20", "number": 4},
        "history": {"last_measures": [{"name": "LEFS", "value": 19, "date": "2026-07-27"}]},
    }
)
BASIS = "history.last_measures[LEFS, 2026-07-27] and fact f1; MDC 9: Binkley 1999 [V]"


def verdict(text: str, *, origin: str = "computed", basis: str = BASIS, segment: int = 0) -> tuple[str, ...]:
    start = SPOKEN.offsets[segment]
    span = SPOKEN.span(start, start + len(SPOKEN.segments[segment].text))
    statement = Statement.model_validate(
        {"id": "s1", "section": "A", "text": text, "origin": origin, "basis": basis, "evidence": (span,)}
    )
    checked = check_support(Note(statements=(statement,)), SPOKEN, RECORD).statements[0].support
    assert checked is not None
    return checked.reasons


def test_a_computed_change_with_its_published_mdc_is_supported() -> None:
    assert verdict("LEFS increased from 19 (2026-07-27) to 28, within the MDC of 9 points.") == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "LEFS increased from 19 (2026-07-27) to 38, within the MDC of 9 points.",
        "LEFS increased from 12 (2026-07-27) to 28, within the MDC of 9 points.",
        "LEFS increased from 19 (2026-07-27) to 28, within the MDC of 7 points.",
    ],
)
def test_a_computed_number_that_nobody_gave_is_caught(wrong: str) -> None:
    assert "number" in verdict(wrong)


def test_a_statement_that_says_its_evidence_over_is_supported() -> None:
    assert verdict("Left quad 4/5 and right quad 5/5.", origin="dictated", basis="", segment=1) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "Right quad 4/5 and left quad 5/5.",
        "Right quad 4/5 and right quad 5/5.",
        "Left quad 3/5 and right quad 5/5.",
    ],
)
def test_a_swapped_side_or_number_in_the_same_words_is_caught(wrong: str) -> None:
    assert verdict(wrong, origin="dictated", basis="", segment=1) != ()


SLR = "s l r left positive at thirty five degrees right negative at eighty"


def quoted(transcript: Transcript, said: str, text: str) -> tuple[str, ...]:
    """The reasons against a statement that names `said` as its evidence."""
    start = transcript.text.index(said)
    statement = Statement.model_validate(
        {
            "id": "s1", "section": "O", "text": text, "origin": "dictated",
            "evidence": (transcript.span(start, start + len(said)),),
        }
    )  # fmt: skip
    support = check_support(Note(statements=(statement,)), transcript, None).statements[0].support
    assert support is not None
    return support.reasons


def test_what_says_a_dictation_over_word_for_word_is_supported() -> None:
    dictated = Transcript(segments=(Segment(text=SLR),))
    assert quoted(dictated, SLR, "SLR left positive at 35 degrees, right negative at 80.") == ()
    assert quoted(dictated, SLR, "SLR left positive at 35 degrees, right positive at 80.") != ()
    assert quoted(dictated, SLR, "SLR left positive at 35 degrees, right negative at 30.") != ()


def test_a_question_of_a_conversation_said_over_is_no_statement() -> None:
    asked = "Okay, any dizziness or shortness of breath?"
    talk = Transcript(
        segments=(
            Segment(speaker="THERAPIST", text=asked),
            Segment(speaker="PATIENT", text="No, none of that."),
        )
    )
    assert quoted(talk, asked, asked.replace("?", ".")) == ("negation",)


@pytest.mark.parametrize(
    "talk",
    [
        (("T", "Has it ever locked?"), ("P", "No, never. It clicks on the right when I open.")),
        (("T", "Does it wake you up at night?"), ("P", "Nope.")),
        (("T", "Is it still red?"), ("P", "No, gone since Tuesday.")),
        (("T", "Your right step is long, the left's short."), ("P", "I know.")),
    ],
)
def test_what_our_own_note_says_of_a_talk_is_supported(talk: tuple[tuple[str, str], ...]) -> None:
    names = {"T": "THERAPIST", "P": "PATIENT"}
    spoken = Transcript(segments=tuple(Segment(speaker=names[s], text=t) for s, t in talk))
    note = draft_alone(spoken, RECORD, OfflineDrafter()).note
    assert note.statements
    assert {s.support.verdict for s in note.statements if s.support} == {"supported"}
