"""Runs drafts on any number of machines: jobs in the clinic's own PostgreSQL, through Procrastinate.

A job holds a draft id and nothing else. A worker that dies leaves its job to the reaper, which hands it
to another worker after `STALLED_AFTER_S`; the graph goes on from its last checkpoint.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.errors import SettingsError, StorageError

if TYPE_CHECKING:
    import procrastinate

STALLED_AFTER_S = 30.0
HEARTBEAT_S = 10.0
QUEUE = "drafts"


def _conninfo(url: str) -> str:
    """The driver's connection string of an SQLAlchemy URL. Raises `SettingsError` for another database."""
    from sqlalchemy.engine import make_url

    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql":
        raise SettingsError(
            "Many workers need PostgreSQL.",
            mend="Set PTSCRIBE_DATABASE_URL to a postgresql+psycopg URL, or PTSCRIBE_QUEUE=local.",
        )
    return parsed.set(drivername="postgresql").render_as_string(hide_password=False)


def _application(url: str, run: Callable[[str], object] | None) -> procrastinate.App:
    """The queue with its two tasks; `run` is None where this process only submits."""
    import procrastinate

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=_conninfo(url)))

    @app.task(name="run_draft", queue=QUEUE, retry=3)
    def run_draft(draft_id: str) -> None:
        if run is None:
            raise StorageError("This process only submits drafts.", mend="Start `ptscribe worker`.")
        run(draft_id)

    @app.periodic(cron="* * * * * */15")
    @app.task(name="reap", queue=QUEUE, queueing_lock="reap")
    async def reap(timestamp: int) -> None:
        await _retry_stalled(app)

    return app


async def _retry_stalled(app: procrastinate.App) -> None:
    """Puts the jobs of dead workers back: the queue does not do so by itself."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        await app.job_manager.retry_job(job)


async def _with_schema(app: procrastinate.App) -> None:
    """Makes the queue's own tables on first use; two processes that start together do not collide."""
    import psycopg

    if await app.check_connection_async():
        return
    try:
        await app.schema_manager.apply_schema_async()
    except psycopg.errors.DatabaseError:
        if not await app.check_connection_async():
            raise


class QueueWorker:
    """Submits drafts to the queue. Their work is done by `ptscribe worker`, here or elsewhere."""

    def __init__(self, url: str) -> None:
        self._app = _application(url, None)

    def submit(self, draft_id: str) -> None:
        """Queues the draft; safe to call again, since a run that is not due does nothing."""

        async def defer() -> None:
            async with self._app.open_async():
                await _with_schema(self._app)
                await self._app.configure_task("run_draft", queue=QUEUE, lock=draft_id).defer_async(
                    draft_id=draft_id
                )

        asyncio.run(defer())

    def close(self) -> None:
        """Nothing is held open between submissions."""


def work(url: str, run: Callable[[str], object], *, concurrency: int, wait: bool = True) -> None:
    """Works through the queue until stopped (or, with `wait` False, until it is empty).

    `run` gets a draft id, and is called again for the same one after a crash.
    """
    app = _application(url, run)

    async def main() -> None:
        async with app.open_async():
            await _with_schema(app)
            await _retry_stalled(app)
            await app.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                fetch_job_polling_interval=1.0,
                update_heartbeat_interval=HEARTBEAT_S,
                stalled_worker_timeout=STALLED_AFTER_S,
                install_signal_handlers=wait,
            )

    asyncio.run(main())
