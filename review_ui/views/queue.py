"""The queue: what waits, what is at work, what failed; open a draft or start a failed one again."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from agent.domain.draft import DraftStatus, QueueItem
from agent.domain.visit import NoteType
from review_ui.components.table import Action, Cell, Row, Tone, table
from review_ui.components.words import NOTE_TYPES, STATUS, age, day, plural
from review_ui.problems import attempt
from review_ui.room_context import Room
from review_ui.session import idle_too_long

PAGE_SIZE: Final = 50
FILTERS: Final[dict[str, tuple[DraftStatus, ...]]] = {
    "To review": ("in_review",),
    "In progress": ("recorded", "processing", "changes_requested"),
    "Failed": ("failed",),
    "Approved": ("approved",),
    "Signed": ("signed",),
    "Rejected": ("rejected",),
}
_MOVING: Final = FILTERS["In progress"]


def render(room: Room) -> None:
    _act(room)
    st.title("Drafts")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            "Status",
            list(FILTERS),
            default="To review" if room.actor.may("decide") else None,
            format_func=lambda name: _with_count(room, name),
            key="queue_status",
        )
        note_type = st.selectbox(
            "Note type",
            [None, *get_args(NoteType)],
            format_func=lambda kind: NOTE_TYPES[kind] if kind else "All note types",
            key="queue_type",
            width=200,
        )
    statuses = FILTERS[chosen] if chosen else tuple(STATUS)
    offset = _offset(f"{chosen}/{note_type}")
    items = room.clinic.review.queue(
        room.actor, statuses, limit=PAGE_SIZE + 1, offset=offset, note_type=note_type
    )
    table(
        "queue",
        ["Patient", "Visit", "Therapist", "Status", "Findings", "Waiting"],
        [_row(room, item) for item in items[:PAGE_SIZE]],
        empty="Nothing here. New dictations appear by themselves." if chosen else "There are no drafts yet.",
        on_act=lambda draft_id, action: st.session_state.update(queue_act=(draft_id, action)),
    )
    _pager(offset, more=len(items) > PAGE_SIZE)
    if any(item.status in _MOVING for item in items) or chosen == "To review":
        _watch(room)


def _act(room: Room) -> None:
    draft_id, action = st.session_state.pop("queue_act", ("", ""))
    if action == "open":
        room.go("review", draft=draft_id)
    if action == "retry":
        attempt(lambda: room.clinic.intake.retry(room.actor, draft_id), done="Started again.")


def _with_count(room: Room, name: str) -> str:
    count = room.clinic.review.count(room.actor, FILTERS[name])
    return f"{name} ({count})" if count else name


def _offset(view: str) -> int:
    """The first row shown; another filter starts at the top again."""
    if st.session_state.get("queue_view") != view:
        st.session_state.update(queue_view=view, queue_offset=0)
    return int(st.session_state["queue_offset"])


def _pager(offset: int, *, more: bool) -> None:
    if not offset and not more:
        return
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.markdown(f"Page {offset // PAGE_SIZE + 1}", width="content")
        if st.button("Earlier page", disabled=not offset):
            st.session_state["queue_offset"] = max(0, offset - PAGE_SIZE)
            st.rerun()
        if st.button("Next page", disabled=not more):
            st.session_state["queue_offset"] = offset + PAGE_SIZE
            st.rerun()


def _row(room: Room, item: QueueItem) -> Row:
    status, tone = STATUS[item.status]
    findings: list[tuple[str, Tone]] = []
    if item.blocking:
        findings.append((f"{item.blocking} blocking", "red"))
    if item.warnings:
        findings.append((plural(item.warnings, "warning"), "amber"))
    if not findings and item.version:
        findings.append(("none", ""))
    return Row(
        id=item.id,
        name=f"{item.patient_name}, {day(item.date_of_service)}",
        cells=(
            Cell(item.patient_name),
            Cell(NOTE_TYPES[item.note_type], sub=day(item.date_of_service)),
            Cell(item.therapist_name),
            Cell(badges=((status, tone),), sub=item.failure if item.status == "failed" else ""),
            Cell(badges=tuple(findings)),
            Cell(age(item.created_at)),
        ),
        actions=_actions(room, item),
    )


def _actions(room: Room, item: QueueItem) -> tuple[Action, ...]:
    if item.status == "failed":
        retry = (Action("retry", "Try again", primary=True),) if room.actor.may("edit") else ()
        return (Action("open", "Open"), *retry)
    if item.status == "in_review" and room.actor.may("decide"):
        return (Action("open", "Review", primary=True),)
    return (Action("open", "Open"),)


@st.fragment(run_every=3)
def _watch(room: Room) -> None:
    """Draws the page again when something moved; stops by itself when nobody is there."""
    if idle_too_long():
        return
    counts = tuple(room.clinic.review.count(room.actor, statuses) for statuses in FILTERS.values())
    if st.session_state.get("queue_counts", counts) != counts:
        st.session_state["queue_counts"] = counts
        st.rerun()
    st.session_state["queue_counts"] = counts
