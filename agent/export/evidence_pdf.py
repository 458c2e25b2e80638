"""The evidence of one draft to read: the note and what was added, who did what, and how to verify it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from importlib import resources
from typing import Any

from agent.domain.audit import RecordedEvent
from agent.export.document import Document
from agent.export.pdf import typesetter


def evidence_pdf(
    draft_id: str,
    events: Sequence[RecordedEvent],
    *,
    checkpoint: str,
    key: str,
    at: datetime,
    document: Document | None = None,
    changes: Sequence[tuple[str, str, str, str, str]] = (),
    warnings: Sequence[tuple[str, str, str, str]] = (),
) -> bytes:
    """PDF/UA-1. `document` None: the content was destroyed, the trail remains.

    `changes`: part, what became of it, before, after, by whom. `warnings`: rule, what it said, what became of
    it, the reason.
    """
    value: dict[str, Any] = {
        "draft": draft_id,
        "checkpoint": checkpoint.strip().split("\n"),
        "key": key,
        "document": asdict(document) if document else None,
        "changes": changes,
        "warnings": warnings,
        "events": [_row(one) for one in events],
    }
    made = typesetter().compile(
        resources.files("agent.export").joinpath("evidence.typ").read_bytes(),
        format="pdf",
        sys_inputs={"evidence": json.dumps(value, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter returned no single PDF")
    return made


def _row(one: RecordedEvent) -> tuple[str, ...]:
    event = one.event
    told = ", ".join(
        f"{name} {value}"
        for name, value in sorted(event.details.items())
        if len(str(value)) <= 24 and name != "parameters"
    )
    who = f"{event.actor_id} ({event.actor_role or 'no role'}, {event.client or 'no client'})"
    return (
        str(one.seq),
        event.at[:19].replace("T", " "),
        event.action,
        who,
        f"{event.purpose}, {event.outcome}",
        told,
    )
