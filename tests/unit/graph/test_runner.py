"""Runs and decisions: once, whatever happens in between."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.graph_clinic import (
    Drafter,
    Speech,
    actions,
    clinic,
    encounter,
    people,
    queued,
    record,
    seen,
    tone,
)

from agent.bootstrap import App
from agent.domain.review import Decision
from agent.domain.user import Actor
from agent.errors import EngineUnavailable
from agent.graph.checkpoint import FILE
from agent.graph.runner import MAX_ATTEMPTS
from agent.graph.state import thread_id


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[App]:
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with clinic(tmp_path / "home", database_url=url) as made:
        yield made


@pytest.fixture
def who(app: App) -> dict[str, Actor]:
    return people(app)


def decided(app: App, who: dict[str, Actor], draft_id: str, kind: Any, monkeypatch: Any) -> Decision:
    """A decision whose process ended right after its transaction: the graph has not heard."""
    with monkeypatch.context() as patch:
        patch.setattr(app.runner, "resume", lambda decision_id: None)
        patch.setattr(app.review._deciding, "_submit", lambda draft_id: None)
        return app.review.decide(
            who["specialist"], draft_id, kind, comment="Add the goal.", **seen(app, draft_id)
        )


def snapshot(app: App, draft_id: str, run: int = 1) -> Any:
    return app.runner.graph.get_state({"configurable": {"thread_id": thread_id(draft_id, run)}})


def test_a_draft_waits_for_its_review(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    assert record(app, draft_id).status == "in_review"
    state = snapshot(app, draft_id)
    assert state.next == ("review",)
    assert len(state.interrupts) == 1
    assert state.values == {"draft_id": draft_id, "run": 1, "unsupported": 0}
    assert app.runner.stage(draft_id) is None


@pytest.mark.parametrize("kind", ["approve", "reject"])
def test_a_decision_ends_the_run(app: App, who: dict[str, Actor], kind: Any) -> None:
    draft_id = queued(app, who)
    app.review.decide(who["specialist"], draft_id, kind, comment="No.", **seen(app, draft_id))
    assert snapshot(app, draft_id).next == ()
    assert actions(app, draft_id).count("decision.applied") == 1
    with app.store.read() as uow:
        assert uow.decisions.unapplied() == []


def test_a_change_request_starts_the_next_run(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    app.review.decide(
        who["specialist"], draft_id, "request_changes", comment="Add the goal.", **seen(app, draft_id)
    )
    assert app.worker.wait(100)
    row = record(app, draft_id)
    assert (row.status, row.run, row.version) == ("in_review", 2, 2)
    with app.store.read() as uow:
        assert uow.drafts.content(draft_id).questions[0] == "Changes were requested: Add the goal."
        assert [v.author for v in uow.drafts.versions(draft_id)] == ["engine", "engine"]
    app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
    assert record(app, draft_id).status == "approved"


@pytest.mark.parametrize("kind", ["approve", "request_changes", "reject"])
def test_reconcile_mends_a_crash_after_the_decision(
    app: App, who: dict[str, Actor], kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_id = queued(app, who)
    decision = decided(app, who, draft_id, kind, monkeypatch)
    assert snapshot(app, draft_id).interrupts
    assert app.reconcile().resumed == (decision.id,)
    assert app.worker.wait(100)
    assert app.reconcile().resumed == ()
    assert app.worker.wait(100)
    assert actions(app, draft_id).count("decision.applied") == 1
    expected = {"approve": ("approved", 1), "reject": ("rejected", 1), "request_changes": ("in_review", 2)}
    row = record(app, draft_id)
    assert (row.status, row.run) == expected[kind]


def test_resuming_again_does_nothing(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    decision = app.review.decide(
        who["specialist"], draft_id, "request_changes", comment="More.", **seen(app, draft_id)
    )
    assert app.worker.wait(100)
    before = (record(app, draft_id), actions(app, draft_id))
    assert app.runner.resume(decision.id) == "not_due"
    assert (record(app, draft_id), actions(app, draft_id)) == before


def test_resumes_at_once_act_once(app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    """LangGraph would run `finalise` for each of them."""
    draft_id = queued(app, who)
    decision = decided(app, who, draft_id, "request_changes", monkeypatch)
    from agent.graph.nodes import finalise as module

    real, calls = module.carry_out, []

    def slow(*args: Any) -> bool:
        calls.append(1)
        time.sleep(0.1)
        return real(*args)

    monkeypatch.setattr(module, "carry_out", slow)
    ready = threading.Barrier(6)

    def resume() -> None:
        ready.wait()
        app.runner.resume(decision.id)

    threads = [threading.Thread(target=resume) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]
    assert record(app, draft_id).run == 2
    assert actions(app, draft_id).count("decision.applied") == 1


def test_a_lost_checkpoint_loses_no_decision(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row decides, not the graph: also when LangGraph ignores the resume without a word."""
    draft_id = queued(app, who)
    decision = decided(app, who, draft_id, "approve", monkeypatch)
    app.runner.forget(draft_id, 1)
    assert app.runner.resume(decision.id) == "done"
    assert actions(app, draft_id).count("decision.applied") == 1


@pytest.mark.parametrize("kind", ["approve", "request_changes"])
def test_a_decision_before_the_graph_waits_for_it_is_carried_out(
    app: App, who: dict[str, Actor], kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the commit of `queue` and the interrupt somebody quick, here or elsewhere, may have decided."""
    from agent.graph import build as wiring

    real, done = wiring.review, []

    def review(state: Any, runtime: Any) -> Any:
        if not done:
            id = state["draft_id"]
            done.append(id)
            app.review.decide(who["specialist"], id, kind, comment="More.", **seen(app, id))
            assert actions(app, id).count("decision.applied") == 1
        return real(state, runtime)

    monkeypatch.setattr(wiring, "review", review)
    draft_id = queued(app, who)
    expected = {"approve": ("approved", 1), "request_changes": ("in_review", 2)}
    assert (record(app, draft_id).status, record(app, draft_id).run) == expected[kind]
    assert actions(app, draft_id).count("decision.applied") == 1
    assert app.reconcile().resumed == ()


def test_a_decision_that_finds_the_run_held_is_left_to_the_run(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    leases, real = app.runner.context.leases, app.runner._call
    monkeypatch.setattr(leases, "surrender", lambda *args: None)
    decided: list[Decision] = []

    def call(value: Any, thread: Any) -> None:
        real(value, thread)
        if not decided:
            (id,) = waiting(app)
            decided.append(app.review.decide(who["specialist"], id, "approve", **seen(app, id)))
            assert "decision.applied" not in actions(app, id)

    monkeypatch.setattr(app.runner, "_call", call)
    draft_id = queued(app, who)
    assert actions(app, draft_id).count("decision.applied") == 1


def waiting(app: App) -> list[str]:
    with app.store.read() as uow:
        return uow.drafts.in_status("in_review")


def test_a_draft_at_work_is_not_started_again(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Speech):
        def transcribe(self, audio: Path, **more: Any) -> Any:
            begun.set()
            assert go_on.wait(20)
            return super().transcribe(audio, **more)

    speech = Slow()
    with clinic(tmp_path, speech=speech) as app:
        draft_id = app.intake.submit(people(app)["therapist"], audio=tone(), encounter=encounter())
        assert begun.wait(20)
        assert app.runner.start(draft_id) == "not_due"
        assert app.reconcile().restarted == ()
        stage = app.runner.stage(draft_id)
        assert stage is not None
        assert stage.node == "transcribe"
        go_on.set()
        assert app.worker.wait(100)
        assert speech.calls == 1
        assert record(app, draft_id).version == 1


def test_progress_can_be_seen(tmp_path: Path) -> None:
    shares: list[float | None] = []

    class Telling(Speech):
        def transcribe(self, audio: Path, *, progress: Any = None) -> Any:
            for share in (0.25, 0.75):
                progress(share)
                (at,) = [app.runner.stage(id) for id in self.drafts()]
                assert at is not None
                shares.append(at.share)
            return super().transcribe(audio)

        def drafts(self) -> list[str]:
            with app.store.read() as uow:
                return uow.drafts.in_status("processing")

    with clinic(tmp_path, speech=Telling()) as app:
        queued(app, people(app))
    assert shares == [0.25, 0.75]


def test_a_failure_is_told_and_can_be_retried(tmp_path: Path) -> None:
    class Unready(Speech):
        ready = False

        def transcribe(self, audio: Path, **more: Any) -> Any:
            if not self.ready:
                raise EngineUnavailable("The model is missing.", mend="Download it.")
            return super().transcribe(audio, **more)

    speech = Unready()
    with clinic(tmp_path, speech=speech) as app:
        who = people(app)
        draft_id = queued(app, who)
        row = record(app, draft_id)
        assert (row.status, row.failure) == ("failed", "The model is missing. Download it.")
        assert app.reconcile().restarted == ()  # a failed draft waits for a human
        speech.ready = True
        app.intake.retry(who["therapist"], draft_id)
        assert app.worker.wait(100)
        row = record(app, draft_id)
        assert (row.status, row.failure, row.run, row.version) == ("in_review", "", 2, 1)


def test_a_defect_is_told_as_an_incident(tmp_path: Path) -> None:
    class Broken(Drafter):
        def draft(self, request: Any) -> Any:
            raise ZeroDivisionError("secret")

    with clinic(tmp_path, drafter=Broken()) as app:
        row = record(app, queued(app, people(app)))
    assert row.status == "failed"
    assert "incident inc-" in row.failure
    assert "secret" not in row.failure


def test_what_ends_its_process_is_not_tried_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with clinic(tmp_path) as app:
        who = people(app)
        monkeypatch.setattr(app.intake, "_submit", lambda draft_id: None)
        deadly = app.intake.submit(who["therapist"], audio=tone(), encounter=encounter())
        monkeypatch.undo()
        for _ in range(MAX_ATTEMPTS):
            assert app.runner._take(deadly) is not None
            app.runner.context.leases._taken.clear()  # its process is gone, and all it remembered
        assert app.runner.start(deadly) == "not_due"
        row = record(app, deadly)
        assert row.status == "failed"
        assert "broke off 3 times" in row.failure
        app.intake.retry(who["therapist"], deadly)
        assert app.worker.wait(100)
        assert record(app, deadly).status == "in_review"


def test_shutting_down_keeps_the_work_done_so_far(tmp_path: Path) -> None:
    speech = Speech()

    class Stopping(Drafter):
        def draft(self, request: Any) -> Any:
            app.runner.stop()
            return super().draft(request)

    with clinic(tmp_path, speech=speech, drafter=Stopping()) as app:
        draft_id = queued(app, people(app))
        assert record(app, draft_id).status == "processing"
    with clinic(tmp_path, speech=speech) as app:
        assert app.start().restarted == (draft_id,)
        assert app.worker.wait(100)
        assert record(app, draft_id).status == "in_review"
        assert speech.calls == 1


@pytest.mark.parametrize("table", ["writes", "checkpoints"])
def test_a_damaged_checkpoint_file_costs_no_draft(tmp_path: Path, table: str) -> None:
    with clinic(tmp_path) as app:
        who = people(app)
        assert app.runner.graph  # opens the file
        with sqlite3.connect(tmp_path / FILE) as raw:
            raw.execute(f"DROP TABLE {table}")
        draft_id = queued(app, who)
        assert record(app, draft_id).status in ("in_review", "failed")
    for path in tmp_path.glob(f"{FILE}*"):
        path.unlink()
    with clinic(tmp_path) as app:
        if record(app, draft_id).status == "failed":
            assert record(app, draft_id).failure
            app.intake.retry(who["therapist"], draft_id)
            assert app.worker.wait(100)
        app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
        assert record(app, draft_id).status == "approved"
        assert record(app, draft_id).version == 1
        assert actions(app, draft_id).count("decision.applied") == 1


def test_a_checkpoint_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with clinic(tmp_path) as app:
        who = people(app)
        draft_id = queued(app, who)
        row = record(app, draft_id)
        assert row.status == "failed"
        assert "move it away" in row.failure


def test_opening_a_clinic_does_not_import_langgraph(tmp_path: Path) -> None:
    """Listing the queue on a terminal must not wait for it."""
    code = (
        "import sys; from pathlib import Path; from agent.bootstrap import build;"
        "from agent.settings import Settings; from agent.domain.user import SYSTEM;"
        "app = build(Settings(_env_file=None, home=Path(sys.argv[1]))); app.auth.users(SYSTEM); app.close();"
        "assert not [m for m in sys.modules if m.startswith(('langgraph', 'langchain', 'openai'))]"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)


def test_a_disk_without_room_for_checkpoints_is_told(tmp_path: Path) -> None:
    with clinic(tmp_path) as app:
        who = people(app)
        assert app.runner.graph  # opens the file
        connection = app.runner._ready()[0].saver.conn  # type: ignore[attr-defined]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
        draft_id = queued(app, who)
        row = record(app, draft_id)
        assert row.status == "failed"
        assert "SQLITE_FULL" in row.failure
        connection.execute(f"PRAGMA max_page_count={pages + 10_000}")
        app.intake.retry(who["therapist"], draft_id)
        assert app.worker.wait(100)
        assert record(app, draft_id).status == "in_review"


def test_a_retry_still_heeds_the_wish_of_the_run_that_failed(tmp_path: Path) -> None:
    class Failing(Drafter):
        def draft(self, request: Any) -> Any:
            if request.comment and not any(r.comment for r in self.requests):
                self.requests.append(request)
                raise EngineUnavailable("The server is away.")
            return super().draft(request)

    drafter = Failing()
    with clinic(tmp_path, drafter=drafter) as app:
        who = people(app)
        draft_id = queued(app, who)
        app.review.decide(
            who["specialist"], draft_id, "request_changes", comment="Add the goal.", **seen(app, draft_id)
        )
        assert app.worker.wait(100)
        assert (record(app, draft_id).status, record(app, draft_id).run) == ("failed", 2)
        app.intake.retry(who["therapist"], draft_id)
        assert app.worker.wait(100)
        assert (record(app, draft_id).status, record(app, draft_id).run) == ("in_review", 3)
    assert [r.comment for r in drafter.requests] == ["", "Add the goal.", "Add the goal."]


def test_one_unreadable_draft_does_not_hold_up_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clinic(tmp_path) as app:
        who = people(app)
        monkeypatch.setattr(app.intake, "_submit", lambda draft_id: None)
        lost = app.intake.submit(
            who["therapist"], audio=tone(), encounter=encounter("Fritz Fiction", "ZZ-000-778")
        )
        fine = app.intake.submit(who["therapist"], audio=tone(), encounter=encounter())
        with app.store.unit() as uow:
            patient = uow.patients.find("ZZ-000-778")
            assert patient is not None
            uow.patients.shred(patient)
            uow.commit()
        assert app.start().restarted == (fine,)
        assert app.worker.wait(100)
        assert record(app, fine).status == "in_review"
        assert app.runner.start(lost) == "failed"


def test_a_defect_outside_of_a_node_ends_no_thread_and_no_decision(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> Any:
        raise ZeroDivisionError("secret")

    with monkeypatch.context() as patch:
        patch.setattr(app.runner.context.leases, "take", broken)
        draft_id = queued(app, who)
        assert record(app, draft_id).status == "recorded"
    assert app.reconcile().restarted == (draft_id,)
    assert app.worker.wait(100)
    with monkeypatch.context() as patch:
        patch.setattr(app.runner.context.leases, "take", broken)
        decision = app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
    assert record(app, draft_id).status == "approved"
    assert app.reconcile().resumed == (decision.id,)


def test_an_unknown_decision_changes_nothing(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    before = (record(app, draft_id), actions(app, draft_id))
    assert app.runner.resume("nonesuch-1") == "failed"
    assert (record(app, draft_id), actions(app, draft_id)) == before
