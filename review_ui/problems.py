"""How the pages say that something did not work: one sentence and what to do next, never a stack trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from agent.errors import Conflict, PtscribeError
from review_ui.http_errors import report

T = TypeVar("T")
_KEY = "flashes"


def flash(kind: str, text: str) -> None:
    """Keep a message for the next drawing of the page; `kind` is `success`, `info`, `warning` or `error`."""
    st.session_state.setdefault(_KEY, []).append((kind, text))


def show_flashes() -> None:
    """Show what was kept, once: successes pass by, problems stay on the page."""
    for kind, text in st.session_state.pop(_KEY, []):
        if kind == "success":
            st.toast(text, icon=":material/check_circle:")
        else:
            show_problem(kind, text)


def show_problem(kind: str, text: str) -> None:
    icons = {"error": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}
    show = {"error": st.error, "warning": st.warning}.get(kind, st.info)
    show(text, icon=icons.get(kind, icons["info"]))


def explain(error: PtscribeError) -> str:
    return str(error)


def attempt(
    act: Callable[[], T], *, done: str = "", on_conflict: Callable[[], None] | None = None
) -> T | None:
    """The result of `act`, or None after keeping its error as a message.

    `on_conflict` is called when somebody else acted first, to show what is current now.
    """
    try:
        result = act()
    except Conflict as conflict:
        flash("warning", explain(conflict))
        if on_conflict:
            on_conflict()
        return None
    except PtscribeError as error:
        flash("error", explain(error))
        return None
    if done:
        flash("success", done)
    return result


def show_script_error(error: Exception) -> bool:
    """Streamlit's hook for what no page handled: our errors in their words, a defect as an incident id."""
    if isinstance(error, PtscribeError):
        show_problem("error", explain(error))
    else:
        incident = report(error)
        show_problem("error", f"Something went wrong on our side. Please quote {incident} to support.")
    return True
