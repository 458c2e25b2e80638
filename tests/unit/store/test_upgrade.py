"""A clinic's database made at the first migration opens in this release with nothing lost."""

from __future__ import annotations

import random
from typing import Any

import pytest
from alembic import command
from sqlalchemy import inspect
from support.clinic_records import run_the_clinic
from support.records import AT, add_draft, add_reviewable, decide, encounter, sign
from support.tampering import edit_row_of, fences_down

from agent.store import engine, migrations, tables
from agent.store.crypto import KeyRing
from agent.store.engine import open_store
from agent.store.repositories.marks import MarkRepository
from agent.store.vouching import Deeds
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


def test_marks_of_the_fourth_migration_are_found_by_wording(
    store_url: str, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [f"five words in a row {n}" for n in range(40)]
    upgrade = command.upgrade
    with monkeypatch.context() as fourth:
        fourth.setattr(engine, "HEAD", "r0004")
        fourth.setattr(command, "upgrade", lambda config, _: upgrade(config, "r0004"))
        old = open_store(store_url, keys)
        marked = _marked_without_bands(old, runs)
        old.close()
    store = open_store(store_url, keys)
    with store.read() as uow:
        found = uow.marks.alike(runs, not_of_patient="nobody", at_least=0.9, limit=5)
    assert [f.draft_id for f in found] == [marked]
    store.close()


def test_rules_and_users_of_before_are_vouched_for_as_they_stand(
    store_url: str, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Releases before the sixth migration told of these acts, but did not name the rows."""
    upgrade, wrote = command.upgrade, Deeds.wrote
    named_before = ("drafts", "patients", "recordings")

    def before(deeds: Deeds, table: str, *rest: Any, **more: Any) -> None:
        if table in named_before:
            wrote(deeds, table, *rest, **more)

    with monkeypatch.context() as earlier:
        earlier.setattr(engine, "HEAD", "r0005")
        earlier.setattr(command, "upgrade", lambda config, _: upgrade(config, "r0005"))
        earlier.setattr(Deeds, "wrote", before)
        old = open_store(store_url, keys)
        add_draft(old)
        run_the_clinic(old)
        old.close()
    store = open_store(store_url, keys)
    with store.read() as uow:
        report, last = verify_rows(uow.audit.rows), uow.audit.all()[-1].event
    assert report.problems == ()
    assert report.ok
    assert (last.action, last.details) == ("records.adopted", {"revision": "r0006", "records": 6})
    run_the_clinic(store, 3)
    with store.unit() as uow:
        assert verify_rows(uow.audit.rows).ok
        edit_row_of("users")(fences_down(uow), random.Random(1), 0)
        assert verify_rows(uow.audit.rows).verdict == "tampered"
    store.close()


def _rows(store: engine.Store, tables: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    with store.read() as uow:
        return {
            name: sorted(map(tuple, uow.drafts._db.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)
            for name in tables
        }


def _marked_without_bands(store: engine.Store, runs: list[str]) -> str:
    """A draft with a sketch, and one of no wording at all, as the release of `r0004` wrote them."""
    with store.unit() as uow:
        drafts = [
            uow.drafts.add(encounter(f"T-{n}"), recording_id="", created_by="u", at=AT) for n in range(2)
        ]
        for draft, printed in zip(drafts, (uow.marks._print(runs), b""), strict=True):
            values = {"draft_id": draft, "patient_id": uow.drafts.get(draft).patient_id, "day": b"d"}
            uow.marks._db.execute(tables.draft_marks.insert().values(**values, print=printed))
        uow.commit()
    return drafts[0]
