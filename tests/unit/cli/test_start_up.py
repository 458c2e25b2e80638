"""`ptscribe --help` answers at once: no command's own libraries are loaded to list the commands."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pydantic", "sqlalchemy", "langgraph", "numpy", "streamlit")


def test_listing_the_commands_loads_no_heavy_library() -> None:
    code = f"import agent.cli.app, sys; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
