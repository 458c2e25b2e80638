"""Texts that a user typed and did not save yet, so that a reload or a lost line loses nothing.

They stay in this process's memory: never on a disk, never in the browser's storage, never in a log.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

MAX_TEXT = 20_000
"""Characters kept for one draft of one user; a longer text is refused, never cut."""
MAX_ENTRIES = 500
KEEP_SECONDS = 8 * 3600.0

_Key = tuple[str, str]


class Scratch:
    """Unsaved texts by user and draft: statement id (or `new:<section>`) to text. Safe between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, tuple[float, dict[str, str]]] = OrderedDict()

    def put(self, user_id: str, draft_id: str, texts: Mapping[str, str]) -> bool:
        """Replace what is kept for this user and draft; False, and nothing changed, when it is too long."""
        if sum(len(k) + len(v) for k, v in texts.items()) > MAX_TEXT:
            return False
        with self._lock:
            self._kept.pop((user_id, draft_id), None)
            if texts:
                self._kept[user_id, draft_id] = (self._clock(), dict(texts))
            while len(self._kept) > MAX_ENTRIES:
                self._kept.popitem(last=False)
        return True

    def get(self, user_id: str, draft_id: str) -> dict[str, str]:
        """What is kept for this user and draft; empty when nothing is, or it is older than a working day."""
        with self._lock:
            at, texts = self._kept.get((user_id, draft_id), (0.0, {}))
            if texts and self._clock() - at > KEEP_SECONDS:
                del self._kept[user_id, draft_id]
                return {}
            return dict(texts)

    def drop(self, user_id: str, draft_id: str, name: str | None = None) -> None:
        """Forget one text, or all of this user's texts of the draft."""
        texts = self.get(user_id, draft_id)
        self.put(user_id, draft_id, {} if name is None else {k: v for k, v in texts.items() if k != name})
