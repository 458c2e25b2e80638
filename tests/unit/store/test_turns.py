from __future__ import annotations

import threading
from pathlib import Path

import pytest
from support.records import add_draft

from agent.errors import StorageError
from agent.store.engine import Store
from agent.store.turns import Turns


@pytest.mark.parametrize("same_process", [True, False])
def test_one_at_a_time_and_patience_ends(tmp_path: Path, same_process: bool) -> None:
    first = Turns(tmp_path / "c.db", patience=5)
    second = first if same_process else Turns(tmp_path / "c.db", patience=0.05)
    first._patience = 0.05
    first.take()
    with pytest.raises(StorageError, match="busy"):
        second.take()
    first.give()
    second.take()
    second.give()
    second.close()
    second.take()
    second.give()


def test_a_turn_is_given_back_whatever_happens(sqlite_store: Store) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), sqlite_store.unit():
            raise ZeroDivisionError
    assert add_draft(sqlite_store)


def test_threads_lose_no_turn(sqlite_store: Store) -> None:
    def work(n: int) -> None:
        for m in range(5):
            add_draft(sqlite_store, f"T-{n}-{m}")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite_store.read() as uow:
        assert uow.drafts.count(["recorded"]) == 30
        assert [one.seq for one in uow.audit.all()] == list(range(1, 61)), "each with its patient's key"
