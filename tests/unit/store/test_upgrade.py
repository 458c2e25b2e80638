"""A clinic's database made at the first migration opens in this release with nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from sqlalchemy import inspect
from support.records import add_draft, add_reviewable, decide, encounter, sign

from agent.store import engine, migrations
from agent.store.crypto import KeyRing
from agent.store.engine import open_store
from agent.store.repositories.marks import MarkRepository
from compliance.audit.verify import verify_rows


def test_a_database_of_the_first_migration_is_upgraded_whole(
    store_url: str, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = command.upgrade
    with monkeypatch.context() as first:
        first.setattr(engine, "HEAD", "r0001")
        first.setattr(command, "upgrade", lambda config, _: upgrade(config, "r0001"))
        first.setattr(MarkRepository, "put", lambda *_, **__: None)  # its table came later
        old = open_store(store_url, keys)
        signed, waiting = add_reviewable(old, "T-1", text="Written long ago."), add_draft(old, "T-2")
        decide(old, signed)
        sign(old, signed)
        assert old.ready().revision == "r0001"
        tables = [name for name in inspect(old._engine).get_table_names() if name != "alembic_version"]
        assert "addenda" not in tables
        before = _rows(old, tables)
        old.close()
    store = open_store(store_url, keys)
    assert store.ready().revision == migrations.HEAD
    assert _rows(store, tables) == before
    with store.read() as uow:
        assert uow.drafts.content(signed).note.statements[0].text == "Written long ago."
        assert uow.patients.find(encounter("T-2").patient.mrn) == uow.drafts.get(waiting).patient_id
        report = verify_rows(uow.audit.rows)
    assert (report.verdict, report.checked) == ("ok", len(before["audit_events"]))
    add_reviewable(store, "T-3")
    with store.read() as uow:
        assert verify_rows(uow.audit.rows).ok
    store.close()


def _rows(store: engine.Store, tables: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    with store.read() as uow:
        return {
            name: sorted(map(tuple, uow.drafts._db.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)
            for name in tables
        }
