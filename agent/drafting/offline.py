"""The drafter that needs no network and no key: facts to statements, the same every time."""

from __future__ import annotations

from agent.domain.draft import DraftingProvenance
from agent.domain.finding import Finding
from agent.domain.note import Note
from agent.drafting.base import DraftedNote, DraftRequest
from agent.drafting.computed import written_statements
from agent.drafting.questions import questions
from agent.drafting.statements import numbered, statements, with_written
from agent.drafting.template_files import shipped_for
from agent.errors import InputError


class OfflineDrafter:
    """Writes a note from facts alone. Nothing is invented: what is missing becomes a question."""

    name = "offline"

    def draft(self, request: DraftRequest) -> DraftedNote:
        """The note of a visit, or one section of it (`request.only`).

        Raises `InputError` when the facts hold nothing to write about.
        """
        note_type = request.encounter.visit.note_type
        template, digest = shipped_for(request.encounter)
        dictated = statements(request.facts, template)
        if not dictated:
            raise InputError(
                "The dictation holds nothing that belongs in a note.",
                mend="Listen to the recording, and dictate again.",
            )
        computed = written_statements(request.facts, request.encounter, template)
        written = with_written(dictated, computed, template)
        if request.only is not None:
            written = [s for s in written if s.section == request.only]
        return DraftedNote(
            note=Note(note_type=note_type, statements=numbered(written)),
            questions=questions(request.facts, request.encounter, template, request.transcript.text),
            findings=self._findings(request),
            provenance=DraftingProvenance(
                engine="offline",
                prompt_id=template.id,
                prompt_hash=digest,
                parameters={"template_version": template.version},
            ),
        )

    def _findings(self, request: DraftRequest) -> tuple[Finding, ...]:
        if not request.comment:
            return ()
        return (
            Finding(
                rule_id="OFFLINE-COMMENT",
                severity="info",
                title="The offline drafter cannot act on a comment",
                detail="The section was drafted again from the same facts; the comment was not used.",
                suggestion="Edit the statements by hand.",
            ),
        )
