"""Who acts on the terminal: a log-in kept for the idle time, or name and password given to the command."""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import Refused

if TYPE_CHECKING:
    from agent.bootstrap import App
    from agent.domain.draft import DraftRecord
    from agent.domain.user import Actor


@contextlib.contextmanager
def opened() -> Iterator[App]:
    """The wired application of this clinic, closed afterwards."""
    from agent.bootstrap import build

    app = build()
    try:
        yield app
    finally:
        app.close()


def token_file(app: App) -> Path:
    return app.settings.home / "keys" / "cli-session"


def log_in(app: App, login: str) -> str:
    """A session token for `login`. Password: `PTSCRIBE_PASSWORD`, or asked for on a terminal."""
    password = os.environ.get("PTSCRIBE_PASSWORD", "")
    if not password:
        if not sys.stdin.isatty():
            raise Refused("No password was given.", mend="Set PTSCRIBE_PASSWORD, or run on a terminal.")
        password = getpass.getpass(f"Password of {login}: ")
    return app.auth.login(login, password, client="cli")


def keep(app: App, token: str) -> None:
    path = token_file(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(token)


def acting(app: App, login: str = "") -> Actor:
    """The actor of this command: `--user` (or `PTSCRIBE_USER`) with its password, else the kept log-in."""
    name = login or os.environ.get("PTSCRIBE_USER", "")
    if name:
        return app.auth.actor(log_in(app, name), client="cli")
    path = token_file(app)
    if not path.exists():
        raise Refused("Nobody is logged in.", mend="Run `ptscribe login NAME`, or give --user NAME.")
    return app.auth.actor(path.read_text(), client="cli")


def operator() -> Actor:
    """Who holds the clinic's key file and has not logged in: may dictate, which shows no record."""
    from agent.domain.user import Actor

    return Actor(user_id="operator", name="Operator of this machine", roles=("therapist",), client="cli")


STAGES = (
    "transcribe",
    "understand",
    "draft_note",
    "draft_plan",
    "check",
    "revise",
    "redact",
    "queue",
    "review",
)
AT_WORK = ("recorded", "processing", "changes_requested")


def wait_for(app: App, draft_id: str, *, progress: Callable[[float], None] | None = None) -> DraftRecord:
    """The draft's row once nothing is at work on it. Shows the share of stages done meanwhile."""
    while True:
        with app.store.read() as uow:
            record: DraftRecord = uow.drafts.get(draft_id)
        stage = app.runner.stage(draft_id)
        if record.status not in AT_WORK and stage is None:
            return record
        if progress and stage is not None and stage.node in STAGES:
            # transcription takes nearly all of the time, so it gets nearly all of the bar
            done = STAGES.index(stage.node)
            progress(0.9 * (stage.share or 0.0) if done == 0 else 0.9 + 0.1 * done / len(STAGES))
        time.sleep(0.05)
