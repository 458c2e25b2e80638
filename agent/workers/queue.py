"""Runs drafts on any number of machines: jobs in the clinic's own PostgreSQL, through Procrastinate.

A job holds a draft id and nothing else. A worker that dies leaves its job to the reaper, which hands it
to another worker after `STALLED_AFTER_S`; the graph goes on from its last checkpoint.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.errors import SettingsError, StorageError

if TYPE_CHECKING:
    import procrastinate

STALLED_AFTER_S = 30.0
HEARTBEAT_S = 10.0
QUEUE = "drafts"
TASK = "run_draft"


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


def _application(url: str, run: Callable[[str], object]) -> procrastinate.App:
    """The queue with its two tasks."""
    import procrastinate

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=_conninfo(url)))

    @app.task(name=TASK, queue=QUEUE, retry=3)
    def run_draft(draft_id: str) -> None:
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


def _submitting(url: str) -> procrastinate.App:
    """The queue for who only submits: without an event loop, since callers may run inside of one."""
    import procrastinate

    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=_conninfo(url)))


def _with_schema(url: str) -> None:
    """Makes the queue's own tables on first use; two processes that start together do not collide."""
    import procrastinate

    with _submitting(url).open() as app:
        if app.check_connection():
            return
        try:
            app.schema_manager.apply_schema()
        except procrastinate.exceptions.ConnectorException:
            if not app.check_connection():
                raise StorageError(
                    "The queue's tables cannot be made.",
                    mend="The database user must be allowed to create tables.",
                ) from None


class QueueWorker:
    """Submits drafts to the queue. Their work is done by `ptscribe worker`, here or elsewhere."""

    def __init__(self, url: str) -> None:
        self._url = url
        _with_schema(url)

    def submit(self, draft_id: str) -> None:
        """Queues the draft, once however often it is asked for while it waits."""
        import procrastinate

        with _submitting(self._url).open() as app:
            task = app.configure_task(TASK, queue=QUEUE, lock=draft_id, queueing_lock=draft_id)
            with contextlib.suppress(procrastinate.exceptions.AlreadyEnqueued):
                task.defer(draft_id=draft_id)


def work(url: str, run: Callable[[str], object], *, concurrency: int, wait: bool = True) -> None:
    """Works through the queue until stopped (or, with `wait` False, until it is empty).

    `run` gets a draft id, and is called again for the same one after a crash.
    """
    _with_schema(url)
    app = _application(url, run)

    async def main() -> None:
        async with app.open_async():
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
