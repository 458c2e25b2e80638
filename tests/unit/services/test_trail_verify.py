"""The trail is held against the checkpoints outside of the database; it outlives the content."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.graph_clinic import queued, record

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import NotFound


def test_a_verified_trail_says_how_much_was_witnessed(app: App, who: dict[str, Actor]) -> None:
    queued(app, who)
    assert app.trail.verify(who["auditor"]).witnessed == 0
    signed = app.witness.checkpoint()
    assert signed is not None
    report = app.trail.verify(who["auditor"])
    assert (report.verdict, report.witnessed) == ("ok", signed.checkpoint.size)


@pytest.mark.parametrize("memory_too", [False, True])
def test_checkpoints_that_are_gone_are_no_pass(app: App, who: dict[str, Actor], memory_too: bool) -> None:
    queued(app, who)
    app.witness.checkpoint()
    shutil.rmtree(app.settings.home / "witness")
    if memory_too:
        (app.settings.home / "keys" / "signer.json").unlink()
    assert app.trail.verify(who["auditor"]).verdict == "cannot_verify"


def test_a_missing_last_checkpoint_is_told(app: App, who: dict[str, Actor]) -> None:
    queued(app, who)
    app.witness.checkpoint()
    app.trail.events(who["auditor"])
    app.witness.checkpoint()
    max((app.settings.home / "witness").glob("*.note")).unlink()
    assert app.trail.verify(who["auditor"]).verdict == "tampered"


def test_another_key_is_told(app: App, who: dict[str, Actor], tmp_path: Path) -> None:
    from compliance.audit.checkpoint import SigningKey

    queued(app, who)
    app.witness.checkpoint()
    key = app.settings.home / "keys" / "checkpoint.key"
    key.unlink()
    assert app.trail.verify(who["auditor"]).verdict == "cannot_verify"
    SigningKey.open(key)
    assert app.trail.verify(who["auditor"]).verdict == "tampered"


def test_a_destroyed_record_keeps_its_trail(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    patient = record(app, draft_id).patient_id
    with app.store.unit() as uow:
        uow.patients.shred(patient)
        uow.commit()
    found = app.trail.events(who["auditor"], draft_id)
    assert found[0].event.action == "draft.dictated"
    with app.store.read() as uow:
        told = uow.audit.all()[-1].event
    assert (told.action, told.draft_id, told.patient_ref, told.version) == (
        "trail.viewed",
        draft_id,
        patient,
        1,
    )
    with pytest.raises(NotFound):
        app.trail.events(who["auditor"], "nonesuch")
    assert app.trail.verify(who["auditor"]).ok
