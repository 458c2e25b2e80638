"""The audit trail: what happened to a draft or in the clinic, and whether the trail proves itself."""

from __future__ import annotations

from typing import Final

import streamlit as st

from agent.domain.audit import RecordedEvent
from review_ui.components.table import Cell, Row, Tone, table
from review_ui.components.words import plural
from review_ui.desk import Desk
from review_ui.room_context import Room
from review_ui.views.audit.frame import head

PAGE: Final = 200
_OUTCOMES: Final[dict[str, Tone]] = {"success": "green", "refused": "red", "failed": "red"}


def render(room: Room) -> None:
    head(room, "Audit trail", draft_id=str(st.query_params.get("draft", "")).strip())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        draft_id = st.text_input(
            "Draft", value=str(st.query_params.get("draft", "")), placeholder="All drafts", width=340
        ).strip()
        kind = st.text_input("Action", key="trail_action", placeholder="e.g. draft.viewed", width=240).strip()
        if st.button("Read again", icon=":material/refresh:"):
            room.desk.events = None
        if room.actor.may("verify_trail"):
            st.button(
                "Verify the trail",
                type="primary",
                icon=":material/verified_user:",
                on_click=room.desk.asking("verify"),
            )
    room.desk.carry_out("verify", lambda _asked: _verify(room))
    _show_report(room.desk)
    events = _events(room, draft_id)
    wanted = [event for event in events if kind.lower() in event.event.action][::-1]
    st.caption(f"{plural(len(wanted), 'event')}, newest first{'' if draft_id else _range(events)}")
    table(
        "trail",
        ["No.", "Time (UTC)", "Action", "Who", "Draft", "Outcome", "Details"],
        [_row(event) for event in wanted],
        empty="No events.",
    )
    if not draft_id:
        _pager(room.desk, events)


def _events(room: Room, draft_id: str) -> tuple[RecordedEvent, ...]:
    """Read once for what is asked for: each reading of the trail is itself an event of it."""
    desk, asked = room.desk, (draft_id, room.desk.events_until)
    if desk.events and desk.events[0] == asked:
        return desk.events[1]
    if draft_id:
        events = room.clinic.trail.events(room.actor, draft_id)
    else:
        with room.clinic.store.read() as uow:
            last = desk.events_until or uow.audit.count()
        events = room.clinic.trail.events(room.actor, after_seq=max(0, last - PAGE), limit=min(PAGE, last))
    desk.events = (asked, events)
    return events


def _range(events: tuple[RecordedEvent, ...]) -> str:
    return f", number {events[0].seq} to {events[-1].seq}" if events else ""


def _until(desk: Desk, seq: int) -> None:
    desk.events_until = seq


def _pager(desk: Desk, events: tuple[RecordedEvent, ...]) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        if desk.events_until:
            st.button("Newest events", on_click=_until, args=(desk, 0))
        if events and events[0].seq > 1:
            st.button("Earlier events", on_click=_until, args=(desk, events[0].seq - 1))


def _verify(room: Room) -> None:
    room.desk.report = room.desk.attempt(lambda: room.clinic.trail.verify(room.actor))


def _show_report(desk: Desk) -> None:
    report = desk.report
    if report is None:
        return
    checked = plural(report.checked, "event")
    for remark in report.remarks:
        st.warning(str(remark), icon=":material/schedule:")
    if report.ok:
        st.success(f"The trail is intact: {checked} checked.", icon=":material/verified:")
        return
    verdict = "cannot be verified" if report.verdict == "cannot_verify" else "has been tampered with"
    st.error(f"The trail {verdict}. {checked} checked.", icon=":material/gpp_bad:")
    for problem in report.problems:
        st.text(str(problem))


def _row(recorded: RecordedEvent) -> Row:
    event = recorded.event
    details = ", ".join(f"{name} {value}" for name, value in sorted(event.details.items()))
    who = " · ".join(part for part in (event.actor_role, event.client) if part)
    return Row(
        id=str(recorded.seq),
        name=event.action,
        cells=(
            Cell(str(recorded.seq)),
            Cell(f"{event.at[:10]} {event.at[11:19]}", mono=True),
            Cell(event.action),
            Cell(event.actor_id, sub=who, mono=True),
            Cell(event.draft_id, sub=f"version {event.version}" if event.version else "", mono=True),
            Cell(badges=((event.outcome, _OUTCOMES[event.outcome]),)),
            Cell(sub=details),
        ),
    )
