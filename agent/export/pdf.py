"""The signed note as PDF: tagged for screen readers, and byte for byte the same for the same content."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from agent.domain.amendment import Addendum
from agent.domain.draft import DraftContent
from agent.domain.review import Signature
from agent.domain.visit import Encounter
from agent.export.document import build_document

if TYPE_CHECKING:
    from typst import Compiler


@lru_cache(maxsize=1)
def typesetter() -> Compiler:
    """One compiler a process: the embedded fonts load once. System fonts would change the bytes."""
    import typst

    return typst.Compiler(ignore_system_fonts=True)


def note_pdf(
    content: DraftContent,
    encounter: Encounter,
    *,
    signature: Signature | None,
    draft_id: str,
    version: int,
    addenda: tuple[Addendum, ...] = (),
) -> bytes:
    """PDF/UA-1 bytes of one draft version; `signature` None prints a draft, marked as not signed.

    Repeatable: the file's time stamp is the last signature's, or the date of service for a draft.
    """
    document = build_document(
        content, encounter, signature=signature, draft_id=draft_id, version=version, addenda=addenda
    )
    day = encounter.visit.date
    last = addenda[-1].at if addenda else None
    at = last or signature.at if signature else datetime(day.year, day.month, day.day, tzinfo=UTC)
    made = typesetter().compile(
        # given each time: the compiler keeps an in-memory input for one compilation only
        resources.files("agent.export").joinpath("note.typ").read_bytes(),
        format="pdf",
        sys_inputs={"document": json.dumps(asdict(document), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter returned no single PDF")
    return made
