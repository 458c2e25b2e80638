"""`ptscribe audit`: read the trail and prove it."""

from __future__ import annotations

from typing import Annotated

import typer

from agent.cli.output import emit_json, say, table
from agent.cli.review import User
from agent.cli.session import acting, opened
from agent.cli.text import AsJson
from agent.errors import IntegrityError

app = typer.Typer(help="The audit trail: who did what, and that nothing was altered.", no_args_is_help=True)


@app.command()
def show(
    draft: Annotated[str, typer.Argument(help="Draft id; without it the newest events of all")] = "",
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Events of a draft, or of the clinic, in the order of the one log."""
    with opened() as clinic:
        events = clinic.trail.events(acting(clinic, user), draft or None)
    if as_json:
        emit_json([{"seq": e.seq, **e.event.model_dump(mode="json")} for e in events])
        return
    rows = [
        (
            str(e.seq),
            e.event.at,
            e.event.action,
            e.event.actor_id,
            e.event.actor_role,
            e.event.outcome,
            e.event.draft_id,
        )
        for e in events
    ]
    table(rows, ("seq", "at", "action", "actor", "role", "outcome", "draft"))


@app.command()
def verify(user: User = "", as_json: AsJson = False) -> None:
    """Check every event, their order and number, and what they say against drafts and signatures."""
    with opened() as clinic:
        report = clinic.trail.verify(acting(clinic, user))
    if as_json:
        emit_json({"ok": report.ok, "checked": report.checked, "problems": list(report.problems)})
    else:
        for problem in report.problems:
            say(f"- {problem}")
        say(f"{report.checked} events checked: {'the trail is whole' if report.ok else 'TAMPERED'}.")
    if not report.ok:
        raise IntegrityError(
            "The audit trail does not verify.",
            mend="Keep the database as it is and call your compliance officer.",
        )
