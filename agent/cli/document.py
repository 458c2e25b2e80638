"""Writes docs/CLI.md from the commands themselves; `--check` fails when it is stale."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "docs" / "CLI.md"
HEAD = """# The command line

Generated from the commands by `make docs`. Every command that prints a table prints one JSON value with
`--json`; `draft`, `support` and `redact` answer JSON lines with `--jsonl`. Exit codes: 0 done, 1 failed,
2 unusable input, 3 settings, 4 engine not available, 5 not found, 6 refused, 7 somebody else was first,
8 storage, 9 integrity, 70 a defect.
"""


def _pages(command: Any, name: str) -> list[str]:
    """Sections of one command or group, in the order in which they are registered."""
    if hasattr(command, "commands"):
        return [page for child, part in command.commands.items() for page in _pages(part, f"{name} {child}")]
    rows = []
    for parameter in command.params:
        if parameter.name == "help":
            continue
        names = ", ".join(parameter.opts) if parameter.param_type_name == "option" else parameter.name.upper()
        rows.append(f"| `{names}` | {getattr(parameter, 'help', '') or ''} |")
    lines = [f"## `{name}`", "", command.help or ""]
    return ["\n".join([*lines, "", "| | |", "| --- | --- |", *rows] if rows else lines)]


def text() -> str:
    """The whole page."""
    from typer.main import get_command

    from agent.cli.app import app

    return "\n\n".join([HEAD.strip(), *_pages(get_command(app), "ptscribe")]) + "\n"


def main() -> None:
    made = text()
    if "--check" not in sys.argv:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(made)
    elif not TARGET.exists() or TARGET.read_text() != made:
        sys.exit("docs/CLI.md is stale: run `make docs`.")


if __name__ == "__main__":
    main()
