"""Words for people on the terminal, one JSON value for programs, progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from agent.errors import InputError


def say(text: str = "") -> None:
    """One line for people, on standard output."""
    typer.echo(text)


def note(text: str) -> None:
    """One line about the work itself, on standard error."""
    typer.echo(text, err=True)


def emit_json(value: Any) -> None:
    """One JSON value on standard output, UTF-8, stable key order as built."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Columns aligned by their widest cell."""
    widths = [max(len(str(row[i])) for row in (header, *rows)) for i in range(len(header))]
    for row in (header, *rows):
        say("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def json_lines(handle: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answers each JSON object of standard input with one line, `id` kept.

    A line that cannot be handled is answered `{"id", "error"}`; the others are not lost by it.
    """
    from agent.errors import PtscribeError

    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        identity: Any = number
        try:
            item = json.loads(line)
            if not isinstance(item, dict):
                raise InputError("The line is not a JSON object.")
            identity = item.get("id", number)
            answer = handle(item)
        except json.JSONDecodeError:
            answer = {"error": f"Line {number} is not JSON."}
        except PtscribeError as error:
            answer = {"error": str(error)}
        sys.stdout.write(json.dumps({"id": identity, **answer}, ensure_ascii=False) + "\n")
        sys.stdout.flush()


@contextmanager
def progress(label: str) -> Iterator[Callable[[float], None]]:
    """A bar on a terminal; nothing but the label elsewhere. Yields a setter for the share done, 0 to 1."""
    if not sys.stderr.isatty():
        note(label)
        yield lambda share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=1.0)
        yield lambda share: bar.update(task, completed=share)
