"""A transcript set right: the next run reads it, the old version keeps its own, the trail tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.graph_clinic import Drafter, Speech, actions, clinic, people, queued, record, seen

from agent.bootstrap import App
from agent.domain.transcript import Correction, Segment, SpeechEngineInfo, Transcript
from agent.domain.user import Actor
from agent.errors import Conflict, InputError, Refused
from agent.services.edits import StatementEdit
from agent.transcription.base import Progress

HEARD = Segment(
    start=0.0,
    end=0.2,
    speaker="THERAPIST",
    text="the Lachman is negative",
    raw_text="the lock man is negative",
    corrections=(Correction(start=4, end=11, before="lock man", after="Lachman", reason="sounds like"),),
)
ANSWERED = Segment(
    start=0.2, end=0.3, speaker="PATIENT", text="how is your knee", raw_text="how is your knee"
)


class TwoVoices(Speech):
    def transcribe(self, audio: Path, *, progress: Progress | None = None) -> Transcript:
        self.calls += 1
        return Transcript(segments=(HEARD, ANSWERED), duration=0.3, engine=SpeechEngineInfo(engine="fake"))


@pytest.fixture
def speech() -> TwoVoices:
    return TwoVoices()


@pytest.fixture
def drafter() -> Drafter:
    return Drafter()


@pytest.fixture
def room(tmp_path: Path, speech: TwoVoices, drafter: Drafter) -> Iterator[App]:
    with clinic(tmp_path / "clinic", speech=speech, drafter=drafter) as made:
        yield made


@pytest.fixture
def staff(room: App) -> dict[str, Actor]:
    return people(room)


def shown(app: App, who: dict[str, Actor], draft_id: str, version: int | None = None) -> Transcript:
    transcript = app.review.open(who["specialist"], draft_id, version).transcript
    assert transcript is not None
    return transcript


def test_speakers_are_exchanged_in_one_act(room: App, staff: dict[str, Actor], speech: TwoVoices) -> None:
    draft_id = queued(room, staff)
    room.transcripts.swap_speakers(staff["specialist"], draft_id, **seen(room, draft_id))
    assert room.worker.wait(100)
    assert record(room, draft_id).status == "in_review"
    assert [s.speaker for s in shown(room, staff, draft_id).segments] == ["PATIENT", "THERAPIST"]
    assert [s.speaker for s in shown(room, staff, draft_id, 1).segments] == ["THERAPIST", "PATIENT"]
    assert speech.calls == 1, "the recording is not heard again"
    assert "transcript.changed" in actions(room, draft_id)
    assert room.trail.verify(staff["auditor"]).ok


def test_one_turn_is_given_to_the_other(room: App, staff: dict[str, Actor]) -> None:
    draft_id = queued(room, staff)
    room.transcripts.swap_speakers(staff["specialist"], draft_id, 1, **seen(room, draft_id))
    assert room.worker.wait(100)
    assert [s.speaker for s in shown(room, staff, draft_id).segments] == ["THERAPIST", "THERAPIST"]


def test_a_correction_is_taken_back_and_read_anew(
    room: App, staff: dict[str, Actor], drafter: Drafter
) -> None:
    draft_id = queued(room, staff)
    room.transcripts.undo_correction(staff["specialist"], draft_id, 0, 0, **seen(room, draft_id))
    assert room.worker.wait(100)
    now = shown(room, staff, draft_id).segments[0]
    assert (now.text, now.corrections) == ("the lock man is negative", ())
    assert drafter.requests[-1].transcript.segments[0] == now
    content = room.review.open(staff["specialist"], draft_id).content
    assert content is not None
    assert content.questions == (), "nobody asked for a change of the note"


def test_what_humans_wrote_stays_and_points_at_the_same_words(room: App, staff: dict[str, Actor]) -> None:
    draft_id, who = queued(room, staff), staff["specialist"]
    edit = StatementEdit(action="replace", statement_id="s1", text="Right knee pain 3/10, as she says.")
    room.review.edit(who, draft_id, edits=[edit], **seen(room, draft_id))
    room.transcripts.undo_correction(who, draft_id, 0, 0, **seen(room, draft_id))
    assert room.worker.wait(100)
    packet = room.review.open(who, draft_id)
    assert packet.content is not None
    assert packet.transcript is not None
    human = next(s for s in packet.content.note.statements if s.origin == "human")
    assert human.text == "Right knee pain 3/10, as she says."
    assert [span.quote for span in human.evidence] == [packet.transcript.text]


def test_it_is_about_what_was_displayed_and_for_who_decides(room: App, staff: dict[str, Actor]) -> None:
    draft_id = queued(room, staff)
    with pytest.raises(Refused):
        room.transcripts.swap_speakers(staff["therapist"], draft_id, **seen(room, draft_id))
    before = seen(room, draft_id)
    edit = StatementEdit(action="replace", statement_id="s1", text="Other.")
    room.review.edit(staff["specialist"], draft_id, edits=[edit], **before)
    with pytest.raises(Conflict):
        room.transcripts.swap_speakers(staff["specialist"], draft_id, **before)
    assert "transcript.changed" not in actions(room, draft_id)
    assert record(room, draft_id).run == 1


@pytest.mark.parametrize(("segment", "correction"), [(0, 1), (0, -1), (1, 0), (7, 0), (-1, 0)])
def test_what_is_not_there_is_refused(
    room: App, staff: dict[str, Actor], segment: int, correction: int
) -> None:
    draft_id = queued(room, staff)
    with pytest.raises(InputError):
        room.transcripts.undo_correction(
            staff["specialist"], draft_id, segment, correction, **seen(room, draft_id)
        )
    assert record(room, draft_id).status == "in_review"


def test_without_speakers_there_is_nothing_to_exchange(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    with pytest.raises(InputError, match="No speakers"):
        app.transcripts.swap_speakers(who["specialist"], draft_id, **seen(app, draft_id))


def test_a_crash_before_the_graph_heard_loses_nothing(
    room: App, staff: dict[str, Actor], monkeypatch: Any
) -> None:
    draft_id = queued(room, staff)
    monkeypatch.setattr(room.runner, "resume", lambda decision_id: "failed")
    room.transcripts.swap_speakers(staff["specialist"], draft_id, **seen(room, draft_id))
    assert room.worker.wait(100)
    assert record(room, draft_id).status == "changes_requested"
    monkeypatch.undo()
    room.reconcile()
    assert room.worker.wait(100)
    assert [s.speaker for s in shown(room, staff, draft_id).segments] == ["PATIENT", "THERAPIST"]
