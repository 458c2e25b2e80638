"""What auditors' pages share: the way between them, how far the trail is witnessed, the draft in question.

Each answer is read once for what is asked, and kept: asking is itself an event of the trail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import streamlit as st

from agent.domain.draft import QueueItem
from agent.errors import PtscribeError
from agent.services.audit_answers import Access
from agent.services.witness import LATE_MINUTES
from review_ui.components.table import Cell, Row, Tone
from review_ui.components.words import NOTE_TYPES, day
from review_ui.room_context import Room

T = TypeVar("T")
OF_A_DRAFT: Final = {
    "trail": "Events",
    "access": "Who saw it",
    "signed": "Signed text",
    "changes": "AI and human",
    "warnings": "Warnings",
    "evidence": "Evidence",
}
OF_THE_CLINIC: Final = {
    "late": "Late entries",
    "attempts": "Failed and emergency",
    "activity": "Activity review",
}
OUTCOMES: Final[dict[str, Tone]] = {"success": "green", "refused": "red", "failed": "red"}


def head(room: Room, title: str, *, draft_id: str = "") -> None:
    """Title, links to the other questions (about the same draft), and the witness."""
    st.title(title)
    with st.container(horizontal=True, key="questions", gap="small", vertical_alignment="center"):
        for key, label in (OF_A_DRAFT | OF_THE_CLINIC).items():
            if key in room.pages:
                about = {"draft": draft_id} if draft_id and key in OF_A_DRAFT else None
                st.page_link(room.pages[key], label=label, query_params=about)
    witness(room)


def witness(room: Room) -> None:
    """How long ago the trail was last witnessed; red where events wait for it for half an hour."""
    try:
        standing = room.clinic.witness.standing()
    except PtscribeError as error:
        st.error(str(error), icon=":material/gpp_bad:")
        return
    age = standing.age_minutes()
    told = "The trail was not witnessed yet" if age is None else f"Last witnessed {age} min ago"
    if standing.shortened:
        lost = f"{told}, with {standing.size} events; the log holds {standing.events} now. Verify the trail."
        st.error(lost, icon=":material/gpp_bad:")
    elif standing.late:
        waiting = f"{standing.unwitnessed} events wait since {standing.waiting_minutes} min"
        st.error(f"{told}: {waiting}, more than {LATE_MINUTES}.", icon=":material/gpp_bad:")
    elif standing.behind:
        st.warning(f"{told}, but not everywhere: {len(standing.behind)} witness is behind.")
    else:
        st.caption(f"{told}; {standing.unwitnessed} events wait for the next checkpoint.")


def asked_draft(room: Room, title: str) -> str:
    """The draft in question: of the address, or chosen here. The page ends when there is none yet."""
    draft_id = str(st.query_params.get("draft", "")).strip()
    head(room, title, draft_id=draft_id)
    if not draft_id:
        items = (
            answer(room, "drafts", lambda: room.clinic.review.queue(room.actor, _DECIDED, limit=200)) or []
        )
        chosen = st.selectbox(
            "Draft", items[::-1], index=None, format_func=_named, placeholder="Choose a draft", width=620
        )
        if chosen is None:
            st.info("Choose a draft, or open its trail from the review page.")
            st.stop()
        st.query_params["draft"] = draft_id = chosen.id
    st.caption(f"Draft {draft_id}")
    return draft_id


_DECIDED: Final = ("in_review", "approved", "rejected", "signed")


def _named(item: QueueItem) -> str:
    visit = f"{NOTE_TYPES[item.note_type]}, {day(item.date_of_service)}"
    return f"{item.patient_name}: {visit} ({item.status.replace('_', ' ')})"


def answer(room: Room, question: str, ask: Callable[[], T]) -> T | None:
    """The answer to `question` (with all that it depends on): asked once, then kept until another is asked.

    None, with the reason shown, when it cannot be answered.
    """
    page = question.partition("/")[0]
    kept = room.desk.answers.get(page)
    if kept is None or kept[0] != question:
        try:
            kept = (question, ask())
        except PtscribeError as error:
            st.error(str(error))
            return None
        room.desk.answers[page] = kept
    found: T = kept[1]
    return found


def again(room: Room, question: str) -> None:
    """A button that asks anew."""
    if st.button("Ask again", icon=":material/refresh:", key=f"again-{question}"):
        room.desk.answers.pop(question, None)
        st.rerun()


def access_rows(found: Sequence[Access]) -> list[Row]:
    """Accesses, the newest first, for `ACCESS_COLUMNS`."""
    return [
        Row(
            id=str(one.seq),
            name=one.action,
            cells=(
                Cell(str(one.seq)),
                Cell(f"{one.at[:10]} {one.at[11:19]}", mono=True),
                Cell(one.action, sub=f"version {one.version}" if one.version else ""),
                Cell(one.name or "?", sub=" · ".join(filter(None, (one.role, one.client)))),
                Cell(one.purpose, sub="emergency" if one.purpose == "ETREAT" else ""),
                Cell(badges=((one.outcome, OUTCOMES[one.outcome]),)),
                Cell(one.draft_id, mono=True, sub=_told(one)),
            ),
        )
        for one in reversed(found)
    ]


ACCESS_COLUMNS: Final = ["No.", "Time (UTC)", "Action", "Who", "Why", "Outcome", "Draft and details"]


def _told(one: Access) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(one.details.items()) if name != "drafts")
