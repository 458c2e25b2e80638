"""The signing page: exactly the text that will be signed, its hash, the attestation, and the signature."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from agent.domain.draft import DraftContent, QueueItem
from agent.domain.note import SECTION_NAMES, Section
from agent.domain.plan import Plan
from agent.services.review import ReviewPacket
from agent.services.signing import attestation
from review_ui.components.assets import asset
from review_ui.components.table import Action, Cell, Row, table
from review_ui.components.words import NOTE_TYPES, PLACES, age, day, moment
from review_ui.problems import attempt, flash
from review_ui.room_context import Room
from review_ui.views.decide import export_links_html

_SECTIONS: Final[tuple[Section, ...]] = ("S", "O", "A", "P")


def render(room: Room) -> None:
    draft_id = str(st.query_params.get("draft", "")) or str(st.session_state.pop("sign_open", ""))
    st.title("Sign")
    if draft_id:
        _one(room, draft_id)
        return
    items = room.clinic.signing.queue(room.actor)
    table(
        "sign",
        ["Patient", "Visit", "Therapist", "Waiting"],
        [_row(item) for item in items],
        empty="Nothing waits for your signature.",
        on_act=lambda chosen, _action: st.session_state.update(sign_go=chosen),
    )
    if chosen := st.session_state.pop("sign_go", ""):
        room.go("sign", draft=chosen)


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
        actions=(Action("open", "Read and sign", primary=True),),
    )


def _one(room: Room, draft_id: str) -> None:
    packet = _packet(room, draft_id)
    record, content = packet.record, packet.content
    with st.container(horizontal=True):
        if st.button("Back to the list", icon=":material/arrow_back:"):
            st.session_state.pop("sign_packet", None)
            room.go("sign")
        if st.button("With recording and transcript", icon=":material/graphic_eq:"):
            room.go("review", draft=draft_id)
    if content is None:
        st.info("This draft has no text yet.")
        return
    st.html(f"<style>{asset('styles/sheet.css')}</style>" + sheet_html(packet, content))
    st.caption(f"Version {packet.version} · SHA-256 of exactly this content")
    st.code(record.displayed_hash, language=None, wrap_lines=True)
    if packet.signature:
        signed = packet.signature
        st.success(
            f"Signed by {signed.name}, {signed.credentials}, on {moment(signed.at)}.",
            icon=":material/verified:",
        )
        st.text(signed.attestation)
        st.html(export_links_html(draft_id))
    elif record.status == "approved":
        _ask(room, packet, content)
    else:
        st.info("This draft does not wait for a signature.")


def _packet(room: Room, draft_id: str) -> ReviewPacket:
    """Opened once: the hash that is signed is the hash of what stands on the screen."""
    packet = st.session_state.get("sign_packet")
    if not isinstance(packet, ReviewPacket) or packet.record.id != draft_id:
        packet = room.clinic.review.open(room.actor, draft_id)
        st.session_state["sign_packet"] = packet
    return packet


def _ask(room: Room, packet: ReviewPacket, content: DraftContent) -> None:
    name = ", ".join(part for part in (room.actor.name, room.actor.credentials) if part)
    st.markdown("**Your signature declares**")
    st.text(attestation(room.actor, packet.record, content))
    agreed = st.checkbox("I have read this note and declare the above.", key=f"attest-{packet.record.id}")
    with st.container(horizontal=True):
        if st.button(
            f"Sign as {name}", type="primary", disabled=not agreed, icon=":material/draw:", key="sign_now"
        ):
            signature = attempt(
                lambda: room.clinic.signing.sign(
                    room.actor,
                    packet.record.id,
                    seen_version=packet.version,
                    seen_hash=packet.record.displayed_hash,
                )
            )
            st.session_state.pop("sign_packet", None)
            if signature:
                flash("success", "Signed.")
            st.rerun()
        if st.button("Send back for changes", key="send_back"):
            _send_back(room, packet)


@st.dialog("Send back for changes")
def _send_back(room: Room, packet: ReviewPacket) -> None:
    st.markdown("The draft is written again with your comment, and reviewed again.")
    comment = st.text_area("What should change?", key="send_back_comment", max_chars=2000)
    if st.button("Send back", type="primary", key="send_back_now"):
        if not comment.strip():
            st.error("Please say what should change.")
            return
        attempt(
            lambda: room.clinic.signing.send_back(
                room.actor,
                packet.record.id,
                seen_version=packet.version,
                seen_hash=packet.record.displayed_hash,
                comment=comment.strip(),
            ),
            done="Sent back for changes.",
        )
        st.session_state.pop("sign_packet", None)
        room.go("sign")


def sheet_html(packet: ReviewPacket, content: DraftContent) -> str:
    """All that is signed, as one sheet; every text is escaped."""
    encounter = packet.record.encounter
    patient, visit = encounter.patient, encounter.visit
    head = [
        f"born {day(patient.date_of_birth)}",
        f"record {patient.mrn}",
        f"{NOTE_TYPES[visit.note_type]}, {day(visit.date)}",
        f"visit {visit.number}",
    ]
    parts = [
        f'<div class="sheet"><strong>{escape(patient.name)}</strong>',
        f'<div class="head">{escape(" · ".join(head))}</div>',
    ]
    for key in _SECTIONS:
        statements = content.note.section(key)
        if not statements:
            continue
        parts.append(f"<h3>{SECTION_NAMES[key]}</h3>")
        group = ""
        for statement in statements:
            if statement.group != group:
                group = statement.group
                parts.append(f"<h4>{escape(group)}</h4>" if group else "")
            parts.append(f"<p>{escape(statement.text)}</p>")
    parts.extend(_plan_html(content.plan))
    if content.claim.lines:
        parts.append(
            "<h3>Claim lines</h3><table><tr>"
            "<th>Code</th><th>Modifiers</th><th>Minutes</th><th>Units</th></tr>"
        )
        parts.extend(
            f"<tr><td>{escape(line.code)}</td><td>{escape(' '.join(line.modifiers))}</td>"
            f"<td>{'' if line.minutes is None else line.minutes}</td><td>{line.units}</td></tr>"
            for line in content.claim.lines
        )
        parts.append("</table>")
    parts.append("</div>")
    return "".join(parts)


def _plan_html(plan: Plan) -> list[str]:
    """Exercises with where they are done, and what was kept out and why."""
    parts = []
    for where, name in PLACES.items():
        here = [exercise for exercise in plan.exercises if exercise.where == where]
        if here:
            parts.append(f"<h3>Exercises: {name}</h3>")
            parts.extend(f"<p>{escape(e.text)}{_cue(e.cue)}</p>" for e in here)
    if plan.kept_out:
        parts.append("<h3>Kept out of the plan</h3>")
        parts.extend(f"<p>{escape(out.exercise)}: {escape(out.why)}</p>" for out in plan.kept_out)
    if plan.precautions:
        parts.append("<h3>Precautions</h3>")
        parts.extend(f"<p>{escape(precaution)}</p>" for precaution in plan.precautions)
    return parts


def _cue(cue: str) -> str:
    return f" (cue: {escape(cue)})" if cue else ""
