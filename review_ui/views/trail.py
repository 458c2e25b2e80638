"""The audit trail: what happened to a draft or in the clinic, and whether the trail proves itself."""

from __future__ import annotations

from typing import Final

import streamlit as st

from agent.domain.audit import RecordedEvent
from review_ui.components.table import Cell, Row, Tone, table
from review_ui.components.words import plural
from review_ui.problems import attempt
from review_ui.room_context import Room

PAGE: Final = 200
_OUTCOMES: Final[dict[str, Tone]] = {"success": "green", "refused": "red", "failed": "red"}


def render(room: Room) -> None:
    st.title("Audit trail")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        draft_id = st.text_input(
            "Draft", value=str(st.query_params.get("draft", "")), placeholder="All drafts", width=340
        ).strip()
        kind = st.text_input("Action", key="trail_action", placeholder="e.g. draft.viewed", width=240).strip()
        if st.button("Read again", icon=":material/refresh:"):
            st.session_state.pop("trail_events", None)
        if room.actor.may("verify_trail") and st.button(
            "Verify the trail", type="primary", icon=":material/verified_user:"
        ):
            st.session_state["trail_report"] = attempt(lambda: room.clinic.trail.verify(room.actor))
            st.rerun()
    _report()
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
        _pager(events)


def _events(room: Room, draft_id: str) -> tuple[RecordedEvent, ...]:
    """Read once for what is asked for: each reading of the trail is itself an event of it."""
    upto = st.session_state.get("trail_upto")
    asked = (draft_id, upto)
    kept = st.session_state.get("trail_events")
    if kept and kept[0] == asked:
        events: tuple[RecordedEvent, ...] = kept[1]
        return events
    if draft_id:
        events = room.clinic.trail.events(room.actor, draft_id)
    else:
        with room.clinic.store.read() as uow:
            last = upto or uow.audit.count()
        events = room.clinic.trail.events(room.actor, after_seq=max(0, last - PAGE), limit=min(PAGE, last))
    st.session_state["trail_events"] = (asked, events)
    return events


def _range(events: tuple[RecordedEvent, ...]) -> str:
    return f", number {events[0].seq} to {events[-1].seq}" if events else ""


def _pager(events: tuple[RecordedEvent, ...]) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.session_state.get("trail_upto") and st.button("Newest events"):
            st.session_state["trail_upto"] = None
            st.rerun()
        if events and events[0].seq > 1 and st.button("Earlier events"):
            st.session_state["trail_upto"] = events[0].seq - 1
            st.rerun()


def _report() -> None:
    report = st.session_state.get("trail_report")
    if report is None:
        return
    checked = plural(report.checked, "event")
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
            Cell(f"{event.at[:10]} {event.at[11:19]}"),
            Cell(event.action),
            Cell(event.actor_id, sub=who, mono=True),
            Cell(event.draft_id, sub=f"version {event.version}" if event.version else "", mono=True),
            Cell(badges=((event.outcome, _OUTCOMES[event.outcome]),)),
            Cell(sub=details),
        ),
    )
