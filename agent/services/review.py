"""The specialist's work on a draft: look, listen, edit, answer findings, decide."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.base import Model
from agent.domain.draft import DraftContent, DraftRecord, DraftStatus, QueueItem, VersionInfo
from agent.domain.facts import VisitFacts
from agent.domain.finding import Resolution, ResolutionKind
from agent.domain.note import Section
from agent.domain.review import Decision, DecisionKind, Signature
from agent.domain.transcript import Transcript
from agent.domain.user import Actor
from agent.domain.visit import NoteType
from agent.services.edits import StatementEdit

__all__ = ["Review", "ReviewPacket", "StatementEdit"]


class ReviewPacket(Model):
    """All that the review page shows of one draft. `content` is None until a run has queued one.

    `resolutions` maps finding ids of any version to a human's answer; `decisions` and `versions` are
    in order of time; `stage` names the node at work while `record.status` is `processing`.
    """

    record: DraftRecord
    content: DraftContent | None
    version: int
    """The version shown; `record.version` unless an earlier one was asked for."""
    transcript: Transcript | None
    facts: VisitFacts | None
    resolutions: dict[str, Resolution] = {}
    versions: tuple[VersionInfo, ...] = ()
    decisions: tuple[Decision, ...] = ()
    signature: Signature | None = None
    stage: str = ""
    share: float | None = None
    """Share of the transcription done, 0 to 1, where known."""


class Review:
    """Every call checks the actor's role (`Refused`) and is one transaction with its audit event.

    Acts on a draft name the version and hash that were displayed; if another one is current by then,
    nothing happens and `Conflict` says so.
    """

    def queue(
        self,
        actor: Actor,
        statuses: Sequence[DraftStatus] = ("in_review",),
        *,
        limit: int = 50,
        offset: int = 0,
        note_type: NoteType | None = None,
    ) -> list[QueueItem]:
        """Drafts in these statuses, oldest first."""
        raise NotImplementedError

    def count(self, actor: Actor, statuses: Sequence[DraftStatus] = ("in_review",)) -> int:
        """How many drafts are in these statuses."""
        raise NotImplementedError

    def open(self, actor: Actor, draft_id: str, version: int | None = None) -> ReviewPacket:
        """The draft with its transcript, facts, findings and history; recorded as `draft.viewed`."""
        raise NotImplementedError

    def audio(self, actor: Actor, draft_id: str) -> tuple[bytes, str]:
        """The recording and its media type; recorded as `audio.played`."""
        raise NotImplementedError

    def edit(
        self,
        actor: Actor,
        draft_id: str,
        *,
        seen_version: int,
        seen_hash: str,
        edits: Sequence[StatementEdit],
    ) -> int:
        """A new version by a human, checked again. Returns its number."""
        raise NotImplementedError

    def regenerate(
        self,
        actor: Actor,
        draft_id: str,
        section: Section,
        *,
        seen_version: int,
        seen_hash: str,
        comment: str = "",
    ) -> int:
        """The drafting engine writes one section again; statements by humans stay. Returns the new version."""
        raise NotImplementedError

    def mend(self, actor: Actor, draft_id: str, finding_id: str, *, seen_version: int, seen_hash: str) -> int:
        """Applies the finding's own mend and checks again. Returns the new version."""
        raise NotImplementedError

    def resolve(
        self, actor: Actor, draft_id: str, finding_id: str, kind: ResolutionKind, reason: str = ""
    ) -> None:
        """Keeps the human's answer to a finding of the current version; all but `fixed` need a reason."""
        raise NotImplementedError

    def decide(
        self,
        actor: Actor,
        draft_id: str,
        kind: DecisionKind,
        *,
        seen_version: int,
        seen_hash: str,
        comment: str = "",
    ) -> Decision:
        """Approve, request changes or reject exactly what was displayed; once.

        Approval is refused while a blocking finding is unresolved or a suggested statement is not
        accepted; the other two need a comment. `Conflict` when somebody else acted first.
        """
        raise NotImplementedError
