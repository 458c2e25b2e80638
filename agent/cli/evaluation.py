"""`ptscribe eval`: the offline evaluation."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from agent.cli.text import AsJson
from agent.errors import EngineUnavailable


def evaluate(
    task: Annotated[str, typer.Argument(help="Task; `list` names them")],
    data: Annotated[
        Path | None, typer.Argument(help="Folder of the data; default: from PTSCRIBE_DATA")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for per-sample results")] = None,
    as_json: AsJson = False,
) -> None:
    """Run one evaluation task and print its table."""
    # the harness sits above everything and nothing imports it: it announces itself as an entry point
    found = entry_points(group="ptscribe.evaluation")
    if not found:
        raise EngineUnavailable("The evaluation harness is not installed.", mend="Run `make setup`.")
    found["run"].load()(task, data, out, as_json=as_json)


def register(app: typer.Typer) -> None:
    app.command("eval")(evaluate)
