"""What runs in the processes that fault tests kill."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from support.graph_clinic import Drafter, clinic, seen

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import Conflict
from agent.graph import build as wiring
from agent.store.unit_of_work import UnitOfWork

Moment = Literal["before", "in", "after"]
"""Before the node's work, between its work and its commit, or between its commit and its checkpoint."""
SPECIALIST = Actor(user_id="u-specialist-1", name="Specialist Terranova", roles=("specialist",))
THERAPIST = Actor(user_id="u-therapist-1", name="Therapist Terranova", roles=("therapist",))


def drafter() -> Drafter:
    """Its draft needs a revision, so that every node has something to do."""
    return Drafter((("S", "Right knee pain 3/10."), ("O", "Flexion WRONG 150.")), engine="llm")


def opened(home: Path, url: str) -> App:
    return clinic(home, database_url=url, drafter=drafter())


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(node: str, moment: Moment) -> None:
    """From now on this process ends when it comes to that moment of that node."""
    real: Any = wiring.WORK[node]
    commit, inside = UnitOfWork.commit, [False]

    def work(state: Any, runtime: Any) -> Any:
        if moment == "before":
            die()
        inside[0] = moment == "in"
        changes = real(state, runtime)
        if moment == "after":
            die()
        inside[0] = False
        return changes

    def commit_or_die(self: UnitOfWork) -> None:
        if inside[0]:
            die()
        commit(self)

    wiring.WORK[node] = work
    UnitOfWork.commit = commit_or_die  # type: ignore[method-assign]


def run_and_die(home: Path, url: str, draft_id: str, node: str, moment: Moment) -> None:
    deadly(node, moment)
    with opened(home, url) as app:
        app.runner.start(draft_id)


def decide_and_die(home: Path, url: str, draft_id: str, kind: Any, node: str, moment: Moment) -> None:
    """`review`/`before`: right after the decision's transaction, before the graph hears of it."""
    with opened(home, url) as app:
        if node == "review":
            app.runner.resume = lambda decision_id: die()  # type: ignore[method-assign,assignment,return-value]
        else:
            deadly(node, moment)
        app.review.decide(SPECIALIST, draft_id, kind, comment="More.", **seen(app, draft_id))


def work_until_killed(home: Path, url: str) -> None:
    """Takes up whatever waits, decides and signs whatever it can, until somebody kills this process."""
    with opened(home, url) as app:
        app.start()
        while True:
            app.worker.wait(0.2)
            approve_and_sign(app)


def approve_and_sign(app: App) -> None:
    with app.store.read() as uow:
        waiting, approved = uow.drafts.in_status("in_review"), uow.drafts.in_status("approved")
    for draft_id in waiting:
        attempt(lambda id: app.review.decide(SPECIALIST, id, "approve", **seen(app, id)), draft_id)
    for draft_id in approved:
        attempt(lambda id: app.signing.sign(THERAPIST, id, **seen(app, id)), draft_id)


def attempt(act: Callable[[str], Any], draft_id: str) -> bool:
    """Whether the act was done; False when somebody else was first."""
    try:
        act(draft_id)
    except Conflict:
        return False
    return True


def decide_all(home: Path, url: str, drafts: list[str], seed: int, gate: Any, done: Any) -> None:
    """Approves all drafts in an order of its own; puts how many decisions were its own."""
    with opened(home, url) as app:
        shown = {draft_id: seen(app, draft_id) for draft_id in drafts}
        random.Random(seed).shuffle(drafts)
        gate.wait()
        won = sum(
            attempt(lambda id: app.review.decide(SPECIALIST, id, "approve", **shown[id]), draft_id)
            for draft_id in drafts
        )
    done.put(won)
