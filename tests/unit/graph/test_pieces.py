"""Pieces that were heard are not heard again, whether the process died or the run failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.graph_clinic import clinic, encounter, people, record
from support.review_room import sample_files

from agent.bootstrap import App
from agent.domain.transcript import SpeechEngineInfo
from agent.domain.user import Actor
from agent.errors import EngineUnavailable
from agent.graph.pieces import RunPieces
from agent.transcription.engine import PieceEngine
from agent.transcription.heard import Heard, HeardWord
from agent.transcription.pieces import CutOptions, Piece


class Dying:
    """Hears a word in each piece, and dies at the third the first time."""

    name = "scripted"
    cut_options = CutOptions()

    def __init__(self, death: Callable[[], BaseException]) -> None:
        self._death: Callable[[], BaseException] | None = death
        self.starts: list[float] = []

    def info(self) -> SpeechEngineInfo:
        return SpeechEngineInfo(engine="scripted")

    def hear(self, piece: Piece) -> tuple[Heard, ...]:
        if len(self.starts) == 2 and self._death:
            death, self._death = self._death, None
            raise death()
        self.starts.append(piece.start)
        return (Heard(words=(HeardWord(text="walking", t0=piece.start, t1=piece.end),)),)


class Killed(BaseException):
    """No handler of ours catches it, as none catches a SIGKILL."""


def dictated(app: App, therapist: Actor, monkeypatch: pytest.MonkeyPatch) -> str:
    """A draft that no thread takes up: the test runs it itself."""
    audio, _ = sample_files("ankle-sprain-daily")
    monkeypatch.setattr(app.intake, "_submit", lambda draft_id: None)
    return app.intake.submit(therapist, audio=audio.read_bytes(), encounter=encounter())


def test_a_killed_run_goes_on_with_the_next_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Dying(Killed)
    with clinic(tmp_path / "clinic", speech=PieceEngine(heard, pieces=RunPieces())) as app:
        draft_id = dictated(app, people(app)["therapist"], monkeypatch)
        with pytest.raises(Killed):
            app.runner.start(draft_id)
        app.runner.start(draft_id)
        assert record(app, draft_id).status == "in_review"
    assert len(heard.starts) >= 3
    assert len(set(heard.starts)) == len(heard.starts)


def test_a_retry_after_a_failure_keeps_what_was_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Dying(lambda: EngineUnavailable("The model went away.", mend="Bring it back."))
    with clinic(tmp_path / "clinic", speech=PieceEngine(heard, pieces=RunPieces())) as app:
        therapist = people(app)["therapist"]
        draft_id = dictated(app, therapist, monkeypatch)
        assert app.runner.start(draft_id) == "failed"
        app.intake.retry(therapist, draft_id)
        assert app.runner.start(draft_id) == "done"
        assert record(app, draft_id).run == 2
    assert len(set(heard.starts)) == len(heard.starts)
