"""Keeps the browser's page and the server's session of one mind, and signs out."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from review_ui.components.assets import asset

_guard = st.components.v2.component("ptscribe_guard", js=asset("guard/guard.js"))


def guard(*, idle_minutes: float, sign_out: str = "") -> None:
    """Mount once a page. `sign_out`: a new value signs out."""
    _guard(key="guard", data={"idle_seconds": idle_minutes * 60, "sign_out": sign_out, "leave": ""})


def leave(why: Literal["idle", "ended", "out"]) -> None:
    """Sends the browser to the login page."""
    _guard(key="leave", data={"idle_seconds": 60, "sign_out": "", "leave": why})
