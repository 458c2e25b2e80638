"""The files of one draft's evidence: what verifies, and what reads."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.domain.amendment import Addendum
from agent.domain.audit import RecordedEvent
from agent.domain.draft import DraftContent, DraftRecord
from agent.domain.review import Signature
from agent.errors import NotFound
from agent.services.audit_answers import Changes, ShownWarning
from agent.services.audit_questions import changes_of, warnings_of

if TYPE_CHECKING:
    from agent.store.unit_of_work import ReadUnit
    from compliance.audit.verify import Checkpoint

DATA_NAME, PDF_NAME = "evidence.json.gz", "evidence.pdf"
VERIFIERS = ("verify.py", "verify.mjs", "README.md")


class EvidenceFiles(NamedTuple):
    """`data`, packed by gzip, names the SHA-256 of `pdf`: the verifier holds it against the file."""

    data: bytes
    pdf: bytes

    def archive(self) -> bytes:
        """Both as one ZIP file, with the verifiers."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(DATA_NAME, self.data)
            archive.writestr(PDF_NAME, self.pdf)
            for name in VERIFIERS:
                archive.writestr(name, resources.files("compliance.audit").joinpath(name).read_bytes())
        return out.getvalue()


class _Record(NamedTuple):
    """What can be read of the draft."""

    record: DraftRecord
    first: DraftContent
    last: DraftContent
    changes: Changes
    warnings: tuple[ShownWarning, ...]
    signature: Signature | None
    addenda: tuple[Addendum, ...]


class Seal(NamedTuple):
    """What the proofs lead to: a checkpoint with its note, and how a verifier comes to trust it."""

    checkpoint: Checkpoint
    note: str
    rotations: tuple[str, ...]
    """Notes by which the signing key was handed over."""
    vkey: str
    """The key to pin: the log's first."""


def files_of(uow: ReadUnit, draft_id: str, seal: Seal) -> EvidenceFiles:
    """Evidence up to a signed checkpoint."""
    from compliance.audit.bundle import evidence_bundle

    events = tuple(e for e in uow.audit.for_draft(draft_id) if e.seq <= seal.checkpoint.size)
    record = _readable(uow, draft_id, events)
    pdf = _pdf(draft_id, events, record, seal.note, seal.vkey)
    data = evidence_bundle(
        draft_id,
        events,
        uow.audit.leaves,
        seal.note,
        rotations=seal.rotations,
        contents=_contents(record) if record else [],
        reports=_reports(uow, draft_id, events, record),
        files={PDF_NAME: hashlib.sha256(pdf).hexdigest()},
    )
    return EvidenceFiles(gzip.compress(data, mtime=0), pdf)


def _readable(uow: ReadUnit, draft_id: str, events: Sequence[RecordedEvent]) -> _Record | None:
    """None when the content was destroyed, or there is none yet."""
    try:
        told = changes_of(uow, draft_id)
        return _Record(
            record=uow.drafts.get(draft_id),
            first=uow.drafts.content(draft_id, told.first),
            last=uow.drafts.content(draft_id, told.last),
            changes=told,
            warnings=warnings_of(uow, draft_id, events),
            signature=uow.signatures.for_draft(draft_id),
            addenda=uow.addenda.for_draft(draft_id),
        )
    except NotFound:
        return None


def _contents(record: _Record) -> list[bytes]:
    """The very bytes whose hashes the events tell of."""
    contents = dict.fromkeys((record.first.canonical(), record.last.canonical()))
    return [*contents, *(one.content.canonical() for one in record.addenda)]


def _reports(
    uow: ReadUnit, draft_id: str, events: Sequence[RecordedEvent], record: _Record | None
) -> dict[str, Any]:
    from agent.export.fhir_audit import audit_bundle

    decisions = uow.decisions.for_draft(draft_id) if record else ()
    signature = record.signature if record else None
    shown = signature.version if signature else 0
    fhir = audit_bundle(
        draft_id,
        events,
        versions=uow.drafts.versions(draft_id),
        approved=next((d for d in decisions if d.kind == "approve" and d.version == shown), None),
        signature=signature,
        addenda=record.addenda if record else (),
    )
    if record is None:
        return {"fhir": fhir}
    findings = [one.model_dump(mode="json", include=_FINDING) for one in record.last.findings]
    return {
        "changes": record.changes.model_dump(mode="json"),
        "warnings": [one.model_dump(mode="json") for one in record.warnings],
        "rules": {"ruleset": record.last.provenance.ruleset, "findings": findings},
        "signature": signature.model_dump(mode="json") if signature else None,
        "fhir": fhir,
    }


_FINDING = {"rule_id", "severity", "title"}
"""The rest of a finding stands in the content, which is proven."""


def _pdf(
    draft_id: str, events: Sequence[RecordedEvent], record: _Record | None, note: str, vkey: str
) -> bytes:
    from agent.export.document import build_document
    from agent.export.evidence_pdf import evidence_pdf

    last = events[-1].event.at if events else ""
    at = datetime.fromisoformat(last) if last else datetime.now(UTC)
    if record is None:
        return evidence_pdf(draft_id, events, checkpoint=note, key=vkey, at=at)
    document = build_document(
        record.last,
        record.record.encounter,
        signature=record.signature,
        draft_id=draft_id,
        version=record.changes.last,
        addenda=record.addenda,
    )
    return evidence_pdf(
        draft_id,
        events,
        checkpoint=note,
        key=vkey,
        at=at,
        document=document,
        changes=[
            (c.part, c.kind, c.before, c.after, "software" if c.author == "engine" else c.by)
            for c in record.changes.changes
            if c.kind != "kept"
        ],
        warnings=[(w.rule_id, f"{w.title}: {w.detail}", w.end, w.reason) for w in record.warnings],
    )
