"""`ptscribe profiles`: what the clinic changes about the rules, for which patients, since when and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.inputs import read_text
from agent.cli.output import emit_json, say, table
from agent.cli.review import User
from agent.cli.session import acting, opened
from agent.cli.text import AsJson
from agent.errors import NotFound

app = typer.Typer(help="The clinic's own rule profiles: show, check, set, history.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="`clinic` for all patients, else a population, as `older_adults`")]
File = Annotated[Path, typer.Argument(help="YAML, or `-` for standard input")]


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Empty: all profiles")] = "",
    revision: Annotated[int, typer.Option("--revision", help="An earlier one; default: the newest")] = 0,
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """The clinic's profiles, or the text of one; a shipped population's where the clinic has none."""
    from agent.services.profiles import shipped_text

    with opened() as clinic:
        actor = acting(clinic, user)
        if not name:
            kept = clinic.profiles.current(actor)
        elif revision or any(p.name == name for p in clinic.profiles.current(actor)):
            revisions = clinic.profiles.history(actor, name)
            kept = tuple(p for p in revisions if p.revision == (revision or revisions[-1].revision))
        else:
            kept = ()
    if name and not kept:
        text = "" if revision else shipped_text(name)
        if not text:
            raise NotFound(
                f"There is no profile {name!r}{f' with revision {revision}' if revision else ''}.",
                mend="`ptscribe profiles show` lists those of the clinic.",
            )
        say(text.rstrip())
    elif as_json:
        emit_json([p.model_dump(mode="json") for p in kept])
    elif name:
        say(kept[0].text.rstrip())
    elif kept:
        rows = [(p.name, str(p.revision), f"{p.at:%Y-%m-%d %H:%M}", p.by, p.reason) for p in kept]
        table(rows, ("profile", "revision", "saved (UTC)", "by", "reason"))
    else:
        say("The clinic has no profile of its own; the shipped ones are in force.")


@app.command()
def check(name: Name, file: File, user: User = "") -> None:
    """Whether a profile can be used; changes nothing."""
    text = read_text(file)
    with opened() as clinic:
        rules = clinic.profiles.check(acting(clinic, user), name, text)
    say(f"The profile {name!r} can be used; it sets {rules} rules.")


@app.command("set")
def set_profile(
    name: Name,
    file: File,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept for the auditor")],
    based_on: Annotated[
        int | None,
        typer.Option("--based-on", help="Revision that the text was made from; refused if another is newest"),
    ] = None,
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Saves a profile as its next revision; it holds from the next check of a draft on."""
    text = read_text(file)
    with opened() as clinic:
        actor = acting(clinic, user)
        if based_on is None:
            based_on = next((p.revision for p in clinic.profiles.current(actor) if p.name == name), 0)
        saved = clinic.profiles.save(actor, name, text, based_on=based_on, reason=reason)
    if as_json:
        emit_json(saved.model_dump(mode="json"))
    else:
        say(f"Saved {saved.name!r} as revision {saved.revision} ({saved.text_hash[:12]}).")


@app.command()
def history(name: Name, user: User = "", as_json: AsJson = False) -> None:
    """Every revision of a profile: when, by whom, why, and the hash that the audit trail names."""
    with opened() as clinic:
        actor = acting(clinic, user)
        kept, authors = clinic.profiles.history(actor, name), clinic.profiles.authors(actor)
    if as_json:
        emit_json([p.model_dump(mode="json") for p in kept])
        return
    rows = [
        (
            str(p.revision),
            f"{p.at:%Y-%m-%d %H:%M}",
            authors.get(p.by, p.by),
            p.text_hash[:12],
            p.reason,
        )
        for p in kept
    ]
    table(rows, ("revision", "saved (UTC)", "by", "hash", "reason"))
