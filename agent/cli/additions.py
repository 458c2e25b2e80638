"""Adding to a signed note, and emergency access, from a terminal."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from agent.cli.output import emit_json, note, say
from agent.cli.review import Draft, User
from agent.cli.session import acting, opened
from agent.cli.text import AsJson
from agent.errors import Conflict


class Kind(Enum):
    """What is added to a signed note."""

    addendum = "addendum"
    correction = "correction"
    late_entry = "late_entry"


def amend(
    draft: Draft,
    text: Annotated[str, typer.Option("--text", help="What is added; the signed note stays as it is")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is added now")],
    kind: Annotated[Kind, typer.Option("--as", help="What it is")] = Kind.addendum,
    seen: Annotated[
        str, typer.Option("--hash", help="Hash of the note it adds to, as `show` printed it")
    ] = "",
    user: User = "",
) -> None:
    """Add to a signed note and sign the addition (therapist); a new version, never an edit."""
    with opened() as app:
        actor = acting(app, user)
        content = app.amendments.propose(actor, draft, kind.value, text=text, reason=reason)
        if seen and not content.based_on_hash.startswith(seen):
            raise Conflict(
                f"Something was added to draft {draft!r} since it was shown.", mend="Look at it again."
            )
        added = app.amendments.sign(actor, content, seen_hash=content.digest())
    say(f"Version {added.version} of {draft}, {kind.value.replace('_', ' ')}, over {added.content_hash}.")
    say(added.attestation)


def emergency(
    reason: Annotated[str, typer.Option("--reason", help="Why; an auditor reads it")],
    record: Annotated[str, typer.Option("--record", help="The patient's record number")] = "",
    draft: Annotated[str, typer.Option("--draft", help="Or the id of one of the patient's drafts")] = "",
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Break the glass: see a patient's record for a while without the role for it. Everything is recorded."""
    with opened() as app:
        actor = acting(app, user)
        access = app.emergency.open(actor, reason=reason, mrn=record, draft_id=draft)
        drafts = app.emergency.drafts(actor, access.id)
    if as_json:
        emit_json(
            {
                "emergency": access.id,
                "until": access.until.isoformat(),
                "drafts": [one.id for one in drafts],
            }
        )
        return
    note(f"Emergency access until {access.until.isoformat()}. Everything you see is recorded.")
    note(f"When you are done: ptscribe end-emergency {access.id}")
    for one in drafts:
        visit = one.encounter.visit
        say(f"{one.id}  {one.status:<18} {visit.date}  {visit.note_type}")


def end_emergency(
    access: Annotated[str, typer.Argument(help="Id of the emergency access, as `emergency` printed it")],
    user: User = "",
) -> None:
    """End an emergency access before its time (who holds it, or an administrator)."""
    with opened() as app:
        app.emergency.end(acting(app, user), access)
    say(f"Emergency access {access} has ended.")


def register(app: typer.Typer) -> None:
    app.command()(amend)
    app.command()(emergency)
    app.command("end-emergency")(end_emergency)
