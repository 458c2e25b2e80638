"""The signing page: exactly the text that will be signed, its hash, the attestation, and the signature."""

from __future__ import annotations

import streamlit as st

from agent.domain.draft import DraftContent, QueueItem
from agent.services.review import ReviewPacket
from agent.services.signing import attestation
from review_ui.components.hand_out import hand_out_html
from review_ui.components.sheet import sheet_html
from review_ui.components.table import Action, Cell, Row, table
from review_ui.components.words import NOTE_TYPES, age, day, moment
from review_ui.room_context import Room
from review_ui.views import amend
from review_ui.views.review import shown


def render(room: Room) -> None:
    room.desk.carry_out("sign", lambda asked: _sign(room, asked["packet"]))
    amend.carry_out(room)
    room.desk.carry_out("send_back", lambda asked: _return(room, **asked))
    if chosen := room.desk.take("read"):
        room.go("sign", draft=chosen["draft"])
    st.title("Sign")
    if draft_id := str(st.query_params.get("draft", "")):
        _one(room, draft_id)
        return
    table(
        "sign",
        ["Patient", "Visit", "Therapist", "Waiting"],
        [_row(item) for item in room.clinic.signing.queue(room.actor)],
        empty="Nothing waits for your signature.",
        on_act=lambda draft_id, action: room.desk.ask(action, draft=draft_id),
    )


def _row(item: QueueItem) -> Row:
    return Row(
        id=item.id,
        name=f"{item.patient_name}, {day(item.date_of_service)}",
        cells=(
            Cell(item.patient_name),
            Cell(NOTE_TYPES[item.note_type], sub=day(item.date_of_service)),
            Cell(item.therapist_name),
            Cell(age(item.updated_at)),
        ),
        actions=(Action("read", "Read and sign", primary=True),),
    )


def _one(room: Room, draft_id: str) -> None:
    packet = shown(room, draft_id)
    record, content = packet.record, packet.content
    with st.container(horizontal=True):
        if st.button("Back to the list", icon=":material/arrow_back:"):
            room.go("sign")
        if st.button("With recording and transcript", icon=":material/graphic_eq:"):
            room.go("review", draft=draft_id)
    if content is None:
        st.info("This draft has no text yet.")
        return
    st.html(sheet_html(packet, content))
    st.caption(f"Version {packet.version} · SHA-256 of exactly this content")
    st.code(record.displayed_hash, language=None, wrap_lines=True, width=900)
    if packet.signature:
        signed = packet.signature
        who = f"{signed.name}, {signed.credentials}"
        st.success(f"Signed by {who}, on {moment(signed.at)}.", icon=":material/verified:", width=900)
        st.text(signed.attestation, width=900)
        amend.offer(room, packet)
        st.html(hand_out_html(packet))
    elif record.status == "approved":
        if room.actor.may("export"):
            st.html(hand_out_html(packet))
        _ask(room, packet, content)
    else:
        st.info("This draft does not wait for a signature.")


def _ask(room: Room, packet: ReviewPacket, content: DraftContent) -> None:
    name = ", ".join(part for part in (room.actor.name, room.actor.credentials) if part)
    st.markdown("**Your signature declares**")
    st.text(attestation(room.actor, packet.record, content), width=900)
    agreed = st.checkbox("I have read this note and declare the above.", key=f"attest-{packet.record.id}")
    with st.container(horizontal=True):
        st.button(
            f"Sign as {name}",
            type="primary",
            disabled=not agreed,
            icon=":material/draw:",
            key="sign_now",
            on_click=room.desk.asking("sign", packet=packet),
        )
        if st.button("Send back for changes", key="send_back"):
            _send_back(room, packet)


def _sign(room: Room, packet: ReviewPacket) -> None:
    """Signs exactly the packet that stood on the screen when the button was pressed."""
    room.desk.attempt(
        lambda: room.clinic.signing.sign(
            room.actor,
            packet.record.id,
            seen_version=packet.version,
            seen_hash=packet.record.displayed_hash,
        ),
        done="Signed.",
    )
    room.desk.packet = None


@st.dialog("Send back for changes")
def _send_back(room: Room, packet: ReviewPacket) -> None:
    st.markdown("The draft is written again with your comment, and reviewed again.")
    comment = st.text_area("What should change?", key="send_back_comment", max_chars=2000)
    if st.button("Send back", type="primary", key="send_back_now"):
        if not comment.strip():
            st.error("Please say what should change.")
            return
        room.desk.ask("send_back", packet=packet, comment=comment.strip())
        room.go("sign")


def _return(room: Room, packet: ReviewPacket, comment: str) -> None:
    room.desk.attempt(
        lambda: room.clinic.signing.send_back(
            room.actor,
            packet.record.id,
            seen_version=packet.version,
            seen_hash=packet.record.displayed_hash,
            comment=comment,
        ),
        done="Sent back for changes.",
    )
    room.desk.packet = None
