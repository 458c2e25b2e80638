"""Emergency access: break the glass with a reason, and see the patient's drafts until the time is up."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent.domain.draft import DraftRecord
from agent.domain.emergency import EmergencyAccess
from agent.services.emergency import MIN_REASON
from review_ui.components.table import Action, Cell, Row, table
from review_ui.components.words import NOTE_TYPES, STATUS, day
from review_ui.room_context import Room


def banner(held: Sequence[EmergencyAccess]) -> None:
    """On every page of who holds emergency access."""
    if held:
        until = max(one.until for one in held).astimezone()
        st.error(
            f"**Emergency access is open until {until:%H:%M}.** All that you see and hear is recorded, and "
            "an auditor reviews it.",
            icon=":material/emergency:",
        )


def render(room: Room) -> None:
    opened: list[EmergencyAccess] = []
    room.desk.carry_out("break_glass", lambda asked: opened.extend(_open(room, **asked)))
    if opened:
        st.rerun()  # the banner, and the way to the record, stand above this page
    ended: list[str] = []
    room.desk.carry_out("end_glass", lambda asked: ended.append(_end(room, **asked)))
    if ended:
        st.rerun()
    if chosen := room.desk.take("emergency_read"):
        room.go("review", draft=chosen["draft"])
    st.title("Emergency access")
    st.markdown(
        "Your role does not open patients' records. In an emergency you may open one yourself, for a short "
        "time. **Every emergency access is recorded and reviewed.**"
    )
    st.text_input("Patient's record number", key="glass_record", autocomplete="off", width=340)
    st.text_area(
        "Reason", key="glass_reason", max_chars=2000, width=620, help=f"At least {MIN_REASON} characters"
    )
    st.button(
        "Break the glass",
        type="primary",
        icon=":material/emergency:",
        on_click=_ask,
        args=(room,),
    )
    for one in room.clinic.emergency.mine(room.actor):
        _drafts(room, one)


def _ask(room: Room) -> None:
    """With what stands in the fields now; what they held when the page was drawn may be older."""
    room.desk.ask("break_glass", mrn=st.session_state.glass_record, reason=st.session_state.glass_reason)


def _open(room: Room, mrn: str, reason: str) -> tuple[EmergencyAccess, ...]:
    opened = room.desk.attempt(
        lambda: room.clinic.emergency.open(room.actor, mrn=mrn, reason=reason), done="The record is open."
    )
    return (opened,) if opened else ()


def _end(room: Room, access: str) -> str:
    """Closes the record; the banner above this page goes with it."""
    room.desk.answers.pop(f"glass-{access}", None)
    room.desk.attempt(lambda: room.clinic.emergency.end(room.actor, access), done="The record is closed.")
    return access


def _drafts(room: Room, held: EmergencyAccess) -> None:
    key = f"glass-{held.id}"
    kept = room.desk.answers.get(key)
    if kept is None:
        found = room.desk.attempt(lambda: room.clinic.emergency.drafts(room.actor, held.id))
        if found is None:
            return
        kept = room.desk.answers[key] = (key, found)
    drafts: tuple[DraftRecord, ...] = kept[1]
    st.subheader(f"Open until {held.until.astimezone():%H:%M}")
    table(
        key,
        ["Patient", "Visit", "Status"],
        [_row(one) for one in drafts],
        empty="There is no draft of this patient.",
        on_act=lambda draft_id, _: room.desk.ask("emergency_read", draft=draft_id),
    )
    st.button(
        "End this access",
        icon=":material/lock:",
        key=f"end-{held.id}",
        on_click=room.desk.asking("end_glass", access=held.id),
    )


def _row(one: DraftRecord) -> Row:
    visit, status = one.encounter.visit, STATUS[one.status]
    return Row(
        id=one.id,
        name=f"{one.encounter.patient.name}, {day(visit.date)}",
        cells=(
            Cell(one.encounter.patient.name),
            Cell(NOTE_TYPES[visit.note_type], sub=day(visit.date)),
            Cell(badges=(status,)),
        ),
        actions=(Action("read", "Read", primary=True),),
    )
