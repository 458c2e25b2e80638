"""Slows down guessing: each failed log-in of a name makes its next one wait longer."""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from agent.errors import Refused

FREE = 5
"""Failures before waiting begins."""
LONGEST = 900.0
"""Seconds; also how long failures are remembered."""
NAMES = 10_000
"""How many names are remembered at once; the oldest is forgotten first."""


class Throttle:
    """Per log-in name, known or not, in this process. Names are kept as hashes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._turned_away: dict[str, float] = {}
        """By name, the failure after which an attempt was turned away."""
        self._lock = threading.Lock()

    def admit(self, login: str, *, on_first: Callable[[], None] = lambda: None) -> None:
        """Raises `Refused` while the name has to wait; calls `on_first` at the first attempt of each wait."""
        key = _key(login)
        with self._lock:
            count, last = self._failures.get(key, (0, 0.0))
            wait = last + _pause(count) - self._clock()
            first = self._turned_away.get(key) != last
            if count and wait > 0:
                self._turned_away[key] = last
        if count and wait > 0:
            if first:
                on_first()
            raise Refused("Too many failed log-ins.", mend=f"Wait {math.ceil(wait)} seconds and try again.")

    def failed(self, login: str) -> None:
        key, now = _key(login), self._clock()
        with self._lock:
            count, last = self._failures.pop(key, (0, now))
            self._failures[key] = (count + 1 if now - last < LONGEST else 1, now)
            while len(self._failures) > NAMES:
                gone, _ = self._failures.popitem(last=False)
                self._turned_away.pop(gone, None)

    def succeeded(self, login: str) -> None:
        with self._lock:
            self._failures.pop(_key(login), None)
            self._turned_away.pop(_key(login), None)


def _pause(failures: int) -> float:
    """Seconds to wait after so many failures: none for the first ones, then doubling."""
    return 0.0 if failures < FREE else float(min(LONGEST, 2.0 ** min(failures - FREE, 20)))


def _key(login: str) -> str:
    return hashlib.sha256(login.strip().lower().encode()).hexdigest()
