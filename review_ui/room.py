"""The page script that Streamlit runs on every interaction: who, where, and then that page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from agent.domain.user import Actor, Permission
from review_ui.components.topbar import topbar
from review_ui.desk import own_desk
from review_ui.room_context import Room
from review_ui.serving import serving
from review_ui.session import current_actor
from review_ui.views import dictate, protocols, queue, review, sign, trail, users


@dataclass(frozen=True)
class PageSpec:
    """A page of the room and the permission that shows it; pages without a label are not in the bar."""

    key: str
    label: str
    title: str
    needs: Permission
    render: Callable[[Room], None]


PAGES = (
    PageSpec("queue", "Drafts", "Drafts", "view", queue.render),
    PageSpec("dictate", "New dictation", "New dictation", "dictate", dictate.render),
    PageSpec("sign", "Sign", "Sign", "sign", sign.render),
    PageSpec("protocols", "Protocols", "Protocols", "view", protocols.render),
    PageSpec("users", "Users", "Users", "manage_users", users.render),
    PageSpec("trail", "Audit trail", "Audit trail", "read_trail", trail.render),
    PageSpec("review", "", "Review", "view", review.render),
)


def pages_for(actor: Actor) -> list[PageSpec]:
    """The pages that the actor's roles open, in the order of the bar."""
    return [spec for spec in PAGES if actor.may(spec.needs)]


def main() -> None:
    st.set_page_config(page_title="ptscribe", layout="wide")
    actor = current_actor()
    clinic, specs = serving().clinic, pages_for(actor)
    pages: dict[str, Any] = {}
    desk = own_desk()
    room = Room(clinic, actor, serving().scratch, desk, pages)
    for number, spec in enumerate(specs):
        pages[spec.key] = st.Page(
            partial(spec.render, room),
            title=f"{spec.title} · ptscribe",
            url_path=spec.key,
            default=number == 0,
        )
    page = st.navigation(list(pages.values()), position="hidden")
    bar = [(pages[spec.key], spec.label) for spec in specs if spec.label]
    topbar(actor, bar, idle_minutes=clinic.settings.session_idle_minutes)
    said = st.container(gap=None)
    page.run()
    with said:
        desk.show_messages()


main()
