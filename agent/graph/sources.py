"""Reading what earlier nodes of a run left behind, and the names they leave it under."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from agent.domain.base import Model
from agent.domain.facts import VisitFacts
from agent.domain.transcript import Transcript
from agent.errors import IntegrityError

if TYPE_CHECKING:
    from agent.store.unit_of_work import ReadUnit

AnyModel = TypeVar("AnyModel", bound=Model)

PLAN = "plan"
PHRASED = "plan.phrased"
CONTENT = "content"
WISH = "wish"
CHANGED = "changed_transcript"


class Wish(Model):
    """Why a run was asked for: the comment of whoever sent the draft back, and the version it was about.

    No comment: only the transcript was set right.
    """

    comment: str
    version: int


class ChangedTranscript(Model):
    """A run's transcript as a human set it right; the next run takes it over once the decision stands."""

    decision_id: str
    transcript: Transcript


def note_name(revision: int) -> str:
    """Under which name the note of a revision lies (0: the first draft)."""
    return f"note.{revision}"


def transcript_of(uow: ReadUnit, draft_id: str, run: int) -> Transcript:
    return _there(uow.transcripts.get(draft_id, run), "transcript", draft_id)


def facts_of(uow: ReadUnit, draft_id: str, run: int) -> VisitFacts:
    return _there(uow.facts.get(draft_id, run), "facts", draft_id)


def result_of(uow: ReadUnit, draft_id: str, run: int, name: str, kind: type[AnyModel]) -> AnyModel:
    return _there(uow.work.get(draft_id, run, name, kind), name, draft_id)


def _there(value: AnyModel | None, what: str, draft_id: str) -> AnyModel:
    if value is None:
        raise IntegrityError(
            f"The {what} of draft {draft_id!r} is missing from the database.",
            mend="Start a new run of the draft; if it happens again, restore a backup.",
        )
    return value
