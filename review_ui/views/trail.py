"""The audit trail: what happened to a draft or in the clinic, and whether the trail proves itself."""

from __future__ import annotations

from typing import Final

import streamlit as st

from agent.domain.audit import RecordedEvent
from review_ui.components.table import Cell, Row, Tone, table
from review_ui.components.words import plural
from review_ui.problems import attempt
from review_ui.room_context import Room

SHOWN: Final = 200
_OUTCOMES: Final[dict[str, Tone]] = {"success": "green", "refused": "red", "failed": "red"}


def render(room: Room) -> None:
    st.title("Audit trail")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        draft_id = st.text_input(
            "Draft", value=str(st.query_params.get("draft", "")), key="trail_draft", placeholder="All drafts", width=340
        ).strip()
        kind = st.text_input("Action", key="trail_action", placeholder="All actions, e.g. draft.viewed", width=240).strip()
        if room.actor.may("verify_trail") and st.button("Verify the trail", type="primary", icon=":material/verified_user:"):
            st.session_state["trail_report"] = attempt(lambda: room.clinic.trail.verify(room.actor))
    _report()
    events = room.clinic.trail.events(room.actor, draft_id or None)
    wanted = [e for e in events if not kind or kind.lower() in e.event.action]
    shown = wanted[-SHOWN:][::-1]
    counted = plural(len(wanted), "event")
    st.caption(counted if len(shown) == len(wanted) else f"{counted}, the newest {SHOWN} are shown")
    table(
        "trail",
        ["No.", "Time (UTC)", "Action", "Who", "Draft", "Outcome", "Details"],
        [_row(event) for event in shown],
        empty="No events.",
    )


def _report() -> None:
    report = st.session_state.get("trail_report")
    if report is None:
        return
    if report.ok:
        st.success(f"The trail is intact: {plural(report.checked, 'event')} checked.", icon=":material/verified:")
    else:
        st.error(f"The trail does not verify. {plural(report.checked, 'event')} checked.", icon=":material/gpp_bad:")
        for problem in report.problems:
            st.text(str(problem))


def _row(recorded: RecordedEvent) -> Row:
    event = recorded.event
    details = ", ".join(f"{name} {value}" for name, value in sorted(event.details.items()))
    return Row(
        id=str(recorded.seq),
        name=event.action,
        cells=(
            Cell(str(recorded.seq)),
            Cell(event.at[:10], sub=event.at[11:19]),
            Cell(event.action),
            Cell(event.actor_id, sub=" · ".join(part for part in (event.actor_role, event.client) if part)),
            Cell(event.draft_id, sub=f"version {event.version}" if event.version else "", mono=True),
            Cell(badges=((event.outcome, _OUTCOMES[event.outcome]),)),
            Cell(sub=details),
        ),
    )
