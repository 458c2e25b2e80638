from __future__ import annotations

import multiprocessing
import stat
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from support.records import add_draft, encounter

from agent.errors import StorageError
from agent.store import migrations, tables
from agent.store.crypto import KeyRing
from agent.store.engine import Health, Store, open_store


def _open(url: str, key_file: Path, results: object) -> None:
    opened = open_store(url, KeyRing.open(key_file))
    with opened.unit() as uow:
        uow.patients.ensure(encounter(f"T-{multiprocessing.current_process().pid}").patient)
        uow.commit()
    results.put(opened.ready().revision)  # type: ignore[attr-defined]  # a multiprocessing queue


def test_processes_that_open_a_new_store_at_once_all_succeed(store_url: str, tmp_path: Path) -> None:
    KeyRing.open(tmp_path / "k")
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [context.Process(target=_open, args=(store_url, tmp_path / "k", results)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    assert [results.get(timeout=5) for _ in processes] == [migrations.HEAD] * 4


def test_the_newest_revision_is_the_one_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.HEAD


def test_migrations_make_the_tables_that_the_store_uses(store: Store) -> None:
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_ready_tells_what_is_open(store: Store) -> None:
    add_draft(store)
    assert store.ready() == Health(store._engine.dialect.name, migrations.HEAD, 2)


def test_a_store_that_is_gone_is_not_ready(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.close()
    (tmp_path / "clinic.db").write_bytes(b"not a database at all " * 100)
    with pytest.raises(StorageError, match="not a ptscribe database"):
        sqlite_store.ready()


def test_a_database_of_a_newer_release_is_not_touched(store: Store, store_url: str, keys: KeyRing) -> None:
    with store.unit() as uow:
        uow.drafts._db.exec_driver_sql("UPDATE alembic_version SET version_num = 'r9999'")
        uow.commit()
    with pytest.raises(StorageError, match="newer release"):
        open_store(store_url, keys)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://root@localhost/x",
        "nonsense",
        "postgresql://nobody@127.0.0.1:1/none",
        "sqlite:////proc/nothing/clinic.db",
    ],
)
def test_a_url_that_cannot_be_used_is_said_so(url: str, keys: KeyRing) -> None:
    with pytest.raises(StorageError) as caught:
        open_store(url, keys)
    assert caught.value.mend


def test_the_database_file_is_its_owners(sqlite_store: Store, tmp_path: Path) -> None:
    add_draft(sqlite_store)
    for path in tmp_path.glob("clinic.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_sqlite_is_durable(sqlite_store: Store) -> None:
    with sqlite_store.read() as uow:
        db = uow.drafts._db
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert db.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_reading_neither_waits_nor_writes(store: Store) -> None:
    draft = add_draft(store)
    read = threading.Event()

    def look() -> None:
        with store.read() as uow:
            assert uow.drafts.get(draft).status == "recorded"
        read.set()

    with store.unit() as writer:
        writer.drafts.move(draft, frm={"recorded"}, to="processing")
        thread = threading.Thread(target=look)
        thread.start()
        assert read.wait(10)
        thread.join()
        writer.commit()
    with store.read() as uow, pytest.raises(StorageError):
        uow.drafts.next_run(draft)


def test_a_read_is_one_snapshot(store: Store) -> None:
    draft = add_draft(store)
    with store.read() as uow:
        assert uow.drafts.count(["recorded"]) == 1
        with store.unit() as writer:
            writer.drafts.move(draft, frm={"recorded"}, to="processing")
            writer.commit()
        assert uow.drafts.count(["recorded"]) == 1
    with store.read() as uow:
        assert uow.drafts.count(["recorded"]) == 0
