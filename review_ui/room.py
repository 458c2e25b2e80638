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
from review_ui.views import dictate, emergency, outcomes, protocols, queue, review, rules, sign, trail, users
from review_ui.views.audit import activity, of_a_draft, of_the_clinic


@dataclass(frozen=True)
class PageSpec:
    """A page of the room and the permission that shows it (None: for who may not view records otherwise);
    pages without a label are not in the bar."""

    key: str
    label: str
    title: str
    needs: Permission | None
    render: Callable[[Room], None]


PAGES = (
    PageSpec("queue", "Drafts", "Drafts", "view", queue.render),
    PageSpec("dictate", "New dictation", "New dictation", "dictate", dictate.render),
    PageSpec("sign", "Sign", "Sign", "sign", sign.render),
    PageSpec("protocols", "Protocols", "Protocols", "view", protocols.render),
    PageSpec("outcomes", "Outcomes", "Outcomes", "edit_protocols", outcomes.render),
    PageSpec("rules", "Rules", "Rules", "view_rules", rules.render),
    PageSpec("users", "Users", "Users", "manage_users", users.render),
    PageSpec("trail", "Audit trail", "Audit trail", "read_trail", trail.render),
    PageSpec("review", "", "Review", "view", review.render),
    PageSpec("access", "", "Who saw it", "read_trail", of_a_draft.access),
    PageSpec("signed", "", "Signed text", "review_activity", of_a_draft.signed),
    PageSpec("changes", "", "AI and human", "review_activity", of_a_draft.changes),
    PageSpec("warnings", "", "Warnings", "review_activity", of_a_draft.warnings),
    PageSpec("evidence", "", "Evidence", "review_activity", of_a_draft.evidence),
    PageSpec("late", "", "Late entries", "read_trail", of_the_clinic.late),
    PageSpec("attempts", "", "Failed and emergency access", "read_trail", of_the_clinic.attempts),
    PageSpec("activity", "", "Activity review", "read_trail", activity.render),
    PageSpec("emergency", "Emergency access", "Emergency access", None, emergency.render),
)


def pages_for(actor: Actor, *, emergency: bool = False) -> list[PageSpec]:
    """The pages that the actor's roles open, in the order of the bar; in an emergency also the record's."""
    return [
        spec
        for spec in PAGES
        if (not actor.may("view") if spec.needs is None else actor.may(spec.needs))
        or (emergency and spec.key == "review")
    ]


def main() -> None:
    st.set_page_config(page_title="ptscribe", layout="wide")
    actor = current_actor()
    clinic = serving().clinic
    held = () if actor.may("view") else clinic.emergency.mine(actor)
    specs = pages_for(actor, emergency=bool(held))
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
    emergency.banner(held)
    said = st.container(gap=None)
    page.run()
    with said:
        desk.show_messages()


main()
