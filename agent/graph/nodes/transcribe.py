"""Recording to transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.canonical import canonical_bytes
from agent.domain.transcript import Transcript
from agent.errors import AudioError
from agent.graph.events import event
from agent.graph.pieces import keeping_pieces
from agent.graph.sources import CHANGED, ChangedTranscript
from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext
    from agent.store.unit_of_work import ReadUnit


def transcribe(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """A later run takes over what an earlier run heard, as a human may have set it right since."""
    context, draft_id, run = runtime.context, state["draft_id"], state["run"]
    with context.store.read() as uow:
        if uow.transcripts.get(draft_id, run) is not None:
            return {}
        heard = _heard_before(uow, draft_id, run)
        audio = b"" if heard else uow.recordings.get(uow.drafts.get(draft_id).recording_id)
    transcript = heard or _listen(context, state, audio)
    with context.unit(state) as unit:
        unit.transcripts.put(draft_id, run, transcript)
        if heard is None:
            engine = transcript.engine
            unit.audit.append(
                event(
                    "model.called",
                    record=unit.drafts.get(draft_id),
                    details={
                        "task": "transcribe",
                        "run": run,
                        "engine": engine.engine,
                        "model": engine.model,
                        "model_version": engine.version,
                        "parameters": canonical_bytes(engine.options).decode(),
                        "segments": len(transcript.segments),
                        "doubtful": sum(s.doubtful for s in transcript.segments),
                        "input_commitment": unit.work.commitment(draft_id, audio),
                        "output_commitment": unit.work.commitment(draft_id, transcript.canonical()),
                    },
                )
            )
    return {}


def _heard_before(uow: ReadUnit, draft_id: str, run: int) -> Transcript | None:
    for number in range(run - 1, 0, -1):
        changed = uow.work.get(draft_id, number, CHANGED, ChangedTranscript)
        heard = changed.transcript if changed else uow.transcripts.get(draft_id, number)
        if heard is not None:
            return heard
    return None


def _listen(context: RunContext, state: RunState, audio: bytes) -> Transcript:
    from agent.transcription.audio import in_memory

    engine = context.parts.speech()
    with in_memory(audio) as path, keeping_pieces(context, state):
        transcript = engine.transcribe(
            path, progress=lambda share: context.entered(state, "transcribe", round(share, 3))
        )
    if not transcript.text.strip():
        raise AudioError(
            "No speech was found in the recording.",
            mend="Check the microphone and dictate again; the recording is kept.",
        )
    return transcript
