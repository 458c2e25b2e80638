"""A clinic for tests of the graph and the services: the real store, graph and services; small engines.

The engines here say always the same, so that a test can tell what came of it. Rules, support check and
understanding have tests of their own.
"""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from agent.bootstrap import App, build
from agent.domain.billing import Claim
from agent.domain.draft import DraftContent, DraftingProvenance, DraftRecord
from agent.domain.facts import PainFact, VisitFacts
from agent.domain.finding import Finding, Mend
from agent.domain.note import Note, Statement, SupportVerdict
from agent.domain.plan import Plan, Prescription
from agent.domain.transcript import Segment, SpeechEngineInfo, Transcript
from agent.domain.user import Actor, User
from agent.domain.visit import Encounter
from agent.drafting.assemble import assemble, numbered
from agent.drafting.base import DraftedNote, DraftRequest
from agent.exercises.suggest import PlanOptions
from agent.settings import Settings
from agent.transcription.base import Progress

PASSWORD = "correct horse battery"
WORDS = "right knee pain is three out of ten today"
SECRET_NAME = "Wilhelmina Quackenbush"


def tone(seconds: float = 0.3) -> bytes:
    """A recording that decodes: a tone, WAV, 16 kHz mono."""
    samples = (int(8000 * math.sin(i / 8)) for i in range(int(16000 * seconds)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(b"".join(struct.pack("<h", s) for s in samples))
    return out.getvalue()


def encounter(name: str = SECRET_NAME, mrn: str = "ZZ-000-777") -> Encounter:
    return Encounter.model_validate(
        {
            "patient": {"name": name, "date_of_birth": date(1950, 1, 2), "mrn": mrn, "phone": "505-555-0199"},
            "therapist": {"name": "Tessa Terranova", "credentials": "PT, DPT"},
            "visit": {"date": date(2026, 3, 4), "number": 2},
        }
    )


class Speech:
    name = "fake"

    def __init__(self, words: str = WORDS) -> None:
        self.words = words
        self.calls = 0

    def transcribe(self, audio: Path, *, progress: Progress | None = None) -> Transcript:
        assert audio.stat().st_size > 0
        self.calls += 1
        if progress:
            progress(0.5)
        segments = (Segment(start=0.0, end=0.3, text=self.words),) if self.words else ()
        return Transcript(segments=segments, duration=0.3, engine=SpeechEngineInfo(engine="fake"))


def understand(transcript: Transcript, visit: Encounter) -> VisitFacts:
    span = transcript.span(0, len(transcript.text))
    return VisitFacts(
        facts=(PainFact(id="f1", section="S", phrase=transcript.text, value=3, evidence=(span,)),)
    )


class Drafter:
    """Says `statements` (section, text[, origin]); a text with WRONG is contradicted by the recording."""

    name = "fake"

    def __init__(self, *rounds: tuple[tuple[str, ...], ...], engine: str = "offline") -> None:
        self.rounds = rounds or ((("S", "Right knee pain 3/10."), ("P", "Continue.")),)
        self.engine = engine
        self.requests: list[DraftRequest] = []

    def draft(self, request: DraftRequest) -> DraftedNote:
        said = self.rounds[min(len(self.requests), len(self.rounds) - 1)]
        self.requests.append(request)
        span = request.transcript.span(0, len(request.transcript.text))
        statements = tuple(
            Statement.model_validate(
                {
                    "id": f"s{n}",
                    "section": section,
                    "text": text,
                    "origin": origin[0] if origin else "dictated",
                    "evidence": (span,),
                    "fact_ids": ("f1",) if section == "S" else (),
                }
            )
            for n, (section, text, *origin) in enumerate(said, 1)
            if request.only in (None, section)
        )
        return DraftedNote(
            note=Note(statements=statements),
            provenance=DraftingProvenance.model_validate({"engine": self.engine, "model": "fake-1"}),
        )


def draft_plan(facts: VisitFacts, visit: Encounter, options: PlanOptions) -> Plan:
    return Plan(exercises=(Prescription(exercise="heel slide"),))


def assembled(
    drafted: DraftedNote, plan: Plan, transcript: Transcript, facts: VisitFacts, visit: Encounter
) -> DraftContent:
    return assemble(drafted, plan, Claim())


def check(
    uow: Any, record: DraftRecord, content: DraftContent, transcript: Transcript, facts: VisitFacts
) -> DraftContent:
    """WRONG: contradicted. BLOCK, WARN: a finding on that statement, which a mend would reword."""
    statements, findings = [], []
    for statement in content.note.statements:
        wrong = "WRONG" in statement.text
        verdict = SupportVerdict(
            verdict="unsupported" if wrong else "supported", reasons=("number",) if wrong else ()
        )
        statements.append(statement.model_copy(update={"support": verdict}))
        for word, severity in (("BLOCK", "block"), ("WARN", "warn")):
            if word in statement.text:
                mended = statement.text.replace(word, "").strip() or "mended"
                findings.append(
                    Finding.model_validate(
                        {
                            "rule_id": "TST-01",
                            "severity": severity,
                            "title": word,
                            "detail": f"It says {word}.",
                            "where": statement.id,
                            "mend": Mend(
                                label="Reword", action="replace", statement_id=statement.id, text=mended
                            ),
                        }
                    )
                )
    note = content.note.model_copy(update={"statements": tuple(statements)})
    return content.model_copy(update={"note": note, "findings": numbered(tuple(findings))})


def redact(visit: Encounter, text: str) -> tuple[str, int]:
    return text.replace(visit.patient.name, "[NAME]"), text.count(visit.patient.name)


def fakes(**changes: Any) -> dict[str, Any]:
    """Parts for `build`; `speech` and `drafter` may be given as engines."""
    parts: dict[str, Any] = {
        "speech": Speech(),
        "understand": understand,
        "drafter": Drafter(),
        "draft_plan": draft_plan,
        "assemble": assembled,
        "check": check,
        "redact": redact,
        **changes,
    }
    for name in ("speech", "drafter"):
        parts[name] = _always(parts[name])
    return parts


def _always(engine: Any) -> Callable[[], Any]:
    return lambda: engine


def settings(home: Path, **changes: Any) -> Settings:
    return Settings(_env_file=None, home=home, **changes)  # type: ignore[call-arg]  # pydantic-settings' own


def clinic(home: Path, *, database_url: str = "", workers: int = 1, **parts: Any) -> App:
    return build(settings(home, database_url=database_url, workers=workers), **fakes(**parts))


@cache
def _hashed() -> str:
    from pwdlib import PasswordHash

    return PasswordHash.recommended().hash(PASSWORD)


def people(app: App) -> dict[str, Actor]:
    """One user of each role, and `solo` who is therapist and specialist; all with `PASSWORD`."""
    roles: dict[str, tuple[str, ...]] = {
        "admin": ("admin",),
        "therapist": ("therapist",),
        "specialist": ("specialist",),
        "auditor": ("auditor",),
        "solo": ("therapist", "specialist"),
    }
    made: dict[str, Actor] = {}
    with app.store.unit() as uow:
        for login, granted in roles.items():
            name = f"{login.title()} Terranova"
            user = User.model_validate({"id": f"u-{login}-1", "login": login, "name": name, "roles": granted})
            uow.users.add(user, _hashed())
            made[login] = Actor(user_id=user.id, name=name, credentials="PT", roles=user.roles)
        uow.commit()
    return made


def queued(app: App, who: dict[str, Actor], **changes: Any) -> str:
    """A draft that went through the graph."""
    draft_id = app.intake.submit(who["therapist"], audio=tone(), encounter=encounter(**changes))
    assert app.worker.wait(100)
    return draft_id


def record_drafts(app: App, count: int) -> list[str]:
    """Recorded drafts, as `intake.submit` leaves them before the worker hears of it."""
    made = []
    for _ in range(count):
        with app.store.unit() as uow:
            patient = uow.patients.ensure(encounter().patient)
            recording = uow.recordings.add(patient, tone(), "audio/wav")
            made.append(
                uow.drafts.add(
                    encounter(), recording_id=recording, created_by="u-therapist-1", at=datetime.now(UTC)
                )
            )
            uow.commit()
    return made


def record(app: App, draft_id: str) -> DraftRecord:
    with app.store.read() as uow:
        return uow.drafts.get(draft_id)


def seen(app: App, draft_id: str) -> dict[str, Any]:
    """What a page would hand back of what it displayed."""
    row = record(app, draft_id)
    return {"seen_version": row.version, "seen_hash": row.displayed_hash}


def actions(app: App, draft_id: str) -> list[str]:
    with app.store.read() as uow:
        return [recorded.event.action for recorded in uow.audit.for_draft(draft_id)]
