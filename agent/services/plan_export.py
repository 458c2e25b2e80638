"""The exercise plan as files: the patient's home programme, and FHIR for another system."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from agent.domain.home_programme import HomeProgramme, Language
from agent.domain.user import Actor
from agent.errors import Conflict
from agent.graph.events import event
from agent.services.base import Service

if TYPE_CHECKING:
    from agent.domain.draft import DraftContent, DraftRecord
    from agent.domain.review import Signature

SheetForm = Literal["pdf", "html"]
Render = Callable[["DraftRecord", "DraftContent", "Signature | None"], bytes]
_HANDED_OUT = ("approved", "signed")


class PlanExport(Service):
    """Plans of approved and signed drafts as files; each hand-out is recorded."""

    def home(
        self, actor: Actor, draft_id: str, *, form: SheetForm = "pdf", language: Language = "en"
    ) -> bytes:
        """The patient's sheet: a tagged PDF, or one page for the phone.

        Until the draft is signed it says that no therapist has checked it. `Conflict` before approval,
        `InputError` when the plan holds no home exercise.
        """

        def render(record: DraftRecord, content: DraftContent, signature: Signature | None) -> bytes:
            from agent.exercises.home_programme import home_programme
            from agent.export.home_programme import home_programme_html, home_programme_pdf

            sheet: HomeProgramme = home_programme(
                content.plan,
                record.encounter,
                language=language,
                reviewed_by=f"{signature.name}, {signature.credentials}" if signature else "",
                reviewed_on=signature.at.date() if signature else None,
            )
            return home_programme_pdf(sheet) if form == "pdf" else home_programme_html(sheet).encode()

        return self._export(actor, draft_id, f"home-{form}-{language}", render)

    def fhir(self, actor: Actor, draft_id: str) -> bytes:
        """The plan as a FHIR R4B Bundle of CarePlan, Goals and ServiceRequests, UTF-8 JSON.

        `Conflict` before approval; an unsigned plan has the status `draft` in it.
        """

        def render(record: DraftRecord, content: DraftContent, signature: Signature | None) -> bytes:
            from agent.export.fhir_plan import plan_bundle

            bundle = plan_bundle(
                content.plan,
                record.encounter,
                draft_id=draft_id,
                patient_id=record.patient_id,
                signed=signature is not None,
            )
            return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode()

        return self._export(actor, draft_id, "fhir-plan", render)

    def _export(self, actor: Actor, draft_id: str, form: str, render: Render) -> bytes:
        """Rendered first, recorded next, and handed out only then."""
        role = self._allow(actor, "export", "export", draft_id)
        with self._store.read() as uow:
            record = uow.drafts.get(draft_id)
            if record.status not in _HANDED_OUT:
                raise Conflict(
                    f"Draft {draft_id!r} is {record.status.replace('_', ' ')}: its plan is not handed out.",
                    mend="Have it approved first.",
                )
            content = uow.drafts.content(draft_id)
            signature = uow.signatures.for_draft(draft_id)
        file = render(record, content, signature)
        details: dict[str, str | int] = {
            "form": form,
            "content_hash": record.displayed_hash,
            "signed": int(signature is not None),
        }
        with self._store.unit() as unit:
            unit.audit.append(event("draft.exported", actor, role=role, record=record, details=details))
            unit.commit()
        return file
