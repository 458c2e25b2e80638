"""Commands that run a clinic: dictate into it, serve it, work for it, and look after it."""

from __future__ import annotations

import getpass
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.inputs import read_visit
from agent.cli.output import emit_json, note, progress, say, table
from agent.cli.review import User
from agent.cli.session import acting, keep, log_in, opened, operator, token_file, wait_for
from agent.cli.text import AsJson
from agent.errors import InputError, PtscribeError

if TYPE_CHECKING:
    from agent.bootstrap import App
    from agent.domain.user import Actor, Role


def dictate(
    audio: Annotated[Path, typer.Argument(help="The recording")],
    visit: Annotated[Path, typer.Option("--visit", help="Visit record (JSON)")],
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """A recording into the store, through the whole graph and into the review queue."""
    record = read_visit(visit)
    try:
        data = audio.read_bytes()
    except OSError as error:
        raise InputError(f"The recording {audio.name!r} cannot be read: {error.strerror}.") from None
    with opened() as app:
        draft_id = app.intake.submit(_dictating(app, user), audio=data, encounter=record)
        with progress(f"Draft {draft_id}") as share:
            status = wait_for(app, draft_id, progress=share)
        if as_json:
            emit_json(
                {
                    "draft": draft_id,
                    "status": status.status,
                    "version": status.version,
                    "failure": status.failure,
                }
            )
        else:
            say(f"Draft {draft_id}: {status.status.replace('_', ' ')}.")
        if status.status == "failed":
            raise PtscribeError(f"Draft {draft_id} failed. {status.failure}")


def _dictating(app: App, user: str) -> Actor:
    """The logged-in therapist, or else this machine's operator, who holds the clinic's key file.

    Dictating shows nothing of the record; reading, approving and signing always need a log-in.
    """
    if user or os.environ.get("PTSCRIBE_USER") or token_file(app).exists():
        return acting(app, user)
    return operator()


def login(name: Annotated[str, typer.Argument(help="Your log-in name")]) -> None:
    """Log in on this terminal; ends by itself when idle."""
    with opened() as app:
        keep(app, log_in(app, name))
    note(f"Logged in as {name}.")


def logout() -> None:
    """End the log-in of this terminal."""
    with opened() as app:
        path = token_file(app)
        if path.exists():
            app.auth.logout(path.read_text())
            path.unlink()
    note("Logged out.")


users = typer.Typer(help="Who may use this clinic.", no_args_is_help=True)


@users.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="Log-in name")],
    role: Annotated[
        list[str], typer.Option("--role", help="therapist, specialist, auditor or admin; repeatable")
    ],
    full_name: Annotated[str, typer.Option("--name", help="Full name as it stands under a signature")],
    credentials: Annotated[str, typer.Option("--credentials", help="For example 'PT, DPT'")] = "",
    user: User = "",
) -> None:
    """Add a user. Until there is an admin no log-in is needed; from then on an admin's."""
    from agent.domain.user import PERMISSIONS, SYSTEM
    from agent.domain.user import User as Account

    unknown = [r for r in role if r not in PERMISSIONS]
    if unknown:
        raise InputError(f"There is no role {unknown[0]!r}.", mend=f"Roles: {', '.join(PERMISSIONS)}.")
    roles: tuple[Role, ...] = tuple(r for r in PERMISSIONS if r in role)
    with opened() as app:
        admins = [u for u in app.auth.users(SYSTEM) if "admin" in u.roles and u.active]
        actor = acting(app, user) if admins else SYSTEM
        account = Account(id="", login=name, name=full_name, credentials=credentials, roles=roles)
        app.auth.create_user(actor, account, _new_password(name))
    note(f"Added {name} ({', '.join(roles)}).")


def _new_password(name: str) -> str:
    given = os.environ.get("PTSCRIBE_NEW_PASSWORD", "")
    if given or not sys.stdin.isatty():
        return given
    password = getpass.getpass(f"New password of {name}: ")
    if getpass.getpass("Once more: ") != password:
        raise InputError("The two passwords differ.", mend="Run the command again.")
    return password


@users.command("list")
def list_users(user: User = "") -> None:
    """All users with their roles."""
    with opened() as app:
        rows = [
            (u.login, u.name, ", ".join(u.roles), "yes" if u.active else "no")
            for u in app.auth.users(acting(app, user))
        ]
    table(rows, ("login", "name", "roles", "active"))


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on")] = 0,
) -> None:
    """The review room in the browser, on this clinic's data."""
    from agent.settings import load_settings
    from review_ui.serve import serve as run

    overrides: dict[str, object] = {}
    if host:
        overrides["host"] = host
    if port:
        overrides["port"] = port
    run(load_settings(**overrides))


def worker() -> None:
    """Work through waiting drafts until stopped; any number of machines on one PostgreSQL."""
    with opened() as app:
        note("Working. Stop with Ctrl-C; what is begun is taken up again by the next worker.")
        app.start()
        if app.settings.queue == "procrastinate":
            from agent.workers.queue import work

            work(app.settings.url, app.runner.start, concurrency=app.settings.workers)
        else:
            threading.Event().wait()


def reindex() -> None:
    """Let drafts of older releases be found by their wording; a running service does so by itself."""
    from agent.services.marking import mark_unmarked

    marked = 0
    with opened() as app:
        while found := mark_unmarked(app.store):
            marked += found
        with app.store.read() as uow:
            left = len(uow.marks.unmarked())
    note(f"Drafts marked: {marked}." + (f" Could not be read: {left}; see the log." if left else ""))


def grant_role(
    role: Annotated[str, typer.Argument(help="A role of PostgreSQL that exists")],
    user: User = "",
) -> None:
    """PostgreSQL: let a role run ptscribe that can neither drop a fence nor delete a record (admin).

    Run it with PTSCRIBE_DATABASE_URL of the tables' owner, and again after each upgrade; every other process
    then connects as the role.
    """
    with opened() as app:
        actor = acting(app, user)
        _ = app.runner.graph  # its checkpoints' tables are made before the role gets its rights on them
        app.database_role.grant(actor, role)
    say(f"{role} may run ptscribe. Give its URL to every process but this one.")


def demo(
    serve_room: Annotated[
        bool, typer.Option("--serve", help="Open the review room on the demo clinic")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh/--keep", help="Start from an empty demo clinic")] = True,
) -> None:
    """A throw-away clinic: samples through the whole graph, one note approved, signed and proved."""
    from agent.cli.demo import run_demo, serve_demo

    if serve_room:
        serve_demo(fresh=fresh)
    else:
        run_demo()


def doctor(as_json: AsJson = False) -> None:
    """What is ready, what is missing, and how to mend it."""
    from agent.cli.health import examine
    from agent.settings import load_settings

    points = examine(load_settings())
    if as_json:
        emit_json([{"part": p.part, "state": p.state, "detail": p.detail, "mend": p.mend} for p in points])
    else:
        for point in points:
            say(
                f"{point.state:<8} {point.part:<12} {point.detail}{'  → ' + point.mend if point.mend else ''}"
            )
    if any(p.state == "missing" for p in points):
        raise PtscribeError("Something that this clinic needs is missing.", mend="See the list above.")


def register(app: typer.Typer) -> None:
    for command in (demo, serve, worker, reindex, dictate, login, logout, doctor):
        app.command()(command)
    app.command("grant-role")(grant_role)
    app.add_typer(users, name="users")
