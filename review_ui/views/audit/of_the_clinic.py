"""Questions about the whole clinic: late entries and additions, failed and emergency access."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from agent.services.audit_answers import EmergencyUse, LateEntry
from review_ui.components.table import Action, Cell, Row, table
from review_ui.components.words import moment, plural
from review_ui.room_context import Room
from review_ui.views.audit.frame import ACCESS_COLUMNS, access_rows, again, answer, head


def late(room: Room) -> None:
    """Late entries and amendments, with the time of service against the time of entry."""
    if chosen := room.desk.take("late_open"):
        room.go("signed", draft=chosen["draft"])
    head(room, "Late entries and amendments")
    days = int(
        st.number_input(
            "More than so many days after the service", 0, 365, 2, width=340, help="2: rule MCR-REC-01"
        )
    )
    found = answer(room, f"late/{days}", lambda: room.clinic.questions.late(room.actor, days=days))
    if found is None:
        return
    readable = "signed" in room.pages
    table(
        "late",
        ["No.", "Entered (UTC)", "What", "After the service", "Labelled", "By", "Draft"],
        [_late(one, readable=readable) for one in reversed(found)],
        empty="There is none.",
        on_act=lambda row, _: room.desk.ask("late_open", draft=row.partition("/")[0]),
    )
    again(room, "late")


def _late(one: LateEntry, *, readable: bool) -> Row:
    return Row(
        id=f"{one.draft_id}/{one.seq}",
        name=f"event {one.seq}",
        cells=(
            Cell(str(one.seq)),
            Cell(one.at[:19].replace("T", " "), mono=True),
            Cell(one.kind.replace("_", " "), sub=f"version {one.version}" if one.version else ""),
            Cell(plural(one.days, "day")),
            Cell(badges=(("labelled", "green") if one.labelled else ("not labelled", "amber"),)),
            Cell(one.name or one.by),
            Cell(one.draft_id, mono=True),
        ),
        actions=(Action("read", "Read"),) if readable and one.kind != "dictated" else (),
    )


def attempts(room: Room) -> None:
    """Failed log-ins, refused acts, and emergency access."""
    head(room, "Failed and emergency access")
    room.desk.carry_out("end_emergency", lambda asked: _end(room, **asked))
    held = answer(room, "emergencies", lambda: room.clinic.questions.emergencies(room.actor))
    st.subheader("Emergency access")
    table(
        "emergencies",
        ["From", "Until", "Who", "Patient", "Reason", "Seen under it"],
        [_emergency(one, may_end=room.actor.may("manage_users")) for one in held or ()],
        empty="Nobody broke the glass.",
        on_act=lambda access, _: room.desk.ask("end_emergency", access=access),
    )
    found = answer(room, "attempts", lambda: room.clinic.questions.refused(room.actor))
    st.subheader("Failed, refused, emergency")
    st.caption(f"{plural(len(found or ()), 'event')}, newest first")
    table("attempts", ACCESS_COLUMNS, access_rows(found or ()), empty="There is none.")
    if st.button("Ask again", icon=":material/refresh:", key="again-attempts"):
        room.desk.answers.pop("attempts", None)
        room.desk.answers.pop("emergencies", None)
        st.rerun()


def _end(room: Room, access: str) -> None:
    for shown in ("attempts", "emergencies"):
        room.desk.answers.pop(shown, None)
    room.desk.attempt(lambda: room.clinic.emergency.end(room.actor, access), done="The record is closed.")


def _emergency(one: EmergencyUse, *, may_end: bool) -> Row:
    held = one.access
    early = f"ended {moment(held.ended)} by {one.ended_by}" if held.ended else ""
    open_now = may_end and held.open_at(datetime.now(UTC))
    return Row(
        id=held.id,
        name=held.id,
        cells=(
            Cell(moment(held.at)),
            Cell(moment(held.until), sub=early),
            Cell(one.name or held.user_id, sub=held.role),
            Cell(held.patient_id, mono=True),
            Cell(held.reason or "(not shown)"),
            Cell(
                plural(len(one.seen), "access", "accesses"), sub=", ".join(seen.action for seen in one.seen)
            ),
        ),
        actions=(Action("end", "End"),) if open_now else (),
    )
