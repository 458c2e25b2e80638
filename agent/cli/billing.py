"""`ptscribe billing`: the payer's quarterly edit files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.output import emit_json, say, table
from agent.cli.review import User
from agent.cli.session import acting, opened
from agent.cli.text import AsJson
from agent.errors import InputError

app = typer.Typer(help="The payer's edit tables: load a quarter's files, list them.", no_args_is_help=True)


@app.command("load-edits")
def load_edits(
    files: Annotated[
        list[Path], typer.Argument(help="CMS's PTP and MUE files of one quarter: zip, txt, csv or xlsx")
    ],
    quarter: Annotated[
        str, typer.Option("--quarter", help="As 2026-Q2, where the names do not tell it")
    ] = "",
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Loads pairs of codes and unlikely units; a file of another quarter is refused."""
    given = {path.name: _bytes(path) for path in files}
    if len(given) < len(files):
        raise InputError("Two of the files have the same name.", mend="Give each part once.")
    with opened() as clinic:
        loaded = clinic.edit_tables.load(acting(clinic, user), given, quarter=quarter)
    if as_json:
        emit_json([entry.model_dump(mode="json", exclude={"edits"}) for entry in loaded])
        return
    for entry in loaded:
        what = "pairs" if entry.kind == "ptp" else "codes with unlikely units"
        say(f"{entry.quarter}: {entry.kept} {what} of codes that ptscribe bills, from {entry.source}.")


@app.command()
def edits(user: User = "", as_json: AsJson = False) -> None:
    """Which quarters' tables are loaded, from which files."""
    with opened() as clinic:
        kept = clinic.edit_tables.loaded(acting(clinic, user))
    if as_json:
        emit_json([entry.model_dump(mode="json", exclude={"edits"}) for entry in kept])
    elif kept:
        rows = [(e.kind, e.quarter, str(e.kept), f"{e.at:%Y-%m-%d %H:%M}", e.by, e.source) for e in kept]
        table(rows, ("table", "quarter", "entries", "loaded (UTC)", "by", "source"))
    else:
        say("No table is loaded; the shipped samples (2020 and 2017) are used, and findings say so.")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The file {path.name!r} cannot be read: {error.strerror}.", mend="Check its name and rights."
        ) from None
