"""Checkpoints: no content in them, no foreign types out of them, nothing sent anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.graph_clinic import (
    SECRET_NAME,
    WORDS,
    Drafter,
    clinic,
    encounter,
    people,
    queued,
    record,
    seen,
)

from agent.domain.visit import Encounter
from agent.errors import StorageError
from agent.graph.checkpoint import FILE, Checkpoints, open_checkpoints, open_postgres, open_sqlite
from agent.graph.state import thread_id


def raw(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.glob(f"{FILE}*")))


class Leaky(Drafter):
    """A defect whose exception quotes the record, as a validation error would."""

    def draft(self, request: Any) -> Any:
        raise ValueError(f"{request.encounter.patient.name}: {request.transcript.text}")


@pytest.mark.parametrize("drafter", [Drafter(), Leaky()])
def test_the_file_holds_no_phi(tmp_path: Path, drafter: Drafter) -> None:
    with clinic(tmp_path, drafter=drafter) as app:
        who = people(app)
        draft_id = queued(app, who)
        if record(app, draft_id).status == "in_review":
            app.review.decide(
                who["specialist"], draft_id, "reject", comment="Wholly confidential", **seen(app, draft_id)
            )
        content = raw(tmp_path)
    assert draft_id.encode() in content
    words = {*SECRET_NAME.split(), *WORDS.split(), "Wholly", "confidential", "ZZ-000-777", "505-555-0199"}
    words = {word for word in words if len(word) > 3}
    assert [word for word in words if word.encode().lower() in content.lower()] == []


def test_the_file_is_private(tmp_path: Path) -> None:
    open_sqlite(tmp_path / "new" / FILE).close()
    assert (tmp_path / "new" / FILE).stat().st_mode & 0o077 == 0


def test_threads_can_be_deleted(tmp_path: Path) -> None:
    with clinic(tmp_path) as app:
        draft_id = queued(app, people(app))
        thread: Any = {"configurable": {"thread_id": thread_id(draft_id, 1)}}
        assert app.runner.graph.get_state(thread).values
        app.runner.forget(draft_id, 1)
        assert app.runner.graph.get_state(thread).created_at is None
    assert draft_id.encode() not in raw(tmp_path)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_only_plain_values_come_out(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Whoever can write the checkpoint file must not be able to have objects built from it."""
    url = "sqlite://" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    opened = open_checkpoints(url, tmp_path)
    try:
        serde = opened.saver.serde
        assert serde.loads_typed(serde.dumps_typed({"draft_id": "d1", "run": 3})) == {
            "draft_id": "d1",
            "run": 3,
        }
        foreign = serde.loads_typed(serde.dumps_typed(encounter()))
        assert not isinstance(foreign, Encounter)
    finally:
        opened.close()


@pytest.mark.postgres
def test_postgres_set_up_by_many_at_once(postgres_url: str) -> None:
    """LangGraph's own set-up fails or hangs when two processes run it at the same time."""
    import threading

    made: list[Checkpoints] = []

    def one() -> None:
        made.append(open_postgres(postgres_url))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == 4
    for checkpoints in made:
        checkpoints.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(StorageError, match=r"checkpoint file.*move it away"):
        open_sqlite(tmp_path / FILE)


def test_strict_and_silent_whatever_the_environment_says() -> None:
    """LangGraph reads these at import, so they are forced before it."""
    code = (
        "import agent.graph, langgraph.checkpoint.serde._msgpack as m, langsmith.utils as u\n"
        "assert m.STRICT_MSGPACK_ENABLED and not u.tracing_is_enabled()\n"
    )
    names = ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING_V2")
    environment = {**os.environ, **dict.fromkeys(names, "true"), "LANGGRAPH_STRICT_MSGPACK": "false"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def test_tracing_is_off_inside_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when somebody switches it on after the start."""
    from langsmith.utils import get_env_var, tracing_is_enabled

    found: list[Any] = []

    class Asking(Drafter):
        def draft(self, request: Any) -> Any:
            found.append(tracing_is_enabled())
            return super().draft(request)

    monkeypatch.setenv("LANGSMITH_TRACING_V2", "true")
    get_env_var.cache_clear()
    try:
        assert tracing_is_enabled()
        with clinic(tmp_path, drafter=Asking()) as app:
            queued(app, people(app))
    finally:
        get_env_var.cache_clear()
    assert found == [False]
