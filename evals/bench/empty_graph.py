"""What the graph itself costs: parts that say always the same, so only graph, store and audit take time."""

from __future__ import annotations

import math
import statistics
import struct
import time
import wave
from io import BytesIO
from pathlib import Path

from agent.domain.billing import Claim
from agent.domain.draft import DraftContent, DraftingProvenance, DraftRecord
from agent.domain.facts import VisitFacts
from agent.domain.note import Note, Statement
from agent.domain.plan import Plan
from agent.domain.transcript import Segment, Transcript
from agent.domain.user import SYSTEM
from agent.domain.visit import Encounter
from agent.drafting.assemble import assemble
from agent.drafting.base import DraftedNote, DraftRequest
from agent.store.unit_of_work import ReadUnit
from agent.transcription.base import Progress
from evals.bench.audio import names, sample


class _Speech:
    name = "bench"

    def transcribe(self, audio: Path, *, progress: Progress | None = None) -> Transcript:
        return Transcript(segments=(Segment(start=0.0, end=0.3, text="right knee pain three"),), duration=0.3)


class _Drafter:
    name = "bench"

    def draft(self, request: DraftRequest) -> DraftedNote:
        statement = Statement(
            id="s1", section="S", text="Right knee pain 3/10.", evidence=(request.transcript.span(0, 10),)
        )
        return DraftedNote(
            note=Note(statements=(statement,)), provenance=DraftingProvenance(engine="offline")
        )


def _content(
    drafted: DraftedNote, plan: Plan, transcript: Transcript, facts: VisitFacts, encounter: Encounter
) -> DraftContent:
    return assemble(drafted, plan, Claim())


def _unchanged(
    uow: ReadUnit, record: DraftRecord, content: DraftContent, transcript: Transcript, facts: VisitFacts
) -> DraftContent:
    return content


def _tone() -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(b"".join(struct.pack("<h", int(8000 * math.sin(i / 8))) for i in range(4800)))
    return out.getvalue()


def milliseconds_per_visit(visits: int) -> float:
    """Median of one run from `recorded` to `in_review` on SQLite with synchronous=FULL."""
    from datetime import UTC, datetime

    from agent.bootstrap import build
    from evals.bench.figures import clinic

    encounter = sample(names()[0]).encounter
    with clinic() as settings:
        app = build(
            settings,
            speech=_Speech,
            drafter=_Drafter,
            understand=lambda transcript, encounter: VisitFacts(),
            draft_plan=lambda facts, encounter, options: Plan(),
            assemble=_content,
            check=_unchanged,
            redact=lambda encounter, text: ("", 0),
        )
        with app:
            seconds = []
            for _ in range(visits + 1):
                with app.store.unit() as uow:
                    patient_id = uow.patients.ensure(encounter.patient)
                    recording = uow.recordings.add(patient_id, _tone(), "audio/wav")
                    at = datetime.now(UTC)
                    draft_id = uow.drafts.add(
                        encounter, recording_id=recording, created_by=SYSTEM.user_id, at=at
                    )
                    uow.commit()
                start = time.perf_counter()
                outcome = app.runner.start(draft_id)
                seconds.append(time.perf_counter() - start)
                if outcome != "done":
                    raise RuntimeError(f"the bench's run ended as {outcome}")
    return 1000 * statistics.median(seconds[1:])
