"""The specialist's work on a draft: look, listen, edit, answer findings, decide."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.domain.amendment import Addendum
from agent.domain.base import Model
from agent.domain.draft import (
    DraftContent,
    DraftRecord,
    DraftStatus,
    QueueItem,
    VersionInfo,
)
from agent.domain.facts import VisitFacts
from agent.domain.finding import Finding, Resolution, ResolutionKind
from agent.domain.note import Section
from agent.domain.review import Decision, DecisionKind, Signature
from agent.domain.transcript import Transcript
from agent.domain.user import Actor
from agent.domain.visit import NoteType
from agent.errors import Conflict, InputError, NotFound, Refused
from agent.graph.events import event
from agent.services.base import Service, as_seen, in_review
from agent.services.deciding import Deciding
from agent.services.edits import StatementEdit, edit_of
from agent.services.findings import unresolved
from agent.services.listing import Listing
from agent.services.plan_edits import PlanEdit
from agent.services.versions import Versions

if TYPE_CHECKING:
    from agent.graph.runner import GraphRunner
    from agent.store.engine import Store

__all__ = ["PlanEdit", "Review", "ReviewPacket", "StatementEdit"]

MAX_COMMENT = 4000


class ReviewPacket(Model):
    """All that the review page shows of one draft. `content` is None until a run has queued one.

    `resolutions` are the answers to findings of the version shown, by finding id; `decisions` and
    `versions` are in order of time; `stage` names the node at work while `record.status` is `processing`.
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
    addenda: tuple[Addendum, ...] = ()
    """What was added after the signature, in order."""
    stage: str = ""
    share: float | None = None
    """Share of the transcription done, 0 to 1, where known."""


class Review(Service):
    """Every call checks the actor's role (`Refused`) and is one transaction with its audit event.

    Acts on a draft name the version and hash that were displayed; if another one is current by then,
    nothing happens and `Conflict` says so.
    """

    def __init__(self, store: Store, runner: GraphRunner, submit: Callable[[str], None]) -> None:
        super().__init__(store)
        self._runner = runner
        self._deciding = Deciding(store, runner, submit)
        self._versions = Versions(store, runner.context.parts)
        self._listing = Listing(store)

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
        role = self._allow(actor, "view", "queue")
        return self._listing.page(actor, role, statuses, limit=limit, offset=offset, note_type=note_type)

    def count(self, actor: Actor, statuses: Sequence[DraftStatus] = ("in_review",)) -> int:
        """How many drafts are in these statuses."""
        self._allow(actor, "view", "count")
        with self._store.read() as uow:
            return uow.drafts.count(statuses)

    def open(self, actor: Actor, draft_id: str, version: int | None = None) -> ReviewPacket:
        """The draft with its transcript, facts, findings and history; recorded as `draft.viewed`."""
        sight = self._may_see(actor, "open", draft_id)
        stage = self._runner.stage(draft_id)
        with self._store.unit() as uow:
            record = uow.drafts.get(draft_id)
            shown = version or record.version
            run = uow.drafts.run_of(draft_id, shown) if shown else record.run
            packet = ReviewPacket(
                record=record,
                content=uow.drafts.content(draft_id, shown) if shown else None,
                version=shown,
                transcript=uow.transcripts.get(draft_id, run),
                facts=uow.facts.get(draft_id, run),
                resolutions=uow.resolutions.for_draft(draft_id, shown),
                versions=uow.drafts.versions(draft_id),
                decisions=uow.decisions.for_draft(draft_id),
                signature=uow.signatures.for_draft(draft_id),
                addenda=uow.addenda.for_draft(draft_id),
                stage=stage.node if stage else "",
                share=stage.share if stage else None,
            )
            uow.audit.append(
                event(
                    "draft.viewed",
                    actor,
                    role=sight.role,
                    record=record,
                    version=shown,
                    purpose=sight.purpose,
                    details=sight.details,
                )
            )
            uow.commit()
        return packet

    def audio(self, actor: Actor, draft_id: str) -> tuple[bytes, str]:
        """The recording and its media type; recorded as `audio.played`."""
        sight = self._may_see(actor, "audio", draft_id)
        with self._store.read() as uow:
            record = uow.drafts.get(draft_id)
            if not record.recording_id:
                raise NotFound(f"Draft {draft_id!r} has no recording.")
            data = uow.recordings.get(record.recording_id)
            media_type = uow.recordings.media_type(record.recording_id)
        with self._store.unit() as unit:
            unit.audit.append(
                event(
                    "audio.played",
                    actor,
                    role=sight.role,
                    record=record,
                    purpose=sight.purpose,
                    details=sight.details,
                )
            )
            unit.commit()
        return data, media_type

    def edit(
        self,
        actor: Actor,
        draft_id: str,
        *,
        seen_version: int,
        seen_hash: str,
        edits: Sequence[StatementEdit | PlanEdit],
    ) -> int:
        """A new version by a human, checked again. Returns its number; the seen one when nothing changed.

        `Refused` for an exercise that a precaution forbids.
        """
        role = self._allow(actor, "edit", "edit", draft_id)
        seen = self._versions.seen(draft_id, seen_version, seen_hash)
        try:
            content = self._versions.edited(seen, edits)
        except Refused:
            self._record_refusal(actor, "edit", draft_id, reason="contraindicated")
            raise
        if content is None:
            return seen_version
        actions = [f"exercise_{e.action}" if isinstance(e, PlanEdit) else e.action for e in edits]
        details: dict[str, str | int] = {kind: actions.count(kind) for kind in sorted(set(actions))}
        return self._versions.add(actor, role, "draft.edited", seen, content, details)

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
        """The drafting engine writes one section again; what humans wrote stays. Returns the new version."""
        role = self._allow(actor, "edit", "regenerate", draft_id)
        seen = self._versions.seen(draft_id, seen_version, seen_hash)
        content, call = self._versions.rewritten(seen, section, _comment(comment))
        return self._versions.add(
            actor,
            role,
            "draft.regenerated",
            seen,
            content,
            {"section": section},
            author="engine",
            call=call,
        )

    def mend(self, actor: Actor, draft_id: str, finding_id: str, *, seen_version: int, seen_hash: str) -> int:
        """Applies the finding's own mend and checks again. Returns the new version."""
        role = self._allow(actor, "edit", "mend", draft_id)
        seen = self._versions.seen(draft_id, seen_version, seen_hash)
        finding = _finding(seen.content, finding_id)
        if finding.mend is None:
            raise InputError(
                f"Finding {finding_id!r} has no mechanical mend.",
                mend="Edit the note, or resolve the finding.",
            )
        content = self._versions.edited(seen, (edit_of(finding.mend),)) or seen.content
        return self._versions.add(
            actor, role, "draft.mended", seen, content, {"rule_id": finding.rule_id, "finding_id": finding_id}
        )

    def resolve(
        self, actor: Actor, draft_id: str, finding_id: str, kind: ResolutionKind, reason: str = ""
    ) -> None:
        """Keeps the human's answer to a finding of the current version; all but `fixed` need a reason."""
        role = self._allow(actor, "edit", "resolve", draft_id)
        if kind != "fixed" and not reason.strip():
            raise InputError("A reason is needed.", mend="Say why the finding is accepted or does not apply.")
        now = datetime.now(UTC)
        with self._store.unit() as uow:
            record = in_review(uow.drafts.get(draft_id))
            finding = _finding(uow.drafts.content(draft_id, record.version), finding_id)
            answer = Resolution(finding_id=finding_id, kind=kind, reason=_comment(reason))
            uow.resolutions.add(draft_id, record.version, answer, actor.user_id, now)
            details: dict[str, str | int] = {
                "finding_id": finding_id,
                "rule_id": finding.rule_id,
                "severity": finding.severity,
                "kind": kind,
            }
            uow.audit.append(
                event("finding.resolved", actor, role=role, record=record, at=now, details=details)
            )
            uow.commit()

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
        role = self._allow(actor, "decide", kind, draft_id)
        if kind != "approve" and not comment.strip():
            raise InputError("A comment is needed.", mend="Say what should change, or why it is rejected.")
        with self._store.read() as uow:
            record = in_review(as_seen(uow, draft_id, seen_version, seen_hash))
            content = uow.drafts.content(draft_id, seen_version)
            answers = uow.resolutions.for_draft(draft_id, seen_version)
        if kind == "approve":
            self._may_be_approved(actor, draft_id, content, answers)
        now = datetime.now(UTC)
        decision = Decision(
            id=secrets.token_hex(8),
            draft_id=draft_id,
            version=seen_version,
            displayed_hash=seen_hash,
            kind=kind,
            by=actor.user_id,
            role=role,
            at=now,
            comment=_comment(comment),
        )
        self._deciding.stand(actor, record, decision, content, answers)
        return decision

    def _may_be_approved(
        self, actor: Actor, draft_id: str, content: DraftContent, answers: dict[str, Resolution]
    ) -> None:
        blocking = [f for f in unresolved(content, answers) if f.severity == "block"]
        if blocking:
            self._record_refusal(actor, "approve", draft_id, reason="blocking_findings")
            rules = ", ".join(sorted({f.rule_id for f in blocking}))
            raise Refused(
                f"Draft {draft_id!r} has {len(blocking)} blocking finding(s) without an answer ({rules}).",
                mend="Mend or resolve them first.",
            )
        if any(s.origin == "suggested" for s in content.note.statements):
            self._record_refusal(actor, "approve", draft_id, reason="suggestions")
            raise Refused(
                f"Draft {draft_id!r} still holds suggested statements that nobody accepted.",
                mend="Accept, rewrite or remove each of them first.",
            )


def _finding(content: DraftContent, finding_id: str) -> Finding:
    found = next((f for f in content.findings if f.id == finding_id), None)
    if found is None:
        raise Conflict(f"The current version has no finding {finding_id!r}.", mend="Reload the draft.")
    return found


def _comment(text: str) -> str:
    kept = text.strip()
    if len(kept) > MAX_COMMENT:
        raise InputError(f"The comment has {len(kept)} characters.", mend=f"At most {MAX_COMMENT}.")
    return kept
