"""Questions about one draft: who saw it, who signed which text, what changed, which warnings stood."""

from __future__ import annotations

from typing import Final

import streamlit as st

from agent.services.audit_answers import Changes, ShownWarning
from agent.services.content_changes import Change, ChangeKind
from review_ui.components.table import Cell, Row, Tone, table
from review_ui.components.words import moment, plural
from review_ui.room_context import Room
from review_ui.views.audit.frame import ACCESS_COLUMNS, access_rows, again, answer, asked_draft

_ENDS: Final[dict[str, tuple[str, Tone]]] = {
    "overridden": ("overridden", "red"),
    "mended": ("mended", "green"),
    "open": ("open", "amber"),
}

_KINDS: Final[dict[ChangeKind, Tone]] = {"kept": "", "reworded": "amber", "removed": "red", "added": "green"}


def access(room: Room) -> None:
    """Who saw or exported this record, when and why."""
    draft_id = asked_draft(room, "Who saw it")
    found = answer(room, f"access/{draft_id}", lambda: room.clinic.questions.access(room.actor, draft_id))
    if found is None:
        return
    st.caption(f"{plural(len(found), 'access', 'accesses')} and attempts, newest first")
    table("access", ACCESS_COLUMNS, access_rows(found), empty="Nobody looked at it.")
    again(room, "access")


def signed(room: Room) -> None:
    """Who signed which exact text, and what was added to it."""
    draft_id = asked_draft(room, "Signed text")
    found = answer(room, f"signed/{draft_id}", lambda: room.clinic.questions.signed(room.actor, draft_id))
    if found is None:
        return
    one = found.signature
    who = f"{one.name}, {one.credentials} ({one.by})"
    st.success(f"Signed by {who} on {moment(one.at)}, event {found.seq}.", icon=":material/verified:")
    if found.approved:
        st.text(f"Approved by {found.approved.by} as {found.approved.role} on {moment(found.approved.at)}.")
    st.text(one.attestation, width=900)
    st.caption(f"Version {one.version} · SHA-256 of exactly this content")
    st.code(one.content_hash, language=None, wrap_lines=True, width=900)
    with st.container(border=True, width=900):
        st.markdown(found.text or "The content was destroyed; its hash and signature stay.")


def changes(room: Room) -> None:
    """What the AI wrote and what the human changed."""
    draft_id = asked_draft(room, "What the AI wrote and what humans changed")
    found = answer(room, f"changes/{draft_id}", lambda: room.clinic.questions.changes(room.actor, draft_id))
    if found is None:
        return
    state = "signed" if found.signed else "current, not signed"
    changed = sum(one.kind != "kept" for one in found.changes)
    st.markdown(
        f"From version {found.first}, written by software, to version {found.last} ({state}): "
        f"{plural(changed, 'change')}, {len(found.changes) - changed} kept."
    )
    _versions(found)
    only = st.toggle("Only what changed", value=True, key="changes_only")
    shown = [one for one in found.changes if one.kind != "kept" or not only]
    table(
        "changes",
        ["Part", "Became", "The software wrote", "It reads", "By"],
        [_change(one, n) for n, one in enumerate(shown)],
        empty="Nothing was changed.",
    )


def _change(one: Change, n: int) -> Row:
    by = "software" if one.author == "engine" else one.by
    return Row(
        id=str(n),
        name=one.part,
        cells=(
            Cell(one.part),
            Cell(badges=((one.kind, _KINDS[one.kind]),)),
            Cell(one.before),
            Cell(one.after),
            Cell(by, sub=f"version {one.version}" if one.version else ""),
        ),
    )


def _versions(found: Changes) -> None:
    for one in found.versions:
        who = "software" if one.author == "engine" else one.by
        st.caption(f"Version {one.version}: {who}, {moment(one.at)}, SHA-256 {one.content_hash[:16]}…")


def warnings(room: Room) -> None:
    """Warnings that were shown, and which of them a human overrode."""
    draft_id = asked_draft(room, "Warnings shown and overridden")
    found = answer(room, f"warnings/{draft_id}", lambda: room.clinic.questions.warnings(room.actor, draft_id))
    if found is None:
        return
    table(
        "warnings",
        ["Became", "Severity", "Rule", "What it said", "Answer", "By"],
        [_warning(one, n) for n, one in enumerate(found)],
        empty="No warning was shown.",
    )


def _warning(one: ShownWarning, n: int) -> Row:
    answered = one.kind.replace("_", " ") if one.kind else ""
    versions = f"versions {one.first_version} to {one.last_version}"
    return Row(
        id=str(n),
        name=one.rule_id,
        cells=(
            Cell(badges=(_ENDS[one.end],)),
            Cell(badges=((one.severity, "red" if one.severity == "block" else "amber"),)),
            Cell(one.rule_id, mono=True, sub=versions),
            Cell(one.title, sub=one.detail),
            Cell(answered, sub=one.reason),
            Cell(one.by, sub=one.at[:19].replace("T", " ")),
        ),
    )


def evidence(room: Room) -> None:
    """The evidence of one draft, to take along: what verifies, and what reads."""
    draft_id = asked_draft(room, "Evidence")
    st.markdown(
        "One archive with the draft's events and their proofs, a fresh checkpoint, what the AI wrote and "
        "what humans changed, rule results, FHIR resources, a readable PDF, and both verifiers. It holds the "
        "record in clear. Taking it is recorded, and stands in it."
    )
    style = "color:#0b6075;text-decoration:underline;font-weight:600"
    st.html(f'<a style="{style}" href="/evidence/{draft_id}.zip" download>Download the evidence</a>')
    st.caption("Check it without ptscribe: `python verify.py evidence.json.gz --key KEY`. The key to pin:")
    st.code(room.clinic.witness.vkey or "(made with the first checkpoint)", language=None, wrap_lines=True)
