"""Tells the trail that a process has opened the clinic's master key and works with it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from agent.graph.events import event

if TYPE_CHECKING:
    from agent.store.engine import Store


class KeyUse:
    """Once in the life of a process that serves or processes; one that only asks is told by what it asks."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told = False
        self._turn = threading.Lock()

    def tell(self) -> None:
        """`key.opened` with the key's fingerprint. Raises `StorageError` when it cannot be written."""
        with self._turn:
            if self._told:
                return
            keys = self._store.keys
            with self._store.unit() as unit:
                unit.audit.append(
                    event(
                        "key.opened",
                        purpose="HOPERAT",
                        details={"key": keys.fingerprint, "keys": len(keys)},
                    )
                )
                unit.commit()
            self._told = True
