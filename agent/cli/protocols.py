"""`ptscribe protocols`: the exercise protocols in use, and the clinic's own copies of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.inputs import read_text
from agent.cli.output import emit_json, note, say, table
from agent.cli.review import User
from agent.cli.session import acting, opened
from agent.cli.text import AsJson

protocols = typer.Typer(
    help="Exercise protocols: list, read, and keep the clinic's own copies.", no_args_is_help=True
)
Id = Annotated[str, typer.Argument(help="Protocol id, as `protocols list` prints it")]
Why = Annotated[str, typer.Option("--comment", help="What changes, and why; kept with the version")]


@protocols.command("list")
def list_protocols(user: User = "", as_json: AsJson = False) -> None:
    """All protocols in use, with their versions; `+clinic` marks the clinic's own copy."""
    with opened() as app:
        known = app.protocols.list(acting(app, user))
    if as_json:
        emit_json([{"id": p.id, "name": p.name, "version": p.version, "region": p.region} for p in known])
        return
    rows = [(p.id, p.name, p.version, str(len(p.phases))) for p in known]
    table(rows, ("protocol", "name", "version", "phases"))


@protocols.command()
def show(
    protocol: Id,
    text: Annotated[bool, typer.Option("--text", help="The YAML text, to edit and `put` back")] = False,
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """One protocol: phases with goals, exercises, doses and criteria, limits, red flags, sources."""
    from agent.exercises.protocol_text import protocol_markdown

    with opened() as app:
        used = app.protocols.get(acting(app, user), protocol)
    if as_json:
        emit_json(used.protocol.model_dump(mode="json", by_alias=True))
    elif text:
        say(used.text.rstrip())
    else:
        say(protocol_markdown(used.protocol).replace("**", ""))


@protocols.command()
def history(protocol: Id, user: User = "", as_json: AsJson = False) -> None:
    """The versions of the clinic's copy: who changed it, when, and why."""
    with opened() as app:
        used = app.protocols.get(acting(app, user), protocol)
    if as_json:
        emit_json([c.model_dump(mode="json", exclude={"body"}) for c in used.history])
        return
    rows = [
        (str(c.number), f"{c.at:%Y-%m-%d %H:%M}", c.by, c.comment, "" if c.body else "shipped text again")
        for c in used.history
    ]
    table(rows, ("no.", "when (UTC)", "by", "why", ""))


@protocols.command()
def put(
    file: Annotated[Path, typer.Argument(help="The protocol as YAML; its `id` says which one it replaces")],
    comment: Why,
    based_on: Annotated[
        int | None,
        typer.Option("--based-on", help="Refused when the clinic's copy is not at this version any more"),
    ] = None,
    user: User = "",
) -> None:
    """Make a file the clinic's copy of a protocol (specialist); every wrong field of it is named."""
    from agent.exercises.clinic_protocols import protocol_from

    text = read_text(file)
    own = protocol_from(text)
    with opened() as app:
        actor = acting(app, user)
        number = app.protocols.get(actor, own.id).number if based_on is None else based_on
        saved = app.protocols.save(actor, text, based_on=number, comment=comment)
    note(
        f"Protocol {saved.protocol_id}, the clinic's version {saved.number}, is used from the next draft on."
    )


@protocols.command()
def restore(protocol: Id, comment: Why, user: User = "") -> None:
    """Go back to the shipped text (specialist); the clinic's versions are kept."""
    with opened() as app:
        actor = acting(app, user)
        number = app.protocols.get(actor, protocol).number
        app.protocols.restore(actor, protocol, based_on=number, comment=comment)
    note(f"Protocol {protocol}: the shipped text is used from the next draft on.")


@protocols.command()
def outcomes(user: User = "", as_json: AsJson = False) -> None:
    """Which exercises went with change beyond the MCID over signed drafts (specialist); no cause is shown."""
    with opened() as app:
        report = app.insight.report(acting(app, user))
    if as_json:
        emit_json(report.model_dump(mode="json"))
        return
    say(f"{report.drafts} signed drafts, {report.episodes} episodes with a measure at two visits or more.")
    for line in report.suggestions:
        mark = {"add": "[consider adding] ", "review": "[look at again] ", "": ""}[line.change]
        answer = f"  ({line.answer.kind})" if line.answer else ""
        say(f"- {mark}{line.protocol_name}: {line.figures.text}{answer}")
        if line.change:
            say(f"    answer it with: protocols answer {line.id!r}")


@protocols.command()
def answer(
    suggestion: Annotated[str, typer.Argument(help="Suggestion, as `protocols outcomes` prints it")],
    accept: Annotated[bool, typer.Option("--accept/--dismiss", help="What you decide")],
    comment: Why,
    user: User = "",
) -> None:
    """Accept or dismiss a suggested change (specialist); the protocol itself changes only by `put`."""
    with opened() as app:
        said = app.insight.answer(
            acting(app, user), suggestion, "accepted" if accept else "dismissed", comment
        )
    note(f"{suggestion}: {said.kind}.")


def register(app: typer.Typer) -> None:
    app.add_typer(protocols, name="protocols")
