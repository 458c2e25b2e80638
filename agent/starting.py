"""What an entry point does before anything is loaded, so that its first answer comes soon."""

from __future__ import annotations

import os

from agent import prepared
from agent.collecting import collect_seldom


def start() -> None:
    """A library leaves its host's settings alone; a process of its own may choose them.

    No plug-in of pydantic's is looked for: none ships, and one would read what is said of a patient.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    collect_seldom()
    prepared.use()
