"""The clinic's rule profiles: load one, edit, have it checked, save it as a new revision, see the history."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from agent.domain.clinic_rules import SavedProfile
from agent.errors import PtscribeError
from agent.services.profiles import CLINIC, shipped_text
from review_ui.components.table import Cell, Row, table
from review_ui.room_context import Room

_NEW = "New profile…"
_START = """# Whom it is for: leave `patients` out for everybody.
kind: overlay
patients: {age_from: 65}
versions:
  - version: "1"
    valid_from: 2026-01-01
    rules:
      # `ptscribe rules explain MCR-PR-01` names a rule's limits.
      MCR-PR-01: {limits: {treatment_days: 8}}
"""


def render(room: Room) -> None:
    st.title("Rules")
    st.caption(
        "Profiles switch rules, severities and limits for the clinic or for a population. What is saved "
        "holds from the next check of a draft on; every revision is kept with its reason."
    )
    room.desk.carry_out("save_profile", lambda asked: _save(room, **asked))
    kept = {profile.name: profile for profile in room.clinic.profiles.current(room.actor)}
    names = [*sorted({CLINIC, *_shipped(), *kept}), _NEW]
    # Names alone: the browser keeps a chosen option's words as they were, and would show an old revision.
    chosen = st.selectbox("Profile", names, key="profile_name")
    name = chosen
    if chosen == _NEW:
        name = st.text_input("Name", key="profile_new", placeholder="older_adults").strip()
    current = kept.get(name)
    authors = room.clinic.profiles.authors(room.actor)
    st.text(_standing(name, current, authors))
    _editor(room, name, current)
    if current is not None:
        _history(room, name, authors)


def _editor(room: Room, name: str, current: SavedProfile | None) -> None:
    based_on = current.revision if current else 0
    text_key, reason_key = f"profile_text_{name}_{based_on}", f"profile_reason_{name}_{based_on}"
    text = st.text_area(
        "Profile (YAML)",
        current.text if current else shipped_text(name) or _START,
        height=340,
        key=text_key,
        disabled=not room.actor.may("tune_rules"),
    )
    if not room.actor.may("tune_rules"):
        return
    st.text_input("Reason for the change", key=reason_key)

    def ask() -> None:
        # What stands in the fields now, not when the page was drawn: a click may come with the last words.
        typed, why = str(st.session_state[text_key]), str(st.session_state[reason_key])
        room.desk.ask("save_profile", name=name, text=typed, based_on=based_on, reason=why)

    with st.container(horizontal=True):
        if st.button("Check", key="profile_check"):
            _check(room, name, text)
        st.button("Save as a new revision", type="primary", key="profile_save", on_click=ask)


def _check(room: Room, name: str, text: str) -> None:
    try:
        rules = room.clinic.profiles.check(room.actor, name, text)
    except PtscribeError as error:
        st.error(error.message)
        st.text(error.mend)
    else:
        st.success(f"It can be used; it sets {rules} rules.")


def _save(room: Room, name: str, text: str, based_on: int, reason: str) -> None:
    saved = room.desk.attempt(
        lambda: room.clinic.profiles.save(room.actor, name, text, based_on=based_on, reason=reason)
    )
    if saved is not None:
        room.desk.say("success", f"Saved {saved.name} as revision {saved.revision}.")


def _history(room: Room, name: str, authors: Mapping[str, str]) -> None:
    st.subheader("History")
    revisions = room.clinic.profiles.history(room.actor, name)
    table(
        f"profile_history_{name}",
        ["Revision", "Saved (UTC)", "By", "Reason", "Hash"],
        [
            Row(
                id=str(p.revision),
                name=f"revision {p.revision}",
                cells=(
                    Cell(str(p.revision)),
                    Cell(f"{p.at:%Y-%m-%d %H:%M}"),
                    Cell(authors.get(p.by, p.by)),
                    Cell(p.reason),
                    Cell(p.text_hash[:12], mono=True),
                ),
            )
            for p in reversed(revisions)
        ],
        empty="No revision yet.",
    )
    shown = st.selectbox(
        "Show an earlier revision",
        [p.revision for p in reversed(revisions)],
        index=None,
        key=f"profile_earlier_{name}",
    )
    if shown is not None:
        st.code(next(p.text for p in revisions if p.revision == shown), language="yaml")


def _standing(name: str, current: SavedProfile | None, authors: Mapping[str, str]) -> str:
    if current is not None:
        by = authors.get(current.by, current.by)
        return f"Revision {current.revision} is in force, saved {current.at:%Y-%m-%d %H:%M} UTC by {by}."
    return "In force as shipped." if name in _shipped() else "None is in force yet."


def _shipped() -> tuple[str, ...]:
    from compliance.profiles import shipped_overlays

    return tuple(overlay.name for overlay in shipped_overlays())
