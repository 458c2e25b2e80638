"""How the pages say that something did not work: one sentence and what to do next, never a stack trace."""

from __future__ import annotations

import streamlit as st

from agent.errors import PtscribeError
from review_ui.http_errors import report


def show_problem(kind: str, text: str) -> None:
    """Show `text` on the page as an `error`, a `warning` or an `info`."""
    if kind == "error":
        st.error(text, icon=":material/error:")
    elif kind == "warning":
        st.warning(text, icon=":material/warning:")
    else:
        st.info(text, icon=":material/info:")


def show_script_error(error: Exception) -> bool:
    """Streamlit's hook for what no page handled: our errors in their words, a defect as an incident id."""
    if isinstance(error, PtscribeError):
        show_problem("error", str(error))
    else:
        incident = report(error)
        show_problem("error", f"Something went wrong on our side. Please quote {incident} to support.")
    return True
