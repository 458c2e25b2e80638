"""Notes as files."""

from __future__ import annotations

from typing import Protocol, TypeVar

from agent.domain.amendment import Addendum
from agent.domain.draft import DraftContent
from agent.domain.review import Signature
from agent.domain.user import Actor
from agent.domain.visit import Encounter
from agent.graph.events import event
from agent.services.base import Service

File = TypeVar("File", bytes, str, covariant=True)


class Renderer(Protocol[File]):
    def __call__(
        self,
        content: DraftContent,
        encounter: Encounter,
        *,
        signature: Signature | None,
        draft_id: str,
        version: int,
        addenda: tuple[Addendum, ...],
    ) -> File: ...


class Export(Service):
    """The current version of a draft, with its signature and additions; each export is recorded."""

    def pdf(self, actor: Actor, draft_id: str) -> bytes:
        from agent.export.pdf import note_pdf

        return self._export(actor, draft_id, "pdf", note_pdf)

    def markdown(self, actor: Actor, draft_id: str) -> str:
        from agent.export.markdown import note_markdown

        return self._export(actor, draft_id, "markdown", note_markdown)

    def _export(self, actor: Actor, draft_id: str, form: str, render: Renderer[File]) -> File:
        """Rendered first, recorded next, and handed out only then."""
        role = self._allow(actor, "export", "export", draft_id)
        with self._store.read() as uow:
            record = uow.drafts.get(draft_id)
            content = uow.drafts.content(draft_id)
            signature = uow.signatures.for_draft(draft_id)
            addenda = uow.addenda.for_draft(draft_id)
        file = render(
            content,
            record.encounter,
            signature=signature,
            draft_id=draft_id,
            version=record.version,
            addenda=addenda,
        )
        details: dict[str, str | int] = {
            "form": form,
            "content_hash": record.displayed_hash,
            "signed": int(signature is not None),
            "addenda": len(addenda),
        }
        with self._store.unit() as unit:
            unit.audit.append(event("draft.exported", actor, role=role, record=record, details=details))
            unit.commit()
        return file
