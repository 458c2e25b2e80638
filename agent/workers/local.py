"""Runs drafts in threads of this process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import structlog

from agent.graph.runner import GraphRunner

PATROL_SECONDS = 30.0


class LocalWorker:
    """A submitted draft is never lost: its state is in the database, the queue here only says `soon`."""

    def __init__(self, runner: GraphRunner, threads: int = 1) -> None:
        self._runner = runner
        self._size = threads
        self._threads: list[threading.Thread] = []
        self._patrol: threading.Thread | None = None
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._running = 0
        self._changed = threading.Condition()
        self._closed = False

    def submit(self, draft_id: str) -> None:
        """Processes the draft soon; threads start at the first call."""
        with self._changed:
            if self._closed:
                return  # the next start finds it in the database
            self._waiting[draft_id] = None
            if len(self._threads) < self._size:
                name = f"ptscribe-worker-{len(self._threads) + 1}"
                self._threads.append(threading.Thread(target=self._work, name=name, daemon=True))
                self._threads[-1].start()
            self._changed.notify()

    def wait(self, timeout: float | None = None) -> bool:
        """Waits until nothing submitted is left to do; False when `timeout` seconds went by first."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._running, timeout)

    def patrol(self, round: Callable[[], object], every: float = PATROL_SECONDS) -> None:
        """Calls `round` every so often until closed: other processes may end while this one lives."""

        def walk() -> None:
            while not self._wait_closed(every):
                try:
                    round()
                except Exception as error:  # noqa: BLE001  # the outer boundary of a thread; next round again
                    structlog.get_logger().error("patrol.failed", error=type(error).__name__)

        if self._patrol is None:
            self._patrol = threading.Thread(target=walk, name="ptscribe-patrol", daemon=True)
            self._patrol.start()

    def close(self, timeout: float = 30.0) -> None:
        """Ends runs after the node they are in and stops the threads; all of it goes on at the next start."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
        self._runner.stop()
        for thread in (*self._threads, *filter(None, (self._patrol,))):
            thread.join(timeout)

    def _wait_closed(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._closed, seconds)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._waiting)
                if self._closed:
                    return
                draft_id, _ = self._waiting.popitem(last=False)
                self._running += 1
            try:
                self._runner.start(draft_id)
            finally:
                with self._changed:
                    self._running -= 1
                    self._changed.notify_all()
