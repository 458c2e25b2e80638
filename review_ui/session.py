"""Who is using this page: asked of the server's session on every full run of the script."""

from __future__ import annotations

import hashlib
import time

import streamlit as st

from agent.domain.user import Actor
from agent.errors import Refused
from review_ui.auth import CLIENT, cookie_name
from review_ui.components.guard import leave
from review_ui.logs import fence_library_logs
from review_ui.serving import serving


def current_actor() -> Actor:
    """The signed-in user; sends the browser to the login page and stops the script when there is none.

    Renews the session's idle time, so call it for what a person does, not for what a timer does.
    """
    settings = serving().clinic.settings
    token = st.context.cookies.get(cookie_name(settings), "")
    _one_user_only(token)
    try:
        actor = serving().clinic.auth.actor(token, client=CLIENT)
    except Refused:
        st.session_state.clear()
        leave("ended")
        st.stop()
    st.session_state["acted_at"] = time.monotonic()
    return actor


def idle_too_long() -> bool:
    """For timers: whether the last thing a person did on this page is longer ago than a session lasts."""
    idle_seconds = serving().clinic.settings.session_idle_minutes * 60
    return time.monotonic() - float(st.session_state.get("acted_at", 0.0)) > idle_seconds


def _one_user_only(token: str) -> None:
    """A page that comes back with another session's cookie starts empty."""
    mark = hashlib.sha256(token.encode()).hexdigest()
    if st.session_state.get("session_mark") != mark:
        st.session_state.clear()
        st.session_state["session_mark"] = mark
        fence_library_logs()
