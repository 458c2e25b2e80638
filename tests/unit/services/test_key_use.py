"""A process that works with the clinic's master key says so, once, and never says the key."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from support.graph_clinic import clinic, people, queued

from agent.bootstrap import App
from agent.errors import StorageError
from agent.store.repositories.audit import AuditRepository


def _opened(app: App) -> list[dict[str, str | int]]:
    with app.store.read() as uow:
        return [one.event.details for one in uow.audit.search(actions=("key.opened",))]


def test_each_process_that_works_with_the_key_tells_it_once(tmp_path: Path) -> None:
    with clinic(tmp_path) as app:
        who = people(app)
        assert _opened(app) == [], "to open the database and ask is told by what is asked"
        app.start()
        queued(app, who)
        (told,) = _opened(app)
    with clinic(tmp_path) as app:
        assert _opened(app) == [told]
        queued(app, who, mrn="ZZ-2")
        assert _opened(app) == [told, told], "to process is enough"
        assert app.trail.verify(who["auditor"]).ok
        with app.store.read() as uow:
            bodies = b"".join(uow.audit.bodies())
    key = base64.b64decode((tmp_path / "keys" / "master.key").read_text().split("\n")[1])
    assert told["key"] != key.hex()[:16]
    for form in (key.hex().encode(), base64.b64encode(key), key):
        assert form not in bodies


def test_a_process_that_cannot_tell_it_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: AuditRepository) -> None:
        if self._waiting:
            raise StorageError("The disk is full.")

    with clinic(tmp_path) as app:
        with monkeypatch.context() as patched:
            patched.setattr(AuditRepository, "flush", full)
            with pytest.raises(StorageError):
                app.start()
        assert _opened(app) == []
        app.start()
        assert len(_opened(app)) == 1, "it is told as soon as it can be"
