"""A draft that is not ready: what is being done with it, or why it failed and how to start again."""

from __future__ import annotations

from typing import Final

import streamlit as st

from agent.domain.draft import DraftStatus
from agent.services.review import ReviewPacket
from review_ui.components.words import STAGES
from review_ui.room_context import Room
from review_ui.session import idle_too_long

MOVING: Final[tuple[DraftStatus, ...]] = ("recorded", "processing", "changes_requested")


def show(room: Room, packet: ReviewPacket) -> None:
    """Progress of a draft at work, or the failure with a way to start again."""
    record = packet.record
    if record.status == "failed":
        st.error(record.failure or "Processing failed.", icon=":material/error:")
        if room.actor.may("edit"):
            again = room.desk.asking("retry", draft=record.id)
            st.button("Try again", type="primary", icon=":material/refresh:", on_click=again)
    elif record.status in MOVING:
        watch(room, record.id)


def retry(room: Room, draft_id: str) -> None:
    """Starts the processing of a failed draft again."""
    room.desk.attempt(lambda: room.clinic.intake.retry(room.actor, draft_id), done="Started again.")
    room.desk.packet = None


def status_of(room: Room, draft_id: str) -> DraftStatus:
    """Where the draft stands; no content of it."""
    with room.clinic.store.read() as uow:
        status: DraftStatus = uow.drafts.get(draft_id).status
    return status


@st.fragment(run_every=1.5)
def watch(room: Room, draft_id: str) -> None:
    """Follows the draft until nothing is at work on it; stops asking when nobody is there."""
    if idle_too_long():
        return
    status = status_of(room, draft_id)
    if status not in MOVING:
        room.desk.packet = None
        st.rerun()
    stage = room.clinic.runner.stage(draft_id)
    name = stage.node if stage else ""
    share = _share(name, stage.share if stage else None)
    st.progress(share, text=STAGES.get(name, "Waiting for its turn"), width=640)


def _share(stage: str, share: float | None) -> float:
    """Hearing is most of the work; what comes after it takes a moment."""
    if stage == "transcribe":
        return 0.05 + 0.8 * (share or 0.0)
    order = list(STAGES)
    return 0.85 + 0.15 * order.index(stage) / len(order) if stage in order else 0.02
