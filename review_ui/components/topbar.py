"""The head of every page: where one is, where one may go, who one is, and the way out."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import streamlit as st

from agent.domain.user import Actor
from review_ui.components.guard import guard
from review_ui.components.words import ROLES

_STYLE = """
<style>
[data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stDecoration"], [data-testid="stStatusWidget"],
#MainMenu, footer { display: none !important; }
[data-testid="stMainBlockContainer"] { padding: 0 1.5rem 1rem; max-width: 1680px; }
.st-key-topbar { background: #0b4a5b; margin: 0 -1.5rem .9rem; padding: .35rem 1.5rem; width: calc(100% + 3rem) !important; max-width: none !important; align-items: center; }
[data-testid="stLayoutWrapper"]:has(> .st-key-chrome) { display: none; }
.st-key-topbar p, .st-key-topbar a, .st-key-topbar button { color: #e9f4f7 !important; }
.st-key-topbar a:hover, .st-key-topbar button:hover { background: #0e5c70 !important; }
.st-key-topbar [data-testid="stPageLink"] a[aria-current="page"], .st-key-topbar .here a { background: #0e6a80 !important; }
.st-key-topbar button { border-color: #3c7c8c !important; background: transparent !important; }
.st-key-topbar :focus-visible { outline: 2px solid #9fd3e0 !important; }
h1 { padding: 0 0 .2rem !important; }
</style>
"""


def topbar(actor: Actor, pages: Sequence[tuple[object, str]], *, idle_minutes: float) -> None:
    """Page links, the user's name and roles, and sign-out. Mounts the session guard."""
    with st.container(key="chrome", gap=None):
        st.html(_STYLE)
        guard(idle_minutes=idle_minutes, sign_out=st.session_state.pop("signing_out", ""))
    with st.container(horizontal=True, key="topbar", gap="small", vertical_alignment="center"):
        st.markdown("**ptscribe**", width="content")
        for page, label in pages:
            st.page_link(page, label=label)  # type: ignore[arg-type]  # st.Page is not exported as a type
        st.space("stretch")
        roles = ", ".join(ROLES[role] for role in actor.roles)
        name = f"{actor.name}, {actor.credentials}" if actor.credentials else actor.name
        st.markdown(f"{_plain(name)} · {roles}", width="content")
        st.button(
            "Sign out",
            key="sign_out",
            on_click=lambda: st.session_state.update(signing_out=secrets.token_hex(4)),
        )


def _plain(text: str) -> str:
    """`text` without Markdown's meaning."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()#+-.!|<>~$:" else c for c in text)
