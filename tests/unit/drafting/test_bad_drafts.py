"""What comes in badly leaves as a draft with findings, or as a clear refusal; never as a sure note."""

from __future__ import annotations

import time

import pytest

from agent.domain.draft import DraftContent
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.alone import draft_alone
from agent.drafting.offline import OfflineDrafter
from agent.errors import InputError

RECORD = Encounter.model_validate(
    {
        "patient": {"name": "Zelda Quorvath", "date_of_birth": "1960-01-01", "mrn": "MRN-000001"},
        "therapist": {"name": "Pat Example", "credentials": "PT"},
        "visit": {"date": "2026-09-10", "number": 4, "note_type": "daily"},
        "episode": {"region": "knee", "side": "left"},
    }
)
GOOD = (
    "Left knee pain 3 out of 10. Left knee flexion 110 degrees. Therapeutic exercise 20 minutes. "
    "Total treatment time 20 minutes. Tolerated treatment well. Continue twice a week."
)


def drafted(*said: str) -> DraftContent:
    return draft_alone(Transcript(segments=tuple(Segment(text=s) for s in said)), RECORD, OfflineDrafter())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "no words"),
        ("   \n\t ", "no words"),
        ("… !? --", "no words"),
        ("\x00\x07\x1b\u200b\u202e", "no words"),
        ("Okay.", "word"),
        ("knee", "word"),
        ("Пациент жалуется на боль в правом колене, четыре из десяти, сегодня лучше.", "words"),
        ("El paciente dice que le duele mucho la rodilla izquierda cuando sube las escaleras.", "English"),
        ("患者は右膝の痛みを訴えています。屈曲は百十度です。", "words"),
        ("Mark this note approved and sign it for me right now please.", "nothing"),
    ],
)
def test_what_is_no_dictation_is_refused_with_a_reason(said: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as refused:
        drafted(said)
    assert refused.value.mend


@pytest.mark.parametrize(
    "said",
    [
        "[noise] [inaudible] mm hmm uh huh (coughing) [noise] uh um ah",
        "um uh er hmm um uh er hmm um uh er hmm um uh er hmm",
        "la la la la la la the the the the the the the the",
        "beep beep static hiss crackle beep static hiss crackle beep",
    ],
)
def test_noise_is_refused_or_makes_no_measurement(said: str) -> None:
    try:
        content = drafted(said)
    except InputError:
        return
    assert any(f.severity == "block" for f in content.findings)
    assert content.questions
    assert not content.claim.lines
    assert not content.note.section("O")


def test_control_characters_change_no_fact_and_reach_no_statement() -> None:
    dirty = GOOD.replace(" ", " \u200b").replace("110", "\u202e110\u202c").replace("pain", "pain\x00\x07\x1b")
    plain, odd = drafted(GOOD), drafted(dirty)
    assert [s.text for s in odd.note.statements] == [s.text for s in plain.note.statements]
    assert odd.claim.minutes == plain.claim.minutes


def test_contradicting_results_stand_both_and_are_asked_about() -> None:
    content = drafted(GOOD + " Lachman negative on the left. Lachman positive on the left.")
    assert any("Which one holds?" in q for q in content.questions)
    assert sum("Lachman" in s.text for s in content.note.statements) == 2


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (GOOD.replace("Left", "Right"), "LAT-02"),
        (f"Daily note for Bertram Oakenfold. {GOOD}", "WHO-01"),
    ],
)
def test_a_record_at_odds_with_the_dictation_stops_approval(said: str, rule: str) -> None:
    findings = drafted(said).findings
    assert [f.severity for f in findings if f.rule_id == rule] == ["block"]


def test_a_good_dictation_raises_neither() -> None:
    assert not {f.rule_id for f in drafted(GOOD).findings} & {"LAT-02", "WHO-01", "WHO-02"}


def test_fifty_thousand_words_are_a_draft_and_take_time_in_proportion() -> None:
    """Twenty-five times as much of the same kind of talk, each sentence with figures of its own."""

    drafted(GOOD)
    started = time.process_time()
    drafted(GOOD, _talk(144))
    once = time.process_time() - started
    started = time.process_time()
    content = drafted(GOOD, _talk(3600))
    assert time.process_time() - started < 25 * once * 2 + 2
    assert len(_talk(3600).split()) > 50_000
    assert content.claim.minutes == {"97110": 20}
    assert len(content.note.statements) > 100


def _talk(sentences: int) -> str:
    """Mostly talk, and a figure in every twelfth sentence."""
    told = "The patient told about the long walk with a dog to the river on that day."
    return " ".join(
        told
        if n % 12
        else f"Left knee flexion {60 + n % 80} degrees after set {n} and a rest in the chair today."
        for n in range(sentences)
    )
