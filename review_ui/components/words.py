"""How values read on the pages: names of statuses and note types, ages and dates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from agent.domain.draft import DraftStatus
from agent.domain.user import Role
from agent.domain.visit import NoteType
from review_ui.components.table import Tone

STATUS: Final[dict[DraftStatus, tuple[str, Tone]]] = {
    "recorded": ("Waiting", "blue"),
    "processing": ("In progress", "blue"),
    "failed": ("Failed", "red"),
    "in_review": ("To review", "amber"),
    "changes_requested": ("Changes requested", "amber"),
    "approved": ("Approved", "green"),
    "rejected": ("Rejected", ""),
    "signed": ("Signed", "green"),
}
NOTE_TYPES: Final[dict[NoteType, str]] = {
    "daily": "Daily note",
    "evaluation": "Evaluation",
    "progress": "Progress report",
    "discharge": "Discharge",
}
ROLES: Final[dict[Role, str]] = {
    "therapist": "Therapist",
    "specialist": "Clinical AI Specialist",
    "auditor": "Auditor",
    "admin": "Administrator",
}
PLACES: Final = {"clinic": "today in the clinic", "home": "at home", "next_visit": "for a later visit"}
STAGES: Final[dict[str, str]] = {
    "transcribe": "Listening to the recording",
    "understand": "Reading the facts",
    "draft_note": "Writing the note",
    "draft_plan": "Writing the exercise plan",
    "check": "Checking against recording and rules",
    "revise": "Revising",
    "redact": "De-identifying the run log",
    "queue": "Putting it into the queue",
}


def age(since: datetime, now: datetime | None = None) -> str:
    """`just now`, `12 min`, `3 h`, `2 days`: how long ago `since` (aware, or UTC) was."""
    aware = since if since.tzinfo else since.replace(tzinfo=UTC)
    minutes = int(((now or datetime.now(UTC)) - aware).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


def day(value: date) -> str:
    """`Nov 23, 2026`"""
    return f"{value:%b} {value.day}, {value.year}"


def moment(value: datetime) -> str:
    """Local date and time, `Nov 23, 2026, 09:05`."""
    aware = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone()
    return f"{day(aware)}, {aware:%H:%M}"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 draft`, `3 drafts`"""
    return f"{count} {one if count == 1 else many or one + 's'}"
