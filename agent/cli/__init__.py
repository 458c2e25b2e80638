"""The command line: thin words over the services, for people and, with `--json`, for programs."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the `ptscribe` command: the one place where an error becomes an exit code."""
    from agent.starting import start

    start()
    from agent.cli.app import app
    from agent.cli.boundary import guarded

    sys.exit(guarded(app))
