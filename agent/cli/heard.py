"""What was heard, and setting it right, from a terminal: the same acts as on the review page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.output import emit_json, note, say
from agent.cli.review import Draft, Seen, User, as_shown
from agent.cli.session import acting, opened, wait_for
from agent.cli.text import AsJson
from agent.errors import InputError

if TYPE_CHECKING:
    from agent.domain.transcript import Segment


def heard(draft: Draft, user: User = "", as_json: AsJson = False) -> None:
    """The transcript of a draft: passages with speaker and seconds, and each correction by its number."""
    with opened() as app:
        transcript = app.review.open(acting(app, user), draft).transcript
    if transcript is None:
        raise InputError(f"Draft {draft!r} has no transcript yet.", mend="Wait until it was heard.")
    if as_json:
        emit_json(transcript.model_dump(mode="json"))
        return
    for number, segment in enumerate(transcript.segments, 1):
        say(_line(number, segment))
        for at, correction in enumerate(segment.corrections, 1):
            after = f"“{correction.after}”" if correction.after else "nothing"
            say(f"      {number}.{at}  “{correction.before}” became {after} ({correction.reason})")


def swap_speakers(
    draft: Draft,
    passage: Annotated[
        int | None, typer.Option("--passage", help="Only this passage, as `heard` numbers it", min=1)
    ] = None,
    seen: Seen = "",
    user: User = "",
) -> None:
    """Therapist and patient exchanged, then the draft is written anew (specialist)."""
    with opened() as app:
        actor = acting(app, user)
        version, displayed = as_shown(app, actor, draft, seen)
        index = None if passage is None else passage - 1
        app.transcripts.swap_speakers(actor, draft, index, seen_version=version, seen_hash=displayed)
        wait_for(app, draft)
    note(f"Draft {draft}: speakers exchanged, written anew.")


def undo_correction(
    draft: Draft,
    correction: Annotated[
        str, typer.Argument(help="Number of the correction as `heard` prints it, e.g. 3.1")
    ],
    seen: Seen = "",
    user: User = "",
) -> None:
    """Take back a correction of the transcript, then the draft is written anew (specialist)."""
    passage, _, place = correction.partition(".")
    if not (passage.isdecimal() and place.isdecimal()):
        raise InputError(
            f"{correction!r} is no number of a correction.", mend="`ptscribe heard` prints them."
        )
    with opened() as app:
        actor = acting(app, user)
        version, displayed = as_shown(app, actor, draft, seen)
        app.transcripts.undo_correction(
            actor, draft, int(passage) - 1, int(place) - 1, seen_version=version, seen_hash=displayed
        )
        wait_for(app, draft)
    note(f"Draft {draft}: correction {correction} taken back, written anew.")


def _line(number: int, segment: Segment) -> str:
    seconds = "" if segment.start is None else f"{int(segment.start) // 60}:{int(segment.start) % 60:02d}"
    who = "" if segment.speaker is None else f"{segment.speaker.title()}: "
    doubt = "  (hard to hear)" if segment.doubtful else ""
    return f"{number:>4}  {seconds:>6}  {who}{segment.text}{doubt}"


def register(app: typer.Typer) -> None:
    app.command()(heard)
    app.command("swap-speakers")(swap_speakers)
    app.command("undo-correction")(undo_correction)
