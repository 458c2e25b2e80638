"""SIGKILL at each node, then a restart: nothing is lost, nothing happens twice.

The short version kills between a node's work and its commit; the long one also before the work and
between the commit and LangGraph's checkpoint, on both databases.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.fault_child import SPECIALIST, THERAPIST, Moment, decide_and_die, opened, run_and_die
from support.graph_clinic import WORDS, actions, record, seen

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import Conflict
from agent.graph.state import thread_id

Clinic = tuple[Path, str, str]
AUDITOR = Actor(user_id="u-auditor-1", name="Auditor Terranova", roles=("auditor",))
NODES = ("transcribe", "understand", "draft_note", "draft_plan", "check", "revise", "redact", "queue")
DECIDING: tuple[tuple[str, Moment], ...] = (
    ("review", "before"),
    ("finalise", "before"),
    ("finalise", "in"),
    ("finalise", "after"),
)


@pytest.mark.parametrize("node", NODES)
def test_killed_in_a_node(sqlite_clinic: Clinic, killed: Callable[..., None], node: str) -> None:
    home, url, draft_id = sqlite_clinic
    killed(run_and_die, home, url, draft_id, node, "in")
    with opened(home, url) as app:
        left_at = app.runner.graph.get_state({"configurable": {"thread_id": thread_id(draft_id, 1)}})
        assert node in left_at.next  # written before the kill: durability is `sync`
        recovers(app, draft_id)
        to_the_signature(app, draft_id)


@pytest.mark.parametrize(("node", "moment"), DECIDING)
def test_killed_after_a_decision(
    sqlite_clinic: Clinic, killed: Callable[..., None], node: str, moment: Moment
) -> None:
    decision_survives(sqlite_clinic, killed, "approve", node, moment)


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("node", NODES)
def test_killed_around_a_node(
    sqlite_clinic: Clinic, killed: Callable[..., None], node: str, moment: Moment
) -> None:
    home, url, draft_id = sqlite_clinic
    killed(run_and_die, home, url, draft_id, node, moment)
    with opened(home, url) as app:
        recovers(app, draft_id)
        to_the_signature(app, draft_id)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("moment", ["before", "in", "after"])
@pytest.mark.parametrize("node", NODES)
def test_killed_at_a_node_on_postgres(
    postgres_clinic: Clinic, killed: Callable[..., None], node: str, moment: Moment
) -> None:
    home, url, draft_id = postgres_clinic
    killed(run_and_die, home, url, draft_id, node, moment)
    with opened(home, url) as app:
        recovers(app, draft_id)
        to_the_signature(app, draft_id)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["request_changes", "reject"])
@pytest.mark.parametrize(("node", "moment"), DECIDING)
def test_killed_after_other_decisions(
    sqlite_clinic: Clinic, killed: Callable[..., None], kind: Any, node: str, moment: Moment
) -> None:
    decision_survives(sqlite_clinic, killed, kind, node, moment)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("kind", ["approve", "request_changes"])
@pytest.mark.parametrize(("node", "moment"), DECIDING)
def test_killed_after_a_decision_on_postgres(
    postgres_clinic: Clinic, killed: Callable[..., None], kind: Any, node: str, moment: Moment
) -> None:
    decision_survives(postgres_clinic, killed, kind, node, moment)


@pytest.mark.slow
@pytest.mark.parametrize("node", NODES)
def test_killed_twice_at_the_same_place(
    sqlite_clinic: Clinic, killed: Callable[..., None], node: str
) -> None:
    home, url, draft_id = sqlite_clinic
    for _ in range(2):
        killed(run_and_die, home, url, draft_id, node, "before")
    with opened(home, url) as app:
        recovers(app, draft_id)


def recovers(app: App, draft_id: str) -> None:
    """A restart finishes what the dead process was at: one version, its sources, its place in the queue."""
    assert app.runner.stage(draft_id) is None
    app.start()
    assert app.worker.wait(100)
    row = record(app, draft_id)
    assert (row.status, row.version, row.run) == ("in_review", 1, 1)
    with app.store.read() as uow:
        assert len(uow.drafts.versions(draft_id)) == 1
        content = uow.drafts.content(draft_id)
        transcript = uow.transcripts.get(draft_id, 1)
        assert uow.facts.get(draft_id, 1) is not None
        assert len(uow.runlog.for_draft(draft_id)) == 2
    assert transcript is not None
    assert transcript.text == WORDS
    assert [s.text for s in content.note.statements] == ["Right knee pain 3/10."]
    assert actions(app, draft_id).count("draft.queued") == 1
    assert app.reconcile().restarted == ()


def to_the_signature(app: App, draft_id: str) -> None:
    at = seen(app, draft_id)
    app.review.decide(SPECIALIST, draft_id, "approve", **at)
    app.signing.sign(THERAPIST, draft_id, **at)
    told = actions(app, draft_id)
    assert [told.count(a) for a in ("draft.approved", "decision.applied", "draft.signed")] == [1, 1, 1]
    report = app.trail.verify(AUDITOR)
    assert report.ok, report.problems


def decision_survives(
    clinic: Clinic, killed: Callable[..., None], kind: Any, node: str, moment: Moment
) -> None:
    home, url, draft_id = clinic
    with opened(home, url) as app:
        app.runner.start(draft_id)
        at = seen(app, draft_id)
    killed(decide_and_die, home, url, draft_id, kind, node, moment)
    with opened(home, url) as app:
        with pytest.raises(Conflict):  # its transaction had committed: nobody decides again
            app.review.decide(SPECIALIST, draft_id, "approve", **at)
        app.start()
        assert app.worker.wait(100)
        expected = {
            "approve": ("approved", 1, 1),
            "reject": ("rejected", 1, 1),
            "request_changes": ("in_review", 2, 2),
        }
        row = record(app, draft_id)
        assert (row.status, row.version, row.run) == expected[kind]
        assert actions(app, draft_id).count("decision.applied") == 1
        with app.store.read() as uow:
            assert uow.decisions.unapplied() == []
        if kind == "approve":
            app.signing.sign(THERAPIST, draft_id, **at)
        if kind == "request_changes":
            to_the_signature_after_changes(app, draft_id)
        assert app.reconcile().resumed == ()
        report = app.trail.verify(AUDITOR)
        assert report.ok, report.problems


def to_the_signature_after_changes(app: App, draft_id: str) -> None:
    at = seen(app, draft_id)
    app.review.decide(SPECIALIST, draft_id, "approve", **at)
    app.signing.sign(THERAPIST, draft_id, **at)
    assert actions(app, draft_id).count("decision.applied") == 2
