"""What auditors ask, answered from the trail and the stored versions; every answer is itself recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from agent.domain.audit import AuditEvent, RecordedEvent
from agent.domain.base import Model
from agent.domain.draft import DraftContent, VersionInfo
from agent.domain.finding import ResolutionKind, Severity
from agent.domain.review import Decision, Signature
from agent.domain.user import Actor, Role
from agent.errors import NotFound
from agent.services.base import Service
from agent.services.content_changes import Change, changes_between
from agent.services.findings import identity
from agent.services.trail import looked_at

if TYPE_CHECKING:
    from agent.store.unit_of_work import ReadUnit

SEEN = frozenset({"draft.viewed", "audio.played", "draft.exported", "trail.viewed"})
EMERGENCY = "ETREAT"
_PAGE = 1000


class Access(Model):
    """One access, or an attempt at one, as the trail has it."""

    seq: int
    at: str
    action: str
    outcome: str
    actor_id: str
    name: str
    """Of the account today; empty when there is no such account (any more)."""
    role: str
    client: str
    purpose: str
    draft_id: str = ""
    version: int = 0
    details: dict[str, str | int] = {}


class SignedText(Model):
    """A signature with the very text it stands under. `text` is empty when the content was destroyed."""

    signature: Signature
    seq: int
    """The event of the signature."""
    approved: Decision | None
    text: str


class Changes(Model):
    """From the first version that software wrote to the signed (else the current) one."""

    first: int
    last: int
    signed: bool
    versions: tuple[VersionInfo, ...]
    changes: tuple[Change, ...]


class ShownWarning(Model):
    """A blocking finding or warning that stood in at least one version.

    `overridden`: a human let it stand. `mended`: a later version is without it. `open`: neither.
    """

    rule_id: str
    severity: Severity
    title: str
    detail: str
    first_version: int
    last_version: int
    end: Literal["overridden", "mended", "open"]
    kind: ResolutionKind | None = None
    reason: str = ""
    by: str = ""
    at: str = ""


class AuditQuestions(Service):
    """Who may read the trail may ask; answers that quote the record also take the right to view it."""

    def access(self, actor: Actor, draft_id: str) -> tuple[Access, ...]:
        """Who saw, heard or exported this record, or tried to; when, as what and why."""
        role = self._allow(actor, "read_trail", "audit_access", draft_id)
        with self._store.read() as uow:
            events = _events(uow, draft_id)
            wanted = [e for e in events if e.event.action in SEEN or e.event.outcome != "success"]
            answer = _accesses(uow, wanted)
        self._record(looked_at(actor, role, events, question="access", events=len(answer)))
        return answer

    def refused(self, actor: Actor) -> tuple[Access, ...]:
        """Failed log-ins, refused and failed acts, and emergency access, of the whole clinic."""
        role = self._allow(actor, "read_trail", "audit_refused")
        with self._store.read() as uow:
            wanted = [e for e in _all(uow) if e.event.outcome != "success" or e.event.purpose == EMERGENCY]
            answer = _accesses(uow, wanted)
        self._record(looked_at(actor, role, (), question="refused", events=len(answer)))
        return answer

    def signed(self, actor: Actor, draft_id: str) -> SignedText:
        """Who signed which exact text. Raises `NotFound` for a draft that nobody signed."""
        from agent.export.markdown import note_markdown

        role = self._may_quote(actor, "audit_signed", draft_id)
        with self._store.read() as uow:
            events = _events(uow, draft_id)
            signature = uow.signatures.for_draft(draft_id)
            if signature is None:
                raise NotFound(f"Draft {draft_id!r} is not signed.")
            try:
                record = uow.drafts.get(draft_id)
                content = uow.drafts.content(draft_id, signature.version)
                decisions = uow.decisions.for_draft(draft_id)
            except NotFound:
                text, approved = "", None
            else:
                text = note_markdown(
                    content,
                    record.encounter,
                    signature=signature,
                    draft_id=draft_id,
                    version=signature.version,
                )
                approved = next(
                    (d for d in decisions if d.kind == "approve" and d.version == signature.version), None
                )
        seq = next((e.seq for e in events if e.event.details.get("signature_id") == signature.id), 0)
        self._record(_viewed(looked_at(actor, role, events, question="signed")))
        return SignedText(signature=signature, seq=seq, approved=approved, text=text)

    def changes(self, actor: Actor, draft_id: str) -> Changes:
        """What the software wrote and what humans made of it. Raises `NotFound` before the first version."""
        role = self._may_quote(actor, "audit_changes", draft_id)
        with self._store.read() as uow:
            events = _events(uow, draft_id)
            answer = changes_of(uow, draft_id)
        self._record(_viewed(looked_at(actor, role, events, question="changes")))
        return answer

    def warnings(self, actor: Actor, draft_id: str) -> tuple[ShownWarning, ...]:
        """Which warnings were shown, and which of them a human overrode, with the reason."""
        role = self._may_quote(actor, "audit_warnings", draft_id)
        with self._store.read() as uow:
            events = _events(uow, draft_id)
            answer = warnings_of(uow, draft_id, events)
        self._record(_viewed(looked_at(actor, role, events, question="warnings")))
        return answer

    def _may_quote(self, actor: Actor, act: str, draft_id: str) -> Role:
        self._allow(actor, "view", act, draft_id)
        return self._allow(actor, "read_trail", act, draft_id)

    def _record(self, event: AuditEvent) -> None:
        with self._store.unit() as unit:
            unit.audit.append(event)
            unit.commit()


def changes_of(uow: ReadUnit, draft_id: str) -> Changes:
    """`AuditQuestions.changes` within a unit of work."""
    versions = uow.drafts.versions(draft_id)
    signature = uow.signatures.for_draft(draft_id)
    first = next((v.version for v in versions if v.author == "engine"), 0)
    if not first:
        raise NotFound(f"Draft {draft_id!r} has no version that software wrote.")
    last = signature.version if signature else versions[-1].version
    span = [v for v in versions if first <= v.version <= last]
    contents = [uow.drafts.content(draft_id, v.version) for v in span]
    return Changes(
        first=first,
        last=last,
        signed=signature is not None,
        versions=versions,
        changes=changes_between(list(zip(span, contents, strict=True))),
    )


def warnings_of(uow: ReadUnit, draft_id: str, events: Sequence[RecordedEvent]) -> tuple[ShownWarning, ...]:
    """`AuditQuestions.warnings` within a unit of work."""
    found: dict[tuple[str, ...], ShownWarning] = {}
    versions = uow.drafts.versions(draft_id)
    for info in versions:
        content = uow.drafts.content(draft_id, info.version)
        for key, shown in _shown(uow, draft_id, info.version, content, events):
            before = found.get(key)
            if before is not None:
                shown = shown.model_copy(
                    update={
                        "first_version": before.first_version,
                        "by": before.by or shown.by,
                        "at": before.at or shown.at,
                    }
                )
            found[key] = shown
    last = versions[-1].version if versions else 0
    return tuple(
        one
        if one.end == "overridden" or one.last_version == last
        else one.model_copy(update={"end": "mended"})
        for one in found.values()
    )


def _shown(
    uow: ReadUnit, draft_id: str, version: int, content: DraftContent, events: Sequence[RecordedEvent]
) -> Iterator[tuple[tuple[str, ...], ShownWarning]]:
    answers = uow.resolutions.for_draft(draft_id, version)
    for finding in content.findings:
        if finding.severity == "info":
            continue
        answer = answers.get(finding.id)
        told = _answered(events, version, finding.id)
        stands = answer is not None and answer.kind != "fixed"
        yield (
            identity(content, finding),
            ShownWarning(
                rule_id=finding.rule_id,
                severity=finding.severity,
                title=finding.title,
                detail=finding.detail,
                first_version=version,
                last_version=version,
                end="overridden" if stands else "open",
                kind=answer.kind if answer else None,
                reason=answer.reason if answer else "",
                by=told.actor_id if told else "",
                at=told.at if told else "",
            ),
        )


def _answered(events: Sequence[RecordedEvent], version: int, finding_id: str) -> AuditEvent | None:
    """The last human's answer; answers that were carried to a new version have none of their own there."""
    for one in reversed(events):
        about = (one.event.action, one.event.version, one.event.details.get("finding_id"))
        if about == ("finding.resolved", version, finding_id):
            return one.event
    return None


def _events(uow: ReadUnit, draft_id: str) -> tuple[RecordedEvent, ...]:
    found = uow.audit.for_draft(draft_id)
    if not found:
        raise NotFound(f"There is no draft {draft_id!r}.", mend="List drafts with `ptscribe queue`.")
    return found


def _all(uow: ReadUnit) -> Iterator[RecordedEvent]:
    after = 0
    while page := uow.audit.all(after, _PAGE):
        yield from page
        after = page[-1].seq


def _accesses(uow: ReadUnit, events: Sequence[RecordedEvent]) -> tuple[Access, ...]:
    names = {user.id: user.name for user in uow.users.all()}
    return tuple(
        Access(
            seq=one.seq,
            at=one.event.at,
            action=one.event.action,
            outcome=one.event.outcome,
            actor_id=one.event.actor_id,
            name=names.get(one.event.actor_id, ""),
            role=one.event.actor_role,
            client=one.event.client,
            purpose=one.event.purpose,
            draft_id=one.event.draft_id,
            version=one.event.version,
            details=one.event.details,
        )
        for one in events
    )


def _viewed(event: AuditEvent) -> AuditEvent:
    """The answer quoted the record, so it was a view of it."""
    return event.model_copy(update={"action": "draft.viewed"})
