"""Who holds the log's head, and what a unit that finds it taken does about the disk (PostgreSQL)."""

from __future__ import annotations

import threading

import pytest
from support.records import event

from agent.errors import StorageError
from agent.store.engine import Store
from compliance.audit.verify import verify_rows

pytestmark = pytest.mark.postgres


def test_a_unit_that_meets_others_at_the_head_waits_its_turn_and_loses_nothing(postgres_store: Store) -> None:
    holds, told = threading.Event(), list[bool]()

    def second() -> None:
        holds.wait(10)
        with postgres_store.unit() as uow:
            uow.audit.append(event("second.done"))
            uow.audit.append(event("second.done"))
            uow.commit()
            told.append(uow.audit.others_wait)

    thread = threading.Thread(target=second)
    thread.start()
    with postgres_store.unit() as uow:
        uow.audit.append(event("first.done"))
        assert uow.audit.count() == 1
        holds.set()
        thread.join(0.3)
        assert thread.is_alive(), "the head is held"
        uow.commit()
        assert not uow.audit.others_wait
    thread.join(10)
    assert told == [True]
    with postgres_store.read() as uow:
        assert [one.event.action for one in uow.audit.all()] == ["first.done", "second.done", "second.done"]
        assert verify_rows(uow.audit.rows).ok


@pytest.mark.parametrize("crowded", [False, True])
def test_a_commit_returns_when_it_is_on_the_disk(postgres_store: Store, crowded: bool) -> None:
    name = postgres_store._engine.url.database
    with postgres_store._engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = on")
    postgres_store._engine.dispose()
    for _ in range(30):
        with postgres_store.unit() as uow:
            uow.audit.append(event("draft.viewed"))
            assert uow.audit.count()
            uow.audit.others_wait = crowded
            written = uow.audit._db.exec_driver_sql("SELECT pg_current_wal_insert_lsn()").scalar()
            uow.commit()
        with postgres_store._engine.connect() as connection:
            flushed = f"SELECT pg_current_wal_flush_lsn() >= '{written}'::pg_lsn"
            assert connection.exec_driver_sql(flushed).scalar()


@pytest.mark.parametrize("told", [False, True])
def test_a_unit_whose_statement_failed_is_not_committed_in_silence(postgres_store: Store, told: bool) -> None:
    with postgres_store.unit() as uow:
        with pytest.raises(Exception, match="nowhere"):
            uow.audit._db.exec_driver_sql("SELECT * FROM nowhere")
        if told:
            uow.audit.append(event("draft.viewed"))
        with pytest.raises(StorageError, match="earlier step"):
            uow.commit()
    with postgres_store.read() as uow:
        assert uow.audit.count() == 0
