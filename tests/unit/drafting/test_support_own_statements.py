"""The support check on statements of our own: computed ones, and ones that say their evidence over."""

from __future__ import annotations

import pytest

from agent.domain.note import Note, Statement
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.alone import draft_alone, unrecorded_visit
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


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("push off isn't there, that's what limits him", "Push off is not there, that is what limits him."),
        ("great toe extension four plus right, five left", "Great toe extension 4+/5 right, 5/5 left."),
        ("I looked at her and I can feel both pulses", "Looked at her and therapist can feel both pulses."),
        ("if she asks about it I'd say no, I don't want it", "If she asks about it therapist would say no, "
         "therapist does not want it."),
        ("walk forty minutes with pain three or less", "Walk 40 minutes with pain 3/10 or less."),
    ],
)  # fmt: skip
def test_the_person_and_an_unspoken_scale_change_nothing(said: str, told: str) -> None:
    assert quoted(Transcript(segments=(Segment(text=said),)), said, told) == ()


@pytest.mark.parametrize(
    ("said", "told", "reason"),
    [
        ("heel strike is late on the left at speed", "Heel strike is late on the right at speed.", "side"),
        ("she sleeps on the left with a pillow", "Sleeps on the right with a pillow.", "side"),
        ("hamstring four plus out of five today", "Hamstring 3+/5 today.", "number"),
        ("wear it two hours then add an hour a day", "Wear it 3 hours then add an hour a day.", "number"),
        ("I didn't feel the knee lock", "Patient did feel the knee lock.", "negation"),
        ("back to seventy five percent and no pain", "Back to 75% and some pain.", "negation"),
        ("the neck is about a two out of ten", "The neck is not about 2/10.", "negation"),
        ("the boot hurts, the brace isn't", "The boot hurts, the brace is.", "negation"),
    ],
)  # fmt: skip
def test_one_word_changed_in_what_was_said_is_caught(said: str, told: str, reason: str) -> None:
    assert reason in quoted(Transcript(segments=(Segment(text=said),)), said, told)


def test_a_question_that_was_denied_is_no_finding() -> None:
    talk = Transcript(
        segments=(
            Segment(speaker="THERAPIST", text="Has it ever locked up or buckled?"),
            Segment(speaker="PATIENT", text="Never. It clicks."),
        )
    )
    asked, answered = "Has it ever locked up or buckled", "Never"

    def told(text: str) -> tuple[str, ...]:
        spans = tuple(
            talk.span(talk.text.index(said), talk.text.index(said) + len(said)) for said in (asked, answered)
        )
        statement = Statement(id="s1", section="S", text=text, origin="dictated", evidence=spans)
        support = check_support(Note(statements=(statement,)), talk, None).statements[0].support
        assert support is not None
        return support.reasons

    assert told("It has not locked up or buckled.") == ()
    assert "negation" in told("It has locked up or buckled.")


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


ROUNDED = Transcript(
    segments=(
        Segment(text="Thirty minutes in all, exercise on the ball for all but the eleven I was gliding."),
    )
)
RECKONED = "therapeutic exercise 19 minutes (fact f1); manual therapy 11 minutes (fact f2)"
LINE = "Thirty minutes in all, exercise on the ball for all but the 11 therapist was gliding"


def of_the_minutes(behind: str, basis: str = RECKONED) -> tuple[str, ...]:
    statement = Statement(
        id="O1",
        section="O",
        text=f"{LINE} ({behind}).",
        basis=basis,
        evidence=(ROUNDED.span(0, len(ROUNDED.text)),),
    )
    checked = check_support(Note(statements=(statement,)), ROUNDED, RECORD).statements[0].support
    assert checked is not None
    return checked.reasons


def test_minutes_that_were_reckoned_rest_on_the_facts_they_name() -> None:
    assert of_the_minutes("therapeutic exercise 19 minutes, manual therapy 11 minutes") == ()


@pytest.mark.parametrize(
    ("behind", "basis"),
    [
        ("therapeutic exercise 23 minutes, manual therapy 11 minutes", RECKONED),
        ("therapeutic exercise 19 minutes", ""),
        ("gait training 19 minutes", RECKONED),
    ],
)
def test_minutes_that_no_fact_gives_are_caught(behind: str, basis: str) -> None:
    assert "number" in of_the_minutes(behind, basis)


def test_a_draft_names_the_facts_that_its_reckoned_minutes_rest_on() -> None:
    said = Transcript(segments=(Segment(text="Step ups and squats from 9:05 to 9:22."),))
    made = draft_alone(said, unrecorded_visit(), OfflineDrafter()).note.statements
    (line,) = [s for s in made if "17 minutes" in s.text]
    assert line.basis in {f"therapeutic exercise 17 minutes (fact {f})" for f in line.fact_ids}
