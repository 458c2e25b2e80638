"""Runs drafts in threads of this process."""

from __future__ import annotations


class LocalWorker:
    """A submitted draft is never lost: its state is in the database, the queue here only says `soon`."""

    def submit(self, draft_id: str) -> None:
        """Processes the draft soon; threads start at the first call."""
        raise NotImplementedError

    def wait(self, timeout: float | None = None) -> bool:
        """Waits until nothing submitted is left to do; False when `timeout` seconds went by first."""
        raise NotImplementedError

    def close(self) -> None:
        """Lets the runs at work finish and stops the threads; what waits stays in the database."""
        raise NotImplementedError
