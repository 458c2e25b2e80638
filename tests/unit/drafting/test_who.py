"""Another patient's recording is stopped, and speakers with each other's label are noticed."""

from __future__ import annotations

import pytest

from agent.domain.finding import Finding
from agent.domain.transcript import Segment, Speaker, Transcript
from agent.domain.visit import Encounter
from agent.drafting.alone import draft_alone, unrecorded_visit
from agent.drafting.offline import OfflineDrafter
from agent.drafting.who import who_was_recorded

RECORD = Encounter.model_validate(
    {
        "patient": {"name": "Zelda Quorvath", "date_of_birth": "1960-01-01", "mrn": "MRN-000001"},
        "therapist": {"name": "Pat Example", "credentials": "PT"},
        "visit": {"date": "2026-09-10", "number": 4, "note_type": "daily"},
        "episode": {"region": "knee", "side": "left"},
    }
)


def found(said: str, encounter: Encounter = RECORD) -> list[Finding]:
    return list(who_was_recorded(Transcript(segments=(Segment(text=said),)), encounter))


@pytest.mark.parametrize(
    "said",
    [
        "Daily note for Bertram Oakenfold. Left knee pain 4 out of 10.",
        "Daily note, Bertram Oakenfold, visit four. Left knee pain 4 out of 10.",
        "Bertram Oakenfold here for visit four, left knee pain 4 out of 10.",
        "Mr. Oakenfold reports left knee pain 4 out of 10.",
        "left knee better today mr oakenfold says pain is four out of ten",
        "Good morning, Mr. Oakenfold. How is the knee?",
        "Left knee pain 4. Plan continue. Next patient. Progress note on Bertram Oakenfold. Shoulder pain 2.",
    ],
)
def test_another_patients_name_blocks(said: str) -> None:
    (finding,) = found(said)
    assert (finding.rule_id, finding.severity) == ("WHO-01", "block")
    assert "oakenfold" in finding.evidence[0].quote.casefold()
    assert "akenfold" not in finding.title + finding.detail + finding.suggestion


@pytest.mark.parametrize(
    "said",
    [
        "Hi Bertram, how is the knee?",
        "Progress note on Bertram, left knee pain 4 out of 10.",
        "Okay Bertram, visit five, left knee pain 4 out of 10.",
    ],
)
def test_a_strange_first_name_warns(said: str) -> None:
    assert [f.severity for f in found(said)] == ["warn"]


@pytest.mark.parametrize(
    "said",
    [
        "Daily note for Zelda Quorvath. Left knee pain 4 out of 10.",
        "Mrs. Quorvath reports left knee pain 4 out of 10.",
        "Mrs. Korvath reports left knee pain 4 out of 10.",  # as recognition may write it
        "Her husband, Mr. Oakenfold, drove her. Left knee pain 4 out of 10.",
        "Her neighbor Mr. Oakenfold says she limps. Left knee pain 4 out of 10.",
        "She was seen by Mr. Oakenfold in the clinic. Dr. Oakenfold reports a good scan.",
        "Report on Patient Specific Functional Scale 6.2. Left knee pain 4 out of 10.",
        "MR arthrogram reported a tear. Lachman, visit four, negative. McMurray, Thessaly negative.",
        "Okay, left knee pain 4 out of 10. Hmm, Achilles reflex normal.",
    ],
)
def test_the_records_own_people_and_others_beside_them_do_not(said: str) -> None:
    assert found(said) == []


def test_without_a_record_no_name_is_another() -> None:
    assert found("Daily note for Bertram Oakenfold.", unrecorded_visit()) == []


def test_the_finding_stands_in_a_draft_and_stops_it() -> None:
    said = Transcript(segments=(Segment(text="Mr. Oakenfold reports left knee pain 4 out of 10 today."),))
    content = draft_alone(said, RECORD, OfflineDrafter())
    assert [f.severity for f in content.findings if f.rule_id == "WHO-01"] == ["block"]


TALK: tuple[tuple[Speaker, str], ...] = (
    ("THERAPIST", "How is your knee since your last visit? Any pain going down your stairs at home?"),
    ("PATIENT", "My left knee is about a four out of ten on stairs, and I sleep on my other side now."),
    ("THERAPIST", "Let me see you bend it. Your left knee flexion is 112 degrees. Did you do your slides?"),
    ("PATIENT", "I did mine every day. My wife helps me and I take my time. I do not have any numbness."),
    ("THERAPIST", "Are you walking without your cane? We did therapeutic exercise for 20 minutes with you."),
    ("PATIENT", "I walk to my mailbox without it, but I use mine in town because I am afraid I might fall."),
)  # fmt: skip
_OTHER: dict[Speaker, Speaker] = {"THERAPIST": "PATIENT", "PATIENT": "THERAPIST"}


def talk(*, swapped: bool) -> Transcript:
    return Transcript(
        segments=tuple(Segment(speaker=_OTHER[who] if swapped else who, text=text) for who, text in TALK)
    )


def test_swapped_labels_are_warned_about() -> None:
    content = draft_alone(talk(swapped=True), RECORD, OfflineDrafter())
    (finding,) = [f for f in content.findings if f.rule_id == "WHO-02"]
    assert finding.severity == "warn"
    assert "Swap the speakers" in finding.suggestion


def test_right_labels_are_not() -> None:
    assert list(who_was_recorded(talk(swapped=False), RECORD)) == []


def test_too_little_talk_tells_nothing() -> None:
    few = Transcript(segments=talk(swapped=True).segments[:2])
    assert list(who_was_recorded(few, RECORD)) == []
