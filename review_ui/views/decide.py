"""Approve, request changes, reject: each asked once more, each on exactly what was displayed."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from agent.domain.draft import DraftContent
from agent.domain.finding import Finding
from agent.domain.review import DecisionKind
from agent.services.review import ReviewPacket
from review_ui.components.words import plural
from review_ui.room_context import Room

_DONE: dict[DecisionKind, str] = {
    "approve": "Approved. The therapist can sign it now.",
    "request_changes": "Changes requested.",
    "reject": "Rejected.",
}


def buttons(room: Room, packet: ReviewPacket) -> None:
    """The decision, for who may decide on a draft that waits for one."""
    record = packet.record
    if record.status != "in_review" or not room.actor.may("decide") or packet.content is None:
        may_sign = record.status == "approved" and room.actor.may("sign")
        if may_sign and st.button("Sign…", type="primary", icon=":material/draw:"):
            room.go("sign", draft=record.id)
        return
    if st.button("Request changes", key="ask_changes"):
        _with_comment(room, packet, "request_changes")
    if st.button("Reject", key="ask_reject"):
        _with_comment(room, packet, "reject")
    if st.button(
        "Approve", key="ask_approve", type="primary", shortcut="Ctrl+Enter", icon=":material/check:"
    ):
        _approve(room, packet, packet.content)


def open_blockers(packet: ReviewPacket) -> list[Finding]:
    """Findings that stop approval: blocking, and not answered by a human."""
    findings = packet.content.findings if packet.content else ()
    return [f for f in findings if f.severity == "block" and f.id not in packet.resolutions]


@st.dialog("Approve this draft?", width="medium")
def _approve(room: Room, packet: ReviewPacket, content: DraftContent) -> None:
    statements = content.note.statements
    blockers = open_blockers(packet)
    suggested = [s for s in statements if s.origin == "suggested"]
    unsaved = room.scratch.get(room.actor.user_id, packet.record.id)
    if blockers or suggested or unsaved:
        st.markdown("**It cannot be approved yet.**")
        for finding in blockers:
            with st.container(border=True):
                st.markdown(f"**{_plain(finding.title)}**  \n{_plain(finding.detail)}")
                st.caption(f"Mend it, or answer it with a reason. Rule {finding.rule_id}.")
                if st.button("Show it", key=f"show-{finding.id}"):
                    room.desk.focus = finding.id
                    st.rerun()
        if suggested:
            st.markdown(
                f"{plural(len(suggested), 'suggested statement')} nobody said: accept or remove each first."
            )
        if unsaved:
            st.markdown(f"{plural(len(unsaved), 'text')} typed and not saved: save or cancel first.")
        return
    warnings = [f for f in content.findings if f.severity == "warn" and f.id not in packet.resolutions]
    doubtful = [s for s in statements if s.support and s.support.verdict != "supported"]
    st.markdown(f"Version {packet.version} with {plural(len(statements), 'statement')}.")
    if doubtful:
        head = (
            plural(len(doubtful), "statement is", "statements are") + " not fully supported by the recording"
        )
        st.warning(_listed(head, [s.text for s in doubtful]))
    if warnings:
        head = plural(len(warnings), "warning is", "warnings are") + " not answered"
        st.warning(_listed(head, [f.title for f in warnings]))
    st.markdown("The therapist then signs exactly this text.")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Approve", key="approve_stay"):
            _ask(room, packet, "approve", then_next=False)
        if st.button("Approve and next", key="approve_next", type="primary", shortcut="Ctrl+Enter"):
            _ask(room, packet, "approve", then_next=True)


@st.dialog("Say why", width="medium")
def _with_comment(room: Room, packet: ReviewPacket, kind: DecisionKind) -> None:
    if kind == "request_changes":
        st.markdown("The draft is written again with your comment and comes back into the queue.")
    else:
        st.markdown("A rejected draft cannot be approved or signed. Its recording and trail stay.")
    comment = st.text_area("Comment", key=f"comment-{kind}", max_chars=2000)
    label = "Request changes" if kind == "request_changes" else "Reject this draft"
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Cancel", key="comment_cancel"):
            st.rerun()
        if st.button(label, key="comment_send", type="primary"):
            if not comment.strip():
                st.error("Please give a comment.")
                return
            _ask(room, packet, kind, comment=comment.strip(), then_next=True)


def _ask(
    room: Room, packet: ReviewPacket, kind: DecisionKind, *, then_next: bool, comment: str = ""
) -> NoReturn:
    """Closes the dialog; the page then decides on the packet that the dialog was opened for."""
    room.desk.ask("decide", packet=packet, kind=kind, comment=comment, then_next=then_next)
    st.rerun()
    raise AssertionError("st.rerun does not return")


def carry_out(room: Room, draft_id: str) -> None:
    """Decides what was asked for, and goes on to the next draft where that was asked for."""
    room.desk.carry_out("decide", lambda asked: _decide(room, **asked))
    if room.desk.take("next") is None:
        return
    waiting = room.clinic.review.queue(room.actor, limit=2)
    following = next((item.id for item in waiting if item.id != draft_id), None)
    if following:
        room.go("review", draft=following)
    room.desk.say("success", "The review queue is empty.")
    room.go("queue")


def _decide(room: Room, *, packet: ReviewPacket, kind: DecisionKind, comment: str, then_next: bool) -> None:
    record = packet.record
    decision = room.desk.attempt(
        lambda: room.clinic.review.decide(
            room.actor,
            record.id,
            kind,
            seen_version=packet.version,
            seen_hash=record.displayed_hash,
            comment=comment,
        ),
        done=_DONE[kind],
    )
    room.desk.packet = None
    if decision and then_next:
        room.desk.ask("next")


def _listed(head: str, lines: list[str], *, most: int = 4) -> str:
    """The head and the first lines as Markdown, and how many more there are."""
    more = [f"… and {len(lines) - most} more"] if len(lines) > most else []
    return f"**{head}**\n" + "\n".join(f"- {_plain(line)}" for line in [*lines[:most], *more])


def _plain(text: str) -> str:
    return "".join(f"\\{c}" if c in r"\`*_{}[]()#+-.!|<>~$:" else c for c in text)
