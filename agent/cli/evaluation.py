"""`ptscribe eval`: the offline evaluation."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from agent.cli.text import AsJson
from agent.errors import EngineUnavailable


def evaluate(
    task: Annotated[
        str, typer.Argument(help="Task (`list` names them), or `compare RUN RUN`, `report RUN…` on kept runs")
    ],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Folder of the data, default from PTSCRIBE_DATA; or folders of kept runs"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to keep the run in; for `report` the page to write")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run one evaluation task and print its table; compare kept runs, or write them as one page."""
    # the harness sits above everything and nothing imports it: it announces itself as an entry point
    found = entry_points(group="ptscribe.evaluation")
    if not found:
        raise EngineUnavailable("The evaluation harness is not installed.", mend="Run `make setup`.")
    found["run"].load()(task, paths or [], out, as_json=as_json)


def register(app: typer.Typer) -> None:
    app.command("eval")(evaluate)
