"""The review page: the draft beside its recording, every statement with its words, and the decision."""

from __future__ import annotations

import re
from html import escape
from typing import Any, Final

import streamlit as st
from pydantic import ValidationError

from agent.domain.draft import DraftContent
from agent.domain.finding import ResolutionKind
from agent.domain.note import Section
from agent.errors import InputError
from agent.services.review import PlanEdit, ReviewPacket, StatementEdit
from review_ui.components.bench import bench
from review_ui.components.hand_out import hand_out_html
from review_ui.components.payload import content_payload, segments_payload
from review_ui.components.table import Tone
from review_ui.components.words import NOTE_TYPES, STATUS, day, plural
from review_ui.room_context import Room
from review_ui.views import decide, processing, versions

_DRAFT_ID: Final = re.compile(r"^[A-Za-z0-9_.-]{1,80}$")
_SECTIONS: Final[dict[str, Section]] = {"S": "S", "O": "O", "A": "A", "P": "P"}
_ANSWERS: Final[dict[str, ResolutionKind]] = {
    "fixed": "fixed",
    "accepted": "accepted",
    "not_applicable": "not_applicable",
}
_PLAN_DONE: Final = {
    "accept": "Accepted: the exercise stands in the plan.",
    "change": "Dose set and checked again.",
    "remove": "Taken out of the plan. The earlier version is kept.",
}


def render(room: Room) -> None:
    draft_id = str(st.query_params.get("draft", ""))
    if not _DRAFT_ID.match(draft_id):
        st.info("Open a draft from the list of drafts.")
        if "queue" in room.pages:
            st.page_link(room.pages["queue"], label="To the drafts")
        return
    room.desk.carry_out("retry", lambda asked: processing.retry(room, asked["draft"]))
    room.desk.carry_out("bench", lambda message: _carry_out(room, draft_id, message))
    decide.carry_out(room, draft_id)
    packet = shown(room, draft_id)
    _head(room, packet)
    if packet.content is None or packet.record.status in processing.MOVING:
        processing.show(room, packet)
    if packet.content is not None:
        _show_bench(room, packet, packet.content)


def shown(room: Room, draft_id: str) -> ReviewPacket:
    """The packet on the screen: opened once, and again only after an act or a conflict.

    What is decided on is what was displayed, so the page keeps it instead of reading it anew.
    """
    packet = room.desk.packet
    if packet is None or packet.record.id != draft_id:
        packet = room.clinic.review.open(room.actor, draft_id)
        room.desk.packet, room.desk.comparisons = packet, {}
    return packet


def _head(room: Room, packet: ReviewPacket) -> None:
    record = packet.record
    with st.container(horizontal=True, vertical_alignment="center", key="review_head"):
        with st.container(width="stretch", gap=None):
            st.html(_title_html(packet))
        if room.actor.may("export") and record.status in ("approved", "signed"):
            st.html(hand_out_html(packet))
        if room.actor.may("read_trail") and st.button("Trail", icon=":material/receipt_long:"):
            room.go("trail", draft=record.id)
        many = len(packet.versions) > 1 or bool(packet.decisions)
        if many and st.button("Versions", icon=":material/history:", help="Compare versions, read decisions"):
            versions.dialog(room, packet)
        decide.buttons(room, packet)


def _title_html(packet: ReviewPacket) -> str:
    record = packet.record
    patient, visit = record.encounter.patient, record.encounter.visit
    status, tone = STATUS[record.status]
    colours = {
        "red": "#b3261e;color:#fff",
        "amber": "#fbdf9f;color:#5e3500",
        "green": "#d9f0e1;color:#17552f",
        "blue": "#d3e9ee;color:#0b4a5b",
        "": "#e9eef1;color:#33444e",
    }
    parts = [
        f"born {day(patient.date_of_birth)}",
        f"{NOTE_TYPES[visit.note_type]}, {day(visit.date)}",
        f"visit {visit.number}",
        f"{record.encounter.therapist.name}, {record.encounter.therapist.credentials}",
    ]
    if packet.version:
        parts.append(f"version {packet.version}")
    marks = [(status, colours[tone]), *((text, colours[tone]) for text, tone in _open_findings(packet))]
    badge = "font-size:.8rem;font-weight:400;padding:1px 9px;border-radius:10px;margin-left:6px;background:"
    badges = "".join(f'<span style="{badge}{colour}">{escape(text)}</span>' for text, colour in marks)
    return (
        f'<div style="font-size:1.2rem;font-weight:600;line-height:1.4">{escape(patient.name)} {badges}</div>'
        f'<div style="color:#50626d;font-size:.9rem">{escape(" · ".join(parts))}</div>'
    )


def _open_findings(packet: ReviewPacket) -> list[tuple[str, Tone]]:
    """How many findings wait for an answer, by severity."""
    if packet.record.status != "in_review" or packet.content is None:
        return []
    waiting = [f.severity for f in packet.content.findings if f.id not in packet.resolutions]
    marks: list[tuple[str, Tone]] = []
    if blocking := waiting.count("block"):
        marks.append((f"{blocking} blocking", "red"))
    if warnings := waiting.count("warn"):
        marks.append((plural(warnings, "warning"), "amber"))
    return marks


def _show_bench(room: Room, packet: ReviewPacket, content: DraftContent) -> None:
    record = packet.record
    editable = record.status == "in_review" and packet.version == record.version
    desk = room.desk
    marks = sorted((r.finding_id, r.kind, r.reason) for r in packet.resolutions.values())
    compared = sorted(desk.comparisons)
    data: dict[str, Any] = {
        "draft": record.id,
        "stamp": f"{packet.version}/{content.digest()}/{record.status}/{marks}/{compared}",
        "transcript_stamp": f"{record.id}/{record.run}/{editable}",
        "answered": desk.answered,
        "saved": list(desk.saved),
        "unsaved": room.scratch.get(room.actor.user_id, record.id) if editable else {},
        "focus": desk.focus,
        "audio": f"/audio/{record.id}" if record.recording_id else "",
        "duration": packet.transcript.duration if packet.transcript else None,
        "segments": segments_payload(packet.transcript),
        "allow": {
            "edit": editable and room.actor.may("edit"),
            "resolve": editable and room.actor.may("edit"),
            "transcript": editable and room.actor.may("decide"),
        },
        **content_payload(content, packet.resolutions, desk.comparisons),
    }
    bench(f"bench-{record.id}", data, lambda message: desk.ask("bench", **message))
    desk.saved, desk.focus = [], ""


def _carry_out(room: Room, draft_id: str, message: dict[str, Any]) -> None:
    """Does what the user asked for on the bench, on exactly what was displayed."""
    desk, packet = room.desk, room.desk.packet
    desk.answered = int(message.get("n", 0))
    if packet is None or packet.record.id != draft_id:
        return
    if message.get("kind") == "compare":
        _compare(room, packet, str(message.get("finding", "")))
        return
    done = desk.attempt(lambda: _one_act(room, packet, message))
    if not done:
        return
    if key := str(message.get("key", "")):
        room.scratch.drop(room.actor.user_id, draft_id, key)
        desk.saved.append(key)
    desk.say("success", done)
    desk.packet = None


def _compare(room: Room, packet: ReviewPacket, finding: str) -> None:
    """Opens the passages that a finding compares: a look at another record, which the trail is told of."""
    draft_id, version = packet.record.id, packet.version
    made = room.desk.attempt(
        lambda: room.clinic.comparing.passages(room.actor, draft_id, finding, version=version)
    )
    if made is not None:
        room.desk.comparisons[finding] = made


def _one_act(room: Room, packet: ReviewPacket, message: dict[str, Any]) -> str:
    """Carries one act out and says in a few words what was done."""
    review, transcripts = room.clinic.review, room.clinic.transcripts
    actor, draft_id = room.actor, packet.record.id
    seen_version, seen_hash = packet.version, packet.record.displayed_hash
    statement, text = str(message.get("statement", "")), str(message.get("text", ""))
    finding = str(message.get("finding", ""))

    def change(edit: StatementEdit) -> None:
        review.edit(actor, draft_id, seen_version=seen_version, seen_hash=seen_hash, edits=[edit])

    match message.get("kind"):
        case "edit":
            change(StatementEdit(action="replace", statement_id=statement, text=text))
            return "Saved and checked again."
        case "add":
            change(StatementEdit(action="add", section=_SECTIONS[str(message.get("section"))], text=text))
            return "Added and checked again."
        case "remove":
            change(StatementEdit(action="remove", statement_id=statement))
            return "Removed. The earlier version is kept."
        case "accept":
            change(StatementEdit(action="accept", statement_id=statement))
            return "Accepted as your own statement."
        case "plan":
            edit = _plan_edit(message)
            review.edit(actor, draft_id, seen_version=seen_version, seen_hash=seen_hash, edits=[edit])
            return _PLAN_DONE[edit.action]
        case "regenerate":
            section = _SECTIONS[str(message.get("section"))]
            review.regenerate(actor, draft_id, section, seen_version=seen_version, seen_hash=seen_hash)
            return "Written again. Statements by humans stayed."
        case "mend":
            review.mend(actor, draft_id, finding, seen_version=seen_version, seen_hash=seen_hash)
            return "Mended and checked again."
        case "resolve":
            review.resolve(
                actor, draft_id, finding, _ANSWERS[str(message.get("answer"))], str(message.get("reason", ""))
            )
            return "Answer kept."
        case "swap":
            transcripts.swap_speakers(
                actor, draft_id, message.get("segment"), seen_version=seen_version, seen_hash=seen_hash
            )
            return "Speakers exchanged. The draft is written anew; what humans wrote stays."
        case "undo":
            transcripts.undo_correction(
                actor,
                draft_id,
                int(message["segment"]),
                int(message["correction"]),
                seen_version=seen_version,
                seen_hash=seen_hash,
            )
            return "Correction taken back. The draft is written anew; what humans wrote stays."
    return ""


def _plan_edit(message: dict[str, Any]) -> PlanEdit:
    """The change to one exercise that the bench asks for. Raises `InputError` for what no field can hold."""
    fields = ("action", "exercise", "side", "where", "dose")
    try:
        return PlanEdit.model_validate({f: message[f] for f in fields if message.get(f) is not None})
    except ValidationError as error:
        raise InputError(
            "This dose cannot be read.", mend="Whole numbers of sets and repetitions."
        ) from error
