"""What auditors ask, answered from the trail and the stored versions; every answer is itself recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from agent.domain.amendment import Addendum
from agent.domain.audit import AuditEvent, RecordedEvent
from agent.domain.draft import DraftContent
from agent.domain.emergency import ETREAT
from agent.domain.user import Actor, Role
from agent.errors import NotFound
from agent.services.audit_answers import (
    Access,
    Changes,
    EmergencyUse,
    LateEntry,
    ShownWarning,
    SignedText,
    accesses,
    late_entry,
)
from agent.services.base import Service
from agent.services.content_changes import changes_between
from agent.services.findings import identity
from agent.services.trail import looked_at

if TYPE_CHECKING:
    from agent.store.unit_of_work import ReadUnit

EMERGENCY = f'"purpose":"{ETREAT}"'.encode()
"""As the bytes of an event have it."""
SEEN = frozenset({"draft.viewed", "audio.played", "draft.exported", "trail.viewed"})


class AuditQuestions(Service):
    """Who may read the trail may ask; answers that quote the record also take the right to view it."""

    def access(self, actor: Actor, draft_id: str) -> tuple[Access, ...]:
        """Who saw, heard or exported this record, saw it in a list, or tried to; when, as what and why."""
        role = self._allow(actor, "read_trail", "audit_access", draft_id)
        with self._store.read() as uow:
            events = _events(uow, draft_id)
            wanted = [e for e in events if e.event.action in SEEN or e.event.outcome != "success"]
            answer = accesses(uow, sorted([*wanted, *_listed(uow, draft_id)], key=lambda e: e.seq))
        self._record(looked_at(actor, role, events, question="access", events=len(answer)))
        return answer

    def refused(self, actor: Actor) -> tuple[Access, ...]:
        """Failed log-ins, refused and failed acts, and emergency access, of the whole clinic."""
        role = self._allow(actor, "read_trail", "audit_refused")
        with self._store.read() as uow:
            wanted = uow.audit.search(
                lacking=b'"outcome":"success"', holding=f'"purpose":"{ETREAT}"'.encode()
            )
            answer = accesses(uow, wanted)
        self._record(looked_at(actor, role, (), question="refused", events=len(answer)))
        return answer

    def late(self, actor: Actor, *, days: int | None = None) -> tuple[LateEntry, ...]:
        """Late entries and additions to signed notes, of the whole clinic, in order of entry.

        What was dictated or signed more than `days` after the date of service (default: what rule MCR-REC-01
        allows), and every addendum, correction and late entry.
        """
        role = self._allow(actor, "read_trail", "audit_late")
        limit = _late_days() if days is None else days
        with self._store.read() as uow:
            told = uow.audit.search(actions=("draft.dictated", "draft.signed", "draft.amended"))
            entries = [late_entry(one) for one in accesses(uow, told)]
        answer = tuple(one for one in entries if one.kind not in ("dictated", "signed") or one.days > limit)
        self._record(looked_at(actor, role, (), question="late", events=len(answer)))
        return answer

    def amendments(self, actor: Actor, draft_id: str) -> tuple[Addendum, ...]:
        """What was added to a signed note, word for word, with reason and time of entry."""
        role = self._may_quote(actor, "audit_amendments", draft_id)
        with self._store.read() as uow:
            events = _events(uow, draft_id)
            answer = uow.addenda.for_draft(draft_id)
        self._record(_viewed(looked_at(actor, role, events, question="amendments")))
        return answer

    def emergencies(self, actor: Actor) -> tuple[EmergencyUse, ...]:
        """Every emergency access, newest first, and what was seen under it.

        Its reason is told to who may also view records; others get it empty.
        """
        role = self._allow(actor, "read_trail", "audit_emergencies")
        with self._store.read() as uow:
            held = uow.emergencies.all()
            seen = accesses(uow, uow.audit.search(holding=EMERGENCY))
            names = {user.id: user.name for user in uow.users.all()}
        quoted = actor.may("view")
        answer = tuple(
            EmergencyUse(
                access=one if quoted else one.model_copy(update={"reason": ""}),
                name=names.get(one.user_id, ""),
                ended_by=names.get(one.ended_by, one.ended_by),
                seen=tuple(
                    e
                    for e in seen
                    if e.details.get("emergency") == one.id and not e.action.startswith("emergency.")
                ),
            )
            for one in held
        )
        self._record(looked_at(actor, role, (), question="emergencies", events=len(answer)))
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
                    addenda=uow.addenda.for_draft(draft_id),
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


def _late_days() -> int:
    from compliance.rules.record.MCR_REC_01_late_entry_labelled import RULE

    return next(int(limit.default) for limit in RULE.limits if limit.name == "days")


def _events(uow: ReadUnit, draft_id: str) -> tuple[RecordedEvent, ...]:
    found = uow.audit.for_draft(draft_id)
    if not found:
        raise NotFound(f"There is no draft {draft_id!r}.", mend="List drafts with `ptscribe queue`.")
    return found


def _listed(uow: ReadUnit, draft_id: str) -> list[RecordedEvent]:
    """Lists that showed this draft with its patient's name; they are events of no one draft."""
    naming = uow.audit.search(holding=draft_id.encode())
    return [
        one
        for one in naming
        if one.event.action == "queue.viewed" and draft_id in str(one.event.details.get("drafts", "")).split()
    ]


def _viewed(event: AuditEvent) -> AuditEvent:
    """The answer quoted the record, so it was a view of it."""
    return event.model_copy(update={"action": "draft.viewed"})
