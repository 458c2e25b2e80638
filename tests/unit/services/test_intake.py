"""What comes in: checked before anything is stored, then stored whole or not at all."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

import pytest
from support.graph_clinic import actions, clinic, encounter, people, queued, record, tone

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import AudioError, Conflict, InputError, PtscribeError, StorageError


def stored(app: App) -> tuple[int, int]:
    """Drafts and patients with a key, found by their record number."""
    with app.store.read() as uow:
        drafts = uow.drafts.in_status("recorded", "processing", "failed", "in_review")
        return len(drafts), int(uow.patients.find("ZZ-000-777") is not None)


def long_silence() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * 61)
    return out.getvalue()


def test_a_recording_comes_in(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    row = record(app, draft_id)
    assert (row.created_by, row.encounter) == (who["therapist"].user_id, encounter())
    with app.store.read() as uow:
        first = uow.audit.for_draft(draft_id)[0].event
    assert first.action == "draft.dictated"
    assert (first.details["container"], first.details["bytes"]) == ("wav", len(tone()))
    assert actions(app, draft_id)[1] == "run.started"


@pytest.mark.parametrize(
    ("audio", "error"),
    [
        (b"", AudioError),
        (b"<html>not audio</html>", AudioError),
        (tone()[:44], AudioError),
        (long_silence(), AudioError),
    ],
)
def test_what_is_no_recording_leaves_nothing(
    tmp_path: Path, audio: bytes, error: type[PtscribeError]
) -> None:
    with clinic(tmp_path) as app:
        object.__setattr__(app.intake, "_max_minutes", 1)
        with pytest.raises(error) as refused:
            app.intake.submit(people(app)["therapist"], audio=audio, encounter=encounter())
        assert refused.value.mend
        assert stored(app) == (0, 0)


def test_a_visit_that_could_never_be_checked_is_refused_first(app: App, who: dict[str, Actor]) -> None:
    visit = encounter()
    unknown = visit.model_copy(update={"patient": visit.patient.model_copy(update={"payer": "acme"})})
    with pytest.raises(InputError, match="acme"):
        app.intake.submit(who["therapist"], audio=tone(), encounter=unknown)
    assert stored(app) == (0, 0)


def test_a_full_disk_leaves_nothing(app: App, who: dict[str, Actor]) -> None:
    """SQLite's own limit stands in for the disk: the recording no longer fits."""
    from sqlalchemy import event

    engine = app.store._engine
    engine.dispose()

    def limit(connection: Any, _: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 40}")

    event.listen(engine, "connect", limit)
    with pytest.raises(StorageError, match=r"full.*nothing was half-written"):
        app.intake.submit(who["therapist"], audio=tone(30), encounter=encounter())
    event.remove(engine, "connect", limit)
    engine.dispose()
    assert stored(app) == (0, 0)
    assert record(app, queued(app, who)).status == "in_review"
    assert app.trail.verify(who["auditor"]).ok


def test_a_disk_that_fills_up_in_the_midst_of_a_run_fails_it(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    from agent.store.repositories.runs import FactsRepository

    def full(*args: Any) -> None:
        raise StorageError("The disk is full.", mend="Free some.")

    with monkeypatch.context() as patch:
        patch.setattr(FactsRepository, "put", full)
        draft_id = queued(app, who)
    row = record(app, draft_id)
    assert (row.status, row.failure) == ("failed", "The disk is full. Free some.")
    app.intake.retry(who["therapist"], draft_id)
    assert app.worker.wait(100)
    assert record(app, draft_id).status == "in_review"


def test_only_a_failed_draft_is_retried(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    with pytest.raises(Conflict, match="only a failed one"):
        app.intake.retry(who["therapist"], draft_id)


def test_a_draft_that_nobody_took_up_is_found_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clinic(tmp_path) as app:
        monkeypatch.setattr(app.intake, "_submit", lambda draft_id: None)
        draft_id = app.intake.submit(people(app)["therapist"], audio=tone(), encounter=encounter())
    with clinic(tmp_path) as app:
        assert app.start().restarted == (draft_id,)
        assert app.worker.wait(100)
        assert record(app, draft_id).status == "in_review"
