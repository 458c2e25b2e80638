"""Adding to a signed note: write, read exactly what will be signed, sign. The signed note never moves."""

from __future__ import annotations

from typing import Final

import streamlit as st

from agent.domain.amendment import KINDS, AddendumKind, AddendumText
from agent.domain.review import Signature
from agent.services.amendments import addendum_attestation
from agent.services.review import ReviewPacket
from review_ui.room_context import Room

_KINDS: Final[tuple[AddendumKind, ...]] = ("addendum", "correction", "late_entry")


def carry_out(room: Room) -> None:
    """Does what was asked for, before the page reads the note."""
    room.desk.carry_out("amend_propose", lambda asked: _propose(room, **asked))
    room.desk.carry_out("amend_sign", lambda asked: _sign(room, **asked))


def offer(room: Room, packet: ReviewPacket) -> None:
    """The form under a signed note, for who may sign."""
    if packet.signature is None or not room.actor.may("sign"):
        return
    proposed = room.desk.proposal
    if proposed is not None and proposed.draft_id == packet.record.id:
        _read_and_sign(room, packet.signature, proposed)
        return
    with st.expander("Add to this note", width=900):
        st.caption("The signed note stays as it is. What you add becomes a signed version of its own.")
        st.selectbox("What is it?", _KINDS, format_func=lambda key: KINDS[key], key="amend_kind", width=240)
        st.text_area("Text", key="amend_text", max_chars=8000)
        st.text_input("Why is it added now?", key="amend_reason", max_chars=2000)
        st.button("Read it over", on_click=_ask, args=(room, packet.record.id))


def _ask(room: Room, draft_id: str) -> None:
    """With what stands in the fields now; what they held when the page was drawn may be older."""
    kept = st.session_state
    asked = {"kind": kept.amend_kind, "text": kept.amend_text, "reason": kept.amend_reason}
    room.desk.ask("amend_propose", draft_id=draft_id, **asked)


def _read_and_sign(room: Room, original: Signature, proposed: AddendumText) -> None:
    with st.container(border=True, width=900):
        st.markdown(f"**{KINDS[proposed.kind]}** for the date of service {proposed.date_of_service}")
        st.text(proposed.text)
        st.text(f"Reason: {proposed.reason}")
        st.caption("SHA-256 of exactly this addition")
        st.code(proposed.digest(), language=None, wrap_lines=True)
    st.markdown("**Your signature declares**")
    st.text(addendum_attestation(room.actor, proposed, original), width=900)
    agreed = st.checkbox("I have read this addition and declare the above.", key="amend_attest")
    with st.container(horizontal=True):
        st.button(
            "Sign the addition",
            type="primary",
            disabled=not agreed,
            icon=":material/draw:",
            on_click=room.desk.asking("amend_sign", proposed=proposed, seen_hash=proposed.digest()),
        )
        if st.button("Discard it"):
            room.desk.proposal = None
            st.rerun()


def _propose(room: Room, draft_id: str, kind: AddendumKind, text: str, reason: str) -> None:
    room.desk.proposal = room.desk.attempt(
        lambda: room.clinic.amendments.propose(room.actor, draft_id, kind, text=text, reason=reason)
    )


def _sign(room: Room, proposed: AddendumText, seen_hash: str) -> None:
    room.desk.attempt(
        lambda: room.clinic.amendments.sign(room.actor, proposed, seen_hash=seen_hash),
        done="The addition is signed.",
    )
    room.desk.proposal = None
    room.desk.packet = None
