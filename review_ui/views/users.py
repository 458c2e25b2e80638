"""Users and their roles, for administrators."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from agent.domain.user import Role, User
from review_ui.components.table import Cell, Row, table
from review_ui.components.words import ROLES
from review_ui.room_context import Room


def render(room: Room) -> None:
    st.title("Users")
    table(
        "users",
        ["Name", "User name", "Roles", "State"],
        [
            Row(
                id=user.id,
                name=user.name,
                cells=(
                    Cell(f"{user.name}, {user.credentials}" if user.credentials else user.name),
                    Cell(user.login),
                    Cell(", ".join(ROLES[role] for role in user.roles)),
                    Cell(badges=(("active", "green") if user.active else ("closed", ""),)),
                ),
            )
            for user in room.clinic.auth.users(room.actor)
        ],
        empty="There are no users.",
    )
    st.subheader("Add a user")
    with st.form("new_user", clear_on_submit=False, width=560):
        name = st.text_input("Name", key="user_name")
        credentials = st.text_input("Credentials", key="user_credentials", placeholder="PT, DPT")
        login = st.text_input("User name", key="user_login", autocomplete="off")
        roles: list[Role] = st.multiselect(
            "Roles", get_args(Role), format_func=lambda role: ROLES[role], key="user_roles"
        )
        password = st.text_input(
            "First password",
            type="password",
            key="user_password",
            autocomplete="new-password",
            help="At least 12 characters.",
        )
        sent = st.form_submit_button("Add", type="primary")
    if sent:
        _add(room, name.strip(), credentials.strip(), login.strip(), tuple(roles), password)


def _add(room: Room, name: str, credentials: str, login: str, roles: tuple[Role, ...], password: str) -> None:
    missing = [
        label for label, value in (("a name", name), ("a user name", login), ("a role", roles)) if not value
    ]
    if missing:
        st.error(f"Please give {', '.join(missing)}.")
        return
    user = User(id="", login=login, name=name, credentials=credentials, roles=roles)
    if room.desk.attempt(
        lambda: room.clinic.auth.create_user(room.actor, user, password), done=f"{login} can sign in now."
    ):
        for key in ("user_name", "user_credentials", "user_login", "user_roles", "user_password"):
            st.session_state.pop(key, None)
    st.rerun()
