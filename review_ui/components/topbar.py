"""The head of every page: where one is, where one may go, who one is, and the way out."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import streamlit as st

from agent.domain.user import Actor
from review_ui.components.assets import asset
from review_ui.components.guard import guard
from review_ui.components.words import ROLES


def topbar(actor: Actor, pages: Sequence[tuple[object, str]], *, idle_minutes: float) -> None:
    """Page links, the user's name and roles, and sign-out. Mounts the session guard."""
    with st.container(key="chrome", gap=None):
        st.html(f"<style>{asset('styles/page.css')}</style>")
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
