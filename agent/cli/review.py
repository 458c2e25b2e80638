"""The review work from a terminal, with the same checks as the page."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from agent.cli.output import emit_json, note, say, table
from agent.cli.session import acting, opened, wait_for
from agent.cli.text import AsJson, show_content
from agent.errors import Conflict, InputError

if TYPE_CHECKING:
    from agent.bootstrap import App
    from agent.domain.comparison import Piece
    from agent.domain.draft import DraftStatus
    from agent.domain.user import Actor

Draft = Annotated[str, typer.Argument(help="Draft id, as `queue` prints it")]
User = Annotated[str, typer.Option("--user", help="Act as this user; the password as for `login`")]
Seen = Annotated[
    str, typer.Option("--hash", help="Content hash that `show` printed; refused when it changed since")
]


class Answer(Enum):
    """How a human answers a finding."""

    fixed = "fixed"
    accepted = "accepted"
    not_applicable = "not_applicable"


STATUSES: tuple[DraftStatus, ...] = (
    "recorded",
    "processing",
    "failed",
    "in_review",
    "changes_requested",
    "approved",
)


def queue(
    every: Annotated[bool, typer.Option("--all", help="Also what is processing, failed or approved")] = False,
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Drafts that wait for review, oldest first."""
    with opened() as app:
        items = app.review.queue(acting(app, user), STATUSES if every else ("in_review",))
    if as_json:
        emit_json([item.model_dump(mode="json") for item in items])
        return
    rows = [
        (
            i.id,
            i.status,
            i.date_of_service.isoformat(),
            i.note_type,
            i.patient_name,
            f"{i.blocking}/{i.warnings}",
        )
        for i in items
    ]
    table(rows, ("draft", "status", "service", "note", "patient", "block/warn"))


def show(draft: Draft, user: User = "", as_json: AsJson = False) -> None:
    """One draft: note with evidence, plan, claim lines, findings, and the hash to decide on."""
    with opened() as app:
        packet = app.review.open(acting(app, user), draft)
    record, content = packet.record, packet.content
    if as_json:
        shown = None if content is None else content.model_dump(mode="json")
        emit_json({"draft": record.model_dump(mode="json"), "content": shown})
        return
    say(f"Draft {record.id}  {record.status}  version {record.version}  hash {record.displayed_hash}")
    if record.failure:
        say(record.failure)
    if content is not None:
        show_content(content)


def as_shown(app: App, actor: Actor, draft: str, seen: str) -> tuple[int, str]:
    """Version and hash that the decision is about; `seen` guards against what changed since."""
    record = app.review.open(actor, draft).record
    if seen and not record.displayed_hash.startswith(seen):
        raise Conflict(
            f"Draft {draft!r} changed since it was shown.", mend="Look at it again: `ptscribe show`."
        )
    return record.version, record.displayed_hash


def _decide(
    draft: str, kind: Literal["approve", "request_changes", "reject"], comment: str, seen: str, user: str
) -> None:
    with opened() as app:
        actor = acting(app, user)
        version, displayed = as_shown(app, actor, draft, seen)
        app.review.decide(actor, draft, kind, seen_version=version, seen_hash=displayed, comment=comment)
        wait_for(app, draft)
    note(f"Draft {draft}, version {version}: {kind.replace('_', ' ')}.")


def approve(draft: Draft, seen: Seen = "", user: User = "") -> None:
    """Approve a draft for signature (specialist)."""
    _decide(draft, "approve", "", seen, user)


def request_changes(
    draft: Draft,
    comment: Annotated[str, typer.Option("--comment", help="What should change")],
    seen: Seen = "",
    user: User = "",
) -> None:
    """Send a draft back to be drafted again with a comment (specialist)."""
    _decide(draft, "request_changes", comment, seen, user)


def reject(
    draft: Draft,
    comment: Annotated[str, typer.Option("--comment", help="Why")],
    seen: Seen = "",
    user: User = "",
) -> None:
    """Reject a draft for good (specialist)."""
    _decide(draft, "reject", comment, seen, user)


def resolve(
    draft: Draft,
    finding: Annotated[str, typer.Argument(help="Finding id")],
    kind: Annotated[Answer, typer.Option("--as", help="How the finding is answered")],
    reason: Annotated[str, typer.Option("--reason", help="Why; needed unless fixed")] = "",
    user: User = "",
) -> None:
    """Answer a finding, with the reason that the trail keeps."""
    with opened() as app:
        app.review.resolve(acting(app, user), draft, finding, kind.value, reason)
    note(f"Finding {finding} of draft {draft}: {kind.value.replace('_', ' ')}.")


def compare(
    draft: Draft,
    finding: Annotated[str, typer.Argument(help="Id of a finding of copied wording, as CLN-01#1")],
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """The passages that a finding of copied wording compares, beside each other; recorded in the trail.

    Of another patient's note only the words are shown that this note has as well.
    """
    with opened() as app:
        made = app.comparing.passages(acting(app, user), draft, finding)
    if as_json:
        emit_json(made.model_dump(mode="json"))
        return
    other = "Another patient's note" if made.withheld else f"Note of {made.on}"
    for pair in made.pairs:
        say(f"{pair.section}  This note: {_text(pair.mine)}")
        say(f"   {other}: {_text(pair.other)}")
    if not made.pairs:
        note("No passage of the other note is like one of this note as it is now.")


def _text(pieces: tuple[Piece, ...]) -> str:
    return " ".join(piece.text for piece in pieces)


def sign(draft: Draft, seen: Seen = "", user: User = "") -> None:
    """Sign an approved draft (therapist)."""
    with opened() as app:
        actor = acting(app, user)
        version, displayed = as_shown(app, actor, draft, seen)
        signature = app.signing.sign(actor, draft, seen_version=version, seen_hash=displayed)
    say(f"Signed by {signature.name}, {signature.credentials}, over {signature.content_hash}.")


def export(
    draft: Draft,
    out: Annotated[Path, typer.Option("--out", help="File to write; .pdf or .md decides the form")],
    user: User = "",
) -> None:
    """Write a draft's note as PDF or Markdown; what is not signed is marked as a draft."""
    from agent.cli.files import write_atomically

    if out.suffix not in (".pdf", ".md"):
        raise InputError(f"No export is called {out.suffix!r}.", mend="Name a file that ends in .pdf or .md.")
    with opened() as app:
        actor = acting(app, user)
        made = (
            app.export.pdf(actor, draft)
            if out.suffix == ".pdf"
            else app.export.markdown(actor, draft).encode()
        )
    write_atomically(out, made)
    note(f"Wrote {out.name} ({len(made)} bytes).")


def register(app: typer.Typer) -> None:
    for command in (queue, show, approve, reject, resolve, compare, sign, export):
        app.command()(command)
    app.command("request-changes")(request_changes)
