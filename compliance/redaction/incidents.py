"""What may be written down about an exception: its type, where it was raised, and an incident id."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from types import TracebackType

OUR_PACKAGES = ("agent", "compliance", "review_ui", "evals")


def new_incident() -> str:
    """An id that a user can quote and a log line carries, e.g. `inc-3f9a01c27b`."""
    return f"inc-{secrets.token_hex(5)}"


def describe_exception(error: BaseException) -> dict[str, str]:
    """`exc_type`, `at` (`agent/graph/runner.py:88`, the innermost own line) and a new `incident`."""
    return {
        "exc_type": type(error).__name__,
        "at": _raised_at(error.__traceback__),
        "incident": new_incident(),
    }


def _raised_at(traceback: TracebackType | None) -> str:
    at = "unknown"
    while traceback is not None:
        parts = PurePath(traceback.tb_frame.f_code.co_filename).parts
        own = next((i for i, part in enumerate(parts) if part in OUR_PACKAGES), None)
        if own is not None and "site-packages" not in parts:
            at = f"{'/'.join(parts[own:])}:{traceback.tb_lineno}"
        elif at == "unknown" or (traceback.tb_next is None and at == "unknown"):
            at = f"{parts[-1] if parts else 'unknown'}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return at
