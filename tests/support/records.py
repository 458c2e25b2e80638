"""Small, unmistakably fictitious records for tests of the store and the trail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from agent.domain.amendment import Addendum, AddendumText
from agent.domain.audit import AuditEvent, utc_stamp
from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.emergency import EmergencyAccess
from agent.domain.finding import Finding, Severity
from agent.domain.note import Note, Statement
from agent.domain.review import Decision, DecisionKind, Signature
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter, NoteType, Patient, Therapist, VisitInfo
from agent.store.engine import Store

AT = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)


def encounter(mrn: str = "T-0001", *, name: str = "Zebulon Quux", note_type: NoteType = "daily") -> Encounter:
    return Encounter(
        patient=Patient(name=name, date_of_birth=date(1960, 2, 29), mrn=mrn, phone="555-0100"),
        therapist=Therapist(name="Wilhelmina Zonk", credentials="PT, DPT"),
        visit=VisitInfo(date=date(2026, 11, 20), number=3, note_type=note_type),
    )


def content(text: str = "Knee feels better on stairs.", *severities: Severity) -> DraftContent:
    return DraftContent(
        note=Note(statements=(Statement(id="s1", section="S", text=text),)),
        findings=tuple(
            Finding(id=f"TEST#{n}", rule_id="TEST", severity=severity, title="t", detail="d")
            for n, severity in enumerate(severities)
        ),
        provenance=DraftingProvenance(engine="offline"),
    )


def transcript(text: str = "knee feels better on stairs") -> Transcript:
    return Transcript(segments=(Segment(start=0.0, end=2.0, text=text),), duration=2.0)


def event(action: str, draft_id: str = "", *, by: str = "user-1", **details: str | int) -> AuditEvent:
    return AuditEvent(at=utc_stamp(AT), action=action, actor_id=by, draft_id=draft_id, details=details)


def decision(
    draft_id: str,
    version: int,
    shown: str,
    kind: DecisionKind = "approve",
    *,
    id: str = "",
    by: str = "user-2",
) -> Decision:
    return Decision(
        id=id or f"{draft_id}-{version}-{kind}",
        draft_id=draft_id,
        version=version,
        displayed_hash=shown,
        kind=kind,
        by=by,
        role="specialist",
        at=AT,
        comment="Looks right.",
    )


def signature(draft_id: str, version: int, shown: str, *, id: str = "") -> Signature:
    return Signature(
        id=id or f"sig-{draft_id}",
        draft_id=draft_id,
        version=version,
        content_hash=shown,
        by="user-1",
        name="Wilhelmina Zonk",
        credentials="PT, DPT",
        at=AT,
        attestation="I reviewed and approve this note.",
    )


def add_draft(store: Store, mrn: str = "T-0001", *, audio: bytes = b"fLaC not really audio") -> str:
    """A recorded draft with its recording and event."""
    visit = encounter(mrn)
    with store.unit() as uow:
        recording = uow.recordings.add(uow.patients.ensure(visit.patient), audio, "audio/flac")
        draft = uow.drafts.add(visit, recording_id=recording, created_by="user-1", at=AT)
        uow.audit.append(event("draft.recorded", draft))
        uow.commit()
    return draft


def add_reviewable(
    store: Store, mrn: str = "T-0001", *severities: Severity, text: str = "Knee feels better on stairs."
) -> str:
    """A draft in review at version 1, with its transcript."""
    draft = add_draft(store, mrn)
    with store.unit() as uow:
        uow.drafts.move(draft, frm={"recorded"}, to="processing")
        uow.transcripts.put(draft, 1, transcript())
        uow.drafts.add_version(
            draft, content(text, *severities), author="engine", by="system", at=AT, based_on=0
        )
        uow.drafts.move(draft, frm={"processing"}, to="in_review")
        uow.audit.append(event("draft.queued", draft, by="system"))
        uow.commit()
    return draft


def decide(store: Store, draft: str, kind: DecisionKind = "approve", *, decision_id: str = "") -> None:
    """The current version of a draft in review is decided on, as the review service does it."""
    to = {"approve": "approved", "reject": "rejected", "request_changes": "changes_requested"}[kind]
    with store.unit() as uow:
        record = uow.drafts.get(draft)
        seen = {"seen_version": record.version, "seen_hash": record.displayed_hash}
        uow.drafts.decide(draft, to=to, **seen)  # type: ignore[arg-type]  # the three statuses above
        uow.decisions.add(decision(draft, record.version, record.displayed_hash, kind, id=decision_id))
        uow.audit.append(event(f"draft.{to}", draft, by="user-2"))
        uow.commit()


def sign(store: Store, draft: str) -> None:
    """An approved draft is signed, as the signing service does it."""
    with store.unit() as uow:
        record = uow.drafts.get(draft)
        uow.drafts.move(draft, frm={"approved"}, to="signed")
        uow.signatures.add(signature(draft, record.version, record.displayed_hash))
        uow.audit.append(event("draft.signed", draft))
        uow.commit()


def amend(store: Store, draft: str, text: str = "Flexion was 118 degrees.") -> None:
    """Something is added to a signed note, as the amendments service does it."""
    with store.unit() as uow:
        version, shown = uow.addenda.top(draft) or (0, "")
        content = AddendumText(
            draft_id=draft,
            based_on=version,
            based_on_hash=shown,
            kind="addendum",
            text=text,
            reason="Left out.",
            date_of_service=date(2026, 11, 20),
            salt="5a" * 16,
        )
        uow.addenda.add(
            Addendum(
                content=content,
                version=version + 1,
                content_hash=content.digest(),
                by="user-1",
                name="Wilhelmina Zonk",
                credentials="PT, DPT",
                at=AT,
                attestation="I add this.",
            )
        )
        uow.audit.append(event("draft.amended", draft))
        uow.commit()


def mend_glass(store: Store, access_id: str) -> None:
    """An emergency access is ended before its time, as the emergency service does it."""
    with store.unit() as uow:
        uow.emergencies.end(access_id, by="user-9", role="admin", at=AT)
        uow.audit.append(event("emergency.ended", by="user-9"))
        uow.commit()


def break_glass(store: Store, draft: str, access_id: str) -> None:
    """A patient's record is opened in an emergency, as the emergency service does it."""
    with store.unit() as uow:
        access = EmergencyAccess(
            id=access_id,
            patient_id=uow.drafts.get(draft).patient_id,
            user_id="user-9",
            role="admin",
            at=AT,
            until=AT + timedelta(minutes=30),
            reason="Unconscious.",
        )
        uow.emergencies.add(access)
        uow.audit.append(event("emergency.opened", by="user-9"))
        uow.commit()
