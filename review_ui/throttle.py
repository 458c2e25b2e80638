"""Slows down password guessing: a few wrong passwords close the door for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

MAX_FAILURES = 5
WINDOW_SECONDS = 300.0
MAX_NAMES = 10_000


class Throttle:
    """Counts failures by name (a login, a client address) within a sliding window."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[str, list[float]] = {}

    def wait(self, *names: str) -> float:
        """Seconds until any of `names` may try again; 0 when all may now."""
        with self._lock:
            return max((self._wait(name) for name in names), default=0.0)

    def failed(self, *names: str) -> None:
        with self._lock:
            if len(self._failures) > MAX_NAMES:
                self._failures = {n: f for n, f in self._failures.items() if self._recent(n)}
            for name in names:
                self._failures[name] = [*self._recent(name), self._clock()]

    def succeeded(self, name: str) -> None:
        with self._lock:
            self._failures.pop(name, None)

    def _recent(self, name: str) -> list[float]:
        now = self._clock()
        return [at for at in self._failures.get(name, []) if now - at < WINDOW_SECONDS]

    def _wait(self, name: str) -> float:
        recent = self._recent(name)
        if len(recent) < MAX_FAILURES:
            return 0.0
        return max(0.0, recent[-MAX_FAILURES] + WINDOW_SECONDS - self._clock())
