"""The main job on the real parts: a recording goes in, a signed PDF comes out, the trail verifies."""

from __future__ import annotations

import io
import json
import wave
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from support.graph_clinic import actions, people, record, seen, settings

from agent.bootstrap import App, build
from agent.domain.visit import Encounter
from agent.services.edits import StatementEdit
from agent.transcription.audio import RATE, decode, in_memory

SAMPLE = "neck-discharge"
SECONDS = 25


def part_of_a_sample() -> bytes:
    """The first seconds of a recording that ships, as WAV."""
    data = resources.files("audio_samples").joinpath(f"{SAMPLE}.opus").read_bytes()
    with in_memory(data) as path:
        samples = decode(path).samples[: SECONDS * RATE]
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype(np.int16).tobytes())
    return out.getvalue()


def visit() -> Encounter:
    text = resources.files("audio_samples").joinpath(f"{SAMPLE}.visit.json").read_text()
    return Encounter.model_validate(json.loads(text))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real") / "home"


def test_from_recording_to_signed_pdf(home: Path) -> None:
    with build(settings(home)) as app:
        who = people(app)
        draft_id = app.intake.submit(who["therapist"], audio=part_of_a_sample(), encounter=visit())
        assert app.worker.wait(100)
        row = record(app, draft_id)
        assert (row.status, row.failure) == ("in_review", "")
        packet = app.review.open(who["specialist"], draft_id)
        assert packet.content is not None
        assert packet.transcript is not None
        assert packet.content.note.statements
        every_statement_points_at_its_words(packet.content.note.statements, packet.transcript.text)
        make_approvable(app, draft_id)
        app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
        signature = app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
        assert signature.content_hash == record(app, draft_id).displayed_hash
        assert app.export.pdf(who["therapist"], draft_id).startswith(b"%PDF")
        report = app.trail.verify(who["auditor"])
        assert report.ok, report.problems
        once = ("draft.queued", "draft.approved", "decision.applied", "draft.signed")
        assert [actions(app, draft_id).count(a) for a in once] == [1, 1, 1, 1]
        checkpoints = b"".join(path.read_bytes() for path in home.glob("checkpoints.db*"))
        words = {w for w in packet.transcript.text.lower().split() if w.isalpha() and len(w) > 5}
        words -= {"review", "transcribe", "section", "number", "values", "checkpoint", "channel", "string"}
        assert words
        assert [w for w in words if w.encode() in checkpoints.lower()] == []
        with app.store.read() as uow:
            logged = "\n".join(entry.text for entry in uow.runlog.for_draft(draft_id))
        assert logged
        for name in visit().patient.name.split():
            assert name not in logged


def every_statement_points_at_its_words(statements: tuple, text: str) -> None:  # type: ignore[type-arg]
    for statement in statements:
        if statement.origin == "dictated":
            assert statement.evidence, statement.id
        for span in statement.evidence:
            assert text[span.start : span.end] == span.quote
            assert span.t0 is not None
            assert span.t1 is not None
            assert 0 <= span.t0 <= span.t1 <= SECONDS + 1


def make_approvable(app: App, draft_id: str) -> None:
    """What a specialist would do: answer what blocks, accept what is suggested."""
    from support.fault_child import SPECIALIST

    content = app.review.open(SPECIALIST, draft_id).content
    assert content is not None
    accepted = [
        StatementEdit(action="accept", statement_id=s.id)
        for s in content.note.statements
        if s.origin == "suggested"
    ]
    if accepted:
        app.review.edit(SPECIALIST, draft_id, edits=accepted, **seen(app, draft_id))
    content = app.review.open(SPECIALIST, draft_id).content
    assert content is not None
    for finding in content.findings:
        if finding.severity == "block":
            app.review.resolve(SPECIALIST, draft_id, finding.id, "accepted", "A part of a recording.")


def test_an_edit_is_checked_by_the_real_rules(home: Path) -> None:
    """The clinic of the test before is opened again: nothing was lost when it closed."""
    with build(settings(home)) as app:
        from support.fault_child import SPECIALIST, THERAPIST

        draft_id = app.intake.submit(THERAPIST, audio=part_of_a_sample(), encounter=visit())
        assert app.worker.wait(100)
        before = app.review.open(SPECIALIST, draft_id).content
        assert before is not None
        removed = [StatementEdit(action="remove", statement_id=s.id) for s in before.note.section("O")]
        app.review.edit(SPECIALIST, draft_id, edits=removed, **seen(app, draft_id))
        after = app.review.open(SPECIALIST, draft_id).content
        assert after is not None
        assert after.note.section("O") == ()
        assert all(s.support is not None for s in after.note.statements)
        added = StatementEdit(action="add", section="O", text="Left wrist extension 171 degrees.")
        app.review.edit(SPECIALIST, draft_id, edits=[added], **seen(app, draft_id))
        final = app.review.open(SPECIALIST, draft_id).content
        assert final is not None
        human = final.note.section("O")[0]
        assert (human.origin, human.support is not None) == ("human", True)
        assert len({f.id for f in final.findings}) == len(final.findings)


def test_silence_fails_with_one_clear_sentence(tmp_path: Path) -> None:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(2 * RATE * 5))
    with build(settings(tmp_path)) as app:
        draft_id = app.intake.submit(people(app)["therapist"], audio=out.getvalue(), encounter=visit())
        assert app.worker.wait(100)
        row = record(app, draft_id)
    assert row.status == "failed"
    assert row.failure.startswith("No speech was found in the recording.")
