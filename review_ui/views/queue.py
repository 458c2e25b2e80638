"""The queue: what waits, what is at work, what failed; open a draft or start a failed one again."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from agent.domain.draft import DraftStatus, QueueItem
from agent.domain.visit import NoteType
from review_ui.components.table import Action, Cell, Row, Tone, table
from review_ui.components.words import NOTE_TYPES, STATUS, age, day, plural
from review_ui.desk import Desk
from review_ui.room_context import Room
from review_ui.session import idle_too_long
from review_ui.views import processing

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
    room.desk.carry_out("retry", lambda asked: processing.retry(room, asked["draft"]))
    if opened := room.desk.take("open"):
        room.go("review", draft=opened["draft"])
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
    offset = _offset(room.desk, f"{chosen}/{note_type}")
    items = room.clinic.review.queue(
        room.actor, statuses, limit=PAGE_SIZE + 1, offset=offset, note_type=note_type
    )
    table(
        "queue",
        ["Patient", "Visit", "Therapist", "Status", "Findings", "Waiting"],
        [_row(room, item) for item in items[:PAGE_SIZE]],
        empty="Nothing here. New dictations appear by themselves." if chosen else "There are no drafts yet.",
        on_act=lambda draft_id, action: room.desk.ask(action, draft=draft_id),
    )
    _pager(room.desk, offset, more=len(items) > PAGE_SIZE)
    if any(item.status in _MOVING for item in items) or chosen == "To review":
        _watch(room)


def _with_count(room: Room, name: str) -> str:
    count = room.clinic.review.count(room.actor, FILTERS[name])
    return f"{name} ({count})" if count else name


def _offset(desk: Desk, view: str) -> int:
    """The first row shown; another filter starts at the top again."""
    if desk.listed != view:
        desk.listed, desk.offset = view, 0
    return desk.offset


def _turn(desk: Desk, by: int) -> None:
    desk.offset = max(0, desk.offset + by)


def _pager(desk: Desk, offset: int, *, more: bool) -> None:
    if not offset and not more:
        return
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.markdown(f"Page {offset // PAGE_SIZE + 1}", width="content")
        st.button("Earlier page", disabled=not offset, on_click=_turn, args=(desk, -PAGE_SIZE))
        st.button("Next page", disabled=not more, on_click=_turn, args=(desk, PAGE_SIZE))


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
    before, room.desk.counts = room.desk.counts, counts
    if before and before != counts:
        st.rerun()
