"""Units that are committed together: each whole, none lost, and nobody told before it is on the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Connection
from sqlalchemy import event as events
from support.records import event

from agent.errors import StorageError
from agent.store.engine import Store
from compliance.audit.verify import verify_rows


def append(store: Store, action: str = "draft.viewed") -> None:
    with store.unit() as uow:
        uow.audit.append(event(action))
        uow.commit()


def actions(store: Store) -> list[str]:
    with store.read() as uow:
        return [e.event.action for e in uow.audit.all()]


def started(act: Callable[[], None]) -> tuple[threading.Thread, list[Exception]]:
    raised: list[Exception] = []

    def run() -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def until(true: Callable[[], bool]) -> None:
    for _ in range(2000):
        if true():
            return
        threading.Event().wait(0.005)
    pytest.fail("it did not come to that")


def waiting(store: Store, count: int) -> Callable[[], bool]:
    assert store._convoy is not None
    return lambda: store._convoy._waiting == count  # type: ignore[union-attr]  # asserted above


def test_many_writers_share_commits_and_lose_nothing(sqlite_store: Store) -> None:
    commits = []
    events.listen(sqlite_store._engine, "commit", lambda connection: commits.append(1))
    threads = [started(lambda: [append(sqlite_store) for _ in range(25)] and None) for _ in range(8)]
    for thread, raised in threads:
        thread.join()
        assert raised == []
    with sqlite_store.read() as uow:
        report = verify_rows(uow.audit.rows)
    assert (report.verdict, report.checked) == ("ok", 200)
    assert len(commits) < 150, "they were committed together"


def two(store: Store, second: Callable[[], None]) -> tuple[list[Exception], list[Exception]]:
    """A first unit that is done while `second` waits for its turn; what each of them raised."""
    boarded, go = threading.Event(), threading.Event()

    def first() -> None:
        with store.unit() as uow:
            boarded.set()
            go.wait(10)
            uow.audit.append(event("first.done"))
            uow.commit()

    one, first_raised = started(first)
    assert boarded.wait(10)
    other, second_raised = started(second)
    until(waiting(store, 1))
    go.set()
    one.join(10)
    other.join(10)
    assert not one.is_alive()
    return first_raised, second_raised


def test_a_unit_that_fails_undoes_itself_alone(sqlite_store: Store) -> None:
    def fails() -> None:
        with sqlite_store.unit() as uow:
            uow.audit.append(event("second.done"))
            assert uow.audit.count() == 2, "it stands on what the first one did"
            raise ValueError("changed my mind")

    first, second = two(sqlite_store, fails)
    assert first == []
    assert isinstance(second[0], ValueError)
    assert actions(sqlite_store) == ["first.done"]
    append(sqlite_store)
    with sqlite_store.read() as uow:
        assert verify_rows(uow.audit.rows).ok


def test_nobody_is_told_before_it_is_on_the_disk(sqlite_store: Store) -> None:
    seen: list[list[str]] = []

    def looks() -> None:
        with sqlite_store.unit() as uow:
            seen.append(actions(sqlite_store))
            uow.audit.append(event("second.done"))
            uow.commit()

    first, second = two(sqlite_store, looks)
    assert (first, second) == ([], [])
    assert seen == [[]], "the first was not durable yet, and so not seen by others"
    assert actions(sqlite_store) == ["first.done", "second.done"]


def test_a_commit_that_fails_fails_for_everybody(sqlite_store: Store) -> None:
    def full(connection: Connection) -> None:
        raise StorageError("The disk is full.", mend="Free some.")

    events.listen(sqlite_store._engine, "commit", full)
    first, second = two(sqlite_store, lambda: append(sqlite_store, "second.done"))
    events.remove(sqlite_store._engine, "commit", full)
    for raised in (first, second):
        assert isinstance(raised[0], StorageError)
        assert "full" in str(raised[0])
    assert first[0] is not second[0]
    assert actions(sqlite_store) == []
    append(sqlite_store)
    assert actions(sqlite_store) == ["draft.viewed"]


def test_who_waits_for_others_that_give_up_commits_alone(sqlite_store: Store) -> None:
    assert sqlite_store._convoy is not None
    sqlite_store._convoy._waiting += 1  # somebody is expected who never comes
    append(sqlite_store)
    sqlite_store._convoy._waiting -= 1
    assert actions(sqlite_store) == ["draft.viewed"]
