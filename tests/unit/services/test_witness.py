"""Checkpoints are kept up, and a witness that fails costs nothing but the witness."""

from __future__ import annotations

import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.graph_clinic import actions, clinic, people, queued, record, seen

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import IntegrityError, StorageError
from agent.services.witness import CHECKPOINTED, EVERY_SECONDS, Witness
from agent.store.engine import Store
from compliance.audit.verify import read_witness, verify_sqlite


def events(app: App) -> list[str]:
    with app.store.read() as uow:
        return [one.event.action for one in uow.audit.all()]


def approved(app: App, who: dict[str, Actor]) -> str:
    draft_id = queued(app, who)
    app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
    return draft_id


def test_a_signature_is_witnessed(app: App, who: dict[str, Actor]) -> None:
    draft_id = approved(app, who)
    app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
    (checkpoint,) = read_witness(app.settings.home / "witness")
    assert events(app)[checkpoint.size - 1 :] == ["draft.signed", CHECKPOINTED]
    with app.store.read() as uow:
        told = uow.audit.all()[-1].event
    assert told.details == {
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "key": app.witness.vkey.split("+")[1],
    }
    report = verify_sqlite(app.settings.home / "clinic.db", checkpoints=[checkpoint], pinned=app.witness.vkey)
    assert (report.verdict, report.witnessed) == ("ok", checkpoint.size)


def test_nothing_new_is_not_witnessed_again(app: App, who: dict[str, Actor]) -> None:
    queued(app, who)
    assert app.witness.checkpoint() is not None
    before = events(app)
    assert app.witness.checkpoint() is None
    assert events(app) == before
    app.trail.events(who["auditor"])
    assert app.witness.checkpoint() is not None


def test_the_patrol_makes_one_every_ten_minutes(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(app, who)
    app.witness.round()
    app.trail.events(who["auditor"])
    app.witness.round()
    folder = app.settings.home / "witness"
    assert len(read_witness(folder)) == 1
    from agent.services import witness as module

    now = module.time.monotonic()
    monkeypatch.setattr(module.time, "monotonic", lambda: now + EVERY_SECONDS)
    app.witness.round()
    assert len(read_witness(folder)) == 2


def test_a_witness_folder_that_cannot_be_written_costs_no_signature(
    app: App, who: dict[str, Actor], capsys: pytest.CaptureFixture[str]
) -> None:
    draft_id = approved(app, who)
    (app.settings.home / "witness").write_text("not a folder")
    app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
    assert record(app, draft_id).status == "signed"
    assert "draft.signed" in actions(app, draft_id)
    assert CHECKPOINTED not in events(app)
    assert "trail.not_witnessed" in "".join(capsys.readouterr())
    with pytest.raises(StorageError):
        app.witness.checkpoint()
    (app.settings.home / "witness").unlink()
    assert app.witness.checkpoint() is not None
    assert app.trail.verify(who["auditor"]).ok


def test_a_signers_memory_that_cannot_be_read_costs_no_signature(app: App, who: dict[str, Actor]) -> None:
    draft_id = approved(app, who)
    assert app.witness.keep_up()
    (app.settings.home / "keys" / "signer.json").write_text('{"note": "nonsense"}')
    app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
    assert record(app, draft_id).status == "signed"
    with pytest.raises(IntegrityError):
        app.witness.checkpoint()
    with pytest.raises(IntegrityError):
        app.witness.standing()
    assert app.trail.verify(who["auditor"]).verdict == "cannot_verify"


def test_a_second_folder_gets_all_and_catches_up(app: App, who: dict[str, Actor], tmp_path: Path) -> None:
    queued(app, who)
    home, second = app.settings.home, tmp_path / "far"
    both = Witness(app.store, home, (home / "witness", second))
    second.write_text("a disk that is away")
    signed = both.checkpoint()
    assert signed is not None
    assert len(signed.failures) == 1
    assert both.standing().behind == (str(second),)
    second.unlink()
    app.trail.events(who["auditor"])
    assert both.checkpoint() is not None
    names = [sorted(path.name for path in folder.glob("*.note")) for folder in (home / "witness", second)]
    assert names[0] == names[1]
    assert len(names[0]) == 2
    assert both.standing().behind == ()


def test_a_log_that_was_rolled_back_is_not_signed(app: App, who: dict[str, Actor], tmp_path: Path) -> None:
    queued(app, who)
    database = app.settings.home / "clinic.db"
    with sqlite3.connect(database) as old, sqlite3.connect(tmp_path / "old.db") as copy:
        old.backup(copy)
    app.trail.events(who["auditor"])
    app.witness.checkpoint()
    app.close()
    with sqlite3.connect(tmp_path / "old.db") as copy, sqlite3.connect(database) as now:
        copy.backup(now)
    with clinic(app.settings.home) as again:
        with pytest.raises(IntegrityError):
            again.witness.checkpoint()
        assert not again.witness.keep_up()
        assert again.witness.standing().shortened
        report = again.trail.verify(who["auditor"])
        assert report.verdict == "tampered"
        assert "its end is missing" in str(report.problems[0])


def test_two_processes_take_turns(app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one signs a longer log between our look at it and our turn."""
    queued(app, who)
    other = Witness(app.store, app.settings.home, app.witness.folders)
    read, looked = Store.read, []

    def meanwhile(self: Store) -> object:
        unit = read(self)
        if not looked:
            looked.append(1)
            unit.__enter__()
            unit.audit.head()
            app.trail.events(who["auditor"])
            other.checkpoint()
            unit.__exit__(None, None, None)
        return read(self)

    monkeypatch.setattr(Store, "read", meanwhile)
    app.witness.checkpoint()
    monkeypatch.undo()
    assert app.trail.verify(who["auditor"]).ok


def test_how_far_it_stands(app: App, who: dict[str, Actor]) -> None:
    queued(app, who)
    fresh = app.witness.standing()
    assert (fresh.size, fresh.at, fresh.age_minutes(), fresh.late) == (0, None, None, False)
    assert fresh.unwitnessed == fresh.events > 0
    app.witness.checkpoint()
    told = app.witness.standing(datetime.now(UTC) + timedelta(hours=5))
    assert (told.unwitnessed, told.waiting_minutes, told.late) == (0, 0, False)
    app.trail.events(who["auditor"])
    for minutes, late in ((29, False), (31, True), (-600, False)):
        now = datetime.now(UTC) + timedelta(minutes=minutes)
        standing = app.witness.standing(now)
        assert (standing.late, standing.unwitnessed) == (late, 2)
        assert standing.age_minutes(now) == max(0, minutes)


def test_the_key_is_its_owners_and_not_made_by_looking(tmp_path: Path) -> None:
    with clinic(tmp_path / "home") as app:
        key = app.settings.home / "keys" / "checkpoint.key"
        assert app.witness.vkey == ""
        assert app.witness.standing().size == 0
        assert not key.exists()
        assert app.witness.checkpoint() is None
        queued(app, people(app))
        app.witness.checkpoint()
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
