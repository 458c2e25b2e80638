"""The review bench: the draft beside its recording and transcript, as one component of our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from review_ui.components.assets import asset

_PARTS: Final = (
    "dom.js",
    "player.js",
    "transcript.js",
    "comparison.js",
    "findings.js",
    "exercises.js",
    "note.js",
    "bench.js",
)
_bench = st.components.v2.component(
    "ptscribe_bench",
    css=asset("workbench/bench.css"),
    js=asset(*(f"workbench/{part}" for part in _PARTS)),
)


def bench(key: str, data: dict[str, Any], on_act: Callable[[dict[str, Any]], None]) -> None:
    """Shows the bench. `on_act` gets each act of the user, `{"kind": …, "n": …}`, before the page is drawn.

    Acts are counted by `n`; the bench waits for the `answered` count in `data` before it sends the next.
    """

    def acted() -> None:
        message = st.session_state[key].get("act")
        if isinstance(message, dict):
            on_act(message)

    _bench(key=key, data=data, on_act_change=acted)
