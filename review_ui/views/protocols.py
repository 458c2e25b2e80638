"""The protocols in use: read one; a specialist keeps the clinic's own copy, checked and versioned."""

from __future__ import annotations

import re
from typing import Any, Final

import streamlit as st

from agent.exercises.protocol_text import protocol_markdown
from agent.services.protocols import ProtocolInUse
from review_ui.components.table import Action, Cell, Row, table
from review_ui.components.words import moment, plural
from review_ui.room_context import Room

_ID: Final = re.compile(r"^[a-z][a-z0-9_]{1,79}$")


def render(room: Room) -> None:
    room.desk.carry_out("protocol_save", lambda asked: _save(room, **asked))
    room.desk.carry_out("protocol_restore", lambda asked: _restore(room, **asked))
    if chosen := room.desk.take("read_protocol"):
        room.go("protocols", protocol=chosen["protocol"])
    wanted = str(st.query_params.get("protocol", ""))
    if _ID.match(wanted):
        _one(room, wanted)
    else:
        _all(room)


def _all(room: Room) -> None:
    st.title("Protocols")
    st.markdown(
        "General protocols from the literature: a licensed PT must ratify them, and a surgeon's protocol in "
        "the visit record always overrides them."
    )
    known = room.clinic.protocols.list(room.actor)
    table(
        "protocols",
        ["Condition", "Version", "Phases", "Sources"],
        [
            Row(
                id=p.id,
                name=p.name,
                cells=(
                    Cell(p.name, sub=p.region),
                    Cell(p.version, badges=(("clinic's own", "blue"),) if "+clinic" in p.version else ()),
                    Cell(str(len(p.phases))),
                    Cell(sub=p.references[0].text),
                ),
                actions=(Action("read_protocol", "Read"),),
            )
            for p in known
        ],
        empty="There are no protocols.",
        on_act=lambda protocol, action: room.desk.ask(action, protocol=protocol),
    )


def _one(room: Room, protocol_id: str) -> None:
    used = room.clinic.protocols.get(room.actor, protocol_id)
    if st.button("All protocols", icon=":material/arrow_back:"):
        room.go("protocols")
    st.title(used.protocol.name)
    tabs = ["Protocol", "Versions"]
    if room.actor.may("edit_protocols"):
        tabs.insert(1, "Edit the clinic's copy")
    shown = dict(zip(tabs, st.tabs(tabs), strict=True))
    with shown["Protocol"]:
        st.markdown(protocol_markdown(used.protocol), width=900)
    if "Edit the clinic's copy" in shown:
        with shown["Edit the clinic's copy"]:
            _edit(room, used)
    with shown["Versions"]:
        _versions(used)


def _edit(room: Room, used: ProtocolInUse) -> None:
    st.markdown(
        "Saving makes a new version for this clinic, used from the next draft on. Every field is checked "
        "first; doses must lie in the catalogue's ranges, and no phase may list what the protocol forbids."
    )
    key = f"protocol-{used.protocol.id}-{used.number}"
    st.text_area("Text (YAML)", value=used.text, height=560, key=f"{key}-text")
    st.text_input("What changes, and why", key=f"{key}-comment", max_chars=500)
    asked: dict[str, Any] = {"protocol": used.protocol.id, "based_on": used.number, "fields": key}
    with st.container(horizontal=True):
        st.button(
            "Save as the clinic's copy",
            type="primary",
            key="protocol_save",
            on_click=room.desk.asking("protocol_save", **asked),
        )
        if used.own:
            st.button(
                "Back to the shipped text",
                key="protocol_restore",
                on_click=room.desk.asking("protocol_restore", **asked),
            )


def _versions(used: ProtocolInUse) -> None:
    if not used.history:
        st.markdown("The shipped text is in use; the clinic has no copy of its own.")
        return
    st.markdown(f"{plural(len(used.history), 'version')} of the clinic's copy, newest first.")
    for copy in reversed(used.history):
        what = "the clinic's text" if copy.body else "back to the shipped text"
        st.markdown(f"**{copy.number}**, {moment(copy.at)}, {copy.by}: {what}")
        st.text(copy.comment)


def _typed(fields: str, name: str) -> str:
    """What stands in a field now: a click right after typing comes before the page is drawn with it."""
    return str(st.session_state.get(f"{fields}-{name}", ""))


def _save(room: Room, *, protocol: str, based_on: int, fields: str) -> None:
    text, comment = _typed(fields, "text"), _typed(fields, "comment")
    room.desk.attempt(
        lambda: room.clinic.protocols.save(room.actor, text, based_on=based_on, comment=comment),
        done="Saved. The next draft uses it.",
    )


def _restore(room: Room, *, protocol: str, based_on: int, fields: str) -> None:
    comment = _typed(fields, "comment")
    room.desk.attempt(
        lambda: room.clinic.protocols.restore(room.actor, protocol, based_on=based_on, comment=comment),
        done="The shipped text is in use again.",
    )
