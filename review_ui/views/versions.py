"""Versions and decisions of a draft: what the AI wrote, what a human changed, who decided what."""

from __future__ import annotations

import streamlit as st

from agent.domain.draft import VersionInfo
from agent.domain.note import Note
from agent.domain.review import DecisionKind
from agent.services.review import ReviewPacket
from review_ui.components.difference import changes, difference_html
from review_ui.components.words import moment
from review_ui.room_context import Room

_DECISIONS: dict[DecisionKind, str] = {
    "approve": "Approved",
    "request_changes": "Changes requested",
    "reject": "Rejected",
}


@st.dialog("Versions", width="large")
def dialog(room: Room, packet: ReviewPacket) -> None:
    infos = {info.version: info for info in packet.versions}
    numbers = sorted(infos)
    if len(numbers) > 1:
        first = _last_by_engine(packet.versions)
        left, right = st.columns(2)
        earlier = left.selectbox(
            "From",
            numbers,
            index=numbers.index(first),
            format_func=lambda n: _name(infos[n]),
            key="diff_from",
        )
        later = right.selectbox(
            "To", numbers, index=len(numbers) - 1, format_func=lambda n: _name(infos[n]), key="diff_to"
        )
        only = st.toggle("Only what changed", value=True, key="diff_only")
        before, after = _note(room, packet, earlier), _note(room, packet, later)
        rows = changes(before, after)
        if any(row.kind != "same" for row in rows):
            st.html(difference_html(rows, only_changes=only))
        else:
            st.markdown("The statements are the same in both versions.")
    if packet.decisions:
        st.markdown("**Decisions**")
        for decision in packet.decisions:
            comment = f": {decision.comment}" if decision.comment else ""
            st.text(
                f"{_DECISIONS[decision.kind]} · version {decision.version} · {moment(decision.at)}{comment}"
            )
    if packet.signature:
        signed = packet.signature
        st.text(
            f"Signed · version {signed.version} · {signed.name}, {signed.credentials} · {moment(signed.at)}"
        )


def _last_by_engine(infos: tuple[VersionInfo, ...]) -> int:
    """The last version the engine wrote before the newest: what a human's changes are measured against."""
    by_engine = [i.version for i in infos[:-1] if i.author == "engine"]
    return by_engine[-1] if by_engine else infos[0].version


def _name(info: VersionInfo) -> str:
    return f"Version {info.version} · {'AI' if info.author == 'engine' else 'human'} · {moment(info.at)}"


def _note(room: Room, packet: ReviewPacket, version: int) -> Note:
    """The note of one version, read once and kept while the page stays open."""
    if version == packet.version and packet.content:
        return packet.content.note
    kept = room.desk.notes
    key = (packet.record.id, version)
    if key not in kept:
        content = room.clinic.review.open(room.actor, packet.record.id, version).content
        kept[key] = content.note if content else Note()
    return kept[key]
