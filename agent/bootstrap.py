"""Wiring: builds the application from settings. Nothing heavy is imported before `build` is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.graph.runner import GraphRunner
    from agent.services.auth import Auth
    from agent.services.export import Export
    from agent.services.intake import Intake
    from agent.services.reconcile import ReconcileReport
    from agent.services.review import Review
    from agent.services.signing import Signing
    from agent.services.trail import Trail
    from agent.settings import Settings
    from agent.workers.local import LocalWorker


@dataclass(frozen=True)
class App:
    """One clinic. Close it, or use it as a context manager."""

    settings: Settings
    store: Any
    auth: Auth
    intake: Intake
    review: Review
    signing: Signing
    export: Export
    trail: Trail
    runner: GraphRunner
    worker: LocalWorker

    def start(self) -> ReconcileReport:
        """Mends what a crash left behind and takes up waiting drafts; for `serve`, `worker` and the like."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> App:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def build(settings: Settings | None = None, **parts: Any) -> App:
    """The application by `settings` (default: from the environment).

    `parts` replaces single parts of `agent.graph.context.Parts` by name (`speech=`, `drafter=` …).
    Starts no thread and processes nothing: call `App.start` for that, or submit a draft.
    """
    raise NotImplementedError
