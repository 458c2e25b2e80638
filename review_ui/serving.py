"""Which clinic this process serves: set once at start-up, read by routes and by the page script.

Streamlit runs the page script anew on every interaction; what lives longer stands here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.errors import PtscribeError
from review_ui.scratch import Scratch

if TYPE_CHECKING:
    from agent.bootstrap import App


@dataclass(frozen=True)
class Serving:
    """The wired clinic and the texts that are typed and not yet saved."""

    clinic: App
    scratch: Scratch = field(default_factory=Scratch)


_serving: Serving | None = None


def serve_clinic(clinic: App) -> Serving:
    """Make `clinic` the one that this process serves."""
    global _serving
    _serving = Serving(clinic)
    return _serving


def serving() -> Serving:
    """The clinic being served. Raises `PtscribeError` when the page script runs on its own."""
    if _serving is None:
        raise PtscribeError(
            "The review room is not connected to a clinic.", mend="Start it with `ptscribe serve`."
        )
    return _serving
